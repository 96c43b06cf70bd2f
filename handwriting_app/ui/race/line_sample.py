"""The line of a series as a small picture: its colour and its dashes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.ui.plots.strokes import DASH_DOT, DASH_DOT_DOT, DASHED, SOLID, Stroke
from handwriting_app.ui.sizes import px, pxf
from handwriting_app.ui.theme import Theme, theme_of
from handwriting_app.ui.widgets.painting import guarded

WIDTH = 20

_STROKES = (SOLID, DASHED, DASH_DOT, DASH_DOT_DOT)


def lane_stroke(index: int) -> Stroke:
    """Told apart without colour, too, and without plain dots, which a curve of many points would lose."""
    return _STROKES[index]


class LineSample(QWidget):
    """Shows how series ``index`` is drawn."""

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = index
        self.setAccessibleName(f"How lane {index + 1} is drawn")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(px(WIDTH), px(16))

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            _paint(painter, self._index, self.height() / 2, theme_of(self.palette()))


def sample_pixmap(index: int, theme: Theme, height: int, ratio: float) -> QPixmap:
    """The same as a picture, for tables; ``height`` is in pixels as they are, ``ratio`` device pixels for each."""
    pixmap = QPixmap(round(px(WIDTH) * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        _paint(painter, index, height / 2, theme)
    return pixmap


def _paint(painter: QPainter, index: int, y: float, theme: Theme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(lane_stroke(index).pen(theme.layers[index]))  # so that its dashes are as long as the curve's
    painter.drawLine(QPointF(0, y), QPointF(pxf(WIDTH), y))
