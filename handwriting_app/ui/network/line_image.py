"""Hundreds of smooth lines as one picture, made in numpy: ten times as fast as letting QPainter draw them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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

_AT_ONCE: Final = 96
_BAND: Final = 32_768
"""Strands that are drawn, and pixels that are coloured together: so few that what they need stays in the cache, and is
not asked of the system for each picture, which would take five times as long as to draw it."""

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
    *_, image = line_drawing(groups, size, ratio, colours, strength=strength)
    assert image is not None
    return image


def line_drawing(
    groups: Sequence[Lines], size: QSize, ratio: float, colours: tuple[QColor, QColor], *, strength: float = 1.0
) -> Iterator[QImage | None]:
    """As `line_image`, part by part: None after each of about a millisecond, and at last the picture."""
    width, height = max(1, round(size.width() * ratio)), max(1, round(size.height() * ratio))
    strands = _strands(_joined(groups), width, height, ratio)
    ink = np.zeros(2 * height * width, np.float32)
    for begin in range(0, len(strands.steps), _AT_ONCE):
        _add(ink, strands.part(slice(begin, begin + _AT_ONCE)), width, ratio, strength)
        yield None
    sheets = ink.reshape(2, -1)
    pixels = np.zeros(height * width, np.uint32)
    for begin in range(0, len(pixels), _BAND):
        _mix(pixels[begin : begin + _BAND], sheets[:, begin : begin + _BAND], colours)
        yield None
    # copy(): the image must own its pixels, for the array is gone when this returns.
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()
    image.setDevicePixelRatio(ratio)
    yield image


def _mix(pixels: NDArray[np.uint32], ink: Floats, colours: tuple[QColor, QColor]) -> None:
    """Put the colours where there is ``ink`` (2, pixels)."""
    touched = np.flatnonzero(ink[0] + ink[1])
    solid, dashed = 1 - np.exp(-ink[:, touched])
    rest = dashed * (1 - solid)
    packed = np.rint(255 * (solid + rest)).astype(np.uint32) << np.uint32(24)
    for shift, channel in ((16, QColor.redF), (8, QColor.greenF), (0, QColor.blueF)):
        value = 255 * channel(colours[0]) * solid + 255 * channel(colours[1]) * rest
        packed |= np.rint(value).astype(np.uint32) << np.uint32(shift)
    pixels[touched] = packed


def _joined(groups: Sequence[Lines]) -> Lines:
    fields = ("ends", "widths", "opacities", "is_dashed")
    return Lines(*(np.concatenate([getattr(lines, field) for lines in groups]) for field in fields))


def _add(ink: Floats, strands: _Strands, width: int, ratio: float, strength: float) -> None:
    """Draw some strands into ``ink`` (2 · height · width).

    Wu's lines (1991): along its longer axis a line has one sample a pixel, each shared by the two pixels beside it.
    """
    is_flat = np.abs(strands.steps[:, 0]) >= np.abs(strands.steps[:, 1])
    each, longer = np.arange(len(is_flat)), np.where(is_flat, 0, 1)
    starts, steps = (array[each, longer] for array in (strands.starts, strands.steps))
    starts_across, steps_across = (array[each, 1 - longer] for array in (strands.starts, strands.steps))
    samples = np.maximum(np.ceil(np.abs(steps)), 1).astype(np.intp)
    one = (1 / samples).astype(np.float32)
    # What is the same along a strand is worked out before it is spread over the samples.
    number = _counter(samples).astype(np.float32) + np.float32(0.5)
    along = np.repeat(starts, samples) + number * np.repeat(steps * one, samples)
    across = np.repeat(starts_across - np.float32(0.5), samples) + number * np.repeat(steps_across * one, samples)
    cover = np.repeat((strength * strands.opacities).astype(np.float32), samples)
    if strands.is_dashed.any():
        period = np.float32(ratio * pxf(_DASH + _GAP))
        dashes = np.hypot(steps, steps_across) * one / period * strands.is_dashed
        phase = number * np.repeat(dashes, samples)
        cover[phase - np.floor(phase) >= np.float32(_DASH / (_DASH + _GAP))] = 0
    lower = np.floor(across)
    share = (across - lower) * cover
    beside = np.repeat(np.where(is_flat, width, 1), samples)
    place = along.astype(np.intp) * np.repeat(np.where(is_flat, 1, width), samples)
    place += lower.astype(np.intp) * beside + np.repeat(strands.is_dashed * (len(ink) // 2), samples)
    np.add.at(ink, place.clip(0, len(ink) - 1), cover - share)
    np.add.at(ink, (place + beside).clip(0, len(ink) - 1), share)


@dataclass(frozen=True, slots=True, eq=False)
class _Strands:
    """Lines about a device pixel wide: starts and steps (strands, 2) in device pixels."""

    starts: Floats
    steps: Floats
    opacities: Floats
    is_dashed: NDArray[np.bool_]

    def part(self, of: slice) -> _Strands:
        return _Strands(self.starts[of], self.steps[of], self.opacities[of], self.is_dashed[of])


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
