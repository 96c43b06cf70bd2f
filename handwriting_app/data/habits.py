"""Strokes that people elsewhere add to a digit: the slashed zero, the barred seven, the one on a base and with a flag.

The thirteen writers of the training digits write some of these seldom and others never.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from handwriting_app.ink.raster import SIDE
from handwriting_app.ink.thinning import MiddleLines

TOP = 0.25
"""How often, against the other habits, a seven gets a long level top."""

BAR_DISTANCE = 3.0
"""Pixels from the stem beyond which ink belongs to the bar."""

STROKE_DOTS = 24
"""Dots of an added stroke."""


def added_strokes(
    lines: MiddleLines, classes: NDArray[np.integer], share: float, rng: np.random.Generator
) -> MiddleLines:
    """``lines`` with a stroke added to about ``share`` of the zeros, ones and sevens, for each habit by itself."""
    owner = lines.owner
    low = np.minimum.reduceat(lines.dots, lines.starts)
    high = np.maximum.reduceat(lines.dots, lines.starts)
    middle, extent = (low + high) / 2, high - low
    digits = len(classes)
    begins, ends, owners = [], [], []

    def some(digit: int, share: float = share) -> NDArray[np.bool_]:
        return np.asarray((classes == digit) & (rng.random(digits) < share))

    def add(who: NDArray[np.bool_], begin: NDArray[np.floating], end: NDArray[np.floating]) -> None:
        chosen = np.flatnonzero(who)
        begins.append(begin[chosen])
        ends.append(end[chosen])
        owners.append(chosen)

    def size(least: float, most: float) -> NDArray[np.float64]:
        return rng.uniform(least, most, digits)

    # The slash of a zero runs from lower left to upper right, sometimes beyond the ring.
    half = np.column_stack((size(0.2, 0.75), -size(0.3, 0.6))) * extent
    add(some(0), middle - half, middle + half)
    # A one's base, under its lowest dot; its flag, down to the left from its highest, never level: that is a seven's.
    foot, head = _dot_at(lines, owner, highest=False), _dot_at(lines, owner, highest=True)
    has_both = some(1)
    add(
        has_both | some(1),
        foot - np.column_stack((size(2, 9), np.zeros(digits))),
        foot + np.column_stack((size(2, 9), rng.normal(0, 0.7, digits))),
    )
    flag = size(3, 10)
    add(has_both | some(1), head, head + np.column_stack((-flag, flag * size(0.5, 1.7))))
    # A seven's bar crosses its stem at half its height.
    height = low[:, 1] + size(0.4, 0.65) * extent[:, 1]
    near = np.abs(lines.dots[:, 1] - height[owner]) < 2.5
    total = np.bincount(owner, near, digits)
    stem = np.where(total > 0, np.bincount(owner, near * lines.dots[:, 0], digits) / np.maximum(total, 1), middle[:, 0])
    centre = np.column_stack((stem, height))
    half = np.column_stack((size(3, 8), rng.normal(0, 1.0, digits)))
    add(some(7), centre - half, centre + half)

    # A seven's top, long and level, ending in a corner.
    is_top = lines.dots[:, 1] < (low[:, 1] + 0.2 * extent[:, 1])[owner]
    right = np.maximum.reduceat(np.where(is_top, lines.dots[:, 0], 0), lines.starts)
    corner = np.column_stack((right, low[:, 1]))
    add(
        some(7, share * TOP),
        corner,
        corner + np.column_stack((-size(10, 20), rng.normal(0, 1.0, digits))),
    )

    along = np.linspace(0, 1, STROKE_DOTS)[:, None]
    begin, end = np.concatenate(begins)[:, None], np.concatenate(ends)[:, None]
    extra = (begin + (end - begin) * along).reshape(-1, 2).astype(np.float32)
    all_owners = np.concatenate((owner, np.repeat(np.concatenate(owners), STROKE_DOTS)))
    order = np.argsort(all_owners, kind="stable")
    return MiddleLines(
        np.concatenate((lines.dots, extra))[order],
        np.concatenate((lines.radii, np.ones(len(extra), np.float32)))[order],
        np.searchsorted(all_owners[order], np.arange(digits)),
    )


def without_bars(
    lines: MiddleLines, classes: NDArray[np.integer], share: float, rng: np.random.Generator
) -> MiddleLines:
    """``lines`` without the bar of about ``share`` of the sevens: nearly all writers of the training digits cross them.

    The bar is what lies beside the straight line from the stem above the middle to the stem below it.
    """
    owner = lines.owner
    digits = len(classes)
    low = np.minimum.reduceat(lines.dots, lines.starts)[:, 1][owner]
    high = np.maximum.reduceat(lines.dots, lines.starts)[:, 1][owner]
    x, height = lines.dots[:, 0], (lines.dots[:, 1] - low) / np.maximum(high - low, 1)

    def mean_where(band: NDArray[np.bool_], values: NDArray[np.floating]) -> NDArray[np.float64]:
        return np.asarray(np.bincount(owner, band * values, digits) / np.maximum(np.bincount(owner, band, digits), 1))

    above, below = (height > 0.2) & (height < 0.33) & (x > SIDE / 2), height > 0.72
    upper_x, upper_y = mean_where(above, x), mean_where(above, height)
    lower_x, lower_y = mean_where(below, x), mean_where(below, height)
    is_known = (np.bincount(owner, above, digits) > 0) & (np.bincount(owner, below, digits) > 0)
    along = (height - upper_y[owner]) / np.maximum(lower_y - upper_y, 0.1)[owner]
    beside = np.abs(x - (upper_x[owner] + along * (lower_x - upper_x)[owner]))
    chosen = (classes == 7) & is_known & (rng.random(digits) < share)
    kept = ~(chosen[owner] & (height > 0.33) & (height < 0.75) & (beside > BAR_DISTANCE))
    return MiddleLines(lines.dots[kept], lines.radii[kept], np.searchsorted(owner[kept], np.arange(digits)))


def _dot_at(lines: MiddleLines, owner: NDArray[np.intp], *, highest: bool) -> NDArray[np.float32]:
    """Each digit's highest or lowest dot, (digits, 2)."""
    y = lines.dots[:, 1] if highest else -lines.dots[:, 1]
    order = np.lexsort((y, owner))
    return lines.dots[order[lines.starts]]
