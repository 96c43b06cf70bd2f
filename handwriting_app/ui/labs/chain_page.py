"""The page of the chain rule: one small expression, each local derivative, and their product along each path."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from handwriting_app.lab.equations import product_equation, stated
from handwriting_app.lab.expression import NAMES, Expression
from handwriting_app.lab.neuron import UnitKind, slope_words
from handwriting_app.lab.neuron_state import LIMIT, NeuronLabState
from handwriting_app.numerals import number
from handwriting_app.ui.labs.chain_picture import ChainPicture
from handwriting_app.ui.labs.number_slider import NumberSlider
from handwriting_app.ui.sizes import add_space, px, scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.number_field import Bounds, DecimalField
from handwriting_app.ui.widgets.problem import MessageKind, MessageLine
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.steps import one_two_five

NOT_YET = 0.01
"""An error above this, from where descent does not lead any further down, is worth a word."""


class ChainPage(QWidget):
    """Shows the expression of a `NeuronLabState`; a step beyond the numbers that can be set is not taken, but told.

    Signals:
        state_changed(NeuronLabState): The person has set something else, or taken a step.
    """

    state_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = NeuronLabState()
        self._first = self._stepped = self._state.expression
        self.picture = ChainPicture(self)
        self.kind = SegmentedButtons[UnitKind](
            [
                ("linear", "No function", "y = z: only the sum"),
                ("sigmoid", "Sigmoid", "y = σ(z), between 0 and 1; its slope is σ(1 − σ)"),
                ("relu", "ReLU", "y = max(0, z); its slope is 1 or 0"),
            ],
            self,
        )
        self.kind.setObjectName("chain_kind")
        self.kind.setAccessibleName("Function")
        self.kind.value_changed.connect(lambda kind: self._change(kind=kind))
        self.path = SegmentedButtons([(row, f"back to {name}", "") for row, name in enumerate(NAMES)], self)
        self.path.setObjectName("chain_path")
        self.path.setAccessibleName("Path to look at")
        self.path.value_changed.connect(lambda row: self.state_changed.emit(replace(self._state, path=NAMES[row])))
        self._terms = [
            NumberSlider(f"chain_{name}", name, f"Term {name}", f"The term {name} of the sum", self) for name in NAMES
        ]
        self._target = NumberSlider("chain_target", "t", "Target", "The target: what y should be", self)
        for row, slider in enumerate(self._terms):
            slider.value_changed.connect(lambda value, row=row: self._set_term(row, value))
        self._target.value_changed.connect(lambda target: self._change(target=target))
        self.rate = DecimalField(self._state.chain_learning_rate, Bounds(0, LIMIT, with_low=False), one_two_five, self)
        self.rate.setObjectName("chain_rate")
        self.rate.setAccessibleName("Learning rate of the chain")
        self.rate.setToolTip("The learning rate η: how many times its derivative each of a, b and c moves in one step")
        self.rate.value_changed.connect(
            lambda rate: self.state_changed.emit(replace(self._state, chain_learning_rate=rate))
        )
        self.product = QLabel(self)
        self.product.setObjectName("chain_product")
        self.product.setTextFormat(Qt.TextFormat.PlainText)
        self.product.setWordWrap(True)
        self.product.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        scaled(self.product.setMinimumHeight, lambda each: 3 * each.fontMetrics().lineSpacing() + px(2))
        self.note = MessageLine(2, self)
        self.note.setObjectName("chain_note")
        self.step = QPushButton("Step downhill", self)
        self.step.setObjectName("chain_step")
        self.step.setToolTip("Move a, b and c against their derivatives, by η × each")
        self.step.clicked.connect(self._step)
        self.reset = QPushButton("Reset", self)
        self.reset.setObjectName("chain_reset")
        self.reset.setToolTip("Back to the numbers before the first step")
        self.reset.clicked.connect(self._reset)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        # One above the other however wide: the picture is a line of factors from left to right.
        layout.addWidget(self.picture, 1)
        layout.addWidget(self._controls())

    def controls(self) -> dict[str, list[QWidget]]:
        """What sets each field that a lesson can lock."""
        return {
            "terms": [*self._terms],
            "target": [self._target],
            "expression_kind": [self.kind],
            "chain_learning_rate": [self.rate],
            "path": [self.path],
        }

    def begin_anew(self, state: NeuronLabState) -> None:
        """Show it; Reset leads back to it."""
        self._first = self._stepped = state.expression
        self.show_state(state)

    def show_state(self, state: NeuronLabState) -> None:
        if state.expression != self._stepped:
            self._first = self._stepped = state.expression
        self._state = state
        self.path.set_value(NAMES.index(state.path))
        if self.rate.value() != state.chain_learning_rate:
            self.rate.set_value(state.chain_learning_rate)
        self.reset.setEnabled(state.expression != self._first)
        self.kind.set_value(state.expression.kind)
        for slider, term in zip(self._terms, state.expression.terms, strict=True):
            slider.set_value(term)
        self._target.set_value(state.expression.target)
        self._show()

    def _controls(self) -> QWidget:
        controls = QWidget(self)
        numbers = QGridLayout()
        scaled(numbers.setHorizontalSpacing, 2 * GRID)
        scaled(numbers.setVerticalSpacing, 4)
        for place, slider in zip(((0, 0), (0, 1), (1, 0), (1, 1)), (*self._terms, self._target), strict=True):
            numbers.addWidget(slider, *place)
        steps = QHBoxLayout()
        label = QLabel("Learning rate η", controls)
        label.setBuddy(self.rate)
        steps.addWidget(label)
        steps.addWidget(self.rate, 1)
        add_space(steps, GRID)
        steps.addWidget(self.step, 2)
        steps.addWidget(self.reset, 1)
        layout = QVBoxLayout(controls)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, 6)
        layout.addWidget(self.kind)
        layout.addLayout(numbers)
        layout.addLayout(steps)
        layout.addWidget(self.path)
        layout.addWidget(self.product)
        layout.addWidget(self.note)
        return controls

    def _show(self) -> None:
        expression, row = self._state.expression, self.path.value()
        self.picture.show_expression(expression, row)
        self.product.setText("\n".join(product_equation(expression, row)))
        self.note.show_text(*_note(expression, self._state.chain_learning_rate))

    def _set_term(self, row: int, value: float) -> None:
        """The others stay as they are, to digits that their fields have no room for."""
        terms = list(self._state.expression.terms)
        terms[row] = value
        a, b, c = terms
        self._change(terms=(a, b, c))

    def _step(self) -> None:
        stepped = self._state.expression.step(self._state.chain_learning_rate)
        if not _is_within(stepped):
            return
        self._stepped = stepped
        steps = self._state.expression_steps + 1
        self.state_changed.emit(replace(self._state, expression=stepped, expression_steps=steps))

    def _reset(self) -> None:
        self.state_changed.emit(replace(self._state, expression=self._first, expression_steps=0))

    def _change(self, **values: object) -> None:
        changed = replace(self._state.expression, **values)  # type: ignore[arg-type]
        if changed != self._state.expression:
            self.state_changed.emit(replace(self._state, expression=changed, expression_steps=0))


def _is_within(expression: Expression) -> bool:
    return all(abs(term) <= LIMIT for term in expression.terms)


def _note(expression: Expression, rate: float) -> tuple[str, MessageKind]:
    """What is worth knowing before the next step: first what would go wrong with it."""
    trace, kind = expression.trace(), expression.kind
    eta = f"With η = {number(rate, 6)}"
    if not _is_within(expression.step(rate)):
        return f"{eta} the next step would end beyond {number(LIMIT)}, so it is not taken. Make η smaller.", "warning"
    name = "σ" if kind == "sigmoid" else "ReLU"
    if expression.least_error() > NOT_YET:
        reach = "lies between 0 and 1" if kind == "sigmoid" else "is never below 0"
        least = number(expression.least_error(), 3)
        return (
            f"{name} {reach}, so the target {number(expression.target)} is out of reach: E stays above {least}.",
            "hint",
        )
    if expression.is_killed_by(rate):
        after = stated("z", expression.step(rate).trace().z, 3)
        return (
            f"{eta} the next step ends at {after}: the ReLU would be off, and no step leads back. "
            f"Keep η below {number(expression.safe_rate(), 2)}.",
            "warning",
        )
    if kind == "relu" and trace.z <= 0 and trace.error > NOT_YET:
        state = "on its corner, and ReLU′(0) = 0 by convention" if trace.z == 0 else "off: its slope is 0"
        return f"The ReLU is {state}, so no step moves anything. Raise a, b or c until z is above 0.", "warning"
    if kind == "linear":
        return "A sum passes the derivative on unchanged: ∂z/∂a = 1, and the same for b and c.", "hint"
    return f"The slope of {name} at {stated('z', trace.z)}: {slope_words(kind, trace.z)}.", "hint"
