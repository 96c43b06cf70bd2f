"""The whole window where there is little room: nothing is cut off for good, and the middle keeps what it needs."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QScrollArea, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.lab.views import COURSE
from handwriting_app.session.lesson_guide import LessonGuide
from handwriting_app.storage.own_lessons import shipped_lessons_folder
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.network.graph import NetworkGraph
from handwriting_app.ui.widgets.fields import ComboBox
from handwriting_app.ui.widgets.number_field import DecimalField
from handwriting_app.ui.widgets.plain_text import in_tooltip
from handwriting_app.ui.widgets.scrolled import MOST_WIDTH
from handwriting_app.ui.widgets.tips import wrapped
from tests.whole_window import draw, tabs_of

SMALL = ((960, 520), (1092, 554), (962, 1400))
"""Among them a screen of 1366 × 768 at 125 %, one of 1920 × 1080 at 200 %, and half of a large screen."""
A_DASH = ((0.2, 0.5), (0.8, 0.5))


def is_reachable(widget: QWidget, window: QWidget) -> bool:
    """Whether the whole of it is seen, or what is around it can be scrolled until it is."""
    inner, around = widget, widget.parentWidget()
    while around is not None and around is not window:
        scroll = around.parentWidget()
        if isinstance(scroll, QScrollArea) and around is scroll.viewport():
            beyond = QSize(scroll.horizontalScrollBar().maximum(), scroll.verticalScrollBar().maximum())
            reach = QRect(QPoint(), scroll.viewport().size() + beyond)
            if not reach.contains(QRect(inner.mapTo(scroll.widget(), QPoint()), inner.size())):
                return False
            inner = scroll
        around = around.parentWidget()
    return window.rect().contains(QRect(inner.mapTo(window, QPoint()), inner.size()))


def is_shown(control: QWidget) -> bool:
    return control.isVisible() and not isinstance(control.parentWidget(), QTabBar)  # Qt's arrows for more tabs


def drag_handle(window: MainWindow, index: int, by: int) -> None:
    handle = window.columns.handle(index)
    start = handle.rect().center()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(handle, start + QPoint(by, 0))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=start + QPoint(by, 0))


@pytest.mark.parametrize("size", SMALL, ids=lambda size: f"{size[0]}x{size[1]}")
def test_everything_can_be_reached(qtbot: QtBot, window: MainWindow, size: tuple[int, int]):
    draw(window)
    for name in tabs_of(window).names():
        tabs_of(window).show_view(name)
        view = tabs_of(window).current_view()
        assert view is not None
        qtbot.waitUntil(view.isVisible)
        window.resize(*size)
        assert (window.width(), window.height()) == size, name
        kinds = (QAbstractButton, ComboBox, DecimalField)
        controls = [each for kind in kinds for each in window.findChildren(kind) if is_shown(each)]
        assert len(controls) > 20
        for control in controls:
            qtbot.waitUntil(partial(is_reachable, control, window), timeout=2000)
        assert window.rect().contains(QRect(window.statusBar().pos(), window.statusBar().size()))


def test_a_window_made_small_again_is_shared_out_as_a_small_one(qtbot: QtBot, window: MainWindow):
    window.resize(1024, 700)
    small = window.columns.sizes()
    window.resize(1920, 1080)
    assert window.columns.sizes() != small
    window.resize(1024, 700)
    qtbot.waitUntil(lambda: window.columns.sizes() == small)


def test_columns_leave_the_middle_what_it_needs(qtbot: QtBot, window: MainWindow):
    window.resize(1024, 1000)
    tabs_of(window).show_view("race_view")
    qtbot.waitUntil(lambda: window.columns.widget(1).minimumSizeHint().width() >= MOST_WIDTH)
    drag_handle(window, 1, 600)
    assert window.columns.sizes()[1] >= MOST_WIDTH
    assert window.columns.sizes()[0] > 272


def test_no_status_however_long_keeps_the_window_from_being_made_small(window: MainWindow):
    window.status.setText("a status " * 60)
    window.notice.setText("and <b>a</b>\nnotice " * 60)
    window.resize(960, 520)
    assert window.width() == 960
    assert window.notice.text().startswith("and <b>a</b> notice and")
    assert window.notice.toolTip() == wrapped(in_tooltip(window.notice.text()))


@pytest.mark.parametrize("width", [962, 1024, 1360])
def test_the_longest_doubt_is_not_cut(window: MainWindow, width: int):
    window.resize(width, 860)
    draw(window, A_DASH)
    note = window.findChild(QLabel, "prediction_note")
    assert note.text() == "not sure: this does not look like a digit"
    needs = QFontMetrics(note.font()).boundingRect(
        QRect(0, 0, note.width(), 1000), int(Qt.TextFlag.TextWordWrap), note.text()
    )
    assert needs.height() <= note.height()
    assert needs.width() <= note.width()


def test_the_pointer_does_not_take_the_place_of_a_chosen_unit(qtbot: QtBot, window: MainWindow):
    draw(window)
    tabs_of(window).show_view("network_view")
    graph = window.findChild(NetworkGraph)
    qtbot.waitUntil(lambda: graph is not None and graph.places() is not None)
    chosen, other = (graph.place_of((1, unit)).toPoint() for unit in graph.places().layers[1].units[[3, 9]])
    QTest.mouseClick(graph, Qt.MouseButton.LeftButton, pos=chosen)
    said = window.findChild(QLabel, "unit_title").text()
    QTest.mouseMove(graph, other)
    assert graph.cursor().shape() is Qt.CursorShape.PointingHandCursor
    assert window.findChild(QLabel, "unit_title").text() == said


def open_lesson(qtbot: QtBot, window: MainWindow, path: Path) -> QWidget:
    desk = window.findChild(Desk)
    assert desk is not None
    desk.lesson_requested.emit(path)
    page = window.findChild(QWidget, "lesson_page")
    assert page is not None
    qtbot.waitUntil(page.isVisible)
    return page


@pytest.mark.parametrize("size", SMALL, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", ["01-sum", "07-descent", "08-modes", "13-back"])
def test_everything_can_be_reached_beside_a_lesson(
    qtbot: QtBot, window: MainWindow, size: tuple[int, int], name: str
) -> None:
    window.resize(*size)
    page = open_lesson(qtbot, window, shipped_lessons_folder() / f"{name}.toml")
    for fold in (None, "action_fold_draw", "action_fold_train", "action_fold_draw"):
        if fold is not None:
            window.findChild(QAction, fold).trigger()
        assert (window.width(), window.height()) == size, fold
        kinds = (QAbstractButton, ComboBox, DecimalField, QLineEdit)
        controls = [each for kind in kinds for each in window.findChildren(kind) if is_shown(each)]
        assert {"lesson_leave", "lesson_skip"} <= {each.objectName() for each in controls}
        for control in controls:
            qtbot.waitUntil(partial(is_reachable, control, window), timeout=2000)
        assert page.isVisible()


def test_a_lesson_that_wants_both_columns_makes_no_window_wider(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "both.toml"
    path.write_text(
        'title = "Both"\ntext = "Both."\n[start]\nview = "learning_view"\ncolumns = ["draw", "train"]\n'
        '[[task]]\ndo = "Draw."\ncheck = [{ fact = "drawing.strokes", at_least = 1 }]\n'
    )
    window.resize(1024, 700)
    page = open_lesson(qtbot, window, path)
    qtbot.waitUntil(lambda: window.findChild(QWidget, "train_button").isVisible())
    assert window.width() == 1024
    window.findChild(QAction, "action_fold_draw").trigger()
    assert window.findChild(QWidget, "canvas").isVisible()
    assert window.width() == 1024
    window.findChild(QAbstractButton, "lesson_leave").click()
    qtbot.waitUntil(lambda: not page.isVisible())
    assert window.findChild(QWidget, "train_button").isVisible()  # as it was
    assert window.findChild(QWidget, "canvas").isVisible()
    assert window.width() == 1024
    window.resize(1920, 1080)
    open_lesson(qtbot, window, path)
    assert window.findChild(QWidget, "train_button").isVisible()
    assert window.findChild(QWidget, "canvas").isVisible()


def test_the_width_of_a_lesson_is_kept_from_page_to_page_and_no_other_is_chosen_by_it(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.resize(1920, 1080)
    canvas = window.findChild(QWidget, "canvas")
    before = canvas.width()
    page = open_lesson(qtbot, window, shipped_lessons_folder() / "08-modes.toml")
    qtbot.waitUntil(lambda: page.width() == 400)
    drag_handle(window, 2, 60)  # the first one is beside the drawing, which is folded away
    wide = page.width()
    assert wide > 420
    skip = window.findChild(QAbstractButton, "lesson_skip")
    for _ in range(3):
        skip.click()
        assert page.width() == wide
    window.findChild(QAbstractButton, "lesson_leave").click()
    qtbot.waitUntil(lambda: not page.isVisible())
    qtbot.waitUntil(lambda: canvas.width() == before)


def test_a_lesson_with_long_words_cuts_neither_its_page_nor_the_list(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "long.toml"
    path.write_text(
        f'title = "{"Wide words " * 18}"\ntext = "Long."\n[start]\nview = "learning_view"\n'
        '[[task]]\ndo = "Draw."\ncheck = [{ fact = "drawing.strokes", at_least = 1 }]\n'
        f'[task.guess]\nask = "What?"\nanswer = "yes"\nchoices = ["yes", "{"long & wide " * 16}"]\n'
    )
    window.resize(960, 520)
    page = open_lesson(qtbot, window, path)
    choice = window.findChild(QAbstractButton, "guess_choice_2")
    qtbot.waitUntil(lambda: choice.isVisible() and 0 < choice.width() < page.width())
    tabs_of(window).show_view("course_view")
    title = window.findChild(QLabel, "course_title")
    qtbot.waitUntil(lambda: title.isVisible() and 0 < title.width() < tabs_of(window).width())
    choice.click()
    qtbot.waitUntil(lambda: "long & wide" in window.findChild(QLabel, "guess_result").text())
    assert (window.width(), window.height()) == (960, 520)


def test_a_gradient_can_be_worked_out_beside_a_lesson_without_scrolling(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1024, 700)
    tabs_of(window).show_view(COURSE.name)
    guide = window.findChild(LessonGuide)
    assert guide is not None
    guide.open(next(at for at, lesson in enumerate(guide.state.lessons) if lesson.title == "Two paths add"))
    draw(window)
    guide.go_on()
    view = tabs_of(window).current_view()
    assert view is not None
    view.refresh_now()
    field = view.findChild(QLineEdit, "gradient_guess")
    assert field is not None
    qtbot.waitUntil(field.isVisible)
    scroll = view.findChild(QScrollArea)
    assert scroll is not None
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().maximum() == 0)
    for name in ("true_digit", "inspector_map", "inspector_numbers", "gradient_guess", "inspector_tray"):
        part = view.findChild(QWidget, name)
        assert part is not None
        place = QRect(part.mapTo(scroll.viewport(), QPoint()), part.size())
        assert scroll.viewport().rect().contains(place), name
    ribbon = view.findChild(QWidget, "delta_ribbon")
    assert ribbon is not None
    assert not ribbon.isVisible()
    guide.go_on()
    view.refresh_now()
    assert ribbon.isVisible()
