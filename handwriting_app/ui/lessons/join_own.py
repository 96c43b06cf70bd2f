"""Joins what comes from files, and what goes there, to the guide: lessons of the user's own, ticks, a fresh start."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from handwriting_app.lab.lesson import Lesson
from handwriting_app.session.lesson_guide import LessonGuide
from handwriting_app.storage.lesson_files import LessonFileError, Lessons
from handwriting_app.storage.own_lessons import lesson_at, load_all_lessons, with_files
from handwriting_app.storage.settings_keys import RECENT_LESSONS
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.widgets.dialogs import show_error


def lessons_for(desk: Desk) -> Lessons:
    """The course's, those in the user's folder, and those that were opened lately from elsewhere."""
    opened = desk.settings.get(RECENT_LESSONS)
    return with_files(load_all_lessons(desk.lessons_folder, desk.course), map(Path, opened))


def join_own(desk: Desk, guide: LessonGuide, view: QWidget) -> None:
    """Open lessons from files; tell of what is done; forget it when a person has agreed to that.

    Args:
        desk: Where all of it is asked for.
        guide: Leads through the lessons.
        view: In whose window a problem is told.
    """
    desk.lesson_requested.connect(partial(_open, desk, guide, view))
    desk.lesson_made.connect(partial(_take_in, desk, guide, view))
    desk.anew_agreed.connect(guide.begin_anew)
    guide.task_ticked.connect(desk.task_ticked)


def _open(desk: Desk, guide: LessonGuide, view: QWidget, request: object) -> None:
    if isinstance(request, Path) and (lesson := _read(desk, view, request)) is not None:
        guide.add(lesson)


def _take_in(desk: Desk, guide: LessonGuide, view: QWidget, path: Path) -> None:
    if (lesson := _read(desk, view, path)) is not None:
        guide.take_in(lesson)


def _read(desk: Desk, view: QWidget, path: Path) -> Lesson | None:
    """The lesson in a file, which the next start finds too; None for none, which is told."""
    try:
        lesson = lesson_at(path)
    except LessonFileError as error:
        show_error(view.window(), "This lesson cannot be opened", str(error))
        return None
    name = str(path.absolute())
    desk.settings.change(RECENT_LESSONS, lambda paths: (name, *(other for other in paths if other != name)))
    return lesson
