"""One number to turn: its name, a slider for the hand and a field for the exact value."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from handwriting_app.lab.neuron_state import LIMIT
from handwriting_app.numerals import rounded
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.widgets.fields import Slider
from handwriting_app.ui.widgets.number_field import Bounds, DecimalField
from handwriting_app.ui.widgets.steps import by

REACH = 5.0
NOTCHES = 20
"""Of the slider, for each 1."""


class NumberSlider(QWidget):
    """A slider from −5 to 5 beside a field that takes more; both show the same number.

    The slider, field and label are called ``{name}_slider``, ``{name}`` and ``{name}_label``.

    Signals:
        value_changed(float): The person has set another number; not sent by `set_value`.
    """

    value_changed = Signal(float)

    def __init__(self, name: str, label: str, spoken: str, tooltip: str, parent: QWidget, limit: float = LIMIT) -> None:
        """``limit``: the largest number that the field takes, on either side of 0."""
        super().__init__(parent)
        self._limit = limit
        self._tooltip = tooltip
        self.label = QLabel(label, self)
        self.label.setObjectName(f"{name}_label")
        scaled(self.label.setMinimumWidth, lambda each: each.fontMetrics().horizontalAdvance("w₁ "))
        self.slider = Slider(self)
        self.slider.setObjectName(f"{name}_slider")
        self.slider.setRange(round(-REACH * NOTCHES), round(REACH * NOTCHES))
        self.slider.setSingleStep(NOTCHES // 10)
        self.slider.setPageStep(NOTCHES // 2)
        scaled(self.slider.setMinimumWidth, 56)
        self.field = DecimalField(0.0, Bounds(-limit, limit), by(0.1), self)
        self.field.setObjectName(name)
        scaled(self.field.setMinimumWidth, lambda each: each.fontMetrics().horizontalAdvance("−0.000") + px(28))
        scaled(self.field.setMaximumWidth, lambda each: each.fontMetrics().horizontalAdvance("−0.0000") + px(32))
        self.field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.label.setBuddy(self.field)
        self.field.setAccessibleName(spoken)
        self.slider.setAccessibleName(f"{spoken}, slider")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, 4)
        layout.addWidget(self.label)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.field)
        self.set_unusable("")
        self.slider.valueChanged.connect(self._on_slider)
        self.field.value_changed.connect(self._on_field)

    def value(self) -> float:
        return self.field.value()

    def set_value(self, value: float) -> None:
        """Show a number, as far as the field has room for its digits; what was typed stays as it was typed."""
        if value == self.field.value():
            return
        bounded = min(max(value, -self._limit), self._limit)
        # What is smaller than a thousandth is not 0.
        shown = round(bounded, 3) if 1e-3 <= abs(bounded) < 1e3 else rounded(bounded, 5 if abs(bounded) > 1 else 2)
        with QSignalBlocker(self.field):
            self.field.set_value(shown + 0.0)
        self._show_on_slider(shown)

    def set_unusable(self, reason: str) -> None:
        """Disable both for ``reason``, which becomes their tooltip; an empty reason enables them."""
        for widget in (self.label, self.slider, self.field):
            widget.setEnabled(not reason)
            widget.setToolTip(reason or self._tooltip)

    def _on_slider(self, notch: int) -> None:
        value = notch / NOTCHES
        with QSignalBlocker(self.field):
            self.field.set_value(value)
        self.value_changed.emit(value)

    def _on_field(self, value: float) -> None:
        self._show_on_slider(value)
        self.value_changed.emit(value)

    def _show_on_slider(self, value: float) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(min(max(value, -REACH), REACH) * NOTCHES))
