"""Joins what comes from files, and what goes there, to the guide: lessons of the user's own, ticks, a fresh start."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from handwriting_app.session.lesson_guide import LessonGuide
from handwriting_app.storage.lesson_files import LessonFileError
from handwriting_app.storage.own_lessons import lesson_at
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.widgets.dialogs import show_error


def join_own(desk: Desk, guide: LessonGuide, view: QWidget) -> None:
    """Open lessons from files; tell of what is done; forget it when a person has agreed to that.

    Args:
        desk: Where all of it is asked for.
        guide: Leads through the lessons.
        view: In whose window a problem is told.
    """
    desk.lesson_requested.connect(partial(_open, guide, view))
    desk.anew_agreed.connect(guide.begin_anew)
    guide.task_ticked.connect(desk.task_ticked)


def _open(guide: LessonGuide, view: QWidget, request: object) -> None:
    if not isinstance(request, Path):
        return
    try:
        lesson = lesson_at(request)
    except LessonFileError as error:
        show_error(view.window(), "This lesson cannot be opened", str(error))
    else:
        guide.add(lesson)
