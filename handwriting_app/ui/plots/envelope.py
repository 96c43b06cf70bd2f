"""Fewer points, the same picture: the least and the greatest value of each stretch of a curve. Free of Qt.

A run may have tens of thousands of epochs and a plot some hundred pixels. What is drawn is the envelope: two points for
every few pixels, which loses no spike. It is worked out afresh at every update: 100,000 values take about 0.05 ms, so
that a pyramid to keep up would save nothing; and a history that drops rows, as long ones do, cannot go out of step.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]


def envelope(x: Array, y: Array, first: float, last: float, buckets: int) -> tuple[Array, Array]:
    """The part of a curve between two places, in at most about ``2 * buckets`` points.

    Args:
        x: Shape (n,), rising.
        y: Shape (n,). NaN marks a gap; a bucket is a gap if it holds nothing else.
        first: The left end of what is seen; a point beyond either end is kept, so that the curve leaves the picture.
        last: The right end of what is seen.
        buckets: Into how many stretches what is seen may be cut.

    Returns:
        x and y of the points to join. The points themselves if they are few; otherwise, for each bucket of ``2**k``
        points, its least and its greatest value at its start and middle, the greater first if the curve falls.
        Buckets lie on multiples of ``2**k`` from the curve's start, so that a growing curve does not shimmer.
    """
    start = max(int(np.searchsorted(x, first, side="left")) - 1, 0)
    stop = min(int(np.searchsorted(x, last, side="right")) + 1, len(x))
    if stop - start <= 2 * buckets:
        return x[start:stop], y[start:stop]
    size = 1 << int(np.ceil(np.log2((stop - start) / buckets)))
    start -= start % size
    edges = np.arange(start, stop, size)
    inside = y[:stop]
    low = np.fmin.reduceat(inside, edges)
    high = np.fmax.reduceat(inside, edges)
    # The last point is drawn as it is: that is where the eye rests while a run goes.
    points = np.empty(2 * len(edges) + 1)
    heights = np.empty_like(points)
    points[:-1:2] = x[edges]
    points[1::2] = x[np.minimum(edges + size // 2, stop - 1)]
    falls = _falls(inside, edges)
    heights[:-1:2] = np.where(falls, high, low)
    heights[1::2] = np.where(falls, low, high)
    points[-1], heights[-1] = x[stop - 1], inside[-1]
    return points, heights


def _falls(y: Array, edges: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Whether the curve is lower at the end of each bucket than at its start, shape (edges,)."""
    ends = np.append(edges[1:], len(y)) - 1
    fall: NDArray[np.bool_] = y[ends] < y[edges]
    return fall
