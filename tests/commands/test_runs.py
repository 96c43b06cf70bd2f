"""``handwriting-app runs``, and what ``train`` keeps for it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from handwriting_app.cli import main
from handwriting_app.storage.data_folder import DATABASE
from handwriting_app.storage.model_file import load_model

Capture = pytest.CaptureFixture[str]
SMALL = ["--hidden", "8", "--epochs", "3", "--variation", "0", "--no-non-digits"]


def train(folder: Path, *options: str) -> int:
    return main(["train", *SMALL, *options, "--data-dir", str(folder), "--out", str(folder / "out.safetensors")])


def listed(folder: Path, capsys: Capture) -> list[dict[str, object]]:
    capsys.readouterr()
    assert main(["runs", "--json", "--data-dir", str(folder)]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)["runs"]
    return found


def test_a_trained_run_is_listed(tmp_path: Path, capsys: Capture) -> None:
    assert train(tmp_path) == 0
    assert train(tmp_path, "--seed", "5") == 0
    newest, oldest = listed(tmp_path, capsys)
    last = load_model(tmp_path / "out.safetensors").reports[-1]
    assert newest["held_out_accuracy"] == last.held_out_accuracy
    assert (newest["state"], newest["epochs"], newest["seconds"], newest["fresh"]) == (
        *("finished", 3, last.seconds, True),
    )
    assert (newest["star"], newest["name"], newest["id"], newest["lesson"]) == (False, "", 2, False)
    config = newest["config"]
    assert isinstance(config, dict)
    assert (config["seed"], config["hidden"]) == (5, [8])
    assert newest["uuid"] != oldest["uuid"]
    assert main(["runs", "--data-dir", str(tmp_path)]) == 0
    head, first, second = capsys.readouterr().out.splitlines()
    assert head.split()[:3] == ["id", "begun", "state"]
    assert "finished" in first
    assert second.endswith("run 1")


def test_a_run_that_is_not_to_be_kept_is_not(tmp_path: Path, capsys: Capture) -> None:
    assert train(tmp_path, "--no-keep") == 0
    assert not (tmp_path / DATABASE).exists()
    assert listed(tmp_path, capsys) == []
    assert not (tmp_path / DATABASE).exists(), "looking makes nothing"
    assert main(["runs", "--data-dir", str(tmp_path)]) == 0
    assert "No run is kept yet" in capsys.readouterr().out


def test_a_database_that_cannot_be_used_is_one_line(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / DATABASE).mkdir()
    assert main(["runs", "--data-dir", str(tmp_path)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert DATABASE in line


def test_a_database_of_another_program_is_left_alone(tmp_path: Path, capsys: Capture) -> None:
    with closing(sqlite3.connect(tmp_path / DATABASE)) as other:
        other.execute("CREATE TABLE mine (name TEXT)")
        other.execute("PRAGMA application_id = 7")
        other.commit()
    before = (tmp_path / DATABASE).read_bytes()
    assert main(["runs", "--data-dir", str(tmp_path)]) == 1
    assert train(tmp_path) == 0, "the run itself goes on"
    assert (tmp_path / DATABASE).read_bytes() == before
    assert "The run is not kept" in capsys.readouterr().err
