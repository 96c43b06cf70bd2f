"""The drawing under the pen, with its editing history.

What needs numpy (0.6 of an empty window's time) is imported with the first touch of the pen: the empty canvas is
painted without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handwriting_app.ink.drawing import Drawing

if TYPE_CHECKING:
    from handwriting_app.ink.strokes import Line

MOST_STEPS: Final = 500
"""Gestures that can be undone: all of an hour's would make the program grow for as long as it is used."""


class Sketch:
    """A drawing that is being made: strokes are begun, extended, finished and erased; every gesture can be undone.

    One gesture, one step of the history: a whole stroke, one pass of the eraser (however many strokes it takes away),
    a clearing, a replacement. While a gesture is under way, `undo`, `redo`, `clear` and `replace` finish it first.
    """

    def __init__(self) -> None:
        self._drawing = Drawing()
        self._past: list[Drawing] = []
        self._future: list[Drawing] = []
        self._line: Line | None = None
        self._before_erasing: Drawing | None = None

    @property
    def drawing(self) -> Drawing:
        """The drawing as it is now, with the stroke under way. Safe to keep: later edits do not change it."""
        if self._line is None:
            return self._drawing
        return Drawing((*self._drawing.strokes, self._line.points()))

    @property
    def is_stroke_open(self) -> bool:
        return self._line is not None

    @property
    def is_erasing(self) -> bool:
        return self._before_erasing is not None

    @property
    def can_undo(self) -> bool:
        return bool(self._past) or self._line is not None or self._has_erased()

    @property
    def can_redo(self) -> bool:
        return bool(self._future)

    def begin(self, x: float, y: float) -> None:
        """Put the pen down. The stroke has one point: a dot, until it is extended."""
        from handwriting_app.ink.strokes import Line

        self.finish()
        self._line = Line(x, y)

    def extend(self, x: float, y: float) -> bool:
        """Move the pen that is down. False when it is where it was, or is not down."""
        return self._line is not None and self._line.append(x, y)

    def begin_erasing(self) -> None:
        self.finish()
        self._before_erasing = self._drawing

    def erase_near(self, x: float, y: float, reach: float) -> bool:
        """Take away every stroke that passes within `reach` of a point. False when there is none, or no erasing."""
        from handwriting_app.ink.strokes import distance_to

        if self._before_erasing is None:
            return False
        left = tuple(stroke for stroke in self._drawing.strokes if distance_to(stroke, x, y) > reach)
        if len(left) == len(self._drawing.strokes):
            return False
        self._drawing = Drawing(left)
        return True

    def finish(self) -> None:
        """End the stroke or the pass of the eraser that is under way, if any. What it did stays."""
        if self._line is not None:
            after = self.drawing
            self._line = None
            self._step_to(after)
        elif self._before_erasing is not None:
            before, after = self._before_erasing, self._drawing
            self._before_erasing = None
            self._drawing = before
            if after is not before:
                self._step_to(after)

    def undo(self) -> None:
        self.finish()
        if self._past:
            self._future.append(self._drawing)
            self._drawing = self._past.pop()

    def redo(self) -> None:
        self.finish()
        if self._future:
            self._past.append(self._drawing)
            self._drawing = self._future.pop()

    def clear(self) -> None:
        """Take everything away. Can be undone."""
        self.finish()
        if not self._drawing.is_empty:
            self._step_to(Drawing())

    def replace(self, drawing: Drawing) -> None:
        """Take `drawing` instead. Can be undone."""
        self.finish()
        if drawing is not self._drawing:
            self._step_to(drawing)

    def _has_erased(self) -> bool:
        return self._before_erasing is not None and self._before_erasing is not self._drawing

    def _step_to(self, drawing: Drawing) -> None:
        self._past.append(self._drawing)
        del self._past[:-MOST_STEPS]
        self._future.clear()
        self._drawing = drawing
