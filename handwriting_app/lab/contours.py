"""Lines of equal height on a grid, by marching squares (Lorensen and Cline, 1987, in two dimensions)."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# For each of the 16 patterns of corners above the level (1: lower left, 2: lower right, 4: upper right, 8: upper left)
# the sides (0: bottom, 1: right, 2: top, 3: left) that a piece of the line joins.
_PIECES: Final[dict[int, tuple[tuple[int, int], ...]]] = {
    1: ((3, 0),),
    2: ((0, 1),),
    3: ((3, 1),),
    4: ((1, 2),),
    5: ((3, 2), (0, 1)),
    6: ((0, 2),),
    7: ((3, 2),),
    8: ((2, 3),),
    9: ((2, 0),),
    10: ((3, 0), (1, 2)),
    11: ((2, 1),),
    12: ((1, 3),),
    13: ((1, 0),),
    14: ((0, 3),),
}


def contour(heights: Floats, x: Floats, y: Floats, level: float) -> Floats:
    """Return the pieces of the line at ``level``.

    Args:
        heights: (rows, columns); heights that are not finite are passed over.
        x: (columns,), places of the columns.
        y: (rows,), places of the rows.
        level: Height of the line.

    Returns:
        (pieces, 2, 2): both ends of each piece as (x, y).
    """
    above = heights > level
    pattern = above[:-1, :-1] + 2 * above[:-1, 1:] + 4 * above[1:, 1:] + 8 * above[1:, :-1]
    finite = np.isfinite(heights)
    pattern[~(finite[:-1, :-1] & finite[:-1, 1:] & finite[1:, 1:] & finite[1:, :-1])] = 0
    pieces = []
    for kind, sides in _PIECES.items():
        rows, columns = np.nonzero(pattern == kind)
        if len(rows):
            crossings = {side: _crossing(heights, x, y, level, rows, columns, side) for pair in sides for side in pair}
            pieces += [np.stack((crossings[start], crossings[end]), axis=1) for start, end in sides]
    return np.concatenate(pieces) if pieces else np.empty((0, 2, 2))


def levels_between(low: float, high: float, count: int) -> list[float]:
    """About ``count`` round heights (1, 2 or 5 times a power of ten) from ``low`` to ``high``, both above 0."""
    if not (0 < low < high < math.inf):
        return []
    powers = range(math.floor(math.log10(low)), math.floor(math.log10(high)) + 1)
    rounds = [factor * 10.0**power for power in powers for factor in (1, 1.5, 2, 3, 4, 5, 7)]
    inside = [level for level in rounds if low < level < high]
    if len(inside) <= count:
        return inside
    few = [level for level in inside if round(level / 10 ** math.floor(math.log10(level) + 1e-9)) in {1, 2, 5}]
    few = [level for level in few if not math.isclose(level / 10 ** math.floor(math.log10(level) + 1e-9), 1.5)]
    return few


def _crossing(
    heights: Floats, x: Floats, y: Floats, level: float, rows: NDArray[np.intp], columns: NDArray[np.intp], side: int
) -> Floats:
    """Where the line crosses one side of each of the cells, (cells, 2)."""
    (row_0, column_0), (row_1, column_1) = (((0, 0), (0, 1)), ((0, 1), (1, 1)), ((1, 0), (1, 1)), ((0, 0), (1, 0)))[
        side
    ]
    start, end = heights[rows + row_0, columns + column_0], heights[rows + row_1, columns + column_1]
    share = (level - start) / (end - start)
    x_0, x_1 = x[columns + column_0], x[columns + column_1]
    y_0, y_1 = y[rows + row_0], y[rows + row_1]
    return np.stack((x_0 + share * (x_1 - x_0), y_0 + share * (y_1 - y_0)), axis=1)
