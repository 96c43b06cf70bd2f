"""Joins the lessons to the window: their tab, the strip at its foot, and what a start puts in place."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

from handwriting_app.lab.views import DESCENT_LAB, LESSONS, NEURON_LAB, RACE
from handwriting_app.session.session import Session
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.train.training_panel import TrainingPanel
from handwriting_app.ui.widgets.live_view import LiveView

if TYPE_CHECKING:
    from handwriting_app.session.lesson_guide import LessonGuide


def add_lessons(window: MainWindow, session: Session, settings: QSettings, panel: TrainingPanel, folder: Path) -> None:
    """Add the Lessons tab after the tabs there are; ``folder`` holds the lesson files, read when it is looked at."""
    build = partial(_lessons_view, window, session, settings, panel, folder)
    window.tabs.add(LESSONS.name, LESSONS.title, LESSONS.sentence, build)


def _lessons_view(
    window: MainWindow, session: Session, settings: QSettings, panel: TrainingPanel, folder: Path
) -> LiveView:
    from handwriting_app.session.lesson_guide import LessonGuide
    from handwriting_app.session.lesson_progress import LessonProgress
    from handwriting_app.storage.lesson_files import load_lessons
    from handwriting_app.ui.lessons.lesson_bar import LessonBar
    from handwriting_app.ui.lessons.lessons_view import LessonsView, NoLessonsView

    lessons, problems = load_lessons(folder)
    if not lessons:
        return NoLessonsView(problems)
    guide = LessonGuide(session, lessons, LessonProgress(settings), window)
    for view in window.tabs.views():
        _watch(guide, view)
    window.tabs.view_built.connect(partial(_watch, guide))
    guide.open_view_requested.connect(window.tabs.show_view)
    guide.config_change_requested.connect(panel.set_config)

    bar = LessonBar(window)
    guide.state_changed.connect(bar.show_state)
    bar.next_requested.connect(guide.start_next)
    bar.leave_requested.connect(guide.leave)
    bar.lessons_requested.connect(lambda: window.tabs.show_view(LESSONS.name))
    window.add_at_foot(bar)
    return LessonsView(guide, problems)


def _watch(guide: LessonGuide, view: LiveView) -> None:
    # Each module is loaded already when its view is built.
    if view.objectName() == NEURON_LAB.name:
        from handwriting_app.ui.labs.neuron_lab import NeuronLab

        assert isinstance(view, NeuronLab)
        guide.watch(NEURON_LAB, view.facts_changed, view.set_lab_state)
    elif view.objectName() == DESCENT_LAB.name:
        from handwriting_app.ui.labs.descent_lab import DescentLab

        assert isinstance(view, DescentLab)
        guide.watch(DESCENT_LAB, view.facts_changed, view.set_lab_state)
    elif view.objectName() == RACE.name:
        from handwriting_app.ui.race.race_view import RaceView

        assert isinstance(view, RaceView)
        guide.watch(RACE, view.facts_changed)
