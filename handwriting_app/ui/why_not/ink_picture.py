"""The digit on its way to another one: the ink as it was, pale, the ink as it is there, and arrows between them."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.explain.flip import Flip, Ink
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ui.colour_maps import sequential_image
from handwriting_app.ui.sizes import px, pxf, scaled
from handwriting_app.ui.theme import Theme, mix, theme_of
from handwriting_app.ui.widgets.painting import guarded

PEN_WIDTH: Final = 0.05
"""Of the picture's side, as on the canvas."""

MARGIN: Final = 0.1
"""Of the picture's side, around all ink."""

SMALLEST: Final = 160
"""A side."""

ARROWS: Final = 24
"""At most, along all strokes."""

SHORTEST: Final = 5.0
"""A shorter arrow is no arrow."""


class InkPicture(QWidget):
    """Shows one place of the way; nothing moves but what changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ink: Ink | None = None
        self._flip: Flip | None = None
        self._place = 0
        scaled(self.setMinimumSize, SMALLEST, SMALLEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_ink(self, ink: Ink | None) -> None:
        """Show what is drawn, of which no way leads anywhere yet; None: nothing is."""
        self._ink, self._flip, self._place = ink, None, 0
        self.update()

    def show_place(self, flip: Flip, place: int) -> None:
        """Show this place of the way."""
        self._ink, self._flip, self._place = flip.way[place], flip, place
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(SMALLEST), px(SMALLEST))

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = theme_of(self.palette())
        side = min(self.width(), self.height())
        paper = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.grid, pxf(1)))
            painter.setBrush(theme.paper)
            painter.drawRect(paper.adjusted(pxf(0.5), pxf(0.5), -pxf(0.5), -pxf(0.5)))
            if self._ink is None:
                return
            painter.setClipRect(paper)
            if isinstance(self._ink, Drawing):
                self._paint_strokes(painter, paper, theme, self._ink)
            else:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
                picture = self._ink.bitmap.astype(np.float64)
                if self._flip is not None and not isinstance(self._flip.way[0], Drawing):
                    # What was ink and is no longer stays pale.
                    picture = np.maximum(picture, 0.25 * self._flip.way[0].bitmap)
                painter.drawImage(paper.adjusted(pxf(1), pxf(1), -pxf(1), -pxf(1)), sequential_image(picture, 1, theme))

    def _paint_strokes(self, painter: QPainter, paper: QRectF, theme: Theme, drawing: Drawing) -> None:
        flip = self._flip
        shown = [drawing]
        if flip is not None:
            # The frame is that of the whole way, so that it stays where it is.
            shown = [ink for ink in (flip.way[0], flip.way[-1]) if isinstance(ink, Drawing)]
        scale, shift = _fitting(shown, paper)
        width = PEN_WIDTH * paper.width()
        if flip is not None and self._place:
            _paint(painter, shown[0], scale, shift, mix(theme.paper, theme.outline, 0.45), width)
        _paint(painter, drawing, scale, shift, theme.ink, width)
        if flip is not None and flip.moved is not None:
            starts = flip.moved.places * scale + shift
            moves = flip.moved.moves * scale
            every = max(len(starts) // ARROWS, 1)
            _paint_arrows(painter, starts[::every], moves[::every], theme)


def _fitting(drawings: list[Drawing], paper: QRectF) -> tuple[float, NDArray[np.float64]]:
    points = np.concatenate([stroke for drawing in drawings for stroke in drawing.strokes])
    low, high = points.min(axis=0), points.max(axis=0)
    scale = paper.width() * (1 - 2 * MARGIN) / (float((high - low).max()) or 1.0)
    middle = np.array([paper.center().x(), paper.center().y()])
    return scale, middle - (low + high) / 2 * scale


def _paint(
    painter: QPainter, drawing: Drawing, scale: float, shift: NDArray[np.float64], colour: QColor, width: float
) -> None:
    painter.setPen(QPen(colour, width, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
    for stroke in drawing.strokes:
        points = _points(stroke * scale + shift)
        if len(points) == 1:
            painter.drawPoint(points[0])
        else:
            painter.drawPolyline(QPolygonF(points))


def _paint_arrows(painter: QPainter, starts: NDArray[np.float64], moves: NDArray[np.float64], theme: Theme) -> None:
    lengths = np.hypot(*moves.T)
    for ground, width in ((theme.paper, 4.0), (theme.positive, 2.0)):
        painter.setPen(QPen(ground, pxf(width), c=Qt.PenCapStyle.RoundCap))
        for start, move, length in zip(starts, moves, lengths, strict=True):
            if length < pxf(SHORTEST):
                continue
            end, along = start + move, move / length
            across = np.array([-along[1], along[0]])
            head = min(pxf(6), 0.6 * length)
            tips = [end - along * head + across * head / 2, end - along * head - across * head / 2]
            first, last, *wings = _points(np.array([start, end, *tips]))
            painter.drawLine(first, last)
            for wing in wings:
                painter.drawLine(last, wing)


def _points(places: NDArray[np.float64]) -> list[QPointF]:
    return [QPointF(x, y) for x, y in places.tolist()]
