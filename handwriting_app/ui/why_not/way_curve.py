"""How sure the reading is of both classes along the way, with the place that is looked at."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.numerals import percent
from handwriting_app.ui.sizes import px, pxf, scaled
from handwriting_app.ui.theme import Theme, caption_font, theme_of
from handwriting_app.ui.widgets.painting import guarded

HEIGHT: Final = 76

WIDEST_NAME: Final = 72
"""A longer one ends in dots; in a large font, one of more letters than these digits."""

_LETTERS: Final = "00000000"

_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class WayCurve(QWidget):
    """Two lines from 0 to 100 %: solid for the class that is wanted, dashed for the one that was read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted: NDArray[np.float64] | None = None
        self._before: NDArray[np.float64] | None = None
        self._names = ("", "")
        self._place = 0
        scaled(self.setFixedHeight, lambda each: max(px(HEIGHT), 4 * each.fontMetrics().height()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_nothing(self) -> None:
        """There is no way yet."""
        self._wanted = self._before = None
        self.setAccessibleDescription("")
        self.update()

    def show_way(self, wanted: NDArray[np.float64], before: NDArray[np.float64], names: tuple[str, str]) -> None:
        """Show the probabilities along the way, (places,) each, and what both classes are called, in this order."""
        self._wanted, self._before, self._names = wanted, before, names
        ends = [f"{name}: from {percent(line[0])} to {percent(line[-1])}" for name, line in self._lines()]
        self.setAccessibleDescription("; ".join(ends))
        self.update()

    def set_place(self, place: int) -> None:
        self._place = place
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(260), px(HEIGHT))

    def _lines(self) -> list[tuple[str, NDArray[np.float64]]]:
        if self._wanted is None or self._before is None:
            return []
        return list(zip(self._names, (self._wanted, self._before), strict=True))

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = theme_of(self.palette())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(caption_font(self.font()))
            metrics = painter.fontMetrics()
            lines = self._lines()
            widest = max(px(WIDEST_NAME), metrics.horizontalAdvance(_LETTERS))
            names = [metrics.elidedText(name, Qt.TextElideMode.ElideRight, widest) for name, _ in lines]
            left = metrics.horizontalAdvance(percent(1)) + pxf(6)
            right = max((metrics.horizontalAdvance(name) for name in names), default=0) + pxf(8)
            above = metrics.height() / 2
            area = QRectF(left, above, max(self.width() - left - right, pxf(10)), self.height() - 2 * above - pxf(2))
            _paint_scale(painter, area, theme)
            if not lines:
                return
            x = area.left() + self._place / max(len(lines[0][1]) - 1, 1) * area.width()
            painter.setPen(QPen(theme.outline, pxf(1)))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            ends = _apart([area.bottom() - float(line[-1]) * area.height() for _, line in lines], area, 2 * above)
            looks = ((theme.layers[0], Qt.PenStyle.SolidLine), (theme.layers[1], Qt.PenStyle.DashLine))
            for (_, line), name, end, (colour, style) in zip(lines, names, ends, looks, strict=True):
                heights = area.bottom() - line * area.height()
                along = np.linspace(area.left(), area.right(), len(line))
                points = [QPointF(*point) for point in zip(along.tolist(), heights.tolist(), strict=True)]
                painter.setPen(QPen(colour, pxf(2), style))
                painter.drawPolyline(QPolygonF(points))
                painter.setPen(QPen(theme.surface, pxf(1.5)))
                painter.setBrush(colour)
                painter.drawEllipse(points[self._place], pxf(4), pxf(4))
                painter.setPen(colour)
                painter.drawText(QRectF(area.right() + pxf(6), end - above, right, 2 * above), _LEFT, name)


def _paint_scale(painter: QPainter, area: QRectF, theme: Theme) -> None:
    above = painter.fontMetrics().height() / 2
    for share in (0.0, 0.5, 1.0):
        y = area.bottom() - share * area.height()
        painter.setPen(QPen(theme.grid, pxf(1)))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(theme.muted)
        painter.drawText(QRectF(0, y - above, area.left() - pxf(4), 2 * above), _RIGHT, percent(share))


def _apart(ends: list[float], area: QRectF, least: float) -> list[float]:
    """Where the names of two lines stand: at their ends, but not over each other."""
    first, second = ends
    if abs(first - second) >= least:
        return ends
    middle = min(max((first + second) / 2, area.top() + least / 2), area.bottom() - least / 2)
    half = least / 2 if first > second else -least / 2
    return [middle + half, middle - half]
