"""Small pictures of kept drawings, in the colours of the theme."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.ink.strokes import framed
from handwriting_app.ui.colour_maps import sequential_image
from handwriting_app.ui.sizes import px
from handwriting_app.ui.theme import Theme

MARGIN: Final = 0.12
"""Of the side, around the ink."""

PEN: Final = 0.055
"""Of the side."""


def thumbnail(ink: Drawing | NormalisedDigit, side: int, ratio: float, theme: Theme) -> QPixmap:
    """The strokes, or what was seen of a picture, as large as the square allows.

    Args:
        ink: Not empty.
        side: Logical pixels.
        ratio: Of the device: its pixels for each logical one.
        theme: Ink and paper.
    """
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(theme.paper)
    with QPainter(pixmap) as painter:
        if isinstance(ink, Drawing):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            round_pen = (Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
            painter.setPen(QPen(theme.ink, PEN * side, *round_pen))
            painter.drawPath(_path(framed(ink, MARGIN), side))
        else:
            reach = MARGIN * side
            place = QRectF(reach, reach, side - 2 * reach, side - 2 * reach)
            painter.drawImage(place, sequential_image(ink.bitmap, 1.0, theme))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(theme.grid, px(1)))
        painter.drawRect(0, 0, side - 1, side - 1)
    return pixmap


def _path(drawing: Drawing, side: int) -> QPainterPath:
    path = QPainterPath()
    for stroke in drawing.strokes:
        points = [QPointF(x, y) for x, y in (stroke * side).tolist()]
        path.moveTo(points[0])
        for point in points[1:] or [points[0] + QPointF(0.01, 0)]:
            path.lineTo(point)
    return path
