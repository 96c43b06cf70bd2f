"""The 8 × 8 counts as a picture that can be changed, cell by cell, by the keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from handwriting_app.ink.raster import BLOCK, CELLS
from handwriting_app.ui.colour_maps import sequential_image
from handwriting_app.ui.keys import keys_of
from handwriting_app.ui.sizes import px
from handwriting_app.ui.theme import theme_of
from handwriting_app.ui.widgets.heard import say
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.pixel_picture import PixelPicture

FULL: Final = BLOCK * BLOCK
"""The largest count: a cell full of ink."""

_NINE: Final = 9
"""The key that stands for a full cell."""

_WAYS: Final = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


def count_of_key(digit: int) -> int:
    """The count that a digit's key stands for: 0 is paper, 9 a full cell, and the others lie evenly between."""
    return (2 * FULL * digit + _NINE) // (2 * _NINE)


class CountsEditor(PixelPicture):
    """Shows the counts; one of them is chosen while it has the focus. It changes nothing itself: it asks.

    Attributes:
        own_keys: Those of the table that it keeps.

    Signals:
        count_requested(int, int, int): row, column, and the count that is to be there, 0…16.
        undo_requested(): the last change is to be taken back.
        redo_requested(): what was taken back is to come again.
    """

    count_requested = Signal(int, int, int)
    undo_requested = Signal()
    redo_requested = Signal()

    own_keys = keys_of("count_cell", "count", "undo_count")

    def __init__(self, side: int, value_at: Callable[[int, int], str], parent: QWidget | None = None) -> None:
        super().__init__(side, value_at, parent)
        self._counts: NDArray[np.uint8] | None = None
        self._chosen = (CELLS // 2, CELLS // 2)
        self._words = value_at
        self.setObjectName("counts_editor")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def chosen(self) -> tuple[int, int]:
        """Row and column of the count that the keys change."""
        return self._chosen

    def show_counts(self, counts: NDArray[np.uint8] | None) -> None:
        """Show the counts (8, 8); None: there is nothing to read."""
        before, self._counts = self._counts, counts
        image = None if counts is None else sequential_image(counts, FULL, theme_of(self.palette()))
        self.set_image(image)
        if self.hasFocus() and counts is not before:
            say(self, self._words(*self._chosen))

    def in_words(self) -> str:
        """The chosen count while there is a choice, and how much ink there is."""
        chosen = f"{self._words(*self._chosen)}." if self.hasFocus() else ""
        if self._counts is None:
            return f"{chosen} No ink.".strip()
        ink = self._counts > 0
        words = f"{int(ink.sum())} of {CELLS * CELLS} cells have ink, {int((self._counts == FULL).sum())} are full."
        return f"{chosen} {words}".strip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a cell, or ask for another count in it."""
        key = Qt.Key(event.key())
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            is_redo = key is Qt.Key.Key_Y or modifiers & Qt.KeyboardModifier.ShiftModifier
            if key in (Qt.Key.Key_Z, Qt.Key.Key_Y):
                (self.redo_requested if is_redo else self.undo_requested).emit()
            else:
                super().keyPressEvent(event)
        elif key in _WAYS and modifiers == Qt.KeyboardModifier.NoModifier:
            self._choose(self._chosen[0] + _WAYS[key][0], self._chosen[1] + _WAYS[key][1])
        elif (count := self._count_of(event)) is not None:
            self.count_requested.emit(*self._chosen, count)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the cell under the pointer."""
        inside = self._inside()
        if event.button() is Qt.MouseButton.LeftButton and QRectF(inside).contains(event.position()):
            row = int((event.position().y() - inside.y()) * CELLS / inside.height())
            column = int((event.position().x() - inside.x()) * CELLS / inside.width())
            self._choose(row, column)

    def _count_of(self, event: QKeyEvent) -> int | None:
        """The count that a key asks for, in 0…16; None for a key that asks for none."""
        now = 0 if self._counts is None else int(self._counts[self._chosen])
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Space:
            return None if event.isAutoRepeat() else 0 if now == FULL else FULL
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            return min(now + 1, FULL)
        if key is Qt.Key.Key_Minus:
            return max(now - 1, 0)
        text = event.text()
        return count_of_key(int(text)) if len(text) == 1 and text in "0123456789" else None

    def _choose(self, row: int, column: int) -> None:
        self._chosen = min(max(row, 0), CELLS - 1), min(max(column, 0), CELLS - 1)
        say(self, self._words(*self._chosen))
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Add the chosen cell, and the edge that says where the keys go."""
        super().paintEvent(event)
        if not self.hasFocus():
            return
        theme, inside = theme_of(self.palette()), self._inside()
        width, height = inside.width() / CELLS, inside.height() / CELLS
        row, column = self._chosen
        edge = px(1)
        cell = QRectF(inside.x() + column * width, inside.y() + row * height, width, height).adjusted(
            edge, edge, -edge, -edge
        )
        with QPainter(self) as painter:
            painter.setPen(QPen(theme.accent, 2 * edge, j=Qt.PenJoinStyle.MiterJoin))
            painter.drawRect(self.rect().adjusted(edge, edge, -edge, -edge))
            for colour, line in ((theme.paper, 4 * edge), (theme.accent, 2 * edge)):
                painter.setPen(QPen(colour, line, j=Qt.PenJoinStyle.MiterJoin))
                painter.drawRect(cell)
