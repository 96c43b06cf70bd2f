"""The upright line at the epoch that is looked at, with a handle at its top."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from handwriting_app.ui.sizes import pxf

WIDTH: Final = 1.5
HANDLE: Final = 5.0
"""Pixels at 100 % from the line to either side."""
REACH: Final = 6.0
"""Pixels at 100 % within which the pointer takes hold of the line."""


class Cursor:
    """Painted with the curves, above them.

    Attributes:
        place: On the bottom axis; None: there is no cursor.
    """

    def __init__(self) -> None:
        self.place: float | None = None
        self._colour = QColor()

    def set_look(self, colour: QColor) -> None:
        self._colour = colour

    def stroke(self, painter: QPainter, area: QRectF) -> None:
        """Paint the line over ``area``, in the units of the axes."""
        if self.place is None or not area.left() <= self.place <= area.right():
            return
        to_screen = painter.transform()
        ends = [to_screen.map(QPointF(self.place, y)) for y in (area.top(), area.bottom())]
        top, bottom = sorted(ends, key=lambda end: end.y())
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._colour, pxf(WIDTH)))
        painter.drawLine(QLineF(top, bottom))
        painter.setBrush(self._colour)
        side = pxf(HANDLE)
        handle = [top + QPointF(x, y) for x, y in ((-side, 0), (side, 0), (0, 1.5 * side))]
        painter.drawPolygon(QPolygonF(handle))
        painter.setTransform(to_screen)
