"""Sliders in two columns where they have the whole width, one under the other where they stand beside a picture."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.theme import GRID

_BETWEEN = 4


class SliderGrid(QWidget):
    """A hand needs some length of a slider: half of a narrow column is too little, and a low view has no more rows."""

    def __init__(self, cells: Sequence[tuple[QWidget, int, int]], parent: QWidget | None = None) -> None:
        """``cells``: widgets in the order from top to bottom, each with its row and column of the two columns."""
        super().__init__(parent)
        self._cells = cells
        self._is_folded = False
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        scaled(self._layout.setHorizontalSpacing, 2 * GRID)
        scaled(self._layout.setVerticalSpacing, _BETWEEN)
        for widget, row, column in cells:
            self._layout.addWidget(widget, row, column)

    @property
    def taller(self) -> int:
        """Pixels that it is taller now than in two columns."""
        if not self._is_folded:
            return 0
        rows = len(self._cells) - len({row for _, row, _ in self._cells})
        return rows * (self._cells[0][0].sizeHint().height() + px(_BETWEEN))

    def fold(self, is_folded: bool) -> None:
        """Stand one under the other, or in two columns again."""
        if is_folded == self._is_folded:
            return
        self._is_folded = is_folded
        for widget, _, _ in self._cells:
            self._layout.removeWidget(widget)
        for place, (widget, row, column) in enumerate(self._cells):
            self._layout.addWidget(widget, *((place, 0) if is_folded else (row, column)))
