"""Small loops that look filled in a tiny picture: where the grey dips within the ink there is paper."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DIP = 0.15
"""Of the difference between ink and paper: a shallower dip is the unevenness of the ink."""

REACH = 0.05
"""Of the picture's longer side: wider loops are told from the ink by the threshold already."""


def with_open_loops(ink: NDArray[np.bool_], grey: NDArray[np.float32]) -> NDArray[np.bool_]:
    """``ink`` without the places where ``grey``, both (rows, columns), is nearer to the paper than the ink all round.

    A pixel of a tiny picture is the mean over what it covers: with ink on all sides, a loop is grey, not white.
    """
    if ink.all() or not ink.any():
        return ink
    paper, pen = float(grey[~ink].mean()), float(grey[ink].mean())
    share = (grey - paper) / (pen - paper) if pen != paper else np.zeros_like(grey)
    reach = max(1, round(REACH * max(ink.shape)))
    # The morphological closing: dips narrower than the reach are filled up.
    filled = -_greatest(-_greatest(share, reach), reach)
    return np.asarray(ink & (filled - share <= DIP))


def _greatest(values: NDArray[np.float32], reach: int) -> NDArray[np.float32]:
    """For each pixel the greatest of the square of 2 ``reach`` + 1 pixels round it, within the picture."""
    for axis in (0, 1):
        padding = [(0, 0), (0, 0)]
        padding[axis] = (reach, reach)
        lines = np.moveaxis(np.pad(values, padding, mode="edge"), axis, 0)
        width, whole = 1, 2 * reach + 1
        while width < whole:  # of two overlapping stretches the greatest of both
            step = min(width, whole - width)
            lines = np.maximum(lines[:-step], lines[step:])
            width += step
        values = np.moveaxis(lines, 0, axis)
    return values
