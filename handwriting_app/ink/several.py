"""Whether ink is more than one digit's: groups of dots with a gap between them, each as large as a digit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LEANINGS = (-0.5, -0.25, 0.0, 0.25, 0.5)
"""Shears, columns a row, under which a gap between two digits side by side is looked for."""

LEAST_GAP = 0.045
"""Between two digits, as a share of the height of both together."""

BESIDE = 0.7
"""Two digits side by side reach over this share of their common height each; the parts of an open 4 do not."""

ABOVE = 0.3
"""Two digits one above the other have this share of their common height each; the bar of a 5 does not."""


def is_several(dots: NDArray[np.floating]) -> bool:
    """Whether ``dots`` are more than one digit.

    Args:
        dots: (dots, 2), x to the right and y down: at equal distances along the pen's way, or all pixels of ink.
    """
    x, y = dots.T
    height = float(np.ptp(y))
    if height == 0:
        return False
    ways = np.vstack((y, x - np.multiply.outer(LEANINGS, y)))
    has_gap = (np.diff(np.sort(ways, axis=1), axis=1) > LEAST_GAP * height).any(axis=1)
    least = np.where(np.arange(len(ways)) == 0, ABOVE, BESIDE) * height
    return any(_parts(ways[way], y, LEAST_GAP * height, least[way]) for way in np.flatnonzero(has_gap))


def _parts(along: NDArray[np.floating], y: NDArray[np.floating], gap: float, least: float) -> bool:
    """Whether a gap in ``along`` leaves dots on either side that reach over ``least`` in ``y``."""
    order = np.argsort(along)
    places = np.flatnonzero(np.diff(along[order]) > gap) + 1
    return any(np.ptp(y[order[:place]]) >= least and np.ptp(y[order[place:]]) >= least for place in places)
