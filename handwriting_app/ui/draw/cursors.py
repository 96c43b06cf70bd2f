"""Pointers of the canvas, drawn in the theme's colours with a rim that shows on ink and on paper."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QCursor, QPainter, QPen, QPixmap

from handwriting_app.ui.sizes import px, scale
from handwriting_app.ui.theme import Theme


def pen_cursor(theme: Theme) -> QCursor:
    """A small cross with a dot: where ink will be."""
    pixmap = _nothing()
    with QPainter(pixmap) as painter:
        _to_the_middle(painter)
        for colour, width in ((theme.paper, 3.0), (theme.ink, 1.0)):
            painter.setPen(QPen(colour, width))
            for line in ((-7, 0, -3, 0), (3, 0, 7, 0), (0, -7, 0, -3), (0, 3, 0, 7), (0, 0, 0, 0)):
                painter.drawLine(*line)
    return QCursor(pixmap)


def eraser_cursor(theme: Theme) -> QCursor:
    """A ring: what it touches goes."""
    pixmap = _nothing()
    with QPainter(pixmap) as painter:
        _to_the_middle(painter)
        for colour, width in ((theme.paper, 4.0), (theme.error, 2.0)):
            painter.setPen(QPen(colour, width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(0, 0), 8, 8)
    return QCursor(pixmap)


def _nothing() -> QPixmap:
    pixmap = QPixmap(px(24), px(24))
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


def _to_the_middle(painter: QPainter) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale(), scale())
    painter.translate(12, 12)
