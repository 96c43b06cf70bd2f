"""The row of small buttons that say what a drawing really is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from handwriting_app.engine.classes import Classes
from handwriting_app.ui.draw.true_labels import TrueLabels


@pytest.fixture
def row(qtbot: QtBot) -> TrueLabels:
    row = TrueLabels()
    qtbot.addWidget(row)
    row.setEnabled(True)
    row.show()
    return row


def button(row: TrueLabels, place: int) -> QPushButton:
    found = row.findChild(QPushButton, f"true_label_{place}")
    assert found is not None
    return found


def checked(row: TrueLabels) -> list[str]:
    return [each.text() for each in row.findChildren(QPushButton) if each.isChecked()]


def test_a_click_says_a_label_and_shows_it_only_once_it_is_kept(qtbot: QtBot, row: TrueLabels) -> None:
    with qtbot.waitSignal(row.label_chosen) as told:
        qtbot.mouseClick(button(row, 7), Qt.MouseButton.LeftButton)
    assert told.args == ["7"]
    assert checked(row) == []
    row.show_said("7")
    assert checked(row) == ["7"]
    qtbot.mouseClick(button(row, 8), Qt.MouseButton.LeftButton)
    assert checked(row) == ["7"]
    row.show_said(None)
    assert checked(row) == []


def test_there_is_a_button_for_each_class_and_none_for_no_digit(row: TrueLabels) -> None:
    row.show_classes(Classes.numbered(10, has_none=True))
    assert len(row.findChildren(QPushButton)) == 10
    assert button(row, 8).accessibleName() == "It is an 8"
    row.show_said("b & c")
    row.show_classes(Classes(("a", "b & c", "heart")))
    shown = [each for each in row.findChildren(QPushButton) if each.isVisible()]
    assert [each.text() for each in shown] == ["a", "b && c", "heart"]
    assert [each.isChecked() for each in shown] == [False, True, False]
    assert row.has("heart")
    assert not row.has("7")


def test_a_hundred_classes_stay_in_one_low_row(qtbot: QtBot, row: TrueLabels) -> None:
    row.resize(264, row.sizeHint().height())
    row.show_classes(Classes(tuple(f"sign {number}" for number in range(100))))
    assert row.sizeHint().height() < 36
    assert row.minimumSizeHint().width() <= 264
    with qtbot.waitSignal(row.label_chosen) as told:
        qtbot.mouseClick(button(row, 99), Qt.MouseButton.LeftButton)
    assert told.args == ["sign 99"]
