"""What the colours of some pictures mean: for each its symbol, a strip of its colours and the values at the ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize
from PySide6.QtGui import QFontInfo, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.explain.formula import Formula, plain
from handwriting_app.numerals import number
from handwriting_app.ui.colour_maps import diverging_image, sequential_image
from handwriting_app.ui.inspector.typeset import Box, draw_in, typeset
from handwriting_app.ui.sizes import px, pxf
from handwriting_app.ui.theme import Theme, caption_font, theme_of
from handwriting_app.ui.widgets.painting import guarded

_STRIP = 32
_HIGH = 10
_GAP = 14


@dataclass(frozen=True, slots=True)
class ScaleEntry:
    """One picture's colours.

    Attributes:
        symbol: Its name.
        limit: The value at the end of the colours; 0 for a picture in which everything is 0.
        is_signed: Whether they run from −limit or from 0.
    """

    symbol: Formula
    limit: float
    is_signed: bool


class ScaleLegend(QWidget):
    """Shows some entries, as many side by side as fit, in the rows it is given."""

    def __init__(self, rows: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[ScaleEntry, ...] = ()
        self.set_rows(rows)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_rows(self, rows: int) -> None:
        """Keep room for that many rows."""
        self._rows = rows
        self.setFixedHeight(rows * self._row_height())

    def _row_height(self) -> int:
        return round(QFontInfo(self.font()).pixelSize() * 1.55)

    def show_entries(self, entries: Sequence[ScaleEntry]) -> None:
        """Show other entries."""
        entries = tuple(entries)
        if entries != self._entries:
            self._entries = entries
            self.setAccessibleName("; ".join(map(self.text_of, entries)))
            self.update()

    @staticmethod
    def text_of(entry: ScaleEntry) -> str:
        """An entry in words, as in "W(2): ±0.5"."""
        return f"{plain(entry.symbol)}: {_range(entry)}"

    def text(self) -> str:
        """All entries in words."""
        return self.accessibleName()

    def sizeHint(self) -> QSize:
        return QSize(px(160), self.height())

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self.palette())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            x, y, row = 0.0, 0.0, self._row_height()
            for entry in self._entries:
                symbol = typeset(entry.symbol, QFontInfo(self.font()).pixelSize() * 1.05, theme)
                width = self._width(entry, symbol)
                if x and x + width > self.width():
                    x, y = 0.0, y + row
                self._paint_entry(painter, entry, symbol, QRectF(x, y, width, row), theme)
                x += width + pxf(_GAP)

    def _width(self, entry: ScaleEntry, symbol: Box) -> float:
        metrics = QFontMetricsF(caption_font(self.font()))
        return symbol.width + pxf(5 + _STRIP + 4) + metrics.horizontalAdvance(_range(entry))

    def _paint_entry(self, painter: QPainter, entry: ScaleEntry, symbol: Box, area: QRectF, theme: Theme) -> None:
        draw_in(painter, symbol, area)
        font = caption_font(self.font())
        metrics = QFontMetricsF(font)
        baseline = area.center().y() + (metrics.ascent() - metrics.descent()) / 2
        painter.setFont(font)
        left, top = area.left() + symbol.width + pxf(5), area.center().y() - pxf(_HIGH / 2)
        strip = QRectF(left, top, pxf(_STRIP), pxf(_HIGH))
        ramp = np.linspace(-1 if entry.is_signed else 0, 1, px(_STRIP))[np.newaxis] * (1 if entry.limit > 0 else 0)
        draw = diverging_image if entry.is_signed else sequential_image
        painter.drawImage(strip, draw(ramp, 1.0, theme))
        painter.setPen(QPen(theme.outline, pxf(1)))
        painter.drawRect(strip)
        painter.setPen(theme.muted)
        painter.drawText(QPointF(strip.right() + pxf(4), baseline), _range(entry))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.update()
        elif event.type() is QEvent.Type.FontChange:
            self.set_rows(self._rows)


def _range(entry: ScaleEntry) -> str:
    if not entry.limit:
        return "all 0"
    high = number(entry.limit, 2)
    return f"±{high}" if entry.is_signed else f"0…{high}"
