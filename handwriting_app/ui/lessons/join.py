"""Joins the lessons to the window: their tab, the strip at its foot, and what a start puts in place."""

from __future__ import annotations

from handwriting_app.assets import resources_folder
from handwriting_app.session.lesson_guide import LessonGuide
from handwriting_app.session.lesson_progress import LessonProgress
from handwriting_app.session.session import Session
from handwriting_app.storage.lesson_files import load_lessons
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.lessons.lesson_bar import LessonBar
from handwriting_app.ui.lessons.lessons_view import LessonsView, NoLessonsView


def open_view(session: Session, desk: Desk) -> LessonsView | NoLessonsView:
    """The Lessons tab; the strip that goes with it is offered to the foot of the window."""
    lessons, problems = load_lessons(resources_folder() / "lessons")
    if not lessons:
        return NoLessonsView(problems)
    guide = LessonGuide(session, lessons, LessonProgress(desk.settings), desk)
    desk.facts_told.connect(guide.tell)
    guide.open_view_requested.connect(desk.view_requested)
    guide.config_change_requested.connect(desk.config_requested)
    guide.lab_state_requested.connect(desk.lab_state_requested)

    view = LessonsView(guide.state, problems)
    guide.state_changed.connect(view.show_state)
    view.start_requested.connect(guide.start)
    view.lesson_chosen.connect(guide.choose)

    bar = LessonBar()
    guide.state_changed.connect(bar.show_state)
    bar.next_requested.connect(guide.start_next)
    bar.leave_requested.connect(guide.leave)
    bar.lessons_requested.connect(lambda: desk.view_requested.emit(view.objectName()))
    desk.foot_widget_offered.emit(bar)
    return view
