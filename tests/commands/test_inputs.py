"""What the commands read."""

from __future__ import annotations

import argparse
import stat
from pathlib import Path

import pytest

from handwriting_app.assets import default_model_path
from handwriting_app.cli import main
from handwriting_app.commands.common import CommandError
from handwriting_app.commands.inputs import checked_file, checked_mode, opened_model
from handwriting_app.storage.model_file import load_model

Capture = pytest.CaptureFixture[str]


def test_a_model_of_another_normalisation_is_noted(
    pen_file: Path, model_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr("handwriting_app.commands.inputs.NORMALISATION_VERSION", 10_000)
    assert main(["evaluate", str(pen_file), "--model", str(model_file)]) == 0
    assert "10000" in capsys.readouterr().err


def test_only_files_are_taken(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    file.touch()
    assert checked_file(file) == file
    with pytest.raises(CommandError, match="no such file"):
        checked_file(tmp_path / "gone.png")
    with pytest.raises(CommandError, match="not a file"):
        checked_file(tmp_path)


def test_a_folder_is_known_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    assert stat.S_ISDIR(checked_mode(tmp_path / "link"))


def test_without_a_model_option_the_shipped_model_reads() -> None:
    assert opened_model(argparse.Namespace(model=None)).name == load_model(default_model_path()).name


@pytest.mark.parametrize("name", ["x" * 300, "a.txt/inside", "circle"])
def test_a_name_that_cannot_be_looked_at_is_told_in_words(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").touch()
    if name == "circle":
        (tmp_path / name).symlink_to(tmp_path / name)
    with pytest.raises(CommandError, match=r": it cannot be opened: .*(too long|Not a directory|symbolic links)"):
        checked_file(tmp_path / name)


def test_a_closed_folder_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", closed)
    with pytest.raises(CommandError, match="cannot be opened: Permission denied"):
        checked_file(tmp_path / "a.png")
