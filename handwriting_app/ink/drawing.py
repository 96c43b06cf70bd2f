"""A drawing: pen strokes as vectors, independent of any screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    # The empty canvas is painted before numpy is loaded.
    import numpy as np
    from numpy.typing import NDArray

Stroke: TypeAlias = "NDArray[np.float64]"
"""The points of one pen-down movement, shape (points, 2): x to the right, y down, in any unit."""


class Drawing:
    """Strokes in the order they were drawn. Immutable: every edit gives a new drawing."""

    # No dataclass: those are loaded after the first paint.
    __slots__ = ("_strokes",)

    def __init__(self, strokes: tuple[Stroke, ...] = ()) -> None:
        self._strokes = strokes

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """Each of shape (points, 2) with at least one point; x to the right, y down, in any unit."""
        return self._strokes

    @property
    def is_empty(self) -> bool:
        return not self._strokes
