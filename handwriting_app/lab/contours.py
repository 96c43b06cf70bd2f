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

_LADDER: Final = (
    ((1, 1.5, 2, 3, 4, 5, 7), 1),
    ((1, 2, 5), 1),
    ((1, 3), 1),
    *(((1,), stride) for stride in (1, 2, 3, 5, 10, 20, 50, 100, 200)),
)
"""Ever fewer levels: their factors, and how many powers of ten lie between two of them."""
_FEWEST: Final = 3
"""Levels below which those of the ladder do not tell enough."""


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
    """At most ``count`` round heights between ``low`` and ``high``, both above 0; two or more where there is room.

    As many to each power of ten where they reach over such powers; at equal distances where they are near each other.
    """
    if not (0 < low < high < math.inf):
        return []
    first, last = math.floor(math.log10(low)), math.floor(math.log10(high))
    for factors, stride in _LADDER:
        powers = range(-(-first // stride) * stride - stride, last + 1, stride)
        inside = [level for power in powers for factor in factors if low < (level := factor * 10.0**power) < high]
        if len(inside) <= count:
            break
    if len(inside) >= min(_FEWEST, count):
        return inside
    step = _round_step((high - low) / count)
    even = _multiples(step, low, high)
    while len(even) < _FEWEST - 1:
        step = _round_step(0.3 * step)
        even = _multiples(step, low, high)
    return even[:: -(-len(even) // count)]


def _multiples(step: float, low: float, high: float) -> list[float]:
    return [
        level for k in range(math.floor(low / step), math.ceil(high / step) + 1) if low < (level := k * step) < high
    ]


def marks_between(low: float, high: float) -> list[float]:
    """Heights that a logarithmic key from ``low`` to ``high`` may be marked with, the most telling first.

    Powers of ten, then twice and five times them, then both ends, then whatever else is round.
    """
    if not (0 < low < high < math.inf):
        return [low]
    powers = range(math.floor(math.log10(low)), math.floor(math.log10(high)) + 1)
    decades = [10.0**power for power in powers]
    others = [factor * decade for factor in (2, 5) for decade in decades]
    marks = [*decades, *others, low, high, *levels_between(low, high, 6)]
    return [mark for mark in marks if low <= mark <= high]


def is_decade(mark: float) -> bool:
    """Whether it is a power of ten."""
    power = math.log10(mark)
    return math.isclose(power, round(power), abs_tol=1e-9)


def _round_step(least: float) -> float:
    """1, 2 or 5 times a power of ten, not below ``least``."""
    unit = 10.0 ** math.floor(math.log10(least))
    return next((factor * unit for factor in (1, 2, 5) if factor * unit >= least), 10 * unit)


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
