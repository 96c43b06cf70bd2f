"""Numbers as pictures, in the colours of the theme. Apart from `theme`, which needs no numpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtGui import QColor, QImage

from handwriting_app.ui.theme import Theme


def diverging_image(values: ArrayLike, limit: float, theme: Theme) -> QImage:
    """A picture of signed `values` (rows, columns), one pixel each: blue below 0, the ground at 0, orange above.

    Values at or beyond ±`limit` take the colour of the end; NaN takes the middle. Scale it up without smoothing.
    """
    steps = 256
    below = _ramp(theme.negative, theme.zero, steps)
    above = _ramp(theme.zero, theme.positive, steps)
    return _picture(_share(values, limit, -1.0) * steps + steps, np.concatenate([below, above[:1], above]))


def sequential_image(values: ArrayLike, limit: float, theme: Theme) -> QImage:
    """A picture of `values` (rows, columns) from 0 (paper) to `limit` (ink), one pixel each; NaN reads as 0."""
    return _picture(_share(values, limit, 0.0) * 255, _ramp(theme.paper, theme.ink, 256))


def _share(values: ArrayLike, limit: float, lowest: float) -> NDArray[np.float64]:
    scaled = np.nan_to_num(np.asarray(values, dtype=np.float64), nan=0.0, posinf=np.inf, neginf=-np.inf)
    if scaled.ndim != 2:
        raise ValueError(f"a picture needs rows and columns, not shape {scaled.shape}")
    if not limit > 0:
        return np.zeros_like(scaled)
    return np.clip(scaled / limit, lowest, 1.0)


def _rgb(colour: QColor) -> NDArray[np.float64]:
    return np.array([colour.red(), colour.green(), colour.blue()], dtype=np.float64)


def _ramp(start: QColor, end: QColor, steps: int) -> NDArray[np.uint32]:
    share = np.linspace(0.0, 1.0, steps)[:, None]
    red, green, blue = np.rint(_rgb(start) + (_rgb(end) - _rgb(start)) * share).astype(np.uint32).T
    opaque = np.uint32(0xFF000000)
    ramp: NDArray[np.uint32] = opaque | (red << np.uint32(16)) | (green << np.uint32(8)) | blue
    return ramp


def _picture(index: NDArray[np.float64], colours: NDArray[np.uint32]) -> QImage:
    pixels = np.ascontiguousarray(colours[np.rint(index).astype(np.intp)])
    rows, columns = pixels.shape
    # copy(): the image must own its pixels, for the array is gone when this returns.
    return QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGB32).copy()
