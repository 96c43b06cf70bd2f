"""The 64 numbers that the network reads: before, after, and what came and went."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from handwriting_app.ink.raster import BLOCK, CELLS
from handwriting_app.numerals import count, number
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.array_picture import ArrayPicture, Describe
from handwriting_app.ui.widgets.words import set_caption

FULL = BLOCK * BLOCK
SMALLEST = 6 * CELLS
"""A side."""


class ThreeCounts(QWidget):
    """Three pictures of 8 × 8, one below the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._pictures: list[ArrayPicture] = []
        self._captions: list[QLabel] = []
        for place, (name, spoken) in enumerate(
            (
                ("why_not_before", "The 64 numbers of your drawing"),
                ("why_not_after", "The 64 numbers after the change"),
                ("why_not_difference", "What came and what went in each of the 64 blocks"),
            )
        ):
            caption = QLabel(("Before", "After", "Difference")[place], self)
            set_caption(caption)
            picture = ArrayPicture(self, square=True)
            picture.setObjectName(name)
            picture.setAccessibleName(spoken)
            scaled(picture.setMinimumSize, SMALLEST, SMALLEST)
            self._captions.append(caption)
            self._pictures.append(picture)
            layout.addWidget(caption, 2 * place, 0)
            layout.addWidget(picture, 2 * place + 1, 0)
            layout.setRowStretch(2 * place + 1, 1)
        scaled(layout.setSpacing, GRID // 4)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.show_counts(None, None)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()  # they grow with the window, and ask for nothing

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All three are of one size, with cells of whole pixels."""
        super().resizeEvent(event)
        for picture in self._pictures:
            scaled(picture.setMaximumHeight, _height_in_parent)

    def height_of_each(self) -> int:
        """Pixels of height that each picture may take."""
        words = sum(caption.sizeHint().height() for caption in self._captions)
        cell = (self.height() - words - 5 * px(GRID // 4)) // (3 * CELLS)
        return max(cell * CELLS, px(SMALLEST))

    def show_counts(self, before: NDArray[np.uint8] | None, after: NDArray[np.uint8] | None) -> None:
        """Show (8, 8) counts, 0…16; None: there are none yet."""
        empty = np.zeros((CELLS, CELLS), np.uint8)
        first = empty if before is None else before
        last = first if after is None else after
        change = last.astype(np.int64) - first
        for picture, counts in zip(self._pictures, (first, last), strict=False):
            picture.show_array(counts, limit=FULL, signed=False, describe=_describing(counts))
        self._pictures[2].show_array(
            change, limit=max(float(np.abs(change).max()), 4.0), describe=_describing_change(change)
        )
        come, gone = int(change[change > 0].sum()), int(-change[change < 0].sum())
        self._captions[2].setText(f"Difference: +{count(come)}, {number(-gone)}" if come or gone else "Difference")


def _height_in_parent(picture: QWidget) -> float:
    around = picture.parentWidget()
    return around.height_of_each() if isinstance(around, ThreeCounts) else 0


def _describing(counts: NDArray[np.uint8]) -> Describe:
    return lambda row, column: f"Row {row + 1}, column {column + 1}: {counts[row, column]} of {FULL} pixels have ink"


def _describing_change(change: NDArray[np.int64]) -> Describe:
    def words(row: int, column: int) -> str:
        pixels = int(change[row, column])
        what = "as before" if not pixels else f"{count(abs(pixels))} pixels {'more' if pixels > 0 else 'fewer'}"
        return f"Row {row + 1}, column {column + 1}: {what}"

    return words
