"""The line of a series as a small picture: its colour and its dashes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.ui.theme import Theme, layer_pen_style, theme_of

WIDTH = 24


class LineSample(QWidget):
    """Shows how series ``index`` is drawn."""

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = index
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        _paint(painter, self._index, self.height() / 2, theme_of(self.palette()))


def sample_pixmap(index: int, theme: Theme, height: int, ratio: float) -> QPixmap:
    """The same as a picture, for tables; ``ratio``: device pixels for each pixel."""
    pixmap = QPixmap(round(WIDTH * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _paint(painter, index, height / 2, theme)
    painter.end()
    return pixmap


def _paint(painter: QPainter, index: int, y: float, theme: Theme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(theme.layers[index], 2.5, layer_pen_style(index))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(QPointF(0, y), QPointF(WIDTH, y))
