"""The guard over the folders of whoever runs the tests: it sees what it is for."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from handwriting_app.storage.atomic import atomic_write
from handwriting_app.storage.data_folder import VARIABLE, data_folder
from handwriting_app.storage.log_file import open_log
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.storage.settings_keys import PEN_WIDTH
from tests.users_folders import Watch, users_folders


def test_the_program_under_test_keeps_nothing_there() -> None:
    assert not any(data_folder().is_relative_to(folder) for folder in users_folders())
    assert os.environ[VARIABLE], "so are the processes told that a test starts"


def whole(path: Path) -> None:
    with atomic_write(path) as file:
        file.write(b"{}")


def connected(path: Path) -> None:
    with closing(sqlite3.connect(path)):
        pass


def logged(path: Path) -> None:
    import logging

    log = open_log(path.parent)
    logging.getLogger("handwriting_app.tests").warning("x")
    log.close()


ACTS: dict[str, Callable[[Path], object]] = {
    "written": lambda path: path.write_text("{ }"),
    "appended to": lambda path: path.open("a").close(),
    "opened by number": lambda path: os.close(os.open(path, os.O_RDWR)),
    "written whole": whole,
    "taken away": Path.unlink,
    "renamed": lambda path: path.rename(path.parents[1] / "elsewhere"),
    "moved in": lambda path: shutil.copy(__file__, path),
    "a folder made": lambda path: (path.parent / "lessons").mkdir(),
    "the folder made": lambda path: path.parent.mkdir(exist_ok=True),
    "a database": connected,
    "the settings": lambda path: SettingsFile(path).put(PEN_WIDTH, 7),
    "the log": logged,
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_whatever_is_done_there_is_seen(tmp_path: Path, act: Callable[[Path], object]) -> None:
    path = tmp_path / "handwriting-app" / "settings.json"
    path.parent.mkdir()
    path.write_text("{}")
    watch = Watch([path.parent])
    act(path)
    assert watch.seen


def test_reading_and_what_lies_beside_are_none_of_its_business(tmp_path: Path) -> None:
    path = tmp_path / "handwriting-app" / "settings.json"
    path.parent.mkdir()
    path.write_text("{}")
    watch = Watch([path.parent])
    path.read_text()
    list(path.parent.iterdir())
    SettingsFile(path)
    (tmp_path / "handwriting-app-2").mkdir()
    assert watch.seen == []
