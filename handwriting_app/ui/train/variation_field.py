"""How strongly the training digits are varied: a slider, the strength in words, and what it looks like."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from handwriting_app.engine.settings import VARIATION
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.train.field import Field
from handwriting_app.ui.train.variation_preview import VariationPreview
from handwriting_app.ui.widgets.fields import Slider
from handwriting_app.ui.widgets.number_field import text_of

_PER_UNIT = 10  # slider positions for a strength of 1


class StrengthSlider(Slider):
    """A slider from 0 to 2 that keeps a strength between two of its positions until it is moved.

    Signals:
        strength_changed(float): Another strength, by the user or by `set_value`.
    """

    strength_changed = Signal(float)

    def __init__(self, strength: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(round(VARIATION.low * _PER_UNIT), round(VARIATION.high * _PER_UNIT))
        self.setPageStep(_PER_UNIT // 2)
        self.setTickInterval(_PER_UNIT)
        self.setSliderPosition(round(strength * _PER_UNIT))
        self._strength = strength
        self.valueChanged.connect(self._take_position)

    def strength(self) -> float:
        """The strength, 0 (off) to 2."""
        return self._strength

    def set_strength(self, strength: float) -> None:
        """Show a strength from 0 to 2; the handle stands at the position nearest to it."""
        self.blockSignals(True)
        self.setSliderPosition(round(strength * _PER_UNIT))
        self.blockSignals(False)
        self._set(strength)

    def _take_position(self, position: int) -> None:
        self._set(position / _PER_UNIT)

    def _set(self, strength: float) -> None:
        if strength != self._strength:
            self._strength = strength
            self.strength_changed.emit(strength)


class VariationField(QWidget):
    """The slider with its label, the strength in words, and the preview strip.

    Signals:
        preview_wanted(bool): The strip should be drawn again, for other digits (True) or the same ones (False).
    """

    preview_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        slider = StrengthSlider(VARIATION.default)
        self.slider = slider
        self.preview = VariationPreview()
        self.field = Field(VARIATION, slider, slider.strength, slider.set_strength, slider.strength_changed)
        self._words = QLabel(describe_strength(VARIATION.default))
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight)
        # Dragging the slider asks once for each stop of the hand, not for each pixel.
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(50)
        self._pause.timeout.connect(self._want_same)
        self.slider.strength_changed.connect(self._on_strength)
        self.preview.clicked.connect(self._want_others)

        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setVerticalSpacing, 2)
        layout.addWidget(self.field.make_label(), 0, 0)
        layout.addWidget(self._words, 0, 1)
        layout.addWidget(self.slider, 1, 0, 1, 2)
        layout.addWidget(self.preview, 2, 0, 1, 2)

    def _on_strength(self, strength: float) -> None:
        self._words.setText(describe_strength(strength))
        self._pause.start()

    def _want_same(self) -> None:
        self.preview_wanted.emit(False)

    def _want_others(self) -> None:
        self.preview_wanted.emit(True)


def describe_strength(strength: float) -> str:
    """A strength from 0 to 2 in words, with the number unless it is off."""
    if strength == 0:
        return "off"
    word = "a little" if strength < 0.75 else "usual" if strength <= 1.25 else "strong"
    return f"{word} · {text_of(strength)}"
