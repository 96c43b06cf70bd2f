"""Guessing a gradient before it is shown: covered wherever it stands, then ticked or diagnosed."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.explain.steps import StepKind
from handwriting_app.lab.backprop_state import BackpropState
from handwriting_app.lab.facts import Fact
from handwriting_app.session.session import Session
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.inspector.backprop_view import BackpropView
from handwriting_app.ui.inspector.formula_view import FormulaView
from handwriting_app.ui.inspector.join import open_view
from handwriting_app.ui.widgets.array_picture import ArrayPicture

SHOWN = "Shown: this one cannot be guessed any more. Choose another weight or neuron."
CONFIG = TrainingConfig(hidden=(12, 9), activation="tanh")


@pytest.fixture
def view(qtbot: QtBot, session: Session, desk: Desk, told: list[dict[str, Fact]]) -> BackpropView:
    view = open_view(session, desk)
    qtbot.addWidget(view)
    view.resize(1000, 1000)
    view.show()
    qtbot.waitExposed(view)
    return view


def text(view: QWidget, name: str) -> str:
    widget = view.findChild(QLabel, name) or view.findChild(FormulaView, name)
    assert isinstance(widget, QLabel | FormulaView), name
    return widget.text()


def button(view: QWidget, name: str) -> QAbstractButton:
    found = view.findChild(QAbstractButton, name)
    assert found is not None
    return found


def guess(qtbot: QtBot, view: BackpropView, words: str) -> str:
    """Type a guess and press Enter; what is said of it."""
    field = view.findChild(QLineEdit, "gradient_guess")
    assert field is not None
    assert field.isVisible()
    field.setFocus()
    field.selectAll()
    field.insert(words)  # as from an input method: QTest types no true minus
    qtbot.keyClick(field, Qt.Key.Key_Return)
    view.refresh_now()
    return text(view, "gradient_guess_feedback")


def told_anywhere(view: BackpropView, shown: str) -> list[str]:
    """Every visible text or tooltip of the page in which ``shown`` stands."""
    texts = [
        words
        for widget in view.findChildren(QWidget)
        if widget.isVisible()
        for words in (
            widget.text() if isinstance(widget, QLabel | FormulaView) else "",
            widget.toolTip(),
            widget.accessibleName(),
            widget.accessibleDescription(),
        )
    ]
    for picture in view.findChildren(ArrayPicture):
        if picture.isVisible():
            rows, columns = picture.values().shape
            texts += [picture.text_at(row, column) for row in range(rows) for column in range(columns)]
    return [words for words in texts if shown in words]


def test_nothing_is_asked_unless_one_wants_it(view: BackpropView) -> None:
    view.look_at_weight(2, 4, 3)
    assert not button(view, "gradient_guess_mode").isChecked()
    assert not view.findChild(QLineEdit, "gradient_guess").isVisible()
    assert text(view, "check_backprop") != "?"


def test_the_field_is_not_called_as_the_one_on_the_lesson_page(view: BackpropView) -> None:
    button(view, "gradient_guess_mode").click()
    field = view.findChild(QLineEdit, "gradient_guess")
    caption = next(label for label in view.findChildren(QLabel) if label.buddy() is field)
    assert caption.text() == field.accessibleName() == "Your result"
    assert "your guess" not in f"{field.placeholderText()} {field.toolTip()}".lower()


def test_the_gradient_is_covered_wherever_it_stands(qtbot: QtBot, view: BackpropView) -> None:
    view.look_at_weight(2, 4, 3)
    gradient = text(view, "check_backprop")
    assert len(told_anywhere(view, gradient)) >= 4  # both ways of finding it, the formula, the picture
    button(view, "gradient_guess_mode").click()
    assert told_anywhere(view, gradient) == []
    assert text(view, "check_backprop") == text(view, "check_numeric") == "?"
    assert text(view, "inspector_numbers").endswith("?")
    assert text(view, "check_verdict") == "guess first"


def test_a_guess_within_five_percent_is_ticked_and_uncovers(qtbot: QtBot, view: BackpropView, session: Session) -> None:
    view.look_at_weight(2, 4, 3)
    gradient = text(view, "check_backprop")
    button(view, "gradient_guess_mode").click()
    said = guess(qtbot, view, gradient)
    assert said.startswith("✓ within 5")
    assert f"(yours {gradient}, it is " in said
    assert text(view, "check_backprop") == gradient
    assert text(view, "check_verdict") == "✓ they agree"
    view.look_at_weight(2, 5, 3)
    assert text(view, "check_backprop") == "?"
    assert view.findChild(QLineEdit, "gradient_guess").text() == ""
    assert "Work it out" in text(view, "gradient_guess_feedback")


def test_a_miss_is_diagnosed_and_stays_covered(qtbot: QtBot, view: BackpropView) -> None:
    view.look_at_weight(2, 4, 3)
    gradient = text(view, "check_backprop")
    button(view, "gradient_guess_mode").click()
    flipped = gradient.removeprefix("−") if gradient.startswith("−") else f"−{gradient}"
    assert "the sign is not" in guess(qtbot, view, flipped)
    assert text(view, "check_backprop") == "?"
    assert "not a number" in guess(qtbot, view, "two")
    assert told_anywhere(view, gradient) == [] or flipped == gradient
    assert guess(qtbot, view, gradient).startswith("✓")


def test_giving_up_shows_it(qtbot: QtBot, view: BackpropView, told: list[dict[str, Fact]]) -> None:
    view.look_at_weight(2, 4, 3)
    gradient = text(view, "check_backprop")
    button(view, "gradient_guess_mode").click()
    assert "factor" in guess(qtbot, view, f"{gradient.partition('·')[0]}·10⁷")
    assert told[-1]["backprop.shown"] == 0
    qtbot.mouseClick(button(view, "gradient_guess_show"), Qt.MouseButton.LeftButton)
    assert text(view, "check_backprop") == gradient
    assert not button(view, "gradient_guess_show").isEnabled()
    assert text(view, "gradient_guess_feedback") == SHOWN
    assert (told[-1]["backprop.shown"], told[-1]["backprop.guess_right"]) == (1, 0)
    view.look_at_weight(2, 5, 3)
    assert text(view, "check_backprop") == "?"
    view.look_at_weight(2, 4, 3)
    assert (text(view, "check_backprop"), text(view, "gradient_guess_feedback")) == (gradient, SHOWN)


def test_what_was_read_without_the_mode_is_shown_too(
    view: BackpropView, told: list[dict[str, Fact]], desk: Desk
) -> None:
    view.look_at_weight(2, 4, 3)
    button(view, "gradient_guess_mode").click()
    assert text(view, "check_backprop") == "?"
    button(view, "gradient_guess_mode").click()
    gradient = text(view, "check_backprop")
    view.look_at_weight(2, 5, 3)
    view.look_at_weight(2, 6, 3)
    button(view, "gradient_guess_mode").click()
    for unit in (6, 5, 4):
        view.look_at_weight(2, unit, 3)
        assert text(view, "gradient_guess_feedback") == SHOWN
        assert told[-1]["backprop.shown"] == 1
    assert text(view, "check_backprop") == gradient
    view.look_at_weight(2, 7, 3)
    assert (text(view, "check_backprop"), told[-1]["backprop.shown"]) == ("?", 0)
    lesson = BackpropState(step=StepKind.GRADIENT, layer=2, unit=4, source=3, guess_first=True)
    desk.lab_state_requested.emit("backprop_view", lesson)
    assert (text(view, "check_backprop"), told[-1]["backprop.shown"]) == ("?", 0)


def test_an_unlit_pixel_is_told_to_teach_nothing_only_after_the_guess(
    qtbot: QtBot, view: BackpropView, session: Session
) -> None:
    assert session.reader.prediction is not None
    dark = int(np.argmin(session.reader.prediction.normalised.features()))
    view.look_at_weight(1, 4, dark)
    assert f"Pixel {dark} is unlit: x = 0" in text(view, "inspector_sentence")
    button(view, "gradient_guess_mode").click()
    assert "unlit" not in text(view, "inspector_sentence")
    assert "The pixel is unlit" in guess(qtbot, view, "0.1")
    assert guess(qtbot, view, "0").startswith("✓ within 5")
    assert "unlit: x = 0" in text(view, "inspector_sentence")


def test_the_pixels_gradient_is_covered_in_what_mattered_too(qtbot: QtBot, view: BackpropView) -> None:
    view.look_at(0, 20)
    tray = view.findChild(QWidget, "inspector_tray")
    assert tray is not None
    next(each for each in tray.findChildren(QAbstractButton) if each.text() == "What mattered").click()
    gradient = text(view, "check_backprop")
    assert told_anywhere(view, f"∂C/∂x[20] = {gradient}")
    button(view, "gradient_guess_mode").click()
    assert told_anywhere(view, f"∂C/∂x[20] = {gradient}") == []
    assert told_anywhere(view, "∂C/∂x[20] = ?")


def test_other_weights_ask_anew(qtbot: QtBot, view: BackpropView, session: Session) -> None:
    view.look_at_weight(2, 4, 3)
    gradient = text(view, "check_backprop")
    button(view, "gradient_guess_mode").click()
    guess(qtbot, view, gradient)
    button(view, "one_step_apply").click()
    view.refresh_now()
    assert text(view, "check_backprop") == "?"
