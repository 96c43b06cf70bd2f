"""A digit of which only the 8 × 8 counts can be changed: a picture, or one of the data set's digits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from handwriting_app.data.enlarge import blur
from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.ink.raster import BLOCK, CELLS, SIDE, block_counts

FULL: Final = BLOCK * BLOCK
"""Pixels in a block."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class MovableCounts:
    """How many pixels of ink each block gets or loses: u (64, 1), rounded to whole pixels, as far as the block goes.

    All views of a digit get and lose the same.

    Attributes:
        digit: As it is.
        longest_step: How much one step may change a count by.
    """

    digit: NormalisedDigit
    longest_step: float = 2.0

    @property
    def nothing(self) -> Floats:
        return np.zeros((CELLS * CELLS, 1))

    def whole(self, u: Floats) -> NDArray[np.int64]:
        """What of ``u`` is done: (8, 8), whole pixels."""
        change = np.rint(u).astype(np.int64).reshape(CELLS, CELLS)
        counts = self.digit.counts.astype(np.int64)
        return np.asarray(np.clip(counts + change, 0, FULL) - counts)

    def seen(self, u: Floats) -> NormalisedDigit:
        """The bitmap is left as it was: see `moved`."""
        change = np.rint(u).astype(np.int64).reshape(CELLS, CELLS)
        counts, leaning = (
            np.clip(each.astype(np.int64) + change, 0, FULL).astype(np.uint8)
            for each in (self.digit.counts, self.digit.leaning)
        )
        return replace(self.digit, counts=counts, leaning=leaning, other=None)

    def moved(self, u: Floats) -> NormalisedDigit:
        """The changed digit, with a bitmap that has its counts."""
        seen = self.seen(u)
        if not self.whole(u).any():
            return self.digit
        return replace(seen, bitmap=with_counts(self.digit.bitmap, seen.counts), steps=())

    def pull_back(self, u: Floats, slopes: Floats) -> Floats:
        views = self.digit.views() * FULL + u[:, 0]
        # A full block gets no more ink, an empty one loses none.
        is_free = np.where(slopes > 0, views < FULL, views > 0)
        return np.asarray((slopes * is_free).sum(axis=0)[:, None] / FULL)

    def smoothed(self, slopes: Floats, *, loosely: bool) -> Floats:
        """Blocks change each by itself."""
        return slopes


def with_counts(bitmap: NDArray[np.bool_], counts: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """``bitmap`` (32, 32) with the fewest pixels turned so that its blocks hold ``counts`` (8, 8).

    Ink grows where ink is near, and goes where it is far.
    """
    if not (counts != block_counts(bitmap)).any():
        return bitmap
    near = blur(bitmap[None].astype(np.float32), 1.2)[0] + 100 * bitmap  # what is ink stays ink first
    blocks = near.reshape(CELLS, BLOCK, CELLS, BLOCK).transpose(0, 2, 1, 3).reshape(CELLS, CELLS, FULL)
    order = np.argsort(-blocks, axis=-1, kind="stable")
    ink = np.empty(order.shape, np.bool_)
    np.put_along_axis(ink, order, np.arange(FULL) < counts[..., None], axis=-1)
    return np.asarray(ink.reshape(CELLS, CELLS, BLOCK, BLOCK).transpose(0, 2, 1, 3).reshape(SIDE, SIDE))
