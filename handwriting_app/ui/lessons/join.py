"""Joins the course to the window: its tab, the page at the left, and what a lesson puts in place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractSlider, QAbstractSpinBox, QApplication, QLineEdit

from handwriting_app.lab.for_lessons import LabState
from handwriting_app.session.lesson_guide import LessonGuide
from handwriting_app.session.lesson_progress import LessonProgress
from handwriting_app.session.lesson_stage import LessonStage
from handwriting_app.session.run_facts import RunFacts
from handwriting_app.session.session import Session
from handwriting_app.session.settling import Settling
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.lessons.article_map import ArticleMap
from handwriting_app.ui.lessons.course_view import CourseView, NoCourseView
from handwriting_app.ui.lessons.join_own import join_own, lessons_for
from handwriting_app.ui.lessons.lesson_page import LessonPage


def open_view(session: Session, desk: Desk) -> CourseView | NoCourseView:
    """The Course tab; the page that goes with it is offered to the left of the window."""
    lessons, problems = lessons_for(desk)
    if not lessons:
        return NoCourseView(problems)
    stage = LessonStage(session, desk.shown_config)
    guide = LessonGuide(lessons, LessonProgress(desk.settings), stage, Settling(_is_held, _is_typed))
    view, page = CourseView(guide.state, problems), LessonPage()
    for part in (stage, guide):
        part.setParent(view)
    _put_on_stage(stage, desk)
    _hear(session, desk, guide)
    join_own(desk, guide, view)

    guide.state_changed.connect(view.show_state)
    guide.state_changed.connect(page.show_state)
    view.contents.lesson_chosen.connect(guide.choose)
    view.contents.open_requested.connect(guide.open)
    view.anew_requested.connect(desk.anew_requested)
    page.next_requested.connect(guide.go_on)
    page.skip_requested.connect(guide.go_on)
    page.back_requested.connect(guide.go_back)
    page.leave_requested.connect(guide.leave)
    page.again_requested.connect(guide.begin_again)
    page.guessed.connect(guide.guess)
    for news in (page.contents_requested, guide.left):
        news.connect(lambda: desk.view_requested.emit(view.objectName()))
    desk.lesson_column_offered.emit(page)
    view.add_page(_article(desk, guide), "The article", "The ideas that the course follows, and where to try each")

    def show_lesson(request: object) -> None:
        if request is None:
            guide.resume()
        elif isinstance(request, int):
            guide.open(request)

    desk.lesson_requested.connect(show_lesson)
    return view


def _article(desk: Desk, guide: LessonGuide) -> ArticleMap:
    """Its map leads into the views and the lessons."""
    article = ArticleMap()

    def show_place(view: str, lab: LabState | None) -> None:
        desk.view_requested.emit(view)
        if lab is not None:
            desk.lab_state_requested.emit(view, lab)

    def show_lesson(name: str) -> None:
        for index, lesson in enumerate(guide.state.lessons):
            if lesson.key == name:  # its file may be broken
                guide.open(index, to_do_again=False)

    article.place_requested.connect(show_place)
    article.lesson_requested.connect(show_lesson)
    return article


def _put_on_stage(stage: LessonStage, desk: Desk) -> None:
    """What a lesson needs, the other rooms put in place."""
    stage.view_requested.connect(desk.view_requested)
    stage.config_requested.connect(desk.config_requested)
    stage.lab_state_requested.connect(desk.lab_state_requested)
    stage.drawing_requested.connect(desk.drawing_requested)
    stage.label_told.connect(desk.label_told)
    stage.columns_requested.connect(desk.columns_requested)
    stage.controls_requested.connect(desk.controls_requested)


def _hear(session: Session, desk: Desk, guide: LessonGuide) -> None:
    """What happens in the window, the lessons hear."""
    facts = RunFacts(session, guide.tell, guide.forget, guide)
    guide.begun.connect(facts.begin)
    desk.facts_told.connect(guide.tell)


def _is_held() -> bool:
    return QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton


def _is_typed() -> bool:
    return isinstance(QApplication.focusWidget(), QLineEdit | QAbstractSpinBox | QAbstractSlider)
