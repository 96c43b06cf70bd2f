"""A circle, and a tick in it once the thing is done."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from handwriting_app.ui.sizes import scale, scaled
from handwriting_app.ui.theme import theme_of
from handwriting_app.ui.widgets.painting import guarded

_SIDE: Final = 20
"""Pixels at 100 %."""


class Tick(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_done = False
        scaled(self.setFixedSize, _SIDE, _SIDE)
        self.set_done(False)

    def is_done(self) -> bool:
        return self._is_done

    def set_done(self, is_done: bool) -> None:
        self._is_done = is_done
        self.setAccessibleName("done" if is_done else "to do")
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            theme = theme_of(self.palette())
            painter.scale(scale(), scale())
            circle = QRectF(0, 0, _SIDE, _SIDE).adjusted(2, 2, -2, -2)
            painter.setPen(QPen(theme.good if self._is_done else theme.outline, 1.5))
            painter.setBrush(theme.good if self._is_done else theme.surface)
            painter.drawEllipse(circle)
            if self._is_done:
                painter.setPen(QPen(theme.surface, 2.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                painter.drawPolyline([QPointF(6, 10.5), QPointF(9, 13.5), QPointF(14, 7)])
