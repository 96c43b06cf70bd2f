"""The page of the chain rule: one small expression, each local derivative, and their product along each path."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from handwriting_app.lab.expression import Expression
from handwriting_app.lab.neuron import UnitKind, slope_words
from handwriting_app.lab.neuron_state import NeuronLabState
from handwriting_app.numerals import number, trimmed
from handwriting_app.ui.labs.chain_picture import NAMES, ChainPicture
from handwriting_app.ui.labs.number_slider import NumberSlider
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.problem import MessageLine
from handwriting_app.ui.widgets.segmented import SegmentedButtons

LEARNING_RATE = 0.5


class ChainPage(QWidget):
    """Shows the expression of a `NeuronLabState`.

    Signals:
        state_changed(NeuronLabState): The person has set something else, or taken a step.
    """

    state_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = NeuronLabState()
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
        self.path.value_changed.connect(lambda _row: self._show())
        self._terms = [
            NumberSlider(f"chain_{name}", name, f"Term {name}", f"The term {name} of the sum", self) for name in NAMES
        ]
        self._target = NumberSlider("chain_target", "t", "Target", "The target: what y should be", self)
        for slider in (*self._terms, self._target):
            slider.value_changed.connect(self._on_numbers)
        self.product = QLabel(self)
        self.product.setObjectName("chain_product")
        self.product.setTextFormat(Qt.TextFormat.PlainText)
        self.product.setWordWrap(True)
        self.product.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.product.setMinimumHeight(3 * self.fontMetrics().lineSpacing() + 2)
        self.note = MessageLine(2, self)
        self.note.setObjectName("chain_note")
        self.step = QPushButton("Step downhill", self)
        self.step.setObjectName("chain_step")
        self.step.setToolTip(f"Move a, b and c against their derivatives, by {number(LEARNING_RATE)} × each")
        self.step.clicked.connect(self._step)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        # One above the other however wide: the picture is a line of factors from left to right.
        layout.addWidget(self.picture, 1)
        layout.addWidget(self._controls())

    def controls(self) -> dict[str, list[QWidget]]:
        """What sets each field that a lesson can lock."""
        return {"terms": [*self._terms], "target": [self._target], "expression_kind": [self.kind]}

    def show_state(self, state: NeuronLabState) -> None:
        self._state = state
        self.kind.set_value(state.expression.kind)
        for slider, term in zip(self._terms, state.expression.terms, strict=True):
            slider.set_value(term)
        self._target.set_value(state.expression.target)
        self._show()

    def _controls(self) -> QWidget:
        controls = QWidget(self)
        numbers = QGridLayout()
        numbers.setHorizontalSpacing(2 * GRID)
        numbers.setVerticalSpacing(4)
        for place, slider in zip(((0, 0), (0, 1), (1, 0), (1, 1)), (*self._terms, self._target), strict=True):
            numbers.addWidget(slider, *place)
        path = QHBoxLayout()
        path.addWidget(self.path, 1)
        path.addWidget(self.step)
        layout = QVBoxLayout(controls)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.kind)
        layout.addLayout(numbers)
        layout.addLayout(path)
        layout.addWidget(self.product)
        layout.addWidget(self.note)
        return controls

    def _show(self) -> None:
        expression, row = self._state.expression, self.path.value()
        trace = expression.trace()
        self.picture.show_expression(expression, row)
        name = NAMES[row]
        factors = " × ".join(_bracketed(value) for value in (trace.dz, trace.dy, trace.de))
        self.product.setText(
            f"∂error/∂{name} = ∂z/∂{name} · ∂y/∂z · ∂error/∂y\n"
            f"= {factors} = {trimmed(trace.product, 4)}\n"
            f"By nudging {name} instead: {trimmed(expression.measured(row), 4)}"
        )
        self.note.show_text(_note(expression), "hint")

    def _on_numbers(self) -> None:
        a, b, c = (slider.value() for slider in self._terms)
        self._change(terms=(a, b, c), target=self._target.value())

    def _step(self) -> None:
        stepped = self._state.expression.step(LEARNING_RATE)
        steps = self._state.expression_steps + 1
        self.state_changed.emit(replace(self._state, expression=stepped, expression_steps=steps))

    def _change(self, **values: object) -> None:
        changed = replace(self._state.expression, **values)  # type: ignore[arg-type]
        if changed != self._state.expression:
            self.state_changed.emit(replace(self._state, expression=changed, expression_steps=0))


def _bracketed(value: float) -> str:
    text = trimmed(value, 4)
    return f"({text})" if text.startswith("−") else text


def _note(expression: Expression) -> str:
    trace = expression.trace()
    if expression.kind == "linear":
        return "A sum passes the derivative on unchanged: ∂z/∂a = 1, and the same for b and c."
    name = "σ" if expression.kind == "sigmoid" else "ReLU"
    return f"The slope of {name} at z = {trimmed(trace.z)}: {slope_words(expression.kind, trace.z)}."
