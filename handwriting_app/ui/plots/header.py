"""Title and legend of a plot: above the curves, so that they cover none; in the plot, so that they are exported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from handwriting_app.ui.plots.curve import MARK, zero_mark
from handwriting_app.ui.sizes import pxf
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.painting import guarded_item

_SAMPLE: Final = 30.0
_GAP: Final = 4.0
_BETWEEN: Final = 12.0
_AFTER_LEGEND: Final = 5.0
_HIDDEN: Final = 0.4
"""Opacity of the entry of a line that is hidden; its words are struck out as well."""
_OVERHANG: Final = 2.0 * GRID
"""How far a row may reach into the margin to the right of the curves."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the legend: words, and what they are about.

    Attributes:
        name: The words.
        pen: What draws the curve, or colours the mark; without one there are only words.
        is_mark: Whether it is about the mark of a zero, not about a curve.
        line: What a click on it hides or shows again, as the plot calls it; None: nothing.
        is_hidden: Whether that is hidden.
    """

    name: str
    pen: QPen | None = None
    is_mark: bool = False
    line: int | None = None
    is_hidden: bool = False


class Header(pg.GraphicsWidget):  # type: ignore[misc]
    """A title, and under it the legend, in as many rows as it needs.

    Attributes:
        entries: What the legend names.
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setCacheMode(self.CacheMode.DeviceCoordinateCache)
        self.entries: tuple[Entry, ...] = ()
        self._title = title
        self._title_font = QFont()
        self._font = QFont()
        self._title_colour = QColor()
        self._colour = QColor()
        self._title_height = 24.0
        self._places: list[QPointF] = []

    def set_look(
        self, title_font: QFont, font: QFont, title_colour: QColor, colour: QColor, title_height: float
    ) -> None:
        """Fonts and colours; `title_height` in pixels leaves room for the buttons on the title's line."""
        self._title_font, self._font = title_font, font
        self._title_colour, self._colour = title_colour, colour
        self._title_height = title_height
        self._arrange()

    def set_title(self, title: str) -> None:
        """Call the plot this."""
        self._title = title
        self.update()

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Name these curves."""
        if tuple(entries) != self.entries:
            self.entries = tuple(entries)
            self._arrange()

    def entry_at(self, place: QPointF) -> Entry | None:
        """The entry of the legend at a place of the scene."""
        here, metrics = self.mapFromScene(place), QFontMetricsF(self._font)
        for entry, corner in zip(self.entries, self._places, strict=True):
            width = _sample(entry) + metrics.horizontalAdvance(entry.name)
            if QRectF(corner.x(), corner.y(), width, metrics.height()).contains(here):
                return entry
        return None

    def resizeEvent(self, event: Any) -> None:
        self._arrange()

    def _arrange(self) -> None:
        metrics = QFontMetricsF(self._font)
        row_height = metrics.height() + pxf(2)
        x, y = 0.0, self._title_height
        self._places = []
        for entry in self.entries:
            width = _sample(entry) + metrics.horizontalAdvance(entry.name)
            if x and x + width > self.size().width() + pxf(_OVERHANG):
                x, y = 0.0, y + row_height
            self._places.append(QPointF(x, y))
            x += width + pxf(_BETWEEN)
        # Room for a legend is kept while there is none yet, so that nothing moves when it comes.
        height = round(y + row_height + pxf(_AFTER_LEGEND))
        if height != self.minimumHeight():
            self.setMinimumHeight(height)
            self.setMaximumHeight(height)
        self.update()

    @guarded_item
    def paint(self, painter: QPainter) -> None:
        painter.setFont(self._title_font)
        painter.setPen(self._title_colour)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(0, 0, self.size().width(), self._title_height), middle, self._title)
        painter.setFont(self._font)
        height = QFontMetricsF(self._font).height()
        for entry, place in zip(self.entries, self._places, strict=True):
            line_y = place.y() + height / 2
            painter.setOpacity(_HIDDEN if entry.is_hidden else 1.0)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if entry.pen is not None and entry.is_mark:
                mark = zero_mark(place.x() + pxf(MARK / 2), line_y + pxf(MARK / 2), pxf(MARK), -pxf(MARK))
                painter.fillPath(mark, entry.pen.color())
            elif entry.pen is not None:
                painter.setPen(entry.pen)
                painter.drawLine(QLineF(place.x(), line_y, place.x() + pxf(_SAMPLE), line_y))
            painter.setPen(self._colour)
            text = QRectF(place.x() + _sample(entry), place.y(), self.size().width(), height)
            self._font.setStrikeOut(entry.is_hidden)
            painter.setFont(self._font)
            painter.drawText(text, middle, entry.name)
        self._font.setStrikeOut(False)
        painter.setOpacity(1.0)


def _sample(entry: Entry) -> float:
    """Pixels before the words."""
    if entry.pen is None:
        return 0.0
    return pxf((MARK if entry.is_mark else _SAMPLE) + _GAP)
