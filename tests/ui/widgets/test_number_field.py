from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from handwriting_app.ui.widgets.number_field import Bounds, DecimalField, WholeNumberField, text_of
from handwriting_app.ui.widgets.steps import one_two_five


@pytest.fixture
def rate(qtbot: QtBot) -> DecimalField:
    field = DecimalField(0.1, Bounds(low=0, high=math.inf, with_low=False, with_high=False), one_two_five)
    qtbot.addWidget(field)
    field.show()
    return field


def type_over(qtbot: QtBot, field: DecimalField | WholeNumberField, text: str) -> None:
    field.selectAll()
    qtbot.keyClicks(field, text)


def test_arrow_keys_step_by_factors(qtbot: QtBot, rate: DecimalField) -> None:
    seen = []
    for _ in range(3):
        qtbot.keyClick(rate, Qt.Key.Key_Up)
        seen.append(rate.text())
    for _ in range(4):
        qtbot.keyClick(rate, Qt.Key.Key_Down)
        seen.append(rate.text())
    assert seen == ["0.2", "0.5", "1", "0.5", "0.2", "0.1", "0.05"]
    assert rate.value() == 0.05


def test_what_is_typed_is_read_with_a_dot_in_every_country(qtbot: QtBot, rate: DecimalField) -> None:
    rate.setLocale(QLocale(QLocale.Language.German))
    type_over(qtbot, rate, "0.25")
    assert rate.value() == 0.25
    assert not rate.problem()
    qtbot.keyClick(rate, Qt.Key.Key_Up)
    assert rate.text() == "0.5"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("0", "more than 0"),
        ("-1", "more than 0"),
        ("abc", "not a number"),
        ("nan", "not a number"),
        ("1_0", "not a number"),
        ("inf", "too large"),
        ("1e999", "too large"),
    ],
)
def test_a_wrong_number_stays_and_is_explained(qtbot: QtBot, rate: DecimalField, text: str, problem: str) -> None:
    with qtbot.waitSignal(rate.problem_changed):
        type_over(qtbot, rate, text)
    assert rate.text() == text
    assert problem in rate.problem()
    rate.restore()
    assert not rate.problem()


def test_nothing_in_the_field_is_a_problem_and_the_last_number_is_kept(qtbot: QtBot, rate: DecimalField) -> None:
    rate.selectAll()
    qtbot.keyClick(rate, Qt.Key.Key_Delete)
    assert "not a number" in rate.problem()
    assert rate.value() == 0.1
    qtbot.keyClick(rate, Qt.Key.Key_Up)
    assert rate.text() == "0.2"


def test_enter_commits_a_number_but_not_a_problem(qtbot: QtBot, rate: DecimalField) -> None:
    type_over(qtbot, rate, "0.3")
    with qtbot.waitSignal(rate.committed) as committed:
        qtbot.keyClick(rate, Qt.Key.Key_Return)
    assert committed.args == [0.3]
    type_over(qtbot, rate, "x")
    with qtbot.assertNotEmitted(rate.committed):
        qtbot.keyClick(rate, Qt.Key.Key_Return)


def test_steps_end_at_the_bounds(qtbot: QtBot) -> None:
    field = WholeNumberField(5, Bounds(low=1, high=10), one_two_five)
    qtbot.addWidget(field)
    field.stepBy(9)
    assert field.value() == 10
    assert not field.stepEnabled() & field.StepEnabledFlag.StepUpEnabled
    field.stepBy(-9)
    assert field.value() == 1
    assert not field.stepEnabled() & field.StepEnabledFlag.StepDownEnabled


def test_a_value_outside_the_bounds_is_refused(rate: DecimalField) -> None:
    with pytest.raises(ValueError, match="more than 0"):
        rate.set_value(0.0)
    assert rate.value() == 0.1


def test_the_wheel_moves_only_the_field_that_has_the_focus(qtbot: QtBot, rate: DecimalField) -> None:
    def turn() -> None:
        centre = QPointF(rate.rect().center())
        QApplication.sendEvent(
            rate,
            QWheelEvent(
                centre,
                rate.mapToGlobal(centre),
                QPoint(),
                QPoint(0, 120),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            ),
        )

    assert not rate.hasFocus() or rate.clearFocus() is None
    turn()
    assert rate.value() == 0.1
    rate.activateWindow()
    rate.setFocus()
    qtbot.waitUntil(rate.hasFocus)
    turn()
    assert rate.value() == 0.2


@given(value=st.floats(min_value=0, exclude_min=True, allow_infinity=False))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_float_comes_back_to_its_last_digit(rate: DecimalField, value: float) -> None:
    rate.set_value(value)
    assert rate.value() == value
    assert float(rate.text()) == value
    assert not rate.problem()


def test_numbers_beyond_32_bits_come_back(qtbot: QtBot) -> None:
    field = WholeNumberField(0, Bounds(low=0), one_two_five)
    qtbot.addWidget(field)
    field.set_value(2**200)
    assert field.value() == 2**200


@pytest.mark.parametrize(
    ("value", "text"), [(64, "64"), (1.0, "1"), (0.1, "0.1"), (1e-05, "1e-5"), (1e22, "1e22"), (1.5e-10, "1.5e-10")]
)
def test_numbers_are_written_short(value: float, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1e" + "9" * 400, "too large"),
        ("9" * 400, "too large"),
        ("-0", "more than 0"),
        ("1e-400", "more than 0"),
        ("１２", "not a number"),
        ("²", "not a number"),
        ("0x10", "not a number"),
        ("1\n2", "not a number"),
    ],
    ids=lambda text: text[:6],
)
def test_what_is_pasted_is_a_number_within_bounds_or_is_explained(rate: DecimalField, text: str, problem: str) -> None:
    rate.lineEdit().setText(text)
    assert problem in rate.problem()
    assert rate.value() == 0.1


@pytest.mark.qt_log_ignore("does not support raise")
def test_what_is_wrong_is_under_the_pointer_and_for_screen_readers(qtbot: QtBot, rate: DecimalField) -> None:
    rate.setToolTip("the learning rate")

    def hover() -> str:
        place = rate.rect().center()
        QApplication.sendEvent(rate, QHelpEvent(QHelpEvent.Type.ToolTip, place, rate.mapToGlobal(place)))
        words = QToolTip.text()
        QToolTip.hideText()
        return words

    rate.lineEdit().setText("9" * 400)
    assert hover() == rate.accessibleDescription() == rate.problem()
    rate.lineEdit().setText("0.5")
    assert hover() == "the learning rate"
    assert rate.accessibleDescription() == ""


def test_there_is_no_negative_zero(qtbot: QtBot) -> None:
    field = DecimalField(1.0, Bounds(-1, 1), one_two_five)
    qtbot.addWidget(field)
    field.lineEdit().setText("-0")
    assert math.copysign(1, field.value()) == 1
