"""What lessons have of the Backprop view: its facts, and a place that they put it at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.explain.quantity import Kind
from handwriting_app.explain.steps import StepKind
from handwriting_app.ink.drawing import Drawing
from handwriting_app.lab.backprop_state import BackpropState
from handwriting_app.lab.descent_state import DescentLabState
from handwriting_app.lab.facts import Fact
from handwriting_app.lab.for_lessons import VIEW_STATES
from handwriting_app.lab.state_values import values_of
from handwriting_app.lab.views import BACKPROP
from handwriting_app.session.session import Session
from handwriting_app.storage.lesson_files import read_lesson
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.inspector.backprop_view import BackpropView
from handwriting_app.ui.inspector.join import open_view
from handwriting_app.ui.widgets.segmented import SegmentedButtons

SEVEN = Drawing((np.array([(0.25, 0.2), (0.75, 0.2), (0.45, 0.85)]),))
CONFIG = TrainingConfig(hidden=(12, 9), activation="sigmoid", learning_rate=0.01, non_digits=False)


@pytest.fixture
def view(qtbot: QtBot, session: Session, desk: Desk, told: list[dict[str, Fact]]) -> BackpropView:
    view = open_view(session, desk)
    qtbot.addWidget(view)
    view.resize(700, 820)
    view.show()
    qtbot.waitExposed(view)
    return view


def text(view: QWidget, name: str) -> str:
    label = view.findChild(QLabel, name)
    assert label is not None
    return label.text()


def number_in(view: QWidget, name: str) -> int:
    field = view.findChild(QSpinBox, name)
    assert field is not None
    return field.value()


def click(view: BackpropView, name: str) -> None:
    button = view.findChild(QAbstractButton, name)
    assert button is not None
    assert button.isEnabled()
    button.click()
    view.refresh_now()


def test_facts_are_told_when_they_change_and_never_while_hidden(
    view: BackpropView, session: Session, told: list[dict[str, Fact]]
) -> None:
    assert len(told) == 1
    assert told[-1]["backprop.step"] == "input"
    view.mark_stale()
    view.refresh_now()
    assert len(told) == 1
    view.look_at_weight(2, 4, 3)
    assert told[-1]["backprop.step"] == "gradient"
    count = len(told)
    view.hide()
    session.reader.set_drawing(Drawing())
    session.reader.set_drawing(SEVEN)
    assert len(told) == count


def test_one_steps_and_what_they_bring_are_told(
    view: BackpropView, told: list[dict[str, Fact]], session: Session
) -> None:
    promised = told[-1]["backprop.predicted_change"]
    cost = float(told[-1]["backprop.cost"])
    click(view, "one_step_apply")
    facts = told[-1]
    assert facts["backprop.steps_taken"] == 1
    assert facts["backprop.predicted_change"] == promised
    assert facts["backprop.actual_change"] == pytest.approx(float(facts["backprop.cost"]) - cost)
    assert facts["backprop.actual_change"] == pytest.approx(promised, rel=0.1)
    assert f"{facts['backprop.actual_change']:.3g}".replace("-", "−")[:6] in text(view, "one_step_actual")
    session.reader.set_drawing(Drawing())
    session.reader.set_drawing(SEVEN)
    view.refresh_now()
    assert told[-1]["backprop.steps_taken"] == 0


def test_a_right_guess_is_told(qtbot: QtBot, view: BackpropView, told: list[dict[str, Fact]]) -> None:
    view.look_at_weight(2, 4, 3)
    click(view, "gradient_guess_mode")
    field = view.findChild(QLineEdit, "gradient_guess")
    assert field is not None
    gradient = float(told[-1]["backprop.gradient"])
    for times, is_right in ((1.5, 0), (1.03, 1)):
        field.setText(repr(gradient * times))
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert told[-1]["backprop.guess_right"] == is_right
        assert told[-1]["backprop.guess_error"] == pytest.approx(times - 1)


def test_what_is_broken_is_told(view: BackpropView, told: list[dict[str, Fact]], desk: Desk) -> None:
    desk.lab_state_requested.emit("backprop_view", BackpropState(tray="break it"))
    click(view, "break_ten_sigmoid_layers")
    assert told[-1]["backprop.broken"] == "ten_sigmoid_layers"
    assert told[-1]["backprop.hidden_layers"] == 10
    assert float(told[-1]["backprop.fade"]) > 4


def test_a_lesson_opens_the_view_at_a_place(view: BackpropView, desk: Desk, told: list[dict[str, Fact]]) -> None:
    state = BackpropState(
        step=StepKind.GRADIENT, layer=2, unit=4, source=3, true_digit=5, tray="none", guess_first=True
    )
    desk.lab_state_requested.emit("backprop_view", state)
    assert text(view, "inspector_title") == "Back: gradient, layer 2"
    assert (number_in(view, "inspector_unit"), number_in(view, "inspector_source")) == (4, 3)
    assert text(view, "check_backprop") == "?"
    assert not view.findChild(QAbstractButton, "one_step_apply").isVisible()
    assert (told[-1]["backprop.true_digit"], told[-1]["backprop.aim"]) == (5, "weight")
    desk.lab_state_requested.emit("backprop_view", BackpropState(tray="one step"))
    assert text(view, "inspector_title") == "The input x"
    assert text(view, "check_backprop") != "?"
    assert view.findChild(QAbstractButton, "one_step_apply").isVisible()
    desk.lab_state_requested.emit("descent_lab", DescentLabState())
    assert text(view, "inspector_title") == "The input x"


def test_what_the_learner_has_said_it_is_stays_from_page_to_page(
    qtbot: QtBot, view: BackpropView, desk: Desk, told: list[dict[str, Fact]]
) -> None:
    other = (int(told[-1]["backprop.read_digit"]) + 1) % 10
    row = view.findChild(QWidget, "true_digit")
    button = next(each for each in row.findChildren(QAbstractButton) if each.text() == str(other))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    view.refresh_now()
    assert told[-1]["backprop.true_digit"] == other
    desk.lab_state_requested.emit("backprop_view", BackpropState(step=StepKind.DELTA, layer=1))
    assert (told[-1]["backprop.step"], told[-1]["backprop.true_digit"]) == ("delta", other)


def test_the_digit_that_is_read_is_said_by_a_click_on_it(
    qtbot: QtBot, view: BackpropView, told: list[dict[str, Fact]]
) -> None:
    read = int(told[-1]["backprop.read_digit"])
    assert told[-1]["backprop.is_told"] == 0
    digits = view.findChild(SegmentedButtons, "true_digit")
    assert digits is not None
    QTest.mouseClick(digits.button(read), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: told[-1]["backprop.is_told"] == 1)
    assert told[-1]["backprop.true_digit"] == read


def test_a_claim_of_the_lesson_before_can_be_dropped(
    view: BackpropView, desk: Desk, told: list[dict[str, Fact]]
) -> None:
    read = int(told[-1]["backprop.read_digit"])
    assert (told[-1]["backprop.true_digit"], told[-1]["backprop.is_told"]) == (read, 0)
    desk.lab_state_requested.emit("backprop_view", BackpropState(true_digit=(read + 1) % 10))
    assert (told[-1]["backprop.true_digit"], told[-1]["backprop.is_told"]) == ((read + 1) % 10, 1)
    desk.lab_state_requested.emit("backprop_view", BackpropState(true_digit=-1))
    assert (told[-1]["backprop.true_digit"], told[-1]["backprop.is_told"]) == (read, 0)
    assert view.lab_state().true_digit is None
    state = BackpropState(true_digit=-1)
    assert VIEW_STATES[BACKPROP.name].read(values_of(BACKPROP.name, state)) == state


def test_facts_are_told_afresh_to_a_lesson_that_begins(
    view: BackpropView, desk: Desk, told: list[dict[str, Fact]]
) -> None:
    desk.lab_state_requested.emit("backprop_view", BackpropState())
    count = len(told)
    desk.lab_state_requested.emit("backprop_view", BackpropState())
    assert len(told) == count + 1


def test_the_place_waits_for_a_digit_and_for_being_seen(
    view: BackpropView, desk: Desk, session: Session, told: list[dict[str, Fact]]
) -> None:
    session.reader.set_drawing(Drawing())
    view.hide()
    state = BackpropState(step=StepKind.DELTA, layer=9, unit=99, aim=Kind.SUM, true_digit=4)
    desk.lab_state_requested.emit("backprop_view", state)
    view.show()
    session.reader.set_drawing(SEVEN)
    view.refresh_now()
    assert text(view, "inspector_title") == "Back: blame δ, layer 2"
    assert number_in(view, "inspector_unit") == 8
    assert told[-1]["backprop.true_digit"] == 4


def test_a_network_with_fewer_layers_gives_the_nearest_place(view: BackpropView, desk: Desk, session: Session) -> None:
    session.reset(TrainingConfig(hidden=(), non_digits=False))
    desk.lab_state_requested.emit("backprop_view", BackpropState(step=StepKind.DELTA, layer=3, unit=500))
    assert text(view, "inspector_title") == "Back: blame δ, output layer"
    assert number_in(view, "inspector_unit") == 9


def test_lessons_may_ask_for_such_a_place(tmp_path: Path) -> None:
    lesson = tmp_path / "20-share.toml"
    lesson.write_text(
        'title = "A share"\ntext = """\nWords.\n"""\n[start]\nview = "backprop_view"\n'
        'lab = { step = "gradient", layer = 1, guess_first = true }\n[[task]]\ndo = "Guess it."\n'
        'check = [{ fact = "backprop.guess_right", equals = 1 }, { fact = "backprop.step", equals = "gradient" }]\n',
        encoding="utf-8",
    )
    read = read_lesson(lesson)
    assert read.start.lab == BackpropState(step=StepKind.GRADIENT, layer=1, guess_first=True)


@pytest.mark.parametrize(
    "state",
    [
        BackpropState(
            step=StepKind.GRADIENT, layer=1, unit=2, source=27, aim=Kind.WEIGHT, true_digit=3, tray="break it"
        ),
        BackpropState(step=StepKind.SUM, layer=2, unit=4, aim=Kind.BIAS, tray="none", guess_first=True),
        BackpropState(step=StepKind.INPUT, layer=0, unit=20),
    ],
)
def test_the_place_one_is_at_is_the_place_a_lesson_puts_one_in(
    view: BackpropView, desk: Desk, state: BackpropState
) -> None:
    desk.lab_state_requested.emit(BACKPROP.name, state)
    assert view.lab_state() == state
    values = values_of(BACKPROP.name, view.lab_state())
    assert VIEW_STATES[BACKPROP.name].read(values) == state
