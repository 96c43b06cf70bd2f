from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from handwriting_app.lab.answer import Answer
from handwriting_app.lab.lesson import Guess
from handwriting_app.ui.lessons.guess_box import GuessBox

NUMBER = Guess("How steep?", fact="neuron.slope", within=0.02)
CHOICE = Guess("Which way?", answer="up", choices=("up", "down", "R&D"))


@pytest.fixture
def box(qtbot: QtBot) -> GuessBox:
    box = GuessBox()
    qtbot.addWidget(box)
    with qtbot.waitExposed(box):
        box.show()
    return box


def test_enter_gives_the_guess_and_what_is_no_number_is_told(box: GuessBox, qtbot: QtBot) -> None:
    box.show_guess(NUMBER, None, is_asked=True)
    field = box.findChild(QLineEdit, "guess_field")
    assert field is not None
    QTest.keyClicks(field, "steep")
    with qtbot.assertNotEmitted(box.guessed):
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert "such as 0.25" in box.problem.text()
    field.clear()
    QTest.keyClicks(field, "1/4")
    with qtbot.waitSignal(box.guessed) as guessed:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert guessed.args == [0.25]
    assert box.problem.text() == ""


def test_a_choice_is_one_click(box: GuessBox, qtbot: QtBot) -> None:
    box.show_guess(CHOICE, None, is_asked=True)
    assert not box.field.isVisible()
    button = box.findChild(QPushButton, "guess_choice_3")
    assert button is not None
    assert button.text() == "R&&D"
    with qtbot.waitSignal(box.guessed) as guessed:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert guessed.args == ["R&D"]


def test_what_happened_stands_beside_the_guess(box: GuessBox) -> None:
    box.show_guess(NUMBER, Answer(0.3), is_asked=False)
    assert box.result.text() == "Your guess: 0.3"
    box.show_guess(NUMBER, Answer(0.3, 0.25), is_asked=False)
    assert box.result.text() == "You guessed 0.3; it was 0.25."
    box.show_guess(NUMBER, Answer(0.25, 0.25, True), is_asked=False)
    assert box.result.text() == "✓ You guessed 0.25; it was 0.25."
    assert not box.field.isVisible()


def test_a_task_without_a_guess_shows_nothing_of_it(box: GuessBox) -> None:
    box.show_guess(None, None, is_asked=False)
    assert not box.isVisible()
