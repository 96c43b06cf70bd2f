"""A command's run on its way into the database."""

from __future__ import annotations

from pathlib import Path

import pytest

from handwriting_app.cli import main
from handwriting_app.commands import train as train_module
from handwriting_app.commands.keeping import Keeping
from handwriting_app.session.model import Model
from handwriting_app.storage.data_folder import DATABASE
from handwriting_app.storage.database import runs as runs_module
from handwriting_app.storage.database.opening import open_database
from handwriting_app.storage.database.runs import KeptRun, runs, unfinished_runs
from handwriting_app.storage.errors import DatabaseError
from handwriting_app.storage.settings_file import FILE_NAME, SettingsFile
from handwriting_app.storage.settings_keys import DATABASE_LIMIT
from tests.session.test_run_record import CONFIG, trained

Capture = pytest.CaptureFixture[str]
SMALL = ["--hidden", "8", "--epochs", "3", "--variation", "0", "--no-non-digits"]


def kept_in(folder: Path) -> tuple[KeptRun, ...]:
    database = open_database(folder / DATABASE)
    try:
        return runs(database)
    finally:
        database.close()


def test_it_is_kept_at_once_and_then_seldom(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path / DATABASE, CONFIG)
    asked = []

    def model() -> Model:
        asked.append(1)
        return trained(len(asked))

    keeping.keep(model)
    keeping.keep(model)
    assert asked == [1]
    database = open_database(tmp_path / DATABASE)
    assert [(run.state, run.epoch) for run in runs(database)] == [("running", 1)]
    assert unfinished_runs(database) == ()
    database.close()
    keeping.end("finished", trained(3))
    assert [(run.state, run.epoch) for run in kept_in(tmp_path)] == [("finished", 3)]


def test_nothing_is_kept_without_a_path(tmp_path: Path) -> None:
    keeping = Keeping(None, CONFIG)
    keeping.keep(lambda: pytest.fail("it was asked for"))
    keeping.end("stopped")


def test_what_is_in_the_way_is_told_once(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise DatabaseError("The disk is full.")

    monkeypatch.setattr(runs_module, "keep_run", full)
    monkeypatch.setattr(runs_module, "end_run", full)
    out = tmp_path / "out.safetensors"
    assert main(["train", *SMALL, "--data-dir", str(tmp_path), "--out", str(out)]) == 0
    assert out.is_file()
    assert capsys.readouterr().err.count("The run is not kept. The disk is full.") == 1


def test_a_run_that_is_interrupted_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = train_module.train

    def interrupted(*arguments: object, **options: object) -> object:
        for number, report in enumerate(whole(*arguments, **options)):  # type: ignore[arg-type]
            if number == 60:
                raise KeyboardInterrupt
            yield report

    monkeypatch.setattr(train_module, "train", interrupted)
    many = ["--hidden", "8", "--epochs", "100000", "--variation", "0", "--no-non-digits"]
    assert main(["train", *many, "--data-dir", str(tmp_path), "--out", str(tmp_path / "out")]) == 130
    (run,) = kept_in(tmp_path)
    assert run.state == "stopped"
    assert run.epoch > 0


def test_the_limit_of_the_settings_holds(tmp_path: Path, capsys: Capture) -> None:
    settings = SettingsFile(tmp_path / FILE_NAME)
    settings.put(DATABASE_LIMIT, 16)
    keeping = Keeping(tmp_path / DATABASE, CONFIG, limit=1)
    keeping.end("finished", trained(2))
    assert kept_in(tmp_path) == ()
    assert "dropped" in capsys.readouterr().err
    options = ["train", *SMALL, "--data-dir", str(tmp_path), "--out", str(tmp_path / "out")]
    assert main(options) == 0
    assert len(kept_in(tmp_path)) == 1, "16 MiB are enough for it"
