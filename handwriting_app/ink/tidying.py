"""What a device adds to a stroke is taken out: hooks where the pen lands and lifts, and the trembling of a mouse.

A hook of a few pixels is no part of the digit, but the normalisation widens a thin digit, and its hooks with it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Way = NDArray[np.float64]
"""A stroke as dots (dots, 2) of equal distances."""

LONGEST_HOOK = 6
"""Dots, 1/48 of the drawing's size each."""

SHARPEST_TURN = np.cos(np.radians(100.0))
"""A line that turns further than this is a hook where it ends soon after, and otherwise a corner."""

LEAST_DOTS = 20
"""A stroke shorter than this is no stroke with a hook."""

SMOOTHINGS = 2
"""How often each dot goes half of the way to the middle of its neighbours."""


def without_hooks(way: Way) -> Way:
    """``way`` without the hooks at its ends; the very same where there are none."""
    first, last = span_without_hooks(way)
    return way[first:last] if last - first < len(way) else way


def span_without_hooks(way: Way) -> tuple[int, int]:
    """The first of the dots of ``way`` that are not of a hook, and the one after the last."""
    return (0, len(way)) if len(way) < LEAST_DOTS else (_hook(way), len(way) - _hook(way[::-1]))


def _hook(way: Way) -> int:
    """How many dots from the beginning of ``way`` are a hook, 0…`LONGEST_HOOK`."""
    corners = way[1 : LONGEST_HOOK + 1]
    come, go = corners - way[0], way[LONGEST_HOOK + 1 : 2 * LONGEST_HOOK + 1] - corners
    cosine = (come * go).sum(axis=1) / np.maximum(np.sqrt((come * come).sum(axis=1) * (go * go).sum(axis=1)), 1e-300)
    sharpest = int(cosine.argmin())
    return sharpest + 1 if cosine[sharpest] < SHARPEST_TURN else 0


def smoothed(way: Way) -> Way:
    """``way`` with its smallest wiggles out; both ends stay where they are."""
    if len(way) < 3:
        return way
    for _ in range(SMOOTHINGS):
        inner = (way[:-2] + 2 * way[1:-1] + way[2:]) / 4
        way = np.concatenate((way[:1], inner, way[-1:]))
    return way
