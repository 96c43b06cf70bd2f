"""The page where one unit learns to part points with a straight line, and where it meets XOR."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from handwriting_app.lab.learning import (
    TOO_FAR,
    Learning,
    Rule,
    mistakes,
    why_not_descent,
    why_not_perceptron,
)
from handwriting_app.lab.least_squares import cost_of, regression_words
from handwriting_app.lab.neuron import Neuron
from handwriting_app.lab.neuron_state import NeuronLabState
from handwriting_app.lab.plane import picture_of_unit
from handwriting_app.lab.points import TABLES, Points
from handwriting_app.lab.separation import obstacle
from handwriting_app.numerals import count
from handwriting_app.ui.labs.columns import Columns
from handwriting_app.ui.labs.cost_line import CostLine
from handwriting_app.ui.labs.number_slider import NumberSlider
from handwriting_app.ui.labs.plane_view import PlaneView
from handwriting_app.ui.labs.run_buttons import RunButtons
from handwriting_app.ui.labs.slider_grid import SliderGrid
from handwriting_app.ui.sizes import add_space, fit_words, scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.number_field import Bounds, DecimalField
from handwriting_app.ui.widgets.problem import MessageKind, MessageLine
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.steps import one_two_five

TRAIL = 12
PACES = {"slow": (4, 1), "fast": (30, 4)}
"""Ticks a second, and steps a tick."""

_HINT = "Move the line with the sliders, or let the unit learn: Step or Run. Click into the plane for more points."


class PlanePage(QWidget):
    """Shows a `NeuronLabState` and runs its learning, which it keeps as a `Learning`.

    Signals:
        state_changed(NeuronLabState): The person has set something else, or the unit has learnt.
        learning_changed(): A step was taken, or the learning begins anew.
        layers_requested(): One unit is not enough: the page of two layers is wanted.
    """

    state_changed = Signal(object)
    learning_changed = Signal()
    layers_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = NeuronLabState()
        self._learning = Learning(self._state.plane_neuron())
        self._first = self._state.plane_neuron()
        self._trail: tuple[Neuron, ...] = ()
        self.plane = PlaneView(self)
        self.plane.points_changed.connect(lambda points: self._set_points(points))
        self.rule = SegmentedButtons[Rule](
            [
                ("perceptron", "Perceptron rule", "Look at one point after the other; after a mistake, move the line"),
                ("descent", "Gradient descent", "Move all weights downhill on the mean cost of all points"),
            ],
            self,
        )
        self.rule.setObjectName("plane_rule")
        self.rule.setAccessibleName("How the unit learns")
        self.rule.value_changed.connect(lambda rule: self._change(rule=rule))
        self.rate = DecimalField(0.5, Bounds(0, 100, with_low=False), one_two_five, self)
        self.rate.setObjectName("plane_learning_rate")
        self.rate.setAccessibleName("Learning rate of the unit")
        self.rate.setToolTip("The learning rate η: how far one step goes")
        self.rate.value_changed.connect(lambda rate: self._change(learning_rate=rate))
        self.pace = SegmentedButtons(
            [("slow", "Slow", "4 steps a second"), ("fast", "Fast", "120 steps a second")], self
        )
        self.pace.setObjectName("plane_pace")
        self.pace.setAccessibleName("Pace")
        self.buttons = RunButtons(
            "plane",
            PACES["slow"][0],
            ("One step of the rule", "Step after step until it is done", "Back to the weights before the first step"),
            self,
        )
        self.pace.value_changed.connect(lambda pace: self.buttons.set_pace(PACES[pace][0]))
        self.buttons.step_requested.connect(self._step)
        self.buttons.reset_requested.connect(self._reset)
        self.message = MessageLine(4, self)
        self.message.setObjectName("plane_message")
        self.score = QLabel(self)
        self.score.setObjectName("plane_score")
        self.cost_line = CostLine("plane_cost_line", self)
        self.second_layer = QPushButton("Second layer…", self)
        self.second_layer.setObjectName("plane_second_layer")
        self.second_layer.setToolTip("Open these points in a network of two layers")
        self.second_layer.clicked.connect(self.layers_requested)
        self._weights = [
            NumberSlider("plane_weight_1", "w₁", "Weight of X1", "Turns the line", self, TOO_FAR),
            NumberSlider("plane_weight_2", "w₂", "Weight of X2", "Turns the line", self, TOO_FAR),
            NumberSlider("plane_bias", "b", "Bias of the unit", "Shifts the line", self, TOO_FAR),
        ]
        for row, slider in enumerate(self._weights):
            slider.value_changed.connect(lambda value, row=row: self._on_weight(row, value))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        controls = self._controls()
        layout.addWidget(Columns(self.plane, controls, self, self._sliders))

    @property
    def learning(self) -> Learning:
        return self._learning

    def controls(self) -> dict[str, list[QWidget]]:
        """What sets each field that a lesson can lock."""
        tables = self.findChildren(QPushButton, QRegularExpression(f"plane_({'|'.join((*TABLES, 'clear')).lower()})"))
        return {
            "points": [*tables, self.plane],
            "rule": [self.rule],
            "learning_rate": [self.rate],
            "weights": [*self._weights[:2]],
            "bias": [*self._weights[2:]],
            "page": [self.second_layer],
        }

    def learning_of(self, state: NeuronLabState) -> Learning | None:
        """How far this unit has come with these points here; None if what was learnt here was something else."""
        mine, asked = ((each.plane_neuron(), each.points, each.rule) for each in (self._state, state))
        return self._learning if mine == asked and self._learning.neuron == state.plane_neuron() else None

    def begin_anew(self, state: NeuronLabState) -> None:
        """Show it, with nothing learnt yet and no way behind it."""
        self._state = state
        self._first = state.plane_neuron()
        self._learning, self._trail = Learning(self._first), ()
        self.buttons.pause()
        self.cost_line.clear()
        self._show()

    def show_state(self, state: NeuronLabState) -> None:
        """Show it; weights or points that have not come about by learning here start it anew."""
        old, self._state = self._state, state
        unit = state.plane_neuron()
        if unit != self._learning.neuron or state.points != old.points or state.rule != old.rule:
            if unit != self._learning.neuron:
                self._first, self._trail = unit, ()
            self._learning = Learning(unit)
            self.buttons.pause()
            self.cost_line.clear()
        elif state.learning_rate != old.learning_rate:
            # Another way on from here, also where the last one had come to its end.
            self._learning = self._learning.going_on()
        self._show()

    def load(self, name: str) -> None:
        """Put one of the tables on the plane."""
        self._set_points(TABLES[name])

    def _controls(self) -> QWidget:
        controls = QWidget(self)
        tables = QHBoxLayout()
        scaled(tables.setSpacing, 4)
        for name in TABLES:
            button = QPushButton(name if name.isupper() else name.title(), controls)
            button.setObjectName(f"plane_{name.lower()}")
            button.setToolTip(f"Load the points of {name}")
            fit_words(button, 8, 44)
            button.clicked.connect(lambda _checked, of=name: self.load(of))
            tables.addWidget(button)
        clear = QPushButton("Clear", controls)
        clear.setObjectName("plane_clear")
        clear.setToolTip("Take all points away and put your own")
        fit_words(clear, 8, 44)
        clear.clicked.connect(lambda: self._set_points(Points()))
        tables.addWidget(clear)
        pace = QHBoxLayout()
        pace.addWidget(self.buttons, 3)
        pace.addWidget(self.pace, 2)
        rate_row = QWidget(controls)
        rate = QHBoxLayout(rate_row)
        rate.setContentsMargins(0, 0, 0, 0)
        rate_label = QLabel("Learning rate η", controls)
        rate_label.setBuddy(self.rate)
        rate.addWidget(rate_label)
        add_space(rate, GRID)
        rate.addWidget(self.rate)
        first, second, bias = self._weights
        self._sliders = SliderGrid([(first, 0, 0), (second, 0, 1), (bias, 1, 0), (rate_row, 1, 1)], controls)
        foot = QHBoxLayout()
        foot.addWidget(self.score, 1)
        foot.addWidget(self.cost_line)
        foot.addWidget(self.second_layer)
        layout = QVBoxLayout(controls)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, 6)
        layout.addLayout(tables)
        layout.addWidget(self.rule)
        layout.addLayout(pace)
        layout.addWidget(self._sliders)
        layout.addLayout(foot)
        layout.addWidget(self.message)
        return controls

    def _show(self) -> None:
        state, learning = self._state, self._learning
        unit = state.plane_neuron()
        self.rule.set_value(state.rule)
        reason = why_not_perceptron(state.kind)
        self.rule.button("perceptron").setEnabled(not reason)
        self.rule.button("perceptron").setToolTip(reason or "After a mistake, move the line")
        if self.rate.value() != state.learning_rate:
            self.rate.set_value(state.learning_rate)
        for slider, value in zip(self._weights, (*unit.weights, unit.bias), strict=True):
            slider.set_value(value)
            slider.set_unusable("A plain sum has no weights; choose another unit above" if state.kind == "sum" else "")
        has_failed = learning.ended in {"circles", "converged", "stuck"} and mistakes(unit, state.points).any()
        proof = obstacle(state.points) if has_failed else None
        is_regression = state.kind == "linear" and state.rule == "descent"
        looked_at = learning.looked_at if learning.steps else None
        self.plane.show_picture(
            picture_of_unit(unit, state.points, self._trail, looked_at, proof, with_least_squares=is_regression)
        )
        wrong = int(mistakes(unit, state.points).sum())
        self.score.setText(f"Step {count(learning.steps)}: {wrong} of {len(state.points)} wrong")
        if proof is not None:
            self.message.show_text(f"{learning.message} Why: {proof.words}", "warning")
        elif learning.message:
            kind: MessageKind = "good" if learning.ended == "converged" else "warning" if learning.ended else "info"
            self.message.show_text(learning.message, kind)
        elif is_regression:
            self.message.show_text(f"{regression_words(unit, state.points)} Press Step or Run.", "hint")
        else:
            why_not = why_not_descent(state.kind) if state.rule == "descent" else ""
            self.message.show_text(why_not or _HINT, "hint")

    def _step(self) -> None:
        state = self._state
        steps = PACES[self.pace.value()][1] if self.buttons.is_running() else 1
        learning = self._learning.going_on() if self._learning.ended else self._learning
        for _ in range(steps):
            before = learning.neuron
            learning = learning.step(state.points, state.rule, state.learning_rate)
            self.cost_line.add(cost_of(learning.neuron, state.points))
            if learning.neuron != before:
                self._trail = (before, *self._trail)[:TRAIL]
        self._learning = learning
        if learning.ended:
            self.buttons.pause()
        self._state = state.with_neuron(learning.neuron)
        self._show()
        self.state_changed.emit(self._state)
        self.learning_changed.emit()

    def _reset(self) -> None:
        self._learning, self._trail = Learning(self._first), ()
        self.cost_line.clear()
        self._state = self._state.with_neuron(self._first)
        self._show()
        self.state_changed.emit(self._state)
        self.learning_changed.emit()

    def _set_points(self, points: Points) -> None:
        self._change(points=points)

    def _on_weight(self, row: int, value: float) -> None:
        """The other two stay as they are, to digits that their fields have no room for."""
        if row == 2:
            self._change(bias=value)
        else:
            w1, w2, w3 = self._state.weights
            self._change(weights=(value, w2, w3) if row == 0 else (w1, value, w3))

    def _change(self, **values: object) -> None:
        changed = replace(self._state, **values)  # type: ignore[arg-type]
        if changed != self._state:
            self.state_changed.emit(changed)
