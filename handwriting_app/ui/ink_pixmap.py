"""Ink that is painted once and kept, so that a long drawing costs no more to show than a short one."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from handwriting_app.ink.drawing import Stroke

PEN_WIDTH = 0.05
"""Of the canvas's side."""


class InkPixmap:
    """The ink of a square canvas. Strokes are smooth: quadratic curves through the middles between neighbouring points.

    The stroke under way is painted piece by piece as it grows; its last piece, from the last middle to the pen, is not
    settled before the next point arrives: `paint` lays it on top.
    """

    def __init__(self) -> None:
        self._pixmap = QPixmap()
        self._side = 0
        self._colour = QColor()

    def fits(self, side: int, ratio: float, colour: QColor) -> bool:
        """Whether the ink was painted for this side (logical pixels), device pixel ratio and colour."""
        return side == self._side and ratio == self._pixmap.devicePixelRatio() and colour == self._colour

    def rebuild(
        self, finished: Iterable[Stroke], growing: Stroke | None, side: int, ratio: float, colour: QColor
    ) -> None:
        """Paint everything anew: the `finished` strokes whole, the `growing` one but for its tip."""
        self._side, self._colour = side, QColor(colour)
        self._pixmap = QPixmap(round(side * ratio), round(side * ratio))
        self._pixmap.setDevicePixelRatio(ratio)
        self._pixmap.fill(Qt.GlobalColor.transparent)
        painter = self._painter()
        for stroke in finished:
            _paint(painter, self._points(stroke), whole=True)
        if growing is not None:
            _paint(painter, self._points(growing), whole=False)
        painter.end()

    def grow(self, stroke: Stroke) -> QRectF:
        """Paint what the newest point of `stroke` settles. The rectangle that changed, with that of both tips."""
        points = self._points(stroke[-3:])
        if len(points) > 1:
            painter = self._painter()
            _paint_piece(painter, points)
            painter.end()
        return self.extent(stroke)

    def end(self, stroke: Stroke) -> None:
        """Settle the tip of a stroke that is finished."""
        painter = self._painter()
        _paint_tip(painter, self._points(stroke[-2:]))
        painter.end()

    def extent(self, stroke: Stroke) -> QRectF:
        """What the last three points of `stroke` can have painted, in logical pixels."""
        points = self._points(stroke[-3:])
        left, right = min(p.x() for p in points), max(p.x() for p in points)
        top, bottom = min(p.y() for p in points), max(p.y() for p in points)
        reach = PEN_WIDTH * self._side / 2 + 2
        return QRectF(left, top, right - left, bottom - top).adjusted(-reach, -reach, reach, reach)

    def paint(self, painter: QPainter, growing: Stroke | None) -> None:
        """Show the settled ink, and the tip of the stroke that is growing. The painter's clip says which part."""
        painter.drawPixmap(0, 0, self._pixmap)
        if growing is not None:
            painter.save()
            self._prepare(painter)
            _paint_tip(painter, self._points(growing[-2:]))
            painter.restore()

    def _points(self, stroke: Stroke) -> list[QPointF]:
        return [QPointF(x, y) for x, y in (stroke * self._side).tolist()]

    def _painter(self) -> QPainter:
        painter = QPainter(self._pixmap)
        self._prepare(painter)
        return painter

    def _prepare(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(
            QPen(
                self._colour,
                PEN_WIDTH * self._side,
                Qt.PenStyle.SolidLine,
                Qt.PenCapStyle.RoundCap,
                Qt.PenJoinStyle.RoundJoin,
            )
        )


def _paint(painter: QPainter, points: list[QPointF], *, whole: bool) -> None:
    """A stroke up to its last point (`whole`) or up to its last middle."""
    if len(points) > 1:
        path = QPainterPath(points[0])
        path.lineTo(_middle(points[0], points[1]))
        for before, after in pairwise(points[1:]):
            path.quadTo(before, _middle(before, after))
        if whole:
            path.lineTo(points[-1])
        painter.drawPath(path)
    elif whole:
        painter.drawPoint(points[0])


def _paint_piece(painter: QPainter, points: list[QPointF]) -> None:
    """What the last of two or three points settles."""
    path = QPainterPath(_middle(points[0], points[1]) if len(points) == 3 else points[0])
    if len(points) == 3:
        path.quadTo(points[1], _middle(points[1], points[2]))
    else:
        path.lineTo(_middle(points[0], points[1]))
    painter.drawPath(path)


def _paint_tip(painter: QPainter, points: list[QPointF]) -> None:
    """The line from the last middle to the last of one or two points."""
    if len(points) == 1:
        painter.drawPoint(points[0])
    else:
        painter.drawLine(_middle(points[0], points[1]), points[1])


def _middle(first: QPointF, second: QPointF) -> QPointF:
    return (first + second) / 2
