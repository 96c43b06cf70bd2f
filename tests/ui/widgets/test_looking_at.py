"""The badge of whoever looks back, and the question which epoch is meant."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.ui.theme import DARK, LIGHT, Theme, palette_of
from handwriting_app.ui.widgets.looking_at import LookingAt
from handwriting_app.ui.widgets.which_epoch import ask_which_epoch


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(400, 200)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def test_it_is_seen_only_while_somebody_looks_back(window: QWidget) -> None:
    badge = LookingAt("badge", window)
    badge.show_epoch(None)
    assert not badge.isVisible()
    badge.show_epoch(1234)
    assert badge.isVisible()
    assert badge.text() == "looking at epoch 1,234"
    assert badge.accessibleName() == "Looking at epoch 1,234"
    badge.show_epoch(0)
    assert badge.text() == "looking at epoch 0"
    badge.show_epoch(None)
    assert not badge.isVisible()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_it_is_a_plate_in_the_colours_of_the_theme(window: QWidget, theme: Theme) -> None:
    window.setPalette(palette_of(theme))
    badge = LookingAt("badge", window)
    badge.show_epoch(6)
    badge.adjustSize()
    picture = badge.grab().toImage()
    assert picture.pixelColor(6, picture.height() // 2) == theme.tint


def asked(window: QWidget, newest: int | None, told: list[str]) -> dict[str, QAbstractButton]:
    ask_which_epoch(window, "Save which epoch?", 6, newest, lambda: told.append("seen"), lambda: told.append("newest"))
    box = window.findChild(QMessageBox, "epoch_dialog")
    assert box is not None
    assert box.text().startswith("Save which epoch? You are looking at epoch 6")
    return {button.text(): button for button in box.buttons()}


@pytest.mark.parametrize(
    ("words", "answer"), [("Epoch 6", ["seen"]), ("The newest, epoch 40", ["newest"]), ("Cancel", [])]
)
def test_the_question_has_two_answers_and_cancel(qtbot: QtBot, window: QWidget, words: str, answer: list[str]) -> None:
    told: list[str] = []
    buttons = asked(window, 40, told)
    assert len(buttons) == 3
    (button,) = (each for text, each in buttons.items() if text.replace("&", "") == words)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told == answer


def test_while_a_run_goes_on_the_newest_has_no_number(window: QWidget) -> None:
    assert "The newest" in {text.replace("&", "") for text in asked(window, None, [])}
