from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.ui.widgets.segmented import SegmentedButtons

MODES = [
    ("batch", "Batch", "one update after the whole set"),
    ("stochastic", "Stochastic", "one update after every digit"),
    ("mini-batch", "Mini-batch", "one update after each small batch"),
]


@pytest.fixture
def modes(qtbot: QtBot) -> SegmentedButtons[str]:
    widget = SegmentedButtons(MODES)
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def checked(widget: SegmentedButtons[str]) -> list[str]:
    return [button.text() for button in widget.findChildren(QPushButton) if button.isChecked()]


def test_the_first_choice_is_chosen_at_the_start(modes: SegmentedButtons[str]) -> None:
    assert modes.value() == "batch"
    assert checked(modes) == ["Batch"]


def test_a_click_chooses_one_and_only_one(qtbot: QtBot, modes: SegmentedButtons[str]) -> None:
    with qtbot.waitSignal(modes.value_changed) as told:
        qtbot.mouseClick(modes.button("mini-batch"), Qt.MouseButton.LeftButton)
    assert told.args == ["mini-batch"]
    assert modes.value() == "mini-batch"
    assert checked(modes) == ["Mini-batch"]


def test_choosing_what_is_chosen_says_nothing(qtbot: QtBot, modes: SegmentedButtons[str]) -> None:
    with qtbot.assertNotEmitted(modes.value_changed):
        qtbot.mouseClick(modes.button("batch"), Qt.MouseButton.LeftButton)
        modes.set_value("batch")
    assert checked(modes) == ["Batch"]


def test_set_value_is_told_once(modes: SegmentedButtons[str]) -> None:
    told: list[str] = []
    modes.value_changed.connect(told.append)
    modes.set_value("stochastic")
    assert told == ["stochastic"]
    with pytest.raises(ValueError, match="nonsense"):
        modes.set_value("nonsense")
    assert modes.value() == "stochastic"


def test_arrow_keys_move_the_choice(qtbot: QtBot, modes: SegmentedButtons[str]) -> None:
    modes.button("batch").setFocus()
    qtbot.keyClick(modes.button("batch"), Qt.Key.Key_Right)
    assert modes.value() == "stochastic"
    qtbot.keyClick(modes.button("stochastic"), Qt.Key.Key_Left)
    assert modes.value() == "batch"


def test_tab_goes_to_the_chosen_button_and_past_the_others(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QHBoxLayout(window)
    before, modes, after = QLineEdit(), SegmentedButtons(MODES), QLineEdit()
    for widget in (before, modes, after):
        layout.addWidget(widget)
    modes.set_value("stochastic")
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    before.setFocus()
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is modes.button("stochastic")
    qtbot.keyClick(modes.button("stochastic"), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is after


def test_names_and_tooltips_are_there_for_everyone(modes: SegmentedButtons[str]) -> None:
    for value, label, tooltip in MODES:
        assert modes.button(value).accessibleName() == label
        assert modes.button(value).toolTip() == tooltip


def test_a_disabled_group_says_why(modes: SegmentedButtons[str]) -> None:
    modes.setToolTip("Not while training")
    modes.setEnabled(False)
    button = modes.button("batch")
    assert not button.isEnabled()
    assert button.toolTip() == ""  # so that the tooltip of the group is shown
    modes.setEnabled(True)
    assert button.toolTip() == MODES[0][2]


def test_no_choices_is_a_mistake(qapp: QApplication) -> None:
    with pytest.raises(ValueError, match="at least one"):
        SegmentedButtons([])
