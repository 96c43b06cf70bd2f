"""The table of contents: how lessons are told from each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidgetItem
from pytestqt.qtbot import QtBot

from handwriting_app.session.lesson_state import LessonState
from handwriting_app.storage.own_lessons import load_all_lessons
from handwriting_app.ui.lessons.contents import Contents
from tests.storage.test_own_lessons import put


def rows(qtbot: QtBot, folder: Path, *, renamed: Mapping[str, str] = MappingProxyType({})) -> list[QListWidgetItem]:
    """``renamed``: files that are to be called otherwise, as some systems allow."""
    lessons = load_all_lessons(folder).lessons
    contents = Contents()
    qtbot.addWidget(contents)
    as_called = tuple(replace(lesson, file=renamed.get(lesson.file, lesson.file)) for lesson in lessons)
    contents.show_state(LessonState(as_called, frozenset()))
    return [contents.list.item(row) for row in range(contents.list.count())]


def test_lessons_of_the_same_title_are_told_apart_by_their_files(qtbot: QtBot, tmp_path: Path) -> None:
    for name in ("First.toml", "Second.toml"):
        put(tmp_path, name, "Twins")
    put(tmp_path, "Alone.toml", "Alone")
    renamed = {"Second.toml": "Sec\u202eond.toml", "Alone.toml": "<b>x.toml"}
    alone, first, second = rows(qtbot, tmp_path, renamed=renamed)[-3:]
    assert (alone.text(), first.text()) == ("own  Alone", "own  Twins (First.toml)")
    assert second.text() == "own  Twins (Sec\ufffdond.toml)", "no name turns the direction of writing"
    assert "Twins (First.toml)" in first.data(Qt.ItemDataRole.AccessibleTextRole)
    assert first.toolTip() == "First.toml"
    assert "&lt;b&gt;x.toml" in alone.toolTip(), "no name is HTML"


def test_a_lesson_of_the_course_needs_no_file_name(qtbot: QtBot, tmp_path: Path) -> None:
    put(tmp_path, "mine.toml", "A unit that sums")
    first, *_, mine = rows(qtbot, tmp_path)
    assert (first.text(), first.toolTip()) == ("1  A unit that sums", "")
    assert mine.text() == "own  A unit that sums (mine.toml)"
