"""One chosen number, and its gradient in two ways: by backpropagation and by nudging."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from handwriting_app.explain.choice import Choice, aim_at, aims_at
from handwriting_app.explain.formula import Formula
from handwriting_app.explain.quantity import Kind
from handwriting_app.explain.steps import Step
from handwriting_app.explain.weight_check import Check, Verdict
from handwriting_app.numerals import number
from handwriting_app.ui.inspector.formula_view import FormulaView
from handwriting_app.ui.inspector.signs import FittingLabel, SignLabel
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.widgets.fields import SpinBox
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.tips import set_tip
from handwriting_app.ui.widgets.words import set_caption, set_title

_NEURON = (Kind.SUM, Kind.OUTPUT)


class CheckView(QWidget):
    """Lets one choose a weight, a bias or a neuron, and shows whether its gradient holds.

    Signals:
        aim_chosen(Kind): a weight, a bias or a neuron is meant.
        unit_chosen(int, int): the layer, and the neuron of it.
    """

    aim_chosen = Signal(object)
    unit_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layer = 0
        self._aims: SegmentedButtons[Kind] = SegmentedButtons(
            [
                (Kind.WEIGHT, "Weight", "Look at the weight between the two chosen neurons"),
                (Kind.BIAS, "Bias", "Look at the chosen neuron's bias"),
                (Kind.SUM, "Neuron", "Look at the chosen neuron's weighted sum z"),
            ]
        )
        self._aims.setObjectName("inspector_aim")
        self._aims.setAccessibleName("What to look at")
        self._aims.value_changed.connect(self._choose_aim)
        self._unit_label, self._unit = _number_field("inspector_unit", "Which neuron of this layer")
        self._source_label, self._source = _number_field("inspector_source", "Which neuron of the layer below")
        self._source_label.setText("from")
        self._unit.valueChanged.connect(lambda unit: self.unit_chosen.emit(self._layer, unit))
        self._source.valueChanged.connect(lambda unit: self.unit_chosen.emit(self._layer - 1, unit))
        self._value = FittingLabel()
        self._value.setObjectName("inspector_value")
        self._value.setAccessibleName("The number itself")
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

        self._gradient = FormulaView(1.15, 1.95, centred=True, wraps=False)
        self._backprop = _result("check_backprop", "Gradient by backpropagation")
        self._numeric = _result("check_numeric", "Gradient by central differences")
        self._verdict = SignLabel()
        self._verdict.setObjectName("check_verdict")
        self._note = QLabel()
        self._note.setObjectName("check_note")
        set_caption(self._note)
        set_tip(self._note, "Relative difference: how far the two lie apart, as a share of the larger")

        chooser = QHBoxLayout()
        scaled(chooser.setSpacing, 6)
        chooser.addWidget(self._aims)
        for widget in (self._unit_label, self._unit, self._source_label, self._source):
            chooser.addWidget(widget)
        chooser.addWidget(self._value, 1)
        numbers = QGridLayout()
        scaled(numbers.setHorizontalSpacing, 12)
        numbers.setVerticalSpacing(0)
        numbers.addWidget(self._gradient, 0, 0, 2, 1)
        for column, (caption, value) in enumerate(
            (("backpropagation", self._backprop), ("by nudging", self._numeric)), 1
        ):
            head = QLabel(caption)
            set_caption(head)
            numbers.addWidget(head, 0, column)
            numbers.addWidget(value, 1, column)
        numbers.addWidget(self._note, 0, 3)
        numbers.addWidget(self._verdict, 1, 3)
        numbers.setColumnStretch(3, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, 2)
        layout.addLayout(chooser)
        layout.addLayout(numbers)

    def show_choice(self, step: Step, choice: Choice, sizes: tuple[int, ...], value: float) -> None:
        """Show what is chosen in a step.

        Args:
            step: Where one is.
            choice: The neurons.
            sizes: Units of every layer.
            value: Of the chosen number.
        """
        self._layer = step.layer
        aims, aim = aims_at(step), aim_at(step, choice)
        with QSignalBlocker(self._aims):
            self._aims.set_value(aim if aim in (Kind.WEIGHT, Kind.BIAS) else Kind.SUM)
        for kind in (Kind.WEIGHT, Kind.BIAS):
            self._aims.button(kind).setEnabled(kind in aims)
        self._aims.button(Kind.SUM).setEnabled(any(kind in aims for kind in _NEURON))
        is_output = step.layer == len(sizes) - 1
        self._unit_label.setText("square" if step.layer == 0 else "output" if is_output else "neuron")
        _show(self._unit, choice.units[step.layer], sizes[step.layer])
        has_source = aim is Kind.WEIGHT
        self._source.setEnabled(has_source)
        self._source_label.setEnabled(has_source)
        _show(self._source, choice.units[max(step.layer - 1, 0)], sizes[max(step.layer - 1, 0)])
        letter = {Kind.WEIGHT: "w", Kind.BIAS: "b", Kind.SUM: "z", Kind.OUTPUT: "a", Kind.PIXEL: "x"}[aim]
        self._value.setText(f"{letter} = {number(value)}")
        set_tip(self._value, self._value.text())

    def show_check(self, gradient: Formula, check: Check, *, is_covered: bool = False) -> None:
        """Show the gradient of the chosen number in both ways, and whether they agree; or cover all of that."""
        self._gradient.show_formula(gradient)
        if is_covered:
            for label in (self._backprop, self._numeric):
                label.setText("?")
            set_tip(self._numeric, "")
            self._verdict.show_sign("guess first", "muted")
            self._note.setText("")
            return
        self._backprop.setText(number(check.backprop))
        self._numeric.setText(number(check.numeric))
        set_tip(
            self._numeric,
            f"Backpropagation is not used here: the number is moved up and down by h = {number(check.nudge)}, the "
            "cost is worked out afresh by the forward pass each time, and their difference is divided by 2h (the "
            "central difference).",
        )
        match check.verdict:
            case Verdict.AGREES:
                self._verdict.show_sign("✓ they agree", "good")
                self._note.setText(f"rel. diff. {number(check.relative, 1)}")
            case Verdict.TOO_SMALL:
                self._verdict.show_sign("✓ both are 0", "good")
                self._note.setText("as far as one can tell")
            case Verdict.KINK:
                self._verdict.show_sign("≈ at a bend", "muted")
                self._note.setText("no slope to compare")
            case Verdict.DIFFERS:
                self._verdict.show_sign("✗ they differ", "error")
                self._note.setText(f"rel. diff. {number(check.relative, 1)}")

    def _choose_aim(self, kind: Kind) -> None:
        self.aim_chosen.emit(kind)


def _number_field(name: str, words: str) -> tuple[QLabel, QSpinBox]:
    field = SpinBox()
    field.setObjectName(name)
    field.setAccessibleName(words)
    set_tip(field, f"{words}, counted from 0")
    field.setKeyboardTracking(False)
    scaled(field.setMaximumWidth, lambda each: each.fontMetrics().horizontalAdvance("0000") + px(32))
    label = QLabel()
    label.setBuddy(field)
    return label, field


def _show(field: QSpinBox, value: int, size: int) -> None:
    with QSignalBlocker(field):
        field.setRange(0, size - 1)
        field.setValue(value)


def _result(name: str, words: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setAccessibleName(words)
    set_title(label)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    scaled(label.setMinimumWidth, lambda each: each.fontMetrics().horizontalAdvance("−0.000·10⁻⁰⁰"))
    return label
