"""Number fields that step by sensible values and say, as one types, what is wrong with what stands in them.

Unlike Qt's spin boxes they keep what is typed, hold whole numbers of any size and every float to its last digit, and
write a dot as the decimal point in every country; a decimal comma is understood.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleValueChangeEvent, QPaintEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QSizePolicy, QWidget

from handwriting_app.numerals import rounded
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.widgets.fields import has_wheel
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.place_tips import PlaceTips
from handwriting_app.ui.widgets.problem import paint_problem_outline
from handwriting_app.ui.widgets.steps import Step

Number = TypeVar("Number", int, float)

_WHOLE = re.compile(r"[+-]?[0-9]{1,4000}")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?inf")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The numbers that a field takes: from ``low`` to ``high``, with or without the ends themselves."""

    low: float = -math.inf
    high: float = math.inf
    with_low: bool = True
    with_high: bool = True

    def problem(self, value: float) -> str:
        """What is wrong with ``value`` and what to do, in a few words; empty when it lies inside."""
        if value < self.low or (value == self.low and not self.with_low):
            words = "at least" if self.with_low else "more than"
            return f"too small, use {words} {text_of(self.low)}"
        if value > self.high or (value == self.high and not self.with_high):
            if math.isinf(self.high):
                return "too large"
            words = "at most" if self.with_high else "less than"
            return f"too large, use {words} {text_of(self.high)}"
        return ""


def text_of(value: float) -> str:
    """The shortest text that reads back as exactly ``value``, with a dot: 0.1, 1e-5, 64."""
    text = repr(value)
    text = text.removesuffix(".0")
    return re.sub(r"e([+-]?)0*", lambda match: "e" + match[1].replace("+", ""), text)


class NumberField(QAbstractSpinBox, Generic[Number]):
    """The field of either kind of number; use `WholeNumberField` or `DecimalField`.

    What is wrong with the text in it is its tooltip and its accessible description meanwhile.

    Signals:
        value_changed(number): What stands in the field is another valid number: typed, stepped to, or set.
        problem_changed(str): What is wrong with the text, and what to do; empty when all is well.
        committed(number): The user is done with a valid number: Enter, an arrow, or the field was left.
    """

    value_changed = Signal(object)
    problem_changed = Signal(str)
    committed = Signal(object)

    def __init__(self, value: Number, bounds: Bounds, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bounds = bounds
        self._step = step
        self._value: Number = value
        self._problem = ""
        self.setAccelerated(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # and not by the wheel
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        scaled(self.setMinimumWidth, lambda each: each.fontMetrics().horizontalAdvance("0.0000") + px(32))
        self.lineEdit().setText(text_of(value))
        self.lineEdit().textChanged.connect(self._read)
        self.editingFinished.connect(self._commit)
        self.setProperty("minimum", bounds.low)
        self.setProperty("maximum", bounds.high)
        self._have_heard()
        PlaceTips(self, lambda _place: self._problem or None)

    def value(self) -> Number:
        """The number in the field; while that is not a valid one, the last that was."""
        return self._value

    def set_value(self, value: Number) -> None:
        """Show a number. Raises ValueError when it is outside the bounds."""
        if problem := self._bounds.problem(value):
            raise ValueError(problem)
        self.lineEdit().setText(text_of(value))

    def problem(self) -> str:
        """What is wrong with the text in the field; empty when it is a valid number."""
        return self._problem

    def restore(self) -> None:
        """Put the last valid number back in place of a text that is none."""
        if self._problem:
            self.set_value(self._value)

    def stepBy(self, steps: int) -> None:
        """Move by ``steps`` values of the field's own series, as far as the bounds allow."""
        value = self._value
        for _ in range(abs(steps)):
            value = self._neighbour(value, steps > 0)
        self.set_value(value)
        self._commit()

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Which of the two arrows still lead anywhere."""
        flags = QAbstractSpinBox.StepEnabledFlag.StepNone
        if self._neighbour(self._value, True) != self._value:
            flags |= QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
        if self._neighbour(self._value, False) != self._value:
            flags |= QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        return flags

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Let anything be typed: a wrong number is explained, not swallowed."""
        return QValidator.State.Acceptable, text, position

    def wheelEvent(self, event: QWheelEvent) -> None:
        if has_wheel(self, event):
            super().wheelEvent(event)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Add the outline of a problem."""
        super().paintEvent(event)
        if self._problem:
            paint_problem_outline(self)

    def _parse(self, text: str) -> Number:
        """Read the stripped text; raises ValueError with what is wrong and what to do."""
        raise NotImplementedError

    def _cast(self, value: float) -> Number:
        raise NotImplementedError

    def _neighbour(self, value: Number, up: bool) -> Number:
        moved = self._cast(self._step(value, up))
        return value if self._bounds.problem(moved) else moved

    def _read(self, text: str) -> None:
        before = self._value
        problem = ""
        try:
            value = self._parse(text.strip())
            problem = self._bounds.problem(value)
        except ValueError as error:
            problem = str(error)
        if not problem:
            self._value = value
        if problem != self._problem:
            self._problem = problem
            self.setAccessibleDescription(problem)
            self.problem_changed.emit(problem)
        if self._value != before:
            self._have_heard()
            self.value_changed.emit(self._value)
        self.update()

    def _have_heard(self) -> None:
        """Tell screen readers the value: Qt reads it from properties that its own spin boxes have."""
        value = _as_float(self._value)
        self.setProperty("value", value)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleValueChangeEvent(self, value))

    def _commit(self) -> None:
        if not self._problem:
            if "," in self.text():
                self.set_value(self._value)  # as it was understood
            self.committed.emit(self._value)


def _as_float(value: float) -> float:
    """The nearest float; infinite for a whole number larger than all of them."""
    try:
        return float(value)
    except OverflowError:
        return math.copysign(math.inf, value)


class WholeNumberField(NumberField[int]):
    """A field for whole numbers of any size."""

    def _parse(self, text: str) -> int:
        if _WHOLE.fullmatch(text):
            return int(text)
        example = self._value if self._value < 1_000_000 else 1_000_000  # short enough to be read
        raise ValueError(f"not a whole number, try {example}")

    def _cast(self, value: float) -> int:
        return int(value)


class DecimalField(NumberField[float]):
    """A field for any finite or, where the bounds allow it, infinite number."""

    def _parse(self, text: str) -> float:
        plain = text.replace(",", ".")
        if _DECIMAL.fullmatch(plain):
            return float(plain) + 0.0  # no −0
        raise ValueError(f"not a number, try {text_of(rounded(self._value, 2))}")

    def _cast(self, value: float) -> float:
        return float(value)
