"""Numbers as pictures, in the colours of the theme. Apart from `theme`, which needs no numpy."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtGui import QColor, QImage

from handwriting_app.ui.theme import Theme

_STEPS: Final = 256
"""Brightnesses of a colour that are told apart."""


def diverging_image(values: ArrayLike, limit: float, theme: Theme) -> QImage:
    """A picture of signed `values` (rows, columns), one pixel each: blue below 0, the ground at 0, orange above.

    Values at or beyond ±`limit` take the colour of the end; NaN takes the middle. Scale it up without smoothing.
    """
    below = _ramp(theme.negative, theme.zero)
    above = _ramp(theme.zero, theme.positive)
    return _picture(_share(values, limit, -1.0) * _STEPS + _STEPS, np.concatenate([below, above[:1], above]))


def sequential_image(values: ArrayLike, limit: float, theme: Theme) -> QImage:
    """A picture of `values` (rows, columns) from 0 (paper) to `limit` (ink), one pixel each; NaN reads as 0."""
    return _picture(_share(values, limit, 0.0) * (_STEPS - 1), _ramp(theme.paper, theme.ink))


def _share(values: ArrayLike, limit: float, lowest: float) -> NDArray[np.float64]:
    scaled = np.array(values, dtype=np.float64)
    if scaled.ndim != 2:
        raise ValueError(f"a picture needs rows and columns, not shape {scaled.shape}")
    if not limit > 0:
        return np.zeros_like(scaled)
    scaled[np.isnan(scaled)] = 0.0
    return np.clip(scaled / limit, lowest, 1.0)


def _ramp(start: QColor, end: QColor) -> NDArray[np.uint32]:
    """Opaque colours (steps,) from ``start`` to ``end``."""
    share = np.arange(_STEPS) / (_STEPS - 1)
    ramp = np.full(_STEPS, 0xFF000000, np.uint32)
    for shift, channel in ((16, QColor.red), (8, QColor.green), (0, QColor.blue)):
        first, last = channel(start), channel(end)
        ramp |= np.rint(first + (last - first) * share).astype(np.uint32) << np.uint32(shift)
    return ramp


def _picture(index: NDArray[np.float64], colours: NDArray[np.uint32]) -> QImage:
    pixels = np.ascontiguousarray(colours[np.rint(index).astype(np.intp)])
    rows, columns = pixels.shape
    # copy(): the image must own its pixels, for the array is gone when this returns.
    return QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGB32).copy()
