from __future__ import annotations

import time
from pathlib import Path

import pytest

from handwriting_app.storage.atomic import atomic_write
from handwriting_app.storage.leftovers import OLD_S, clear_leftovers


def test_a_temporary_file_goes_once_it_is_old(tmp_path: Path) -> None:
    with atomic_write(tmp_path / "model") as file:
        file.write(b"half")
        (temporary,) = tmp_path.iterdir()
        assert clear_leftovers(tmp_path) == 0
        kept = tmp_path / temporary.name.replace(".tmp", "0.tmp")
        kept.touch()  # nearly such a name
        (tmp_path / "mine.tmp").touch()
        (tmp_path / "folder").mkdir()
        (tmp_path / "folder" / temporary.name).touch()
    temporary.touch()
    assert clear_leftovers(tmp_path, now=time.time() + OLD_S + 10) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([kept.name, "folder", "mine.tmp", "model"])
    assert (tmp_path / "folder" / temporary.name).exists()


def test_a_folder_that_is_not_there_is_no_problem(tmp_path: Path) -> None:
    assert clear_leftovers(tmp_path / "nowhere") == 0


def test_a_link_is_left_alone(tmp_path: Path) -> None:
    try:
        (tmp_path / ".handwriting-app-01234567.tmp").symlink_to(tmp_path)
    except OSError:
        pytest.skip("links may not be made here")
    assert clear_leftovers(tmp_path, now=time.time() + 10 * OLD_S) == 0
