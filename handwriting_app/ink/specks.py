"""Specks and stray marks beside a digit in a picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from handwriting_app.ink.pieces import pieces_of

LEAST_SHARE = 0.05
"""A piece of ink smaller than this share of the largest is a speck."""

STRAY_LENGTH = 0.2
"""A piece no longer than this share of the longest piece, the pen's width included, may be a slip of the pen …"""

STRAY_DISTANCE = 0.1
"""… and is left out when it also lies this share of that length away from all longer ones."""


def without_specks(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """``ink`` without the pieces (connected by sides or corners) that are much smaller than the largest, or stray.

    A stray one is small and lies away from all larger ones, as of strokes (`handwriting_app.ink.normalise`).
    """
    pieces = pieces_of(ink)
    is_kept = pieces.sizes >= LEAST_SHARE * pieces.sizes.max()
    lengths = np.maximum(pieces.heights, pieces.widths)
    length = int(lengths[is_kept].max(initial=0))
    is_small = is_kept & (lengths <= STRAY_LENGTH * length)
    body = np.argwhere((is_kept & ~is_small)[pieces.labels] & ink)
    for piece in np.flatnonzero(is_small & (pieces.sizes > 0)):
        low, high = pieces.boxes[piece].reshape(2, 2)
        beside = np.maximum(np.maximum(low - body, body - high + 1), 0)
        is_kept[piece] = np.square(beside).sum(axis=1).min() < (STRAY_DISTANCE * length) ** 2
    return np.asarray(is_kept[pieces.labels] & ink)
