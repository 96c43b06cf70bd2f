"""The course in the whole window, as a learner uses it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QListWidget, QSlider, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.run_state import RunState
from handwriting_app.session.lesson_progress import LessonProgress
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.labs.number_slider import REACH
from handwriting_app.ui.train.training_panel import TrainingPanel
from tests.whole_window import draw, next_start, session_of, tabs_of

LEFT = Qt.MouseButton.LeftButton
Part = TypeVar("Part", bound=QWidget)


def part(window: QWidget, name: str, kind: type[Part] = QWidget) -> Part:  # type: ignore[assignment]
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def words(window: QWidget, name: str) -> str:
    return part(window, name, QLabel).text()


def click(qtbot: QtBot, window: QWidget, name: str) -> None:
    button = part(window, name, QAbstractButton)
    qtbot.waitUntil(button.isVisible)
    assert button.isEnabled(), button.toolTip()
    QTest.mouseClick(button, LEFT)


def type_in(window: QWidget, name: str, text: str) -> None:
    line = part(window, name).lineEdit()  # type: ignore[attr-defined]
    line.selectAll()
    QTest.keyClicks(line, text)


@pytest.fixture
def first_lesson(qtbot: QtBot, window: MainWindow) -> MainWindow:
    window.resize(1024, 700)
    click(qtbot, window, "greeting_begin")
    qtbot.waitUntil(lambda: part(window, "lesson_page").isVisible())
    return window


def choose(qtbot: QtBot, window: MainWindow, title: str) -> QListWidget:
    """Click a lesson in the list, by a part of its title."""
    tabs_of(window).show_view("course_view")
    lessons = part(window, "lesson_list", QListWidget)
    # A view that was just built is laid out with the next turn of the event loop.
    qtbot.waitUntil(lambda: lessons.isVisible() and lessons.count() > 0)
    (item,) = [item for row in range(lessons.count()) if title in (item := lessons.item(row)).text()]
    lessons.scrollToItem(item)
    QTest.mouseClick(lessons.viewport(), LEFT, pos=lessons.visualItemRect(item).center())
    qtbot.waitUntil(lambda: title in words(window, "course_title"))
    return lessons


def test_one_line_leads_a_newcomer_to_the_first_lesson_with_the_lab_on_most_of_the_window(
    first_lesson: MainWindow, qtbot: QtBot
) -> None:
    window = first_lesson
    assert not part(window, "greeting").isVisible()
    assert words(window, "lesson_title") == "A unit that sums"
    assert words(window, "lesson_text")
    assert words(window, "task_text")
    lab = part(window, "neuron_lab")
    qtbot.waitUntil(lab.isVisible)
    assert (window.width(), window.height()) == (1024, 700)
    qtbot.waitUntil(lambda: lab.width() * lab.height() >= 0.6 * 1024 * 700)
    assert not part(window, "canvas").isVisible()
    assert not part(window, "train_button").isVisible()


def test_the_greeting_points_to_train_after_the_first_reading_and_can_be_put_away(
    window: MainWindow, make_window: Callable[..., MainWindow], settings: SettingsFile, qtbot: QtBot
) -> None:
    draw(window)
    qtbot.waitUntil(lambda: "press Train" in words(window, "greeting_words"))
    click(qtbot, window, "greeting_close")
    assert not part(window, "greeting").isVisible()
    again = make_window(settings=next_start(qtbot, settings))
    assert again.findChild(QWidget, "greeting") is None


def test_columns_come_back_by_one_click_and_by_the_keys(first_lesson: MainWindow, qtbot: QtBot) -> None:
    window = first_lesson
    click(qtbot, window, "unfold_train")
    assert part(window, "train_button").isVisible()
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert not part(window, "train_button").isVisible()
    QTest.keyClick(window, Qt.Key.Key_F7)
    assert part(window, "canvas").isVisible()
    assert window.width() == 1024  # what is brought back makes no window wider
    click(qtbot, window, "lesson_leave")
    assert part(window, "canvas").isVisible()
    assert part(window, "train_button").isVisible()
    assert not part(window, "lesson_page").isVisible()


def test_without_a_lesson_a_column_folds_by_its_own_button(window: MainWindow, qtbot: QtBot) -> None:
    for name, inside in (("draw", "canvas"), ("train", "train_button")):
        before = tabs_of(window).width()
        click(qtbot, window, f"fold_{name}")
        assert not part(window, inside).isVisible()
        assert tabs_of(window).width() > before
        click(qtbot, window, f"unfold_{name}")
        assert part(window, inside).isVisible()


def test_enter_and_a_double_click_open_a_lesson_and_space_trains_nothing(window: MainWindow, qtbot: QtBot) -> None:
    lessons = choose(qtbot, window, "Weights and a bias")
    lessons.setFocus()
    QTest.keyClick(lessons, Qt.Key.Key_Space)
    assert session_of(window).training.state is RunState.IDLE
    assert not part(window, "lesson_page").isVisible()
    QTest.keyClick(lessons, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: words(window, "lesson_number").startswith("Lesson 2"))
    lessons = choose(qtbot, window, "Yes or no")
    place = lessons.visualItemRect(lessons.currentItem()).center()
    QTest.mouseDClick(lessons.viewport(), LEFT, pos=place)
    qtbot.waitUntil(lambda: words(window, "lesson_number").startswith("Lesson 3"))


def test_the_page_that_was_open_is_there_at_the_next_start_whatever_ended_the_program(
    window: MainWindow, make_window: Callable[..., MainWindow], settings: SettingsFile, qtbot: QtBot
) -> None:
    choose(qtbot, window, "Yes or no")
    click(qtbot, window, "lesson_start")
    qtbot.waitUntil(lambda: part(window, "lesson_page").isVisible())
    click(qtbot, window, "lesson_skip")
    assert words(window, "task_place").startswith("Task 2 of")
    # Nothing is closed: what a crash would leave is all there is.
    again = make_window(settings=next_start(qtbot, settings))
    qtbot.waitUntil(lambda: again.findChild(QWidget, "lesson_page") is not None)
    qtbot.waitUntil(lambda: part(again, "lesson_page").isVisible())
    assert words(again, "lesson_number").startswith("Lesson 3")
    assert words(again, "task_place").startswith("Task 2 of")
    qtbot.waitUntil(lambda: part(again, "neuron_lab").isVisible())


def test_leaving_gives_the_panel_and_the_network_back(window: MainWindow, qtbot: QtBot) -> None:
    panel, session = window.findChild(TrainingPanel), session_of(window)
    assert panel is not None
    config, model = panel.config(), session.shelf.present
    choose(qtbot, window, "mini-batch")
    click(qtbot, window, "lesson_start")
    qtbot.waitUntil(lambda: panel.config() != config)
    assert part(window, "train_button").isVisible()  # this one needs it
    with qtbot.waitSignal(session.training.reported, timeout=30_000):
        session.start_training(panel.config())  # type: ignore[arg-type]
    click(qtbot, window, "lesson_leave")
    qtbot.waitUntil(lambda: session.shelf.present is model, timeout=20_000)
    assert panel.config() == config
    assert session.training.state is RunState.IDLE


def test_begin_anew_asks_and_forgets(
    window: MainWindow, settings: SettingsFile, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    progress = LessonProgress(settings)
    progress.mark_done("sum")
    progress.tick("sum", 0)
    tabs_of(window).show_view("course_view")
    qtbot.waitUntil(lambda: words(window, "lessons_done").startswith("1 of"))
    click(qtbot, window, "course_anew")
    box = next(each for each in window.findChildren(QWidget) if each.isModal())
    yes = next(button for button in box.findChildren(QAbstractButton) if button.text() == "Begin anew")
    QTest.mouseClick(yes, LEFT)
    qtbot.waitUntil(lambda: words(window, "lessons_done").startswith("0 of"))
    assert progress.done() == frozenset()


def test_alt_and_the_arrows_turn_the_pages(window: MainWindow, qtbot: QtBot) -> None:
    choose(qtbot, window, "Weights and a bias")
    click(qtbot, window, "lesson_start")
    qtbot.waitUntil(lambda: part(window, "lesson_page").isVisible())
    click(qtbot, window, "lesson_skip")
    assert words(window, "task_place").startswith("Task 2 of")
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert words(window, "task_place").startswith("Task 1 of")
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert words(window, "lesson_number").startswith("Lesson 1")
    assert "reading back" in words(window, "task_feedback")
    QTest.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert words(window, "lesson_number").startswith("Lesson 2")


def test_what_a_slider_passes_while_it_is_held_is_not_judged(first_lesson: MainWindow, qtbot: QtBot) -> None:
    window = first_lesson
    part(window, "guess_field", QLineEdit).setText("3")
    click(qtbot, window, "guess_button")
    slider = part(window, "neuron_input_3_slider", QSlider)
    qtbot.waitUntil(slider.isVisible)

    def at(value: float) -> QPoint:
        """Where the handle is at a value of X₃."""
        share = (value * slider.maximum() / REACH - slider.minimum()) / (slider.maximum() - slider.minimum())
        return QPoint(round(share * (slider.width() - 12)) + 6, slider.height() // 2)

    QTest.mousePress(slider, LEFT, pos=at(0))
    for value in (1, 2, 3):
        QTest.mouseMove(slider, at(value))
    qtbot.wait(600)  # longer than a hand rests on the way
    assert words(window, "task_feedback") == ""  # X₃ is 3, but the hand is on
    QTest.mouseMove(slider, at(5))
    QTest.mouseRelease(slider, LEFT, pos=at(5))
    qtbot.waitUntil(lambda: "too large" in words(window, "task_feedback"))
    assert not part(window, "lesson_next", QAbstractButton).isEnabled()


def test_a_page_begins_with_its_own_guess_where_the_keys_are(window: MainWindow, qtbot: QtBot) -> None:
    choose(qtbot, window, "A unit that sums")
    lessons = part(window, "lesson_list", QListWidget)
    lessons.setFocus()
    QTest.keyClick(lessons, Qt.Key.Key_Return)
    field = part(window, "guess_field", QLineEdit)
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "3")
    click(qtbot, window, "lesson_skip")
    assert words(window, "task_place").startswith("Task 2 of")
    assert field.text() == ""
    assert field.hasFocus()


def test_enter_presses_the_buttons_of_a_lesson(window: MainWindow, qtbot: QtBot) -> None:
    begin = part(window, "greeting_begin", QAbstractButton)
    begin.setFocus()
    QTest.keyClick(begin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: part(window, "lesson_page").isVisible())
    skip = part(window, "lesson_skip", QAbstractButton)
    skip.setFocus()
    QTest.keyClick(skip, Qt.Key.Key_Return)
    assert words(window, "task_place").startswith("Task 2 of")


def test_nobody_is_asked_about_what_an_exercise_has_left_behind(window: MainWindow, qtbot: QtBot) -> None:
    choose(qtbot, window, "mini-batch")
    click(qtbot, window, "lesson_start")
    session = session_of(window)
    panel = window.findChild(TrainingPanel)
    assert panel is not None
    with qtbot.waitSignal(session.training.reported, timeout=30_000):
        session.start_training(panel.config())  # type: ignore[arg-type]
    click(qtbot, window, "lesson_leave")
    qtbot.waitUntil(lambda: session.training.state is RunState.IDLE, timeout=20_000)
    qtbot.waitUntil(lambda: "unsaved" not in window.windowTitle())
    assert session.shelf.unsaved == 0
    assert session.shelf.earlier  # where it can be brought back from
