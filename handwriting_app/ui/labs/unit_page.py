"""The page of one unit: what it takes in, what it makes of it, and how steep its function is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from handwriting_app.lab.equations import unit_equations
from handwriting_app.lab.neuron_state import NeuronLabState
from handwriting_app.ui.labs.activation_curve import ActivationCurve
from handwriting_app.ui.labs.columns import Columns
from handwriting_app.ui.labs.figure import subscript
from handwriting_app.ui.labs.neuron_picture import NeuronPicture
from handwriting_app.ui.labs.number_slider import NumberSlider
from handwriting_app.ui.labs.slider_grid import SliderGrid
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.tips import set_tip
from handwriting_app.ui.widgets.words import set_caption

_NO_WEIGHTS = "A plain sum takes its inputs as they are: every weight is 1 and there is no bias. Try Linear."


class UnitPage(QWidget):
    """Shows a `NeuronLabState`.

    Signals:
        state_changed(NeuronLabState): The person has set something else.
    """

    state_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = NeuronLabState()
        self.picture = NeuronPicture(self)
        self.curve = ActivationCurve(self)
        self.formula = QLabel(self)
        self.formula.setObjectName("neuron_formula")
        set_caption(self.formula)
        self.formula.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.formula.setWordWrap(True)
        # However long the sum, it never widens the column; nor does its height depend on the width.
        self.formula.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        scaled(self.formula.setFixedHeight, lambda each: 2 * each.fontMetrics().lineSpacing() + px(2))
        self.used = SegmentedButtons(
            [(number, str(number), f"Use {number} input{'s' if number > 1 else ''}") for number in (1, 2, 3)], self
        )
        self.used.setObjectName("neuron_inputs")
        self.used.setAccessibleName("Inputs in use")
        self.used.value_changed.connect(lambda used: self._change(used=used))
        self._inputs = [self._slider("input", row) for row in range(3)]
        self._weights = [self._slider("weight", row) for row in range(3)]
        self._bias = NumberSlider("neuron_bias", "b", "Bias", "The bias: what is added to the weighted inputs", self)
        self._bias.value_changed.connect(self._set_bias)
        self.picture.input_dragged.connect(lambda row, value: self._set("inputs", row, value))
        self.picture.weight_dragged.connect(lambda row, value: self._set("weights", row, value))
        self.picture.bias_dragged.connect(self._set_bias)

        pictures = QWidget(self)
        tall = QVBoxLayout(pictures)
        tall.setContentsMargins(0, 0, 0, 0)
        scaled(tall.setSpacing, 4)
        tall.addWidget(self.picture, 5)
        tall.addWidget(self.formula)
        tall.addWidget(self.curve, 6)
        controls = QWidget(self)
        below = QVBoxLayout(controls)
        below.setContentsMargins(0, 0, 0, 0)
        head = QGridLayout()
        label = QLabel("Inputs in use", controls)
        label.setBuddy(self.used)
        head.addWidget(label, 0, 0)
        head.addWidget(self.used, 0, 1)
        head.setColumnStretch(1, 1)
        below.addLayout(head)
        columns = self._inputs, [*self._weights, self._bias]
        sliders = SliderGrid(
            [(each, row, column) for column, those in enumerate(columns) for row, each in enumerate(those)], controls
        )
        below.addWidget(sliders)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Columns(pictures, controls, self, sliders))

    def controls(self) -> dict[str, list[QWidget]]:
        """What sets each field that a lesson can lock; the picture sets three of them."""
        return {
            "used": [self.used],
            "inputs": [*self._inputs, self.picture],
            "weights": [*self._weights, self.picture],
            "bias": [self._bias, self.picture],
        }

    def show_state(self, state: NeuronLabState) -> None:
        self._state = state
        self.used.set_value(state.used)
        for row in range(3):
            self._inputs[row].set_value(state.inputs[row])
            self._weights[row].set_value(state.weights[row])
            reason = f"Only {state.used} of three inputs in use" if row >= state.used else ""
            self._inputs[row].set_unusable(reason)
            self._weights[row].set_unusable(reason or (_NO_WEIGHTS if state.kind == "sum" else ""))
        self._bias.set_value(state.bias)
        self._bias.set_unusable(_NO_WEIGHTS if state.kind == "sum" else "")
        self.picture.show_state(state)
        self.curve.show_unit(state.neuron(), state.inputs[: state.used])
        equations = ",   ".join(unit_equations(state.neuron(), state.inputs[: state.used]))
        self.formula.setText(equations)
        set_tip(self.formula, equations)

    def _slider(self, which: str, row: int) -> NumberSlider:
        letter, words = ("X", "Input") if which == "input" else ("w", "Weight")
        tooltip = (
            f"Input X{row + 1}" if which == "input" else f"The weight of X{row + 1}: how much it counts, and which way"
        )
        name = f"neuron_{which}_{row + 1}"
        slider = NumberSlider(name, f"{letter}{subscript(row + 1)}", f"{words} {row + 1}", tooltip, self)
        slider.value_changed.connect(_setter(self._set, f"{which}s", row))
        return slider

    def _set(self, which: str, row: int, value: float) -> None:
        numbers = list(self._state.inputs if which == "inputs" else self._state.weights)
        numbers[row] = value
        a, b, c = numbers
        if which == "inputs":
            self._change(inputs=(a, b, c))
        else:
            self._change(weights=(a, b, c))

    def _set_bias(self, value: float) -> None:
        self._change(bias=value)

    def _change(self, **values: object) -> None:
        changed = replace(self._state, **values)  # type: ignore[arg-type]
        if changed != self._state:
            self.state_changed.emit(changed)


def _setter(setter: Callable[[str, int, float], None], which: str, row: int) -> Callable[[float], None]:
    return lambda value: setter(which, row, value)
