"""Hundreds of smooth lines as one picture, made in numpy: ten times as fast as letting QPainter draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage

from handwriting_app.ui.sizes import pxf

_DASH: Final = 5.0
_GAP: Final = 4.0
"""Logical pixels at 100 %."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Straight lines, in logical pixels.

    Attributes:
        ends: (lines, 4): x and y of the one end, x and y of the other.
        widths: (lines,), in logical pixels.
        opacities: (lines,), 0 to 1. Where lines cross they add up, and never to more than 1.
        is_dashed: bool (lines,): these take the second colour.
    """

    ends: Floats
    widths: Floats
    opacities: Floats
    is_dashed: NDArray[np.bool_]


def line_image(
    groups: Sequence[Lines], size: QSize, ratio: float, colours: tuple[QColor, QColor], *, strength: float = 1.0
) -> QImage:
    """Draw lines on a transparent picture.

    Args:
        groups: What to draw.
        size: Of the picture in logical pixels.
        ratio: Device pixels in a logical one.
        colours: Of solid and of dashed lines.
        strength: Multiplies all opacities.
    """
    width, height = max(1, round(size.width() * ratio)), max(1, round(size.height() * ratio))
    ink = _ink(_joined(groups), width, height, ratio, strength)
    touched = np.flatnonzero(ink[0] + ink[1])
    solid, dashed = 1 - np.exp(-ink[:, touched])
    pixels = np.zeros(height * width, np.uint32)
    rest = dashed * (1 - solid)
    packed = np.rint(255 * (solid + rest)).astype(np.uint32) << np.uint32(24)
    for shift, channel in ((16, QColor.redF), (8, QColor.greenF), (0, QColor.blueF)):
        value = 255 * (channel(colours[0]) * solid + channel(colours[1]) * rest)
        packed |= np.rint(value).astype(np.uint32) << np.uint32(shift)
    pixels[touched] = packed
    # copy(): the image must own its pixels, for the array is gone when this returns.
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()
    image.setDevicePixelRatio(ratio)
    return image


def _joined(groups: Sequence[Lines]) -> Lines:
    fields = ("ends", "widths", "opacities", "is_dashed")
    return Lines(*(np.concatenate([getattr(lines, field) for lines in groups]) for field in fields))


def _ink(lines: Lines, width: int, height: int, ratio: float, strength: float) -> NDArray[np.float64]:
    """The coverage of every pixel by solid and by dashed lines, (2, height · width); may be above 1.

    Wu's lines (1991): along its longer axis a line has one sample a pixel, each shared by the two pixels beside it.
    """
    strands = _strands(lines, width, height, ratio)
    if not len(strands.steps):
        return np.zeros((2, height * width))
    is_flat = np.abs(strands.steps[:, 0]) >= np.abs(strands.steps[:, 1])
    longer, shorter = np.where(is_flat, 0, 1), np.where(is_flat, 1, 0)
    each = np.arange(len(is_flat))
    samples = np.maximum(np.ceil(np.abs(strands.steps[each, longer])), 1).astype(np.intp)
    of = np.repeat(each, samples)
    along = ((_counter(samples) + 0.5) / samples[of]).astype(np.float32)
    if strands.is_dashed.any():
        length = np.hypot(strands.steps[:, 0], strands.steps[:, 1])
        is_ink = ~strands.is_dashed[of] | (along * length[of] % (ratio * pxf(_DASH + _GAP)) < ratio * pxf(_DASH))
        of, along = of[is_ink], along[is_ink]
    major = strands.starts[each, longer][of] + along * strands.steps[each, longer][of]
    minor = strands.starts[each, shorter][of] + along * strands.steps[each, shorter][of] - np.float32(0.5)
    lower = np.floor(minor)
    share, cover = minor - lower, strength * strands.opacities[of]
    sheet = height * width
    beside = np.where(is_flat, width, 1)[of]
    place = strands.is_dashed[of] * sheet + major.astype(np.intp) * np.where(is_flat, 1, width)[of]
    place += lower.astype(np.intp) * beside
    places = np.concatenate((place, place + beside)).clip(0, 2 * sheet - 1)
    ink = np.bincount(places, np.concatenate(((1 - share) * cover, share * cover)), 2 * sheet)
    return ink.astype(np.float64).reshape(2, -1)


@dataclass(frozen=True, slots=True, eq=False)
class _Strands:
    """Lines about a device pixel wide: starts and steps (strands, 2) in device pixels."""

    starts: Floats
    steps: Floats
    opacities: Floats
    is_dashed: NDArray[np.bool_]


def _strands(lines: Lines, width: int, height: int, ratio: float) -> _Strands:
    """Split wide lines into strands side by side; those that leave the picture are left out."""
    steps = lines.ends[:, 2:] - lines.ends[:, :2]
    across = np.column_stack((-steps[:, 1], steps[:, 0]))
    across /= np.maximum(np.hypot(steps[:, 0], steps[:, 1]), 1e-6)[:, np.newaxis]
    thick = ratio * lines.widths
    counts = np.maximum(np.ceil(thick), 1).astype(np.intp)
    of = np.repeat(np.arange(len(counts)), counts)
    beside = (_counter(counts) - (counts[of] - 1) / 2) * (thick / counts)[of]
    starts = ratio * lines.ends[of, :2] + beside[:, np.newaxis] * across[of]
    steps = ratio * steps[of]
    ends = starts + steps
    inside = (np.minimum(starts, ends) >= 0).all(axis=1) & (np.maximum(starts, ends) < (width, height)).all(axis=1)
    cover = (np.minimum(thick / counts, 1.0) * lines.opacities)[of]
    parts = (starts.astype(np.float32), steps.astype(np.float32), cover.astype(np.float32), lines.is_dashed[of])
    return _Strands(*(part[inside] for part in parts))


def _counter(counts: NDArray[np.intp]) -> NDArray[np.intp]:
    """0, 1, … counts[0] − 1, 0, 1, … counts[1] − 1, and so on."""
    ends = np.cumsum(counts)
    if not len(ends):
        return ends
    return np.asarray(np.arange(ends[-1]) - np.repeat(ends - counts, counts))
