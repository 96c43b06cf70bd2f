"""A small array as a picture: every value one rectangle of colour, its number under the pointer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.theme import theme_of
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.place_tips import PlaceTips


class PixelPicture(QWidget):
    """Shows an image of one pixel a value, enlarged without smoothing, in a square frame.

    An image that is not square keeps its proportions; one of more pixels than the frame has is smoothed.
    """

    def __init__(self, side: int, value_at: Callable[[int, int], str], parent: QWidget | None = None) -> None:
        """`value_at`: the words for the value at a row and a column of the image that is shown."""
        super().__init__(parent)
        self._value_at = value_at
        self._image: QImage | None = None
        self.set_side(side)
        PlaceTips(self, self._words_at)

    def set_image(self, image: QImage | None) -> None:
        """Show `image`; None leaves the frame empty."""
        self._image = image
        self.update()

    def set_side(self, side: int) -> None:
        """Pixels of the picture at 100 %, a multiple of 32, so that every square is as large as the next."""
        scaled(self.setFixedSize, lambda _each: _with_frame(side), lambda _each: _with_frame(side))

    def cell_at(self, place: QPointF) -> tuple[int, int] | None:
        """Row and column under a place of the widget."""
        image, inside = self._image, self._place()
        if image is None or not QRectF(inside).contains(place):
            return None
        row = int((place.y() - inside.y()) * image.height() / inside.height())
        column = int((place.x() - inside.x()) * image.width() / inside.width())
        return min(row, image.height() - 1), min(column, image.width() - 1)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self.palette())
        with QPainter(self) as painter:
            inside = self._inside()
            painter.fillRect(inside, theme.paper)
            if self._image is not None:
                place = self._place()
                is_fine = place.width() < self._image.width()  # each pixel counts: none is dropped
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_fine)
                painter.drawImage(place, self._image)
            painter.setPen(theme.outline)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for line in range(px(1)):
                painter.drawRect(self.rect().adjusted(line, line, -1 - line, -1 - line))

    def _words_at(self, place: QPoint) -> str | None:
        cell = self.cell_at(QPointF(place))
        return None if cell is None else self._value_at(*cell)

    def _place(self) -> QRect:
        """Where the image is painted: all within the frame if it is square."""
        inside = self._inside()
        if self._image is None:
            return inside
        size = self._image.size().scaled(inside.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(inside.topLeft(), size)
        place.moveCenter(inside.center())
        return place

    def _inside(self) -> QRect:
        """The picture without its frame."""
        return self.rect().adjusted(px(1), px(1), -px(1), -px(1))


def _with_frame(side: int) -> int:
    """Pixels of a picture with its frame; those of eight squares stay equally large."""
    pixels = px(side) if side % 8 else 8 * px(side / 8)
    return pixels + 2 * px(1)
