"""What becomes of a picture on its way to the network, step by step, for those who want to see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from handwriting_app.ink.scaling import resized
from handwriting_app.ink.several import upright

SIDE = 64
"""Pixels of the longer side of a step's picture."""

StepName = Literal["light", "ink", "lines", "specks", "middle", "upright"]


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """What one step has left.

    Attributes:
        name: Which step.
        picture: uint8 (rows, columns), 0 paper … 255 ink; at most 64 pixels along either side.
    """

    name: StepName
    picture: NDArray[np.uint8]


def step_of_greys(flat: NDArray[np.float32], *, is_ink_light: bool) -> Step:
    """The greys (rows, columns) without their uneven light."""
    low, high = (float(value) for value in np.quantile(flat, (0.002, 0.998)))
    share = np.clip((flat - low) / max(high - low, 1.0), 0, 1)
    return Step("light", _small(share if is_ink_light else 1 - share))


def step_of_ink(name: StepName, ink: NDArray[np.bool_]) -> Step:
    """The ink (rows, columns) after a step."""
    return Step(name, _small(ink.astype(np.float32)))


def steps_of_way(dots: NDArray[np.floating]) -> tuple[Step, Step]:
    """The middle line, ``dots`` (dots, 2) as x, y; and the same with its slant taken out."""
    return Step("middle", _dotted(dots)), Step("upright", _dotted(upright(dots)))


def _small(picture: NDArray[np.float32]) -> NDArray[np.uint8]:
    small = resized(picture, SIDE) if max(picture.shape) > SIDE else picture
    return np.asarray(np.rint(255 * np.clip(small, 0, 1)), np.uint8)


def _dotted(dots: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Dots of two pixels in a square, a pixel's margin round them."""
    low, high = dots.min(axis=0), dots.max(axis=0)
    scale = (SIDE - 4) / max(float((high - low).max()), 1e-9)
    picture = np.zeros((SIDE, SIDE), np.uint8)
    columns, rows = np.rint((dots - (low + high) / 2) * scale + (SIDE - 1) / 2).astype(np.intp).T
    for down, right in ((0, 0), (0, 1), (1, 0), (1, 1)):
        picture[rows + down, columns + right] = 255
    return picture
