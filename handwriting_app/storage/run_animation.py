"""A run as a moving picture: one drawing, and how it is read by the weights of one epoch after another."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.strokes import framed
from handwriting_app.numerals import count, percent
from handwriting_app.storage.atomic import atomic_write
from handwriting_app.storage.export.formats import MOVING

FRAME_MS: Final = 150
"""How long each epoch is shown …"""

LAST_MS: Final = 2000
"""… and the last one."""

MOST_BARS: Final = 11
"""Of more classes, those that are most probable in the end are shown."""

_WIDTH, _HEIGHT, _EDGE = 720, 380, 24
_SIDE: Final = 300
_GROUND, _SHEET, _INK, _QUIET, _LINE, _ACCENT = "#ffffff", "#f4f4ef", "#1b1d22", "#5b606b", "#d7dae0", "#0067b0"


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """How the drawing is read at one epoch.

    Attributes:
        epoch: 0 before the first.
        probabilities: (classes,), as the reading shows them.
    """

    epoch: int
    probabilities: NDArray[np.float64]


def save_animation(
    path: Path, ink: Drawing | NDArray[np.uint8], names: Sequence[str], frames: Sequence[Frame]
) -> tuple[Path, ...]:
    """Write a moving picture to ``path``, whole or not at all; return the path.

    Args:
        path: Ends in one of `MOVING`.
        ink: What is read: strokes, or counts (8, 8), 0…16.
        names: Of the classes.
        frames: In the order in which they are shown, at least one.

    Raises:
        OSError: As `atomic_write`.
        ValueError: There are no frames, or ``path`` ends in something else.
    """
    kind = MOVING.get(path.suffix.lower())
    if kind is None:
        raise ValueError(f"a moving picture ends in {' or '.join(MOVING)}")
    if not frames:
        raise ValueError("there is no epoch to show")
    pictures = [_painted(each, ink, names, _shown(frames[-1])) for each in frames]
    content = io.BytesIO()
    times = [FRAME_MS] * (len(pictures) - 1) + [LAST_MS]
    pictures[0].save(content, kind, save_all=True, append_images=pictures[1:], duration=times, loop=0)
    with atomic_write(path) as file:
        file.write(content.getvalue())
    return (path,)


def _shown(last: Frame) -> list[int]:
    """The classes that have a bar, in their order."""
    order = np.argsort(-last.probabilities, kind="stable")
    return sorted(order[:MOST_BARS].tolist())


def _painted(frame: Frame, ink: Drawing | NDArray[np.uint8], names: Sequence[str], shown: Sequence[int]) -> Image.Image:
    picture = Image.new("RGB", (_WIDTH, _HEIGHT), _GROUND)
    painter = ImageDraw.Draw(picture)
    title = f"Epoch {count(frame.epoch)}" if frame.epoch else "Before the first epoch"
    painter.text((_EDGE, 14), title, _INK, font=ImageFont.load_default(22))
    _paint_ink(painter, ink)
    best = int(frame.probabilities.argmax())
    step = (_HEIGHT - 2 * _EDGE) / max(len(shown), 1)
    font, left, right = ImageFont.load_default(min(16, step * 0.7)), _EDGE + _SIDE + 40, _WIDTH - _EDGE - 70
    for row, place in enumerate(shown):
        share, middle = float(frame.probabilities[place]), _EDGE + (row + 0.5) * step
        colour = _INK if place == best else _QUIET
        painter.text((left + 30, middle), _short(names[place]), colour, font=font, anchor="rm")
        start = left + 44
        painter.rectangle((start, middle - step * 0.25, right, middle + step * 0.25), _LINE)
        if share * (right - start) >= 1:
            painter.rectangle(
                (start, middle - step * 0.25, start + share * (right - start), middle + step * 0.25), _ACCENT
            )
        painter.text((_WIDTH - _EDGE, middle), percent(share, is_narrow=True), colour, font=font, anchor="rm")
    return picture


def _paint_ink(painter: ImageDraw.ImageDraw, ink: Drawing | NDArray[np.uint8]) -> None:
    top = _HEIGHT - _EDGE - _SIDE
    painter.rectangle((_EDGE, top, _EDGE + _SIDE, top + _SIDE), _SHEET, outline=_LINE)
    if not isinstance(ink, Drawing):
        cell = _SIDE / ink.shape[0]
        for row, column in np.argwhere(ink):
            light = 255 - int(ink[row, column]) * 255 // 16
            x, y = _EDGE + column * cell, top + row * cell
            painter.rectangle((x, y, x + cell, y + cell), (light, light, light))
        return
    width = _SIDE // 18
    for stroke in framed(ink).strokes:
        points = [(_EDGE + x * _SIDE, top + y * _SIDE) for x, y in stroke.tolist()]
        painter.line(points, _INK, width, joint="curve")
        for x, y in (points[0], points[-1]):
            painter.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), _INK)


def _short(name: str) -> str:
    return name if len(name) <= 6 else f"{name[:5]}…"
