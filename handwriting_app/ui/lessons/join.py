"""Joins the lessons to the window: their tab, the strip at its foot, and what a start puts in place."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings

from handwriting_app.session.session import Session
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.train.training_panel import TrainingPanel
from handwriting_app.ui.widgets.live_view import LiveView

NAME = "lessons_view"


def add_lessons(window: MainWindow, session: Session, settings: QSettings, panel: TrainingPanel, folder: Path) -> None:
    """Add the Lessons tab after the tabs there are; ``folder`` holds the lesson files, read when it is looked at."""
    build = partial(_lessons_view, window, session, settings, panel, folder)
    window.tabs.add(NAME, "Lessons", "Learn how all this works, a task at a time", build)


def _lessons_view(
    window: MainWindow, session: Session, settings: QSettings, panel: TrainingPanel, folder: Path
) -> LiveView:
    from handwriting_app.session.lesson_guide import LessonGuide
    from handwriting_app.session.lesson_progress import LessonProgress
    from handwriting_app.storage.lesson_files import load_lessons
    from handwriting_app.ui.lessons.lesson_bar import LessonBar
    from handwriting_app.ui.lessons.lessons_view import LessonsView

    guide = LessonGuide(session, load_lessons(folder), LessonProgress(settings), window)
    for view in window.tabs.views():
        guide.watch(view)
    window.tabs.view_built.connect(guide.watch)
    guide.open_view_requested.connect(window.tabs.show_view)
    guide.config_change_requested.connect(panel.set_config)

    bar = LessonBar(window)
    guide.state_changed.connect(bar.show_state)
    bar.next_requested.connect(guide.start_next)
    bar.leave_requested.connect(guide.leave)
    bar.lessons_requested.connect(lambda: window.tabs.show_view(NAME))
    window.add_at_foot(bar)
    return LessonsView(guide)
