"""A drawing: pen strokes as vectors, independent of any screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    # The empty canvas is painted before numpy is loaded, which takes 0.6 of the time of an empty window.
    import numpy as np
    from numpy.typing import NDArray

Stroke: TypeAlias = "NDArray[np.float64]"
"""The points of one pen-down movement, shape (points, 2): x to the right, y down, in any unit."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """Strokes in the order they were drawn. Immutable: every edit gives a new drawing.

    Attributes:
        strokes: Each of shape (points, 2) with at least one point; x to the right, y down, in any unit.
    """

    strokes: tuple[Stroke, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.strokes
