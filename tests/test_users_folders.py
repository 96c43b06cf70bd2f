"""The guard over the folders of whoever runs the tests: it sees what it is for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from handwriting_app.storage.data_folder import data_folder
from tests.users_folders import changed_between, state_of, users_folders


def test_the_program_under_test_keeps_nothing_there() -> None:
    assert not any(data_folder().is_relative_to(folder) for folder in users_folders())


@pytest.mark.parametrize("what", ["made", "written", "taken away"])
def test_whatever_happens_there_is_seen(tmp_path: Path, what: str) -> None:
    folder, path = tmp_path / "handwriting-app", tmp_path / "handwriting-app" / "settings.json"
    if what != "made":
        folder.mkdir()
        path.write_text("{}")
        os.utime(path, ns=(1, 1))
    before = state_of(folder)
    if what == "taken away":
        path.unlink()
    else:
        folder.mkdir(exist_ok=True)
        path.write_text("{ }")
    assert str(path) in changed_between(before, state_of(folder))


def test_reading_is_no_change(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text("{}")
    before = state_of(tmp_path)
    path.read_text()
    assert changed_between(before, state_of(tmp_path)) == []
