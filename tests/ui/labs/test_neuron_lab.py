"""The neuron lab as a person uses it: turn, drag, click, run, and read what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import get_args

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QSlider, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.lab.descent_state import DescentLabState
from handwriting_app.lab.expression import Expression
from handwriting_app.lab.for_lessons import VIEW_FACTS, VIEW_STATES
from handwriting_app.lab.neuron_state import NeuronLabState, Page
from handwriting_app.lab.points import TABLES
from handwriting_app.lab.race import Race
from handwriting_app.lab.two_layers import RATES, TwoLayers
from handwriting_app.lab.views import DESCENT_LAB, NEURON_LAB
from handwriting_app.session.race_run import RaceRun
from handwriting_app.session.session import Session
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.labs.join import open_neuron_lab
from handwriting_app.ui.labs.layers_page import LayersPage
from handwriting_app.ui.labs.neuron_lab import NeuronLab
from handwriting_app.ui.labs.plane_view import PlaneView
from handwriting_app.ui.theme import theme_of
from handwriting_app.ui.widgets.number_field import DecimalField
from handwriting_app.ui.widgets.scrolled import Scrolled
from tests.ui.trained import untrained_session

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    session = untrained_session(TrainingConfig(hidden=(6,), held_out=0.5))
    yield session
    session.shutdown()


@pytest.fixture
def lab(qtbot: QtBot, session: Session, desk: Desk) -> NeuronLab:
    lab = open_neuron_lab(session, desk)
    qtbot.addWidget(lab)
    lab.resize(440, 600)
    with qtbot.waitExposed(lab):
        lab.show()
    return lab


def press(lab: NeuronLab, words: str) -> None:
    """Click the button with these words that can be seen."""
    (button,) = [each for each in lab.findChildren(QPushButton) if each.text() == words and each.isVisible()]
    QTest.mouseClick(button, LEFT)


def type_in(lab: NeuronLab, name: str, text: str) -> None:
    field = lab.findChild(DecimalField, name)
    assert field is not None
    field.lineEdit().selectAll()
    QTest.keyClicks(field.lineEdit(), text)


def words_of(lab: NeuronLab, name: str) -> str:
    label = lab.findChild(QLabel, name)
    assert label is not None
    return label.text()


def click_plane(plane: PlaneView, x1: float, x2: float, button: Qt.MouseButton = LEFT) -> None:
    QTest.mouseClick(plane, button, pos=plane.pixel_of(x1, x2).toPoint())


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(widget, LEFT, pos=start)
    QTest.mouseMove(widget, (start + end) / 2)
    QTest.mouseMove(widget, end)
    QTest.mouseRelease(widget, LEFT, pos=end)


def run_to_the_end(qtbot: QtBot, lab: NeuronLab, is_over: Callable[[], bool]) -> None:
    press(lab, "Fast") if lab.state.page == "plane" else None
    press(lab, "Run")
    qtbot.waitUntil(is_over, timeout=15_000)


# --- one unit ----------------------------------------------------------------------------------------------------


def test_a_sum_adds_what_is_typed(lab: NeuronLab) -> None:
    type_in(lab, "neuron_input_1", "2.5")
    type_in(lab, "neuron_input_2", "-1")
    assert words_of(lab, "neuron_formula") == "z = 2.5 + (−1) = 1.5,   y = z"
    assert lab.state.output() == 1.5


def test_a_saturated_sigmoid_is_not_shown_as_0_or_1(lab: NeuronLab) -> None:
    press(lab, "Sigmoid")
    press(lab, "1")
    type_in(lab, "neuron_input_1", "-10")
    assert words_of(lab, "neuron_formula").endswith("y = σ(−10) ≈ 4.5·10⁻⁵")
    type_in(lab, "neuron_input_1", "10")
    assert words_of(lab, "neuron_formula").endswith("y = σ(10) ≈ 0.99995")
    assert "σ(10) ≈ 0.99995" in lab.unit.picture.accessibleDescription()


def test_what_is_typed_stays_typed(lab: NeuronLab) -> None:
    press(lab, "Linear")
    type_in(lab, "neuron_weight_1", "0.0004")
    field = lab.findChild(DecimalField, "neuron_weight_1")
    assert field is not None
    assert field.lineEdit().text() == "0.0004"
    assert lab.state.weights[0] == 0.0004


def test_with_one_input_the_curve_is_over_it(lab: NeuronLab) -> None:
    press(lab, "Linear")
    curve = lab.unit.curve
    assert curve.accessibleDescription().startswith("y over z")
    press(lab, "1")
    type_in(lab, "neuron_weight_1", "0.75")
    type_in(lab, "neuron_bias", "1")
    assert curve.accessibleDescription().startswith("y over X₁")
    assert curve.curve.rise == (1, 0.75)
    press(lab, "Threshold")
    type_in(lab, "neuron_weight_1", "1.5")
    type_in(lab, "neuron_bias", "-3")
    assert "fires above X₁ = 2, and step(0) = 0" in curve.words()
    # The jump is drawn at 2: left of it the line runs at 0, right of it at 1.
    image = curve.grab().toImage()
    ratio = image.width() / curve.width()
    blue = theme_of(curve.palette()).accent.rgb()

    def is_line(x: float, y: float) -> bool:
        at = curve.pixel_of(x, y)
        rows = range(round((at.y() - 3) * ratio), round((at.y() + 3) * ratio))
        return any(image.pixel(round(at.x() * ratio), row) == blue for row in rows)

    assert [is_line(x, 0) for x in (-3.3, 1.6, 2.4, 4.4)] == [True, True, False, False]
    assert [is_line(x, 1) for x in (-3.3, 1.6, 2.4, 4.4)] == [False, False, True, True]


def test_a_threshold_does_not_fire_at_0_on_any_page(lab: NeuronLab) -> None:
    press(lab, "Threshold")
    press(lab, "3")
    for row, value in enumerate(("0.1", "0.2", "-0.3"), 1):
        type_in(lab, f"neuron_input_{row}", value)
    assert "= 0,   y = step(0) = 0" in words_of(lab, "neuron_formula")
    press(lab, "Plane")
    press(lab, "OR")
    for field, value in (("plane_weight_1", "0.1"), ("plane_weight_2", "0.2"), ("plane_bias", "-0.3")):
        type_in(lab, field, value)
    # (1, 1) should be 1 and lies on the line: z = 0.1 + 0.2 − 0.3, which is a 0.
    assert "3 of 4 wrong" in words_of(lab, "plane_score")
    assert lab.state.facts()["plane.mistakes"] == 3


def test_a_sum_has_no_weights_and_says_so(lab: NeuronLab) -> None:
    weight = lab.findChild(DecimalField, "neuron_weight_1")
    assert weight is not None
    assert not weight.isEnabled()
    assert "every weight is 1" in weight.toolTip()
    press(lab, "Linear")
    assert weight.isEnabled()


def test_a_slider_turns_a_weight(lab: NeuronLab) -> None:
    press(lab, "Linear")
    slider = lab.findChild(QSlider, "neuron_weight_1_slider")
    assert slider is not None
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert lab.state.weights[0] == pytest.approx(1.1)
    field = lab.findChild(DecimalField, "neuron_weight_1")
    assert field is not None
    assert field.value() == pytest.approx(1.1)


def test_a_number_beyond_the_slider_is_kept(lab: NeuronLab) -> None:
    press(lab, "Linear")
    type_in(lab, "neuron_bias", "42")
    assert lab.state.bias == 42
    slider = lab.findChild(QSlider, "neuron_bias_slider")
    assert slider is not None
    assert slider.value() == slider.maximum()


def test_dragging_an_input_in_the_picture_changes_it(lab: NeuronLab) -> None:
    picture = lab.unit.picture
    start = picture.handle("input", 0).toPoint()
    drag(picture, start, start - QPoint(0, 20))
    assert lab.state.inputs[0] == pytest.approx(2.0)
    press(lab, "Sigmoid")
    picture.grab()
    start = picture.handle("weight", 1).toPoint()
    drag(picture, start, start + QPoint(0, 40))
    assert lab.state.weights[1] == pytest.approx(-1.0)


def test_the_curve_tells_the_slope_where_the_unit_stands(lab: NeuronLab) -> None:
    press(lab, "Sigmoid")
    type_in(lab, "neuron_input_1", "0")
    type_in(lab, "neuron_input_2", "0")
    assert lab.unit.curve.words().startswith("slope f′(z) = 0.25 ")
    press(lab, "ReLU")
    assert "convention" in lab.unit.curve.words()
    press(lab, "Threshold")
    assert lab.state.output() == 0
    assert "step(0) = 0" in lab.unit.curve.words()
    assert lab.unit.curve.curve.tangent is None


def test_three_inputs_can_be_used(lab: NeuronLab) -> None:
    third = lab.findChild(DecimalField, "neuron_input_3")
    assert third is not None
    assert not third.isEnabled()
    press(lab, "3")
    assert third.isEnabled()
    assert lab.state.output() == 1 + 2 - 1


# --- the plane ---------------------------------------------------------------------------------------------------


def open_plane(lab: NeuronLab, name: str) -> None:
    """The plane with one of the tables, and weights that are wrong for each."""
    press(lab, "Plane")
    press(lab, name)
    for field, value in (("plane_weight_1", "0.3"), ("plane_weight_2", "-0.4"), ("plane_bias", "0.1")):
        type_in(lab, field, value)


@pytest.mark.parametrize("name", ["AND", "OR"])
def test_the_perceptron_learns_and_and_or(qtbot: QtBot, lab: NeuronLab, name: str) -> None:
    open_plane(lab, name)
    assert lab.state.kind == "threshold"
    run_to_the_end(qtbot, lab, lambda: words_of(lab, "plane_message").startswith("Converged"))
    assert "0 of 4 wrong" in words_of(lab, "plane_score")
    assert not lab.plane.buttons.is_running()


def test_the_perceptron_cannot_learn_xor_and_says_why(qtbot: QtBot, lab: NeuronLab) -> None:
    open_plane(lab, "XOR")
    run_to_the_end(qtbot, lab, lambda: bool(lab.plane.learning.ended))
    message = words_of(lab, "plane_message")
    assert "Round in circles" in message
    assert "No straight line can part these points" in message
    assert "0 of 4 wrong" not in words_of(lab, "plane_score")


def test_two_layers_learn_xor(qtbot: QtBot, lab: NeuronLab) -> None:
    open_plane(lab, "XOR")
    press(lab, "Second layer…")
    assert lab.state.page == "layers"
    run_to_the_end(qtbot, lab, lambda: words_of(lab, "layers_message").startswith("Solved"))
    assert "0 of 4 wrong" in words_of(lab, "layers_score")
    press(lab, "Reset")
    assert words_of(lab, "layers_score").startswith("Epoch 0")


def test_one_step_then_back_again(lab: NeuronLab) -> None:
    open_plane(lab, "AND")
    press(lab, "Step")
    assert lab.state.bias == pytest.approx(0.1 - 0.5)
    assert "should be 0" in words_of(lab, "plane_message")
    press(lab, "Reset")
    assert lab.state.bias == pytest.approx(0.1)
    assert words_of(lab, "plane_score").startswith("Step 0")


def test_the_rule_depends_on_the_unit(lab: NeuronLab) -> None:
    open_plane(lab, "AND")
    press(lab, "Sigmoid")
    assert lab.state.rule == "descent"
    assert not lab.plane.rule.button("perceptron").isEnabled()
    press(lab, "Step")
    assert "downhill" in words_of(lab, "plane_message")
    press(lab, "Threshold")
    assert lab.state.rule == "perceptron"
    press(lab, "Gradient descent")
    assert "flat" in words_of(lab, "plane_message")


def test_points_are_added_labelled_moved_and_removed(lab: NeuronLab) -> None:
    press(lab, "Plane")
    press(lab, "Clear")
    plane = lab.plane.plane
    click_plane(plane, 0.5, 0.5)
    (point,) = lab.state.points.items
    assert (point.x1, point.x2) == (pytest.approx(0.5, abs=0.02), pytest.approx(0.5, abs=0.02))
    click_plane(plane, 0.5, 0.5)
    assert lab.state.points.items[0].label == 1 - point.label
    drag(plane, plane.pixel_of(0.5, 0.5).toPoint(), plane.pixel_of(1.5, -0.5).toPoint())
    (moved,) = lab.state.points.items
    assert (moved.x1, moved.x2) == (pytest.approx(1.5, abs=0.02), pytest.approx(-0.5, abs=0.02))
    click_plane(plane, 1.5, -0.5, RIGHT)
    assert not lab.state.points.items


def test_the_plane_can_be_worked_with_the_keyboard(lab: NeuronLab) -> None:
    press(lab, "Plane")
    press(lab, "AND")
    plane = lab.plane.plane
    plane.setFocus()
    QTest.keyClick(plane, Qt.Key.Key_Tab)
    QTest.keyClick(plane, Qt.Key.Key_Right)
    QTest.keyClick(plane, Qt.Key.Key_Space)
    assert (lab.state.points.items[0].x1, lab.state.points.items[0].label) == (0.1, 1)
    QTest.keyClick(plane, Qt.Key.Key_Delete)
    assert len(lab.state.points) == 3
    QTest.keyClick(plane, Qt.Key.Key_Insert)
    assert len(lab.state.points) == 4


def test_a_new_point_starts_the_learning_anew(qtbot: QtBot, lab: NeuronLab) -> None:
    open_plane(lab, "OR")
    run_to_the_end(qtbot, lab, lambda: bool(lab.plane.learning.ended))
    click_plane(lab.plane.plane, 1.6, 1.6)
    assert words_of(lab, "plane_score").startswith("Step 0")
    assert not lab.plane.learning.ended


def test_nothing_runs_unseen(qtbot: QtBot, lab: NeuronLab) -> None:
    open_plane(lab, "XOR")
    press(lab, "Run")
    assert lab.plane.buttons.is_running()
    lab.hide()
    assert not lab.plane.buttons.is_running()


def test_a_new_learning_rate_goes_on_from_an_end(lab: NeuronLab) -> None:
    open_plane(lab, "OR")
    press(lab, "Linear")
    type_in(lab, "plane_learning_rate", "90")
    for _ in range(20):
        press(lab, "Step")
    assert lab.plane.learning.ended == "diverged"
    far = lab.findChild(DecimalField, "plane_weight_1")
    assert far is not None
    assert far.value() == pytest.approx(lab.state.weights[0], rel=1e-4)
    type_in(lab, "plane_learning_rate", "0.5")
    assert lab.plane.learning.ended == ""
    cost = lab.state.facts()["plane.cost"]
    press(lab, "Step")
    assert lab.state.facts()["plane.cost"] < cost  # type: ignore[operator]
    press(lab, "Reset")
    assert lab.state.weights[:2] == (0.3, -0.4)


def test_run_again_after_the_end_is_told_again(qtbot: QtBot, lab: NeuronLab) -> None:
    open_plane(lab, "OR")
    for _ in range(2):
        run_to_the_end(qtbot, lab, lambda: lab.plane.learning.ended == "converged")
        assert "0 of 4 wrong" in words_of(lab, "plane_score")
    press(lab, "Step")
    assert lab.plane.learning.ended == ""
    run_to_the_end(qtbot, lab, lambda: lab.plane.learning.ended == "converged")
    type_in(lab, "plane_bias", "-5")
    assert "Step 0" in words_of(lab, "plane_score")
    run_to_the_end(qtbot, lab, lambda: lab.plane.learning.ended == "converged")


def test_what_was_learnt_of_other_points_is_not_told_of_these(qtbot: QtBot, lab: NeuronLab, desk: Desk) -> None:
    open_plane(lab, "XOR")
    run_to_the_end(qtbot, lab, lambda: lab.plane.learning.ended == "circles")
    press(lab, "Two layers")
    with qtbot.waitSignal(desk.facts_told, check_params_cb=lambda facts: facts["plane.points"] == "ring") as told:
        press(lab, "Ring")
    assert (told.args[0]["plane.ended"], told.args[0]["plane.steps"]) == ("", 0)


def test_a_linear_unit_descends_to_the_line_of_least_squares(qtbot: QtBot, lab: NeuronLab) -> None:
    open_plane(lab, "AND")
    assert "least squares" not in lab.plane.plane.accessibleDescription()
    press(lab, "Linear")
    assert "multiple linear regression" in words_of(lab, "plane_message")
    assert "least squares" in lab.plane.plane.accessibleDescription()
    above = lab.state.facts()["plane.above_least_squares"]
    assert isinstance(above, float)
    run_to_the_end(qtbot, lab, lambda: lab.plane.learning.ended == "converged")
    assert lab.state.facts()["plane.above_least_squares"] == pytest.approx(0, abs=1e-7)
    assert above > 0.01
    assert lab.state.weights[:2] == pytest.approx((0.5, 0.5), abs=1e-3)
    assert "least-squares cost 0.03125 (dashed line)" in words_of(lab, "plane_message")


def test_moving_one_weight_leaves_the_digits_of_the_others(lab: NeuronLab) -> None:
    lab.set_lab_state(NeuronLabState(page="plane", kind="linear", rule="descent", weights=(1 / 3, 2 / 3, 1.0)))
    type_in(lab, "plane_bias", "0.5")
    assert (lab.state.weights, lab.state.bias) == ((1 / 3, 2 / 3, 1.0), 0.5)


def learn(qtbot: QtBot, lab: NeuronLab, steps: int) -> None:
    """Press Step so many times, but no longer than there is something to learn."""
    for _ in range(steps):
        if words_of(lab, "layers_message").startswith(("Solved", "Stuck")):
            return
        before = words_of(lab, "layers_score")
        press(lab, "Step")
        qtbot.waitUntil(lambda before=before: words_of(lab, "layers_score") != before)


def test_one_hidden_unit_is_not_enough(qtbot: QtBot, lab: NeuronLab) -> None:
    press(lab, "Two layers")
    press(lab, "XOR")
    lab.layers.hidden.set_value(1)
    learn(qtbot, lab, 40)
    assert "0 of 4 wrong" not in words_of(lab, "layers_score")


# --- the chain rule ----------------------------------------------------------------------------------------------


def test_the_product_of_the_factors_is_what_nudging_shows(lab: NeuronLab) -> None:
    press(lab, "Chain rule")
    for name, value in (("chain_a", "1"), ("chain_b", "-1"), ("chain_c", "0"), ("chain_target", "1")):
        type_in(lab, name, value)
    lines = words_of(lab, "chain_product").splitlines()
    assert lines[1] == "= 1 × 0.25 × (−0.5) = −0.125"
    assert lines[2] == "By nudging a instead: −0.125"
    press(lab, "back to c")
    assert "∂E/∂c" in words_of(lab, "chain_product")
    assert lab.state.facts()["chain.path"] == "c"


def test_steps_downhill_lower_the_error(lab: NeuronLab) -> None:
    press(lab, "Chain rule")
    before = lab.state.expression.trace().error
    for _ in range(20):
        press(lab, "Step downhill")
    assert lab.state.expression.trace().error < before / 2
    press(lab, "ReLU")
    type_in(lab, "chain_a", "-5")
    assert "× 0 ×" in words_of(lab, "chain_product")


def chain_field(lab: NeuronLab) -> DecimalField:
    field = lab.findChild(DecimalField, "chain_rate")
    assert field is not None
    return field


def test_the_learning_rate_of_the_chain_is_seen_and_used(lab: NeuronLab) -> None:
    lab.set_lab_state(NeuronLabState(page="chain", expression=Expression((0.5, 1.0, 1.5), 1.0, "linear")))
    assert chain_field(lab).isVisible()
    assert chain_field(lab).value() == lab.state.chain_learning_rate == 0.2
    type_in(lab, "chain_rate", "0.1")
    press(lab, "Step downhill")
    assert lab.state.expression.terms == pytest.approx((0.3, 0.8, 1.3))
    assert lab.state.facts()["chain.learning_rate"] == 0.1
    reset = lab.findChild(QPushButton, "chain_reset")
    assert reset is not None
    QTest.mouseClick(reset, LEFT)
    assert lab.state.expression.terms == (0.5, 1.0, 1.5)
    assert lab.state.expression_steps == 0
    assert not reset.isEnabled()


def test_a_step_that_would_kill_the_relu_is_told_before_and_how_to_prevent_it(lab: NeuronLab) -> None:
    lab.set_lab_state(NeuronLabState(page="chain", expression=Expression((0.5, 0.5, 0.5), 0.1, "relu")))
    type_in(lab, "chain_rate", "1")
    note = words_of(lab, "chain_note")
    assert "the next step ends at z = −2.7: the ReLU would be off, and no step leads back" in note
    assert "Keep η below 0.36" in note
    type_in(lab, "chain_rate", "0.2")
    assert "off" not in words_of(lab, "chain_note")
    type_in(lab, "chain_rate", "1")
    press(lab, "Step downhill")
    assert "Raise a, b or c until z is above 0" not in words_of(lab, "chain_note")  # the error is nearly 0
    type_in(lab, "chain_target", "1")
    assert "Raise a, b or c until z is above 0" in words_of(lab, "chain_note")
    # From there, as the note says, the error can be brought down.
    for name in "abc":
        type_in(lab, f"chain_{name}", "0.2")
    type_in(lab, "chain_rate", "0.2")
    for _ in range(10):
        press(lab, "Step downhill")
    assert lab.state.expression.trace().error < 0.01


def test_a_step_beyond_all_bounds_is_not_taken(lab: NeuronLab) -> None:
    lab.set_lab_state(NeuronLabState(page="chain", expression=Expression((9.0, 9.0, 9.0), 0.0, "linear")))
    type_in(lab, "chain_rate", "50")
    assert "not taken" in words_of(lab, "chain_note")
    press(lab, "Step downhill")
    assert lab.state.expression.terms == (9.0, 9.0, 9.0)
    type_in(lab, "chain_rate", "0.2")
    press(lab, "Step downhill")
    assert lab.state.facts()["chain.steps"] == 1


def test_a_target_out_of_reach_is_told(lab: NeuronLab) -> None:
    lab.set_lab_state(NeuronLabState(page="chain", expression=Expression((1.0, 0.0, 0.0), 2.0, "sigmoid")))
    assert "lies between 0 and 1, so the target 2 is out of reach: E stays above 0.5" in words_of(lab, "chain_note")


def test_one_term_is_moved_and_the_others_keep_their_digits(lab: NeuronLab) -> None:
    lab.set_lab_state(NeuronLabState(page="chain", expression=Expression((1 / 3, 2 / 3, 0.1), 0.0, "linear"), path="b"))
    assert "∂E/∂b" in words_of(lab, "chain_product")
    type_in(lab, "chain_c", "0.5")
    assert lab.state.expression.terms == (1 / 3, 2 / 3, 0.5)


# --- for lessons -------------------------------------------------------------------------------------------------


def test_a_lesson_sets_the_lab_and_hears_what_happens(qtbot: QtBot, lab: NeuronLab, desk: Desk) -> None:
    desk.lab_state_requested.emit(DESCENT_LAB.name, DescentLabState(page="surface"))
    with qtbot.waitSignal(desk.facts_told) as told:
        state = NeuronLabState(page="plane", kind="threshold", points=TABLES["OR"], bias=-0.5)
        desk.lab_state_requested.emit(NEURON_LAB.name, state)
    assert told.args[0]["plane.points"] == "OR"
    assert "layers.epochs" in told.args[0]
    for name, value in told.args[0].items():
        known = VIEW_FACTS[NEURON_LAB.name][name]
        assert value != value or known.read(value) == value, name
    assert lab.plane.isVisible()
    assert lab.state.points == TABLES["OR"]
    with qtbot.waitSignal(lab.facts_changed, check_params_cb=lambda facts: facts["plane.ended"] == "converged"):
        for _ in range(8):
            press(lab, "Step")


def test_a_lesson_that_starts_anew_finds_nothing_done(qtbot: QtBot, lab: NeuronLab, desk: Desk) -> None:
    state = NeuronLabState(page="plane", kind="threshold", points=TABLES["XOR"], weights=(0.3, -0.4, 1.0))
    lab.set_lab_state(state)
    run_to_the_end(qtbot, lab, lambda: bool(lab.plane.learning.ended))
    learnt = lab.state
    press(lab, "Two layers")
    lab.layers.hidden.set_value(2)
    press(lab, "ReLU")
    press(lab, "Step")
    qtbot.waitUntil(lambda: words_of(lab, "layers_score").startswith("Epoch 10"))
    with qtbot.waitSignal(desk.facts_told, check_params_cb=lambda facts: facts["neuron.page"] == "plane") as told:
        lab.set_lab_state(learnt)
    for name, value in (
        ("plane.ended", ""),
        ("plane.steps", 0),
        ("layers.epochs", 0),
        ("layers.hidden", 3),
        ("layers.activation", "tanh"),
        ("layers.learning_rate", RATES["tanh"]),
    ):
        assert lab.state.facts(lab.plane.learning_of(lab.state)).get(name, lab.layers.facts().get(name)) == value, name
    assert told.args[0]["neuron.page"] == "plane"
    press(lab, "Reset")
    assert lab.state == learnt


@pytest.mark.parametrize("page", get_args(Page))
def test_every_page_fits_beside_the_canvas_and_is_named(qtbot: QtBot, lab: NeuronLab, page: Page) -> None:
    lab.set_lab_state(NeuronLabState(page=page, kind="relu", used=3))
    assert lab.minimumSizeHint().width() <= 430
    assert lab.minimumSizeHint().height() <= 480
    for size in ((430, 480), (900, 900)):
        lab.resize(*size)
        assert not lab.grab().isNull()
    for widget in lab.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus and widget.objectName():
            named = widget.accessibleName() or widget.objectName().startswith("qt_") or isinstance(widget, QLabel)
            assert named or isinstance(widget, QPushButton), widget.objectName()


@pytest.mark.parametrize("page", get_args(Page))
def test_every_page_fits_into_what_a_scroll_area_has(qtbot: QtBot, session: Session, desk: Desk, page: Page) -> None:
    lab = open_neuron_lab(session, desk)
    area = Scrolled(lab)
    qtbot.addWidget(area)
    area.resize(416, 500)
    with qtbot.waitExposed(area):
        area.show()
    for each in (*get_args(Page), page):
        lab.set_lab_state(NeuronLabState(page=each, kind="linear"))
    area.resize(416, 490)
    assert lab.height() == area.viewport().height()


def test_the_ring_needs_three_lines(qtbot: QtBot, lab: NeuronLab) -> None:
    press(lab, "Two layers")
    press(lab, "Ring")
    lab.layers.hidden.set_value(4)
    learn(qtbot, lab, 60)
    assert words_of(lab, "layers_message").startswith("Solved: all 20 points are right")
    costs = lab.layers.cost_line.costs()
    assert costs[-1] < costs[0] / 5


# --- two layers, in the background -------------------------------------------------------------------------------


def test_the_page_comes_to_the_same_end_as_the_network_trained_directly(qtbot: QtBot, lab: NeuronLab) -> None:
    press(lab, "Two layers")
    press(lab, "XOR")
    press(lab, "Reset")
    run_to_the_end(qtbot, lab, lambda: words_of(lab, "layers_message").startswith(("Solved", "Stuck")))
    directly = TwoLayers(TABLES["XOR"], lab.layers.hidden.value(), lab.layers.activation.value(), seed=1)
    directly.advance(10_000)
    expected = directly.progress()
    assert words_of(lab, "layers_message") == expected.message
    assert words_of(lab, "layers_score").startswith(f"Epoch {expected.epochs}: ")
    assert not lab.layers.buttons.is_running()


def test_the_second_layers_learning_rate_is_seen_and_used(qtbot: QtBot, lab: NeuronLab, desk: Desk) -> None:
    press(lab, "Two layers")
    press(lab, "XOR")
    rate = lab.findChild(DecimalField, "layers_learning_rate")
    assert rate is not None
    assert rate.value() == RATES["tanh"]
    with qtbot.waitSignal(desk.facts_told) as told:
        type_in(lab, "layers_learning_rate", "0.2")
    assert told.args[0]["layers.learning_rate"] == 0.2
    with qtbot.waitSignal(desk.facts_told, check_params_cb=lambda facts: facts.get("layers.epochs") == 10) as told:
        press(lab, "Step")
    directly = TwoLayers(TABLES["XOR"], lab.layers.hidden.value(), "tanh", 0, 0.2)
    directly.advance(10)
    assert told.args[0]["layers.cost"] == directly.progress().cost
    press(lab, "ReLU")
    assert rate.value() == RATES["relu"]
    assert (lab.layers.facts()["layers.activation"], lab.layers.facts()["layers.epochs"]) == ("relu", 0)


def test_once_it_is_over_step_leaves_it_and_run_takes_other_weights(qtbot: QtBot, lab: NeuronLab) -> None:
    press(lab, "Two layers")
    press(lab, "XOR")

    def is_solved() -> bool:
        return words_of(lab, "layers_message").startswith("Solved")

    type_in(lab, "layers_learning_rate", "0.5")
    run_to_the_end(qtbot, lab, is_solved)
    solved = words_of(lab, "layers_score")
    press(lab, "Step")
    assert words_of(lab, "layers_score") == solved
    press(lab, "Run")
    assert words_of(lab, "layers_score").startswith("Epoch 0")
    assert lab.layers.buttons.is_running()
    qtbot.waitUntil(lambda: not words_of(lab, "layers_score").startswith("Epoch 0"))
    press(lab, "Plane")
    press(lab, "Clear")
    press(lab, "Two layers")
    press(lab, "Run")
    assert not lab.layers.buttons.is_running()
    assert "no points" in words_of(lab, "layers_message")


def test_lessons_hear_of_the_second_layer(qtbot: QtBot, lab: NeuronLab, desk: Desk) -> None:
    press(lab, "Two layers")
    with qtbot.waitSignal(desk.facts_told, check_params_cb=lambda facts: facts.get("layers.epochs") == 10):
        press(lab, "Step")
    with qtbot.waitSignal(desk.facts_told, check_params_cb=lambda facts: facts.get("layers.epochs") == 0) as told:
        press(lab, "Ring")
    assert told.args[0]["layers.points"] == "ring"


def test_while_a_race_is_timed_the_second_layer_waits_and_says_so(
    qtbot: QtBot, lab: NeuronLab, session: Session
) -> None:
    press(lab, "Two layers")
    race = RaceRun(session.background, session.digits, session)
    race.start(Race(TrainingConfig(hidden=(6,), held_out=0.5), length=1000))
    assert "race is being timed" in words_of(lab, "layers_message")
    press(lab, "Run")
    qtbot.waitUntil(lambda: race.record is not None and len(race.record.histories[0]) > 1, timeout=20_000)
    assert words_of(lab, "layers_score").startswith("Epoch 0")
    race.stop()
    qtbot.waitUntil(lambda: not words_of(lab, "layers_score").startswith("Epoch 0"))
    assert "race" not in words_of(lab, "layers_message")


def test_the_page_alone_asks_for_what_is_set_and_shows_how_far_it_is(qtbot: QtBot) -> None:
    page = LayersPage()
    qtbot.addWidget(page)
    page.show()
    assert page.facts() == {}
    with qtbot.waitSignal(page.begin_requested) as begun:
        page.hidden.set_value(2)
    assert begun.args == [TABLES["XOR"], 2, "tanh", 0, 0.05]
    with qtbot.waitSignal(page.begin_requested) as begun:
        page.rate.set_value(0.1)
    assert begun.args == [TABLES["XOR"], 2, "tanh", 0, 0.1]
    network = TwoLayers(*begun.args)
    network.advance(30)
    page.show_progress(network.progress())
    assert page.score.text().startswith("Epoch 30: ")
    with qtbot.waitSignal(page.step_requested) as step:
        QTest.mouseClick(page.buttons.step, LEFT)
    assert step.args == [10]
    with qtbot.waitSignal(page.step_requested) as tick:
        QTest.mouseClick(page.buttons.run, LEFT)
    assert tick.args == [2]


def test_painting_works_nothing_out(qtbot: QtBot, lab: NeuronLab, monkeypatch: pytest.MonkeyPatch) -> None:
    for page in ("Unit", "Two layers"):
        press(lab, page)

        def refuse(*_values: object) -> None:
            raise AssertionError("a paint event asks a network or a unit")

        with monkeypatch.context() as patched:
            for name in ("predict", "forward", "logits"):
                patched.setattr(Network, name, refuse)
            patched.setattr("handwriting_app.ui.labs.neuron_picture.value", refuse)
            with qtbot.captureExceptions() as raised:
                assert not lab.grab().isNull()
        assert not raised


def test_everything_that_a_lesson_can_lock_has_its_controls(lab: NeuronLab) -> None:
    assert lab.controls().keys() == {field.name for field in VIEW_STATES[NEURON_LAB.name].fields}


def test_a_locked_lab_can_be_turned_only_where_the_lesson_lets_it(lab: NeuronLab, desk: Desk) -> None:
    slider = lab.findChild(QSlider, "neuron_weight_1_slider")
    lab.set_lab_state(NeuronLabState(kind="linear"))
    desk.controls_requested.emit(frozenset({"bias"}), frozenset({"used"}))
    QTest.keyClick(slider, Qt.Key.Key_Right)
    QTest.mouseClick(lab.unit.picture, LEFT, pos=lab.unit.picture.rect().center())
    type_in(lab, "neuron_bias", "2")
    assert lab.lab_state() == NeuronLabState(kind="linear", rule="descent", bias=2.0)
    assert slider.toolTip() == "Locked by this lesson"
    assert not lab.unit.used.isVisible()
    press_is_there = [each for each in lab.pages.findChildren(QPushButton) if each.isEnabled()]
    assert not press_is_there, "the page is not for the learner to turn"
    lab.set_lab_state(NeuronLabState(kind="linear", page="plane"))  # the lesson itself may
    assert lab.lab_state().page == "plane"
    assert lab.plane.buttons.isEnabled(), "what is locked can still learn"

    desk.controls_requested.emit(None, frozenset())
    lab.set_lab_state(NeuronLabState(kind="linear"))
    lab.refresh_now()
    assert lab.unit.used.isVisible()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert lab.lab_state().weights[0] > 1


def test_a_lab_that_is_opened_in_a_lesson_is_locked(qtbot: QtBot, session: Session, desk: Desk) -> None:
    desk.controls_requested.emit(frozenset({"bias"}), frozenset())
    lab = open_neuron_lab(session, desk)
    qtbot.addWidget(lab)
    assert not lab.kind.isEnabled()
