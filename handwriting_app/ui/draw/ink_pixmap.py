"""Ink that is painted once and kept, so that a long drawing costs no more to show than a short one."""

from __future__ import annotations

from collections.abc import Iterable
from math import hypot
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from handwriting_app.ink.drawing import Stroke

PEN_WIDTH: Final = 0.05
"""Of the canvas's side, where nobody has chosen another one."""

ROUNDING: Final = 0.03
"""Of the canvas's side: a corner is not rounded farther out than this."""

LONGEST_END: Final = 64
"""Points of the growing stroke that are painted anew each time …"""

SHORTEST_END: Final = 16
"""… of which this many stay when the rest settles."""


class InkPixmap:
    """The ink of a square canvas. Strokes are smooth: quadratic curves through the middles between neighbouring points,
    where these are near each other; points far apart are joined by straight lines, as they are when they are read.

    The growing stroke settles in long pieces; its end is laid on top by `paint`. Settling it point by point would blend
    the soft edges of many short pieces into a row of beads.
    """

    def __init__(self) -> None:
        self._pixmap = QPixmap()
        self._side = 0
        self._width = PEN_WIDTH
        self._colour = QColor()
        self._settled = 0  # points of the growing stroke

    def set_pen_width(self, share: float) -> None:
        """Of the canvas's side; what is painted already has to be rebuilt."""
        self._width = share

    def fits(self, side: int, ratio: float, colour: QColor) -> bool:
        """Whether the ink was painted for this side (logical pixels), device pixel ratio and colour."""
        return side == self._side and ratio == self._pixmap.devicePixelRatio() and colour == self._colour

    def rebuild(
        self, finished: Iterable[Stroke], growing: Stroke | None, side: int, ratio: float, colour: QColor
    ) -> None:
        """Paint everything anew: the `finished` strokes whole, the `growing` one but for its end."""
        self._side, self._colour, self._settled = side, QColor(colour), 0
        self._pixmap = QPixmap(round(side * ratio), round(side * ratio))
        self._pixmap.setDevicePixelRatio(ratio)
        self._pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(self._pixmap) as painter:
            self._prepare(painter)
            for stroke in finished:
                self._paint_from(painter, stroke, 0)
        if growing is not None:
            self.grow(growing)

    def grow(self, stroke: Stroke) -> QRectF:
        """Take note of the newest point of `stroke`. Returns what it changed, in logical pixels."""
        if not self._pixmap.isNull() and len(stroke) - self._settled > LONGEST_END:
            settled = len(stroke) - SHORTEST_END
            with QPainter(self._pixmap) as painter:
                self._prepare(painter)
                painter.drawPath(self._path(stroke[: settled + 1], self._settled))
            self._settled = settled
        return self.extent(stroke)

    def end(self, stroke: Stroke) -> None:
        """Settle the whole of a finished stroke; before anything is painted there is nothing to settle it on."""
        if self._pixmap.isNull():
            return
        with QPainter(self._pixmap) as painter:
            self._prepare(painter)
            self._paint_from(painter, stroke, self._settled)
        self._settled = 0

    def extent(self, stroke: Stroke) -> QRectF:
        """What the last three points of `stroke` can have painted, in logical pixels."""
        points = self._points(stroke[-3:])
        left, right = min(p.x() for p in points), max(p.x() for p in points)
        top, bottom = min(p.y() for p in points), max(p.y() for p in points)
        reach = self._width * self._side / 2 + 2
        return QRectF(left, top, right - left, bottom - top).adjusted(-reach, -reach, reach, reach)

    def paint(self, painter: QPainter, growing: Stroke | None) -> None:
        """Show the settled ink, and the end of the stroke that is growing. The painter's clip says which part."""
        painter.drawPixmap(0, 0, self._pixmap)
        if growing is not None:
            painter.save()
            self._prepare(painter)
            self._paint_from(painter, growing, self._settled)
            painter.restore()

    def _paint_from(self, painter: QPainter, stroke: Stroke, start: int) -> None:
        """Paint a stroke from point `start` to its last."""
        if len(stroke) == 1:
            painter.drawPoint(self._points(stroke)[0])
            return
        path = self._path(stroke, start)
        path.lineTo(self._points(stroke[-1:])[0])
        painter.drawPath(path)

    def _path(self, stroke: Stroke, start: int) -> QPainterPath:
        """The curve from point `start` (from the middle before it, but for the first) to the middle before the last."""
        points = self._points(stroke[max(start - 1, 0) :])
        rounding = ROUNDING * self._side
        path = QPainterPath(points[0] if start == 0 else _middle(points[0], points[1]))
        for before, corner, after in zip(points, points[1:], points[2:], strict=False):
            path.lineTo(_beside(corner, before, rounding))
            path.quadTo(corner, _beside(corner, after, rounding))
        path.lineTo(_middle(points[-2], points[-1]))
        return path

    def _points(self, stroke: Stroke) -> list[QPointF]:
        return [QPointF(x, y) for x, y in (stroke * self._side).tolist()]

    def _prepare(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(
            QPen(
                self._colour,
                self._width * self._side,
                Qt.PenStyle.SolidLine,
                Qt.PenCapStyle.RoundCap,
                Qt.PenJoinStyle.RoundJoin,
            )
        )


def _middle(first: QPointF, second: QPointF) -> QPointF:
    return (first + second) / 2


def _beside(corner: QPointF, other: QPointF, rounding: float) -> QPointF:
    """The place on the way from `corner` to `other` where its rounding ends: half-way at most."""
    way = other - corner
    length = hypot(way.x(), way.y())
    return corner + way * (0.5 if length <= 2 * rounding else rounding / length)
