"""A learning rate to turn, over a strip that says what each rate does: from crawling to diverging."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QSlider, QStyle, QWidget

from handwriting_app.lab.regimes import REGIMES, Regime
from handwriting_app.numerals import rounded
from handwriting_app.ui.labs.figure import CENTRE
from handwriting_app.ui.sizes import in_type, px, pxf, scaled
from handwriting_app.ui.theme import GRID, Theme, caption_font, mix, theme_of
from handwriting_app.ui.widgets.fields import Slider
from handwriting_app.ui.widgets.number_field import Bounds, DecimalField
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.steps import one_two_five

_NOTCHES = 1000
_BAND = 8
"""Height of a regime's band."""
_BETWEEN = 6.0
"""Between two regimes' names."""
_SHORT: Final[dict[Regime, str]] = {
    "crawling": "crawl",
    "converging": "conv.",
    "overshooting": "over",
    "diverging": "div.",
}

Edges = tuple[float, float, float]


class RateSlider(QWidget):
    """A slider with equal distances for equal factors, a field for the exact number, and the strip of regimes.

    The slider, the field and the strip are called ``{name}_slider``, ``{name}`` and ``{name}_strip``.

    Signals:
        value_changed(float): The person has set another rate; not sent by `set_value`.
    """

    value_changed = Signal(float)

    def __init__(self, name: str, value: float, low: float, high: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._low, self._high = low, high
        self.slider = Slider(self)
        self.slider.setObjectName(f"{name}_slider")
        self.slider.setRange(0, _NOTCHES)
        self.slider.setPageStep(_NOTCHES // 20)
        self.slider.setSingleStep(_NOTCHES // 100)
        self.field = DecimalField(value, Bounds(0, 1e9, with_low=False), one_two_five, self)
        self.field.setObjectName(name)
        self.field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        scaled(self.field.setFixedWidth, lambda each: each.fontMetrics().horizontalAdvance("0.000000") + px(32))
        for widget in (self.slider, self.field):
            widget.setToolTip("The learning rate η: how many times the slope one step goes")
        self.field.setAccessibleName("Learning rate")
        self.slider.setAccessibleName("Learning rate, slider")
        self.strip = RegimeStrip(self.slider, self)
        self.strip.setObjectName(f"{name}_strip")
        label = QLabel("Learning rate η", self)
        label.setBuddy(self.field)
        self.word = QLabel(self)
        self.word.setObjectName(f"{name}_regime")
        self.word.setAccessibleName("What this learning rate does")
        in_type(self.word, _bold)
        self.word.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setHorizontalSpacing, GRID)
        layout.setVerticalSpacing(0)
        layout.addWidget(label, 0, 0)
        layout.addWidget(self.field, 0, 1)
        layout.addWidget(self.word, 0, 2)
        layout.addWidget(self.slider, 1, 0, 1, 3)
        layout.addWidget(self.strip, 2, 0, 1, 3)
        layout.setColumnStretch(2, 1)
        self.slider.valueChanged.connect(self._on_slider)
        self.field.value_changed.connect(self._on_field)
        self.set_value(value)

    def value(self) -> float:
        return self.field.value()

    def set_value(self, value: float) -> None:
        shown = rounded(value, 3)
        with QSignalBlocker(self.field):
            self.field.set_value(shown)
        self._show_on_slider(shown)

    def set_range(self, low: float, high: float) -> None:
        """Rates at the ends of the slider; the field takes others, too."""
        self._low, self._high = low, high
        self._show_on_slider(self.value())

    def set_edges(self, edges: Edges, tooltip: str) -> None:
        """Rates at which one regime gives way to the next."""
        self.strip.show_edges(tuple(self._share(edge) for edge in edges), tooltip)
        self.word.setToolTip(tooltip)
        self._show_word()

    def _share(self, rate: float) -> float:
        return math.log(rate / self._low) / math.log(self._high / self._low)

    def _show_word(self) -> None:
        self.strip.show_place(self._share(self.value()))
        self.word.setText(self.strip.regime)

    def _on_slider(self, notch: int) -> None:
        value = rounded(self._low * (self._high / self._low) ** (notch / _NOTCHES), 3)
        with QSignalBlocker(self.field):
            self.field.set_value(value)
        self._show_word()
        self.value_changed.emit(value)

    def _on_field(self, value: float) -> None:
        self._show_on_slider(value)
        self.value_changed.emit(value)

    def _show_on_slider(self, value: float) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(min(max(self._share(value), 0.0), 1.0) * _NOTCHES))
        self._show_word()


class RegimeStrip(QWidget):
    """The four regimes side by side, as wide as the way of the slider's handle; the present one stands out.

    Each has its name under it, in short where there is little room.
    """

    def __init__(self, slider: QSlider, parent: QWidget) -> None:
        super().__init__(parent)
        self._slider = slider
        self._edges: tuple[float, ...] = (0.25, 0.5, 0.75)
        in_type(self, caption_font)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._place = 0.0
        self.setAccessibleName("What each learning rate does")

    def sizeHint(self) -> QSize:
        return QSize(px(100), self.fontMetrics().height() + px(_BAND + 4))

    def names(self) -> list[tuple[str, QRectF]]:
        """What stands under the bands, and where: as near to its band's middle as the others let it."""
        bands = self._bands()
        metrics = QFontMetricsF(self.font())
        words: list[str] = list(bands)
        widths = [metrics.horizontalAdvance(word) for word in words]
        if sum(widths) + pxf(_BETWEEN) * (len(words) - 1) > self.width():
            words = [_SHORT[regime] for regime in bands]
            widths = [metrics.horizontalAdvance(word) for word in words]
        left: list[float] = []
        end = 0.0
        for band, width in zip(bands.values(), widths, strict=True):
            left.append(max(band.center().x() - width / 2, end))
            end = left[-1] + width + pxf(_BETWEEN)
        limit = float(self.width())
        for index in range(len(left) - 1, -1, -1):
            left[index] = min(left[index], limit - widths[index])
            limit = left[index] - pxf(_BETWEEN)
        return [
            (word, QRectF(start, pxf(_BAND + 3), width, metrics.height()))
            for word, start, width in zip(words, left, widths, strict=True)
        ]

    def _bands(self) -> dict[Regime, QRectF]:
        """Those that the slider reaches, from left to right."""
        handle = self._slider.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, None, self._slider)
        way = self.width() - handle
        places = [0.0, *(min(max(edge, 0.0), 1.0) for edge in self._edges), 1.0]
        bands: dict[Regime, QRectF] = {}
        for regime, start, end in zip(REGIMES, places, places[1:], strict=False):
            if end > start:
                left = 0.0 if start == 0 else handle / 2 + start * way
                right = float(self.width()) if end == 1 else handle / 2 + end * way
                bands[regime] = QRectF(left + pxf(1), pxf(1), right - left - pxf(2), pxf(_BAND))
        return bands

    @property
    def regime(self) -> Regime:
        """Of the learning rate that is chosen, also beyond the ends of the slider."""
        first, second, third = self._edges
        return REGIMES[(self._place > first) + (self._place > second) + (self._place >= third)]

    def in_words(self) -> str:
        """The regimes from the smallest rate to the largest, and the present one."""
        return f"From small to large: {', '.join(self._bands())}. Here: {self.regime}."

    def show_place(self, place: float) -> None:
        """Where the learning rate is, as a share of the slider's way."""
        self._place = place
        self.update()

    def show_edges(self, edges: tuple[float, ...], tooltip: str) -> None:
        """``edges``: shares of the slider's way."""
        self.setToolTip(tooltip)
        if edges != self._edges:
            self._edges = edges
            self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            theme = theme_of(self.palette())
            for (regime, band), (word, place) in zip(self._bands().items(), self.names(), strict=True):
                is_here = regime == self.regime
                colour = _colour(regime, theme)
                painter.fillRect(band, colour if is_here else mix(theme.background, colour, 0.3))
                painter.setPen(theme.text if is_here else theme.muted)
                painter.drawText(place.adjusted(-pxf(2), 0, pxf(2), 0), CENTRE, word)


def _bold(base: QFont) -> QFont:
    font = QFont(base)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def _colour(regime: Regime, theme: Theme) -> QColor:
    return {
        "crawling": theme.muted,
        "converging": theme.good,
        "overshooting": theme.warning,
        "diverging": theme.error,
    }[regime]
