"""Pictures made smaller, larger or smoother."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def resized(picture: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """``picture`` (rows, columns) with its longer side of ``side`` pixels.

    Means over areas where it becomes smaller, values between pixels where it becomes larger.
    """
    factor = side / max(picture.shape)
    return stretched(picture, *(max(1, round(length * factor)) for length in picture.shape))


def stretched(picture: NDArray[np.float32], rows: int, columns: int) -> NDArray[np.float32]:
    """The same with so many ``rows`` and ``columns``."""
    return np.asarray(_weights(picture.shape[0], rows) @ picture @ _weights(picture.shape[1], columns).T)


def _weights(before: int, after: int) -> NDArray[np.float32]:
    """The share (after, before) of each old pixel in each new one along one axis; rows sum to 1."""
    width = max(before / after, 1.0)
    centres = (np.arange(after) + 0.5) * before / after
    distance = np.abs(centres[:, None] - (np.arange(before) + 0.5))
    share = np.maximum(0, 1 - distance / width)
    return np.asarray(share / share.sum(axis=1, keepdims=True), np.float32)


def box_mean(picture: NDArray[np.float32], reach: int) -> NDArray[np.float32]:
    """Mean over squares of 2 ``reach`` + 1 pixels; beyond the edge there is 0."""
    padded = np.pad(picture, reach)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (2 * reach + 1, 2 * reach + 1))
    return np.asarray(windows.mean(axis=(-2, -1)), np.float32)
