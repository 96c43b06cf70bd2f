"""From counts to a digit: what is typed in, cell by cell, becomes what a network reads, and a bitmap to show for it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.ink.raster import BLOCK, CELLS, SIDE

FULL: Final = BLOCK * BLOCK
"""The largest count: a cell full of ink."""

_ALREADY_INK: Final = 1000.0
"""Added to the rank of pixels that have ink already: they keep it as long as the cell has ink for them."""


def digit_of_counts(counts: ArrayLike, near: NormalisedDigit | None = None) -> NormalisedDigit:
    """The digit whose cells have just these counts.

    The counts are what is read, in one view: nobody knows how the digit would lean. Its bitmap is one of many with
    these counts. In each cell pixels that are ink in ``near`` stay so first; then those come that lie towards the
    ink of the cells around, by the counts interpolated bilinearly between the middles of the cells.

    Args:
        counts: (8, 8), whole numbers 0…16.
        near: The digit that was changed, whose bitmap is kept where its counts are the same.

    Raises:
        ValueError: The counts have another shape, or one of them is not a whole number from 0 to 16.
    """
    given = np.asarray(counts)
    if given.shape != (CELLS, CELLS):
        raise ValueError(f"There must be {CELLS} × {CELLS} counts.")
    whole = given.astype(np.uint8)
    if not np.array_equal(whole, given) or whole.max() > FULL:
        raise ValueError(f"Counts are whole numbers from 0 to {FULL}.")
    rank = _between_middles(whole)
    if near is not None:
        rank = rank + _ALREADY_INK * near.bitmap
    blocks = rank.reshape(CELLS, BLOCK, CELLS, BLOCK).swapaxes(1, 2).reshape(CELLS, CELLS, FULL)
    order = np.argsort(-blocks, axis=-1, kind="stable")
    place = np.argsort(order, axis=-1, kind="stable")
    ink = (place < whole[..., None]).reshape(CELLS, CELLS, BLOCK, BLOCK).swapaxes(1, 2)
    return NormalisedDigit(ink.reshape(SIDE, SIDE), whole)


def _between_middles(counts: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The counts (8, 8) at each pixel (32, 32), bilinear between the middles of the cells; outside there is paper."""
    places = (np.arange(SIDE) + 0.5) / BLOCK - 0.5
    weights = np.maximum(1 - np.abs(places[:, None] - np.arange(CELLS)[None, :]), 0)
    return np.asarray(weights @ counts @ weights.T, np.float64)
