"""Where the program keeps what is its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from handwriting_app.storage.data_folder import VARIABLE, DataFolderError, data_folder, make_folder


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there the system is asked, not the environment")
def test_it_is_the_users_where_nobody_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    folder = data_folder()
    assert folder.name == "handwriting-app"
    assert folder.parent == Path(os.environ["XDG_DATA_HOME"])


def test_the_environment_names_another_and_the_command_line_comes_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(VARIABLE, "of the class")
    assert data_folder() == tmp_path / "of the class"
    assert data_folder(Path("mine")) == tmp_path / "mine"
    monkeypatch.setenv(VARIABLE, "")
    assert data_folder().name == "handwriting-app"


def test_it_is_made_with_the_folders_above_it_and_nothing_is_left_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "one" / "two"
    for _ in range(2):
        make_folder(folder)
        assert list(folder.iterdir()) == []
    if os.name == "posix":
        assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("kind", ["file", "below a file", "long", "zero", "device"])
def test_what_cannot_be_used_is_said_in_one_sentence(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "file"
    file.write_text("precious")
    folders = {
        "file": file,
        "below a file": file / "data",
        "long": tmp_path / ("x" * 300),
        "zero": tmp_path / "a\0b",
        "device": Path(os.devnull) / "data",
    }
    with pytest.raises(DataFolderError, match=r"^The data folder .* cannot be used: .*--data-dir") as told:
        make_folder(folders[kind])
    assert "\n" not in str(told.value)
    assert file.read_text() == "precious"


def test_a_folder_that_may_not_be_written_to_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(DataFolderError, match="Permission denied"):
        make_folder(tmp_path)
