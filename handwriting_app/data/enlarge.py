"""From 8 × 8 counts back to 32 × 32 pixels: the smoothest bitmap that has exactly these counts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.ink.raster import BLOCK, CELLS, SIDE

BLURS = (1.6, 1.2, 0.9, 0.7)
"""Standard deviations in pixels, coarse to fine. Wider ones would fill the small loop of a 6 or a 9."""


def enlarge(counts: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Bitmaps (n, 32, 32) whose blocks of 4 × 4 pixels hold ``counts`` (n, 8, 8) ink pixels.

    Blurs, then makes ink of the darkest pixels of each block, as many as its count, and repeats: projections in turn
    on smooth pictures and on pictures with these counts.
    """
    grey = np.repeat(np.repeat(counts.astype(np.float32), BLOCK, axis=1), BLOCK, axis=2)
    for sigma in BLURS:
        blurred = blur(grey, sigma).reshape(-1, CELLS, BLOCK, CELLS, BLOCK).transpose(0, 1, 3, 2, 4)
        order = np.argsort(-blurred.reshape(*counts.shape, BLOCK * BLOCK), axis=-1, kind="stable")
        ink = np.empty(order.shape, np.bool_)
        np.put_along_axis(ink, order, np.arange(BLOCK * BLOCK) < counts[..., None], axis=-1)
        pixels = ink.reshape(-1, CELLS, CELLS, BLOCK, BLOCK).transpose(0, 1, 3, 2, 4).reshape(-1, SIDE, SIDE)
        grey = pixels.astype(np.float32)
    return grey > 0


def digit_with(counts: NDArray[np.uint8], near: NormalisedDigit | None = None) -> NormalisedDigit:
    """A digit that is known by its counts (8, 8) alone, as a drawing would look once normalised.

    ``near``: the digit that was changed into it; its pixels stay where its counts are the same.
    """
    bitmap = enlarge(counts[None])[0]
    if near is not None:
        is_same = np.kron(near.counts == counts, np.ones((BLOCK, BLOCK), np.bool_))
        bitmap = np.where(is_same, near.bitmap, bitmap)
    return NormalisedDigit(bitmap, counts)


def blur(pictures: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """Gaussian blur of (n, rows, columns); beyond the edge there is 0."""
    reach = int(np.ceil(3 * sigma))
    kernel = np.exp(-0.5 * np.square(np.arange(-reach, reach + 1) / sigma)).astype(np.float32)
    kernel /= kernel.sum()
    # Two small matrix products, rows then columns, are faster than a loop over the kernel.
    distance = np.arange(pictures.shape[-1])[:, None] - np.arange(pictures.shape[-1]) + reach
    band = np.where((distance >= 0) & (distance <= 2 * reach), kernel[np.clip(distance, 0, 2 * reach)], 0)
    across = pictures @ band.astype(np.float32)
    distance = np.arange(pictures.shape[-2])[:, None] - np.arange(pictures.shape[-2]) + reach
    band = np.where((distance >= 0) & (distance <= 2 * reach), kernel[np.clip(distance, 0, 2 * reach)], 0)
    return np.asarray(band.astype(np.float32) @ across)
