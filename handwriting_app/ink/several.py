"""Whether ink is more than one digit's.

Groups of dots with a gap between them, each as large as a digit; strokes beside each other, each as high as a digit;
or, where digits touch, too wide and too long a way.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

LEANINGS = (-0.5, -0.25, 0.0, 0.25, 0.5)
"""Shears, columns a row, under which a gap between two digits side by side is looked for."""

LEAST_GAP = 0.045
"""Between two digits, as a share of the height of both together."""

GAP_OF_PAPER = 0.02
"""The same between pixels of ink: the pen's width is part of the digits, not of the gap."""

NO_GAP = 1.5
"""Pixels: neighbours are one apart."""

BESIDE = 0.7
"""Two digits side by side reach over this share of their common height each; the parts of an open 4 do not."""

ABOVE = 0.3
"""Two digits one above the other have this share of their common height each; the bar of a 5 does not."""

JOINED_WIDTH = 0.8
"""Two digits that touch side by side are, upright, wider than this share of their height …"""

JOINED_LENGTH = 4.25
"""… the pen's way is longer than so many heights …"""

HOLLOW = (0.3, 0.7, 0.25, 0.75)
"""… and it crosses this part of their box (shares of the width, then of the height). A wide zero does not."""

STROKES_BESIDE = 0.75
"""Strokes side by side reach over this share of their common height each; the first stroke of an open 4 does not …"""

STROKES_OVERLAP = 0.15
"""… and over each other by no more than this share of it."""

RING = 0.12
"""Strokes whose upper ends are this share of their height apart, and whose lower ends too, are the halves of a zero."""

GRID = 16
"""Rows of cells in which the length of the pen's way is counted: twice over the same cell is no longer way."""


def is_several(dots: NDArray[np.floating]) -> bool:
    """Whether ``dots`` (dots, 2), at equal distances along the pen's way, x right, y down, are more than one digit."""
    return _are_apart(dots, LEAST_GAP * float(np.ptp(dots[:, 1]))) or _are_joined(dots)


def is_several_strokes(ways: Sequence[NDArray[np.floating]]) -> bool:
    """Whether strokes ``ways``, (dots, 2) each, are digits side by side that touch, or nearly.

    Sorted from left to right: somewhere what is before and what is after is as high as a digit and hardly overlaps.
    """
    if len(ways) < 2:
        return False
    lowest = np.array([way[:, 1].min() for way in ways])
    highest = np.array([way[:, 1].max() for way in ways])
    height = float(highest.max() - lowest.min())
    for lean in LEANINGS:
        along = [way[:, 0] - lean * way[:, 1] for way in ways]
        order = np.argsort([float(part.mean()) for part in along])
        top, bottom = lowest[order], highest[order]
        before = np.maximum.accumulate(bottom) - np.minimum.accumulate(top)
        after = (np.maximum.accumulate(bottom[::-1]) - np.minimum.accumulate(top[::-1]))[::-1]
        right = np.maximum.accumulate([along[one].max() for one in order])
        left = np.minimum.accumulate([along[one].min() for one in order[::-1]])[::-1]
        is_parted = np.minimum(before[:-1], after[1:]) >= STROKES_BESIDE * height
        is_parted &= right[:-1] - left[1:] <= STROKES_OVERLAP * height
        for place in np.flatnonzero(is_parted) + 1:
            first, second = (np.concatenate([ways[one] for one in part]) for part in (order[:place], order[place:]))
            if height and not _are_halves(first, second, RING * height):
                return True
    return False


def _are_halves(one: NDArray[np.floating], other: NDArray[np.floating], near: float) -> bool:
    """Whether the highest dots of both lie ``near`` each other, and the lowest too."""
    ends = [(dots[dots[:, 1].argmin()], dots[dots[:, 1].argmax()]) for dots in (one, other)]
    return all(float(np.hypot(*(a - b))) < near for a, b in zip(*ends, strict=True))


def is_several_pieces(ink: NDArray[np.bool_]) -> bool:
    """Whether the pixels of ``ink`` (rows, columns) are more than one digit's, with a gap of paper between them."""
    dots = np.argwhere(ink)[:, ::-1].astype(np.float64)
    return _are_apart(dots, max(NO_GAP, GAP_OF_PAPER * float(np.ptp(dots[:, 1]))))


def _are_apart(dots: NDArray[np.floating], gap: float) -> bool:
    """Whether more than ``gap`` parts ``dots`` (dots, 2) in two, each as large as a digit."""
    x, y = dots.T
    height = float(np.ptp(y))
    if height == 0:
        return False
    ways = np.vstack((y, x - np.multiply.outer(LEANINGS, y)))
    has_gap = (np.diff(np.sort(ways, axis=1), axis=1) > gap).any(axis=1)
    least = np.where(np.arange(len(ways)) == 0, ABOVE, BESIDE) * height
    return any(_parts(ways[way], y, gap, least[way]) for way in np.flatnonzero(has_gap))


def _are_joined(dots: NDArray[np.floating]) -> bool:
    """Whether ``dots`` (dots, 2), at equal distances along the pen's way, are digits that touch side by side."""
    across, y = upright(dots).T
    height = float(np.ptp(y))
    if height == 0:
        return False
    width = float(np.ptp(across)) / height
    if width <= JOINED_WIDTH:
        return False
    columns, rows = ((along - along.min()) * (GRID / height) for along in (across, y))
    cells = np.unique(np.floor(np.column_stack((columns, rows))), axis=0) / GRID
    left, right, top, bottom = HOLLOW
    is_inside = (cells >= (left * width, top)).all(axis=1) & (cells < (right * width, bottom)).all(axis=1)
    return len(cells) > JOINED_LENGTH * GRID and bool(is_inside.any())


def upright(dots: NDArray[np.floating]) -> NDArray[np.floating]:
    """``dots`` (dots, 2) round their middle, with the slant taken out as the normalisation does."""
    x, y = (dots - dots.mean(axis=0)).T
    spread = float(np.square(y).sum())
    lean = float(np.clip((x * y).sum() / spread, -1, 1)) if spread else 0.0
    return np.column_stack((x - lean * y, y))


def _parts(along: NDArray[np.floating], y: NDArray[np.floating], gap: float, least: float) -> bool:
    """Whether a gap in ``along`` leaves dots on either side that reach over ``least`` in ``y``."""
    order = np.argsort(along)
    places = np.flatnonzero(np.diff(along[order]) > gap) + 1
    return any(np.ptp(y[order[:place]]) >= least and np.ptp(y[order[place:]]) >= least for place in places)
