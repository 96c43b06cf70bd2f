"""The three columns of the window, and how they share its width."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from handwriting_app.ui.theme import GRID

MIDDLE: Final = 440
"""Pixels of width that the views keep while the width is shared out."""


class Columns(QSplitter):
    """Shares the width out anew whenever there is another one, until a person has dragged a border."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("columns")
        self.setChildrenCollapsible(False)
        self.setHandleWidth(GRID)
        self._is_chosen = False
        self.splitterMoved.connect(self._keep)

    def restore(self, widths: Sequence[int]) -> None:
        """Share the width out as a person has done before."""
        self.setSizes(list(widths))
        self._is_chosen = True

    def chosen(self) -> tuple[int, ...] | None:
        """The widths of the columns, if a person has chosen them."""
        return tuple(self.sizes()) if self._is_chosen else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._is_chosen and self.count() == 3:
            # The canvas is square: a higher window can use a wider column, as far as the middle can spare it.
            train = min(max(0.23 * self.width(), 272), 320)
            spare = self.width() - train - MIDDLE
            draw = max(min(0.46 * self.height(), spare, 480), 272)
            self.setSizes([round(draw), round(self.width() - draw - train), round(train)])

    def _keep(self, *_position: int) -> None:
        self._is_chosen = True
