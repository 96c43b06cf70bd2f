"""How the cost has fallen so far, as a line the size of a word."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.ui.sizes import px, pxf
from handwriting_app.ui.theme import theme_of
from handwriting_app.ui.widgets.painting import guarded

MOST = 400
"""Points of the line; beyond, every second one is dropped."""


class CostLine(QWidget):
    """From 0 at the bottom to the highest cost so far at the top."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName("Cost so far")
        self.setToolTip("The cost after every step, from 0 up")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._costs: list[float] = []
        self._stride = 1
        self._waiting = 0

    def sizeHint(self) -> QSize:
        return QSize(px(72), px(24))

    def costs(self) -> Sequence[float]:
        return tuple(self._costs)

    def clear(self) -> None:
        self._costs, self._stride, self._waiting = [], 1, 0
        self.update()

    def add(self, cost: float) -> None:
        """The cost after one step more; what is not a number is left out."""
        if not math.isfinite(cost):
            return
        self._waiting += 1
        if self._waiting < self._stride:
            return
        self._waiting = 0
        self._costs.append(cost)
        if len(self._costs) > MOST:
            self._costs, self._stride = self._costs[::2], 2 * self._stride
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            theme = theme_of(self.palette())
            foot = self.height() - pxf(2)
            painter.setPen(QPen(theme.grid, pxf(1)))
            painter.drawLine(QPointF(0, foot), QPointF(self.width(), foot))
            if len(self._costs) < 2:
                return
            highest = max(self._costs) or 1.0
            across = (self.width() - pxf(6)) / (len(self._costs) - 1)
            line = [
                QPointF(pxf(2) + index * across, foot - cost / highest * (foot - pxf(3)))
                for index, cost in enumerate(self._costs)
            ]
            painter.setPen(QPen(theme.accent, pxf(1.75)))
            painter.drawPolyline(QPolygonF(line))
            painter.setBrush(theme.accent)
            painter.drawEllipse(line[-1], pxf(2), pxf(2))
