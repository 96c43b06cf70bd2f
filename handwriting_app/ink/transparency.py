"""What a picture with transparent parts shows: the shape of the ink is in its opacity, or on a sheet that is opaque."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SOLID = 0.9
"""Of the greatest opacity, from here on a pixel's own grey counts; below there are shadows and soft edges."""

LEAST_CONTRAST = 48.0
"""Grey levels, of 255, between the darkest and the lightest of an opaque sheet that has something on it."""

SHEET = 0.55
"""An opaque sheet fills this share of the box round it; ink fills less, but for a plain bar."""


def on_paper(grey: NDArray[np.uint8], opacity: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture before a background on which its ink can be seen: uint8 (rows, columns), 0 black … 255 white.

    A sheet of paper in a transparent margin, or with a window's shadow round it, is cut out, and its round corners take
    on its own colour. Otherwise what is opaque is the ink, whatever its colour: dark on white.

    Args:
        grey: (rows, columns), 0 black … 255 white.
        opacity: (rows, columns), 0 transparent … 255 opaque.
    """
    most = int(opacity.max())
    if most == int(opacity.min()):
        return grey if most else np.full_like(grey, 255)
    share = opacity.astype(np.float32) / most
    solid = share >= SOLID
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    inside = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if solid[inside].mean() < SHEET or not _shows_something(grey[solid]):
        return np.asarray(np.rint(255 * (1 - share)), np.uint8)
    cut, is_sheet = grey[inside], solid[inside]
    return np.where(is_sheet, cut, np.uint8(np.median(cut[_rim(is_sheet)])))


def _shows_something(greys: NDArray[np.uint8]) -> bool:
    """Whether there is something on the sheet: at least a thousandth of it has another grey."""
    dark, light = np.quantile(greys, (0.001, 0.999))
    return bool(light - dark >= LEAST_CONTRAST)


def _rim(is_sheet: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The outermost pixels of the sheet: (rows, columns)."""
    padded = np.pad(is_sheet, 1)
    inner = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    return np.asarray(is_sheet & ~inner)
