"""How the path of one mode of descent is drawn, for the legend."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.ui.labs.surface_picture import DASHES, paint_mark
from handwriting_app.ui.sizes import px, pxf
from handwriting_app.ui.theme import theme_of
from handwriting_app.ui.widgets.painting import guarded


class ModeSample(QWidget):
    """A piece of the line with the mark at its end."""

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = index
        self.setAccessibleName(f"How the path of descent {index + 1} is drawn")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(px(36), px(16))

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            theme = theme_of(self.palette())
            y = self.height() / 2
            painter.setPen(QPen(theme.layers[self._index], pxf(2), DASHES[self._index]))
            painter.drawLine(QPointF(0, y), QPointF(pxf(26), y))
            paint_mark(painter, QPointF(pxf(27), y), self._index, theme)
