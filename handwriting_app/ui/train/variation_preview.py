"""A strip of training digits as the network will see them: how strong the variation is, seen at a glance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from handwriting_app.engine.classes import TEN_DIGITS, Classes
from handwriting_app.ui.colour_maps import sequential_image
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.theme import caption_font, theme_of
from handwriting_app.ui.widgets.painting import guarded

COUNT = 8  # digits in the strip
CELLS = 8  # rows and columns of a digit
MOST_INK = 16  # of a cell
_GAP = 3  # pixels at 100 %


class VariationPreview(QAbstractButton):
    """Eight small digits in a row; a click asks for others.

    Signals:
        clicked(): The person wants to see other digits.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: NDArray[np.uint8] = np.empty((0, CELLS, CELLS), np.uint8)
        self.setObjectName("variation_preview")
        self.show_classes(TEN_DIGITS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        scaled(self.setFixedHeight, 34)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_classes(self, classes: Classes) -> None:
        """What is to be seen are these."""
        self._classes = classes
        self.setAccessibleName(classes.worded("Varied digits"))
        self.setToolTip(classes.worded("Training digits as varied for the network; click to see others."))
        self.update()

    def show_images(self, images: NDArray[np.uint8]) -> None:
        """Show ``images`` (count, 8, 8), the counts 0…16 that the network reads; the first eight fit."""
        if images.shape[1:] != (CELLS, CELLS):
            raise ValueError(f"the preview needs images of shape (count, {CELLS}, {CELLS}), not {images.shape}")
        self._values = images[:COUNT].copy()
        self.update()

    def is_empty(self) -> bool:
        """Whether there is nothing to see yet."""
        return len(self._values) == 0

    def sizeHint(self) -> QSize:
        """Room for eight squares."""
        return QSize(COUNT * (self.height() + px(_GAP)) - px(_GAP), self.height())

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the squares, or the words of the empty state."""
        theme = theme_of(self.palette())
        with QPainter(self) as painter:
            # A whole number of screen pixels for each cell, so that all cells are of one size.
            ratio, line = self.devicePixelRatioF(), px(1)
            room = min(self.height() - 2 * line, (self.width() - (COUNT - 1) * px(_GAP)) / COUNT)
            side = int(room * ratio / CELLS) * CELLS / ratio
            step = (self.width() - 2 * line - side) / (COUNT - 1)
            if self.is_empty():
                painter.setPen(theme.muted)
                painter.setFont(caption_font(self.font()))
                words = self._classes.worded("Click to see varied digits")
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
                painter.setPen(QPen(theme.grid, line))
                half = line / 2
                painter.drawRect(QRectF(self.rect()).adjusted(half, half, -half, -half))
            else:
                for index, values in enumerate(self._values):
                    square = QRectF(line + int(index * step), (self.height() - side) // 2, side, side)
                    painter.drawImage(square, sequential_image(values, MOST_INK, theme))
                    painter.setPen(QPen(theme.grid, line))
                    half = line / 2
                    painter.drawRect(square.adjusted(-half, -half, half, half))
            if self.hasFocus():
                painter.setPen(QPen(theme.accent, 2 * line))
                painter.drawRect(self.rect().adjusted(line, line, -line, -line))
