"""Joins the editor of the 8 × 8 counts to what is read: a changed count is read at once, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from PySide6.QtCore import QObject

from handwriting_app.data.enlarge import digit_with
from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.ink.raster import CELLS
from handwriting_app.session.reader import Reader
from handwriting_app.ui.draw.draw_column import DrawColumn
from handwriting_app.ui.draw.reading_panel import ReadingPanel


class CountsJoin(QObject):
    """Keeps what the counts were, change by change, until something else is read.

    Before the first change there was what the canvas keeps itself: a drawing, or nothing.
    """

    def __init__(self, reader: Reader, column: DrawColumn, reading: ReadingPanel) -> None:
        super().__init__(column)
        self._reader = reader
        self._column = column
        self._past: list[NormalisedDigit | None] = []  # None: what the canvas keeps
        self._future: list[NormalisedDigit] = []
        self._is_ours = False
        reading.count_requested.connect(self._change)
        reading.undo_count_requested.connect(self._undo)
        reading.redo_count_requested.connect(self._redo)
        column.picture_undo_requested.connect(self._undo)
        column.picture_redo_requested.connect(self._redo)
        reader.drawing_changed.connect(self._forget)

    def _change(self, row: int, column: int, count: int) -> None:
        before = self._seen()
        counts = np.zeros((CELLS, CELLS), np.uint8) if before is None else before.counts.copy()
        if counts[row, column] == count:
            return
        counts[row, column] = count
        self._past.append(before if self._reader.drawing.is_empty else None)
        self._future.clear()
        self._read(digit_with(counts, before))
        self._show_history()

    def _undo(self) -> None:
        now = self._seen()
        if not self._past:
            self._column.undo_action.trigger()
            return
        before = self._past.pop()
        if now is not None:
            self._future.append(now)
        if before is None:
            with self._telling():
                self._column.canvas.undo()
        else:
            self._read(before)
        self._show_history()

    def _redo(self) -> None:
        if not self._future:
            self._column.redo_action.trigger()
            return
        now = self._seen()
        self._past.append(now if self._reader.drawing.is_empty else None)
        self._read(self._future.pop())
        self._show_history()

    def _seen(self) -> NormalisedDigit | None:
        prediction = self._reader.prediction
        return None if prediction is None else prediction.normalised

    def _read(self, digit: NormalisedDigit) -> None:
        with self._telling():
            self._reader.set_picture(digit)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """What is read meanwhile is a change of ours."""
        self._is_ours = True
        try:
            yield
        finally:
            self._is_ours = False

    def _forget(self, _drawing: object) -> None:
        """Something else is read: there is nothing of ours to take back."""
        if not self._is_ours:
            self._past.clear()
            self._future.clear()
            self._show_history()

    def _show_history(self) -> None:
        self._column.show_picture_history(bool(self._past), bool(self._future))
