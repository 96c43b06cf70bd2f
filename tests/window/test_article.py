"""The article's map in the whole window: every row opens its place in its state, and its lesson."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.assets import resources_folder
from handwriting_app.lab.article import ARTICLE
from handwriting_app.lab.descent_state import DescentLabState
from handwriting_app.lab.neuron_state import NeuronLabState
from handwriting_app.lab.views import COURSE
from handwriting_app.storage.lesson_files import load_lessons
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.labs.descent_lab import DescentLab
from handwriting_app.ui.labs.neuron_lab import NeuronLab
from handwriting_app.ui.lessons.course_view import CourseView
from tests.whole_window import draw, tabs_of


def open_map(qtbot: QtBot, window: MainWindow) -> QWidget:
    tabs_of(window).show_view(COURSE.name)
    article = window.findChild(QWidget, "article_map")
    assert article is not None
    course = window.findChild(CourseView)
    assert course is not None
    QTest.mouseClick(course.pages.button(article), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(article.isVisible)
    return article


def click(parent: QWidget, name: str) -> None:
    button = parent.findChild(QAbstractButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def shown(state: NeuronLabState) -> tuple[object, ...]:
    """What of a state its page shows."""
    unit = (state.kind, state.weights, state.bias)
    of_page = {
        "unit": (*unit, state.used, state.inputs),
        "plane": (*unit, state.points, state.rule, state.learning_rate),
        "layers": (state.points,),
        "chain": (state.expression,),
    }
    return (state.page, *of_page[state.page])


def wait_for(qtbot: QtBot, window: QWidget, name: str, words: str) -> None:
    """Until the label of this name is seen, and says this."""

    def is_seen() -> bool:
        label = window.findChild(QLabel, name)
        return label is not None and label.isVisible() and label.text() == words

    qtbot.waitUntil(is_seen)


def test_every_row_opens_its_lab(qtbot: QtBot, window: MainWindow) -> None:
    draw(window)
    for number, idea in enumerate(ARTICLE, 1):
        click(open_map(qtbot, window), f"article_{number}")
        qtbot.waitUntil(lambda view=idea.view.name: tabs_of(window).current_name() == view)
        if isinstance(idea.lab, NeuronLabState):
            lab = window.findChild(NeuronLab)
            assert lab is not None
            assert shown(lab.state) == shown(idea.lab)
        elif isinstance(idea.lab, DescentLabState):
            descent = window.findChild(DescentLab)
            assert descent is not None
            assert descent.pages.value() == idea.lab.page
        elif idea.lab is not None:
            wait_for(qtbot, window, "inspector_title", "Back: blame δ, layer 1")


def test_every_row_opens_its_lesson(qtbot: QtBot, window: MainWindow) -> None:
    titles = {lesson.name: lesson.title for lesson in load_lessons(resources_folder() / "lessons").lessons}
    for number, idea in enumerate(ARTICLE, 1):
        click(open_map(qtbot, window), f"article_lesson_{number}")
        wait_for(qtbot, window, "lesson_title", titles[idea.lesson])
        click(window, "lesson_leave")
