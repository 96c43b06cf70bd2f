"""Between strokes, pixels and counts: everything here works on a frame of 32 × 32 pixels."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from handwriting_app.ink.drawing import Stroke

SIDE = 32
"""Pixels along each side of the bitmap."""

BLOCK = 4
"""Pixels along each side of a block; the counts are the ink pixels in each block."""

CELLS = SIDE // BLOCK
"""Blocks along each side."""

MOST_DOTS = 20_000
"""No drawing becomes more dots than this (a digit needs about a hundred), so that a scribble cannot stall the window."""


def dots_along(strokes: Sequence[Stroke], spacing: float) -> NDArray[np.float64]:
    """Points at equal distances along every stroke: (dots, 2), in the units of the strokes.

    Both ends of a stroke are kept; a stroke of no length becomes one dot. However densely or sparsely a device
    samples the pen, a stroke of the same shape gives the same dots. The dots stand ``spacing`` apart or a little
    less; further apart only where there would otherwise be more than ``MOST_DOTS``.
    """
    steps = [np.hypot(*np.diff(stroke, axis=0).T) for stroke in strokes]
    lengths = [float(step.sum()) for step in steps]
    spacing = max(spacing, sum(lengths) / MOST_DOTS, np.finfo(np.float64).tiny)
    dots = []
    for stroke, step, length in zip(strokes, steps, lengths, strict=True):
        if length == 0:
            dots.append(stroke[:1])
            continue
        travelled = np.concatenate(([0.0], np.cumsum(step)))
        at = np.linspace(0.0, travelled[-1], math.ceil(length / spacing) + 1)
        dots.append(np.column_stack([np.interp(at, travelled, stroke[:, axis]) for axis in (0, 1)]))
    return np.concatenate(dots)


def stamp(
    dots: NDArray[np.floating],
    pen_width: float | NDArray[np.floating],
    owner: NDArray[np.intp] | None = None,
    bitmaps: int = 1,
) -> NDArray[np.bool_]:
    """Press a round pen on every dot: bool bitmaps (bitmaps, 32, 32).

    A pixel is ink when its centre lies within half a pen width of a dot; what falls outside the frame is lost.

    Args:
        dots: (dots, 2) as x, y in pixels; the frame's upper left corner is (0, 0), its lower right (32, 32).
        pen_width: In pixels; one for all, or one for each dot.
        owner: Which bitmap each dot belongs to; None where there is one only.
        bitmaps: How many bitmaps there are.
    """
    x, y = dots[:, 0].astype(np.float32), dots[:, 1].astype(np.float32)
    radius = np.broadcast_to(np.asarray(pen_width, np.float32) / 2, x.shape)
    reach = math.ceil(float(radius.max(initial=0.0)) + 0.5)
    offsets = np.arange(-reach, reach + 1)
    columns = np.floor(x).astype(np.intp)[:, None] + offsets
    rows = np.floor(y).astype(np.intp)[:, None] + offsets
    off_x = np.square(columns + np.float32(0.5) - x[:, None])
    off_y = np.square(rows + np.float32(0.5) - y[:, None])
    # Outside the frame: a distance that no pen reaches.
    off_x[(columns < 0) | (columns >= SIDE)] = np.inf
    off_y[(rows < 0) | (rows >= SIDE)] = np.inf
    is_inked = off_y[:, :, None] + off_x[:, None, :] <= np.square(radius)[:, None, None]
    pixel = rows[:, :, None] * SIDE + columns[:, None, :]
    if owner is not None:
        pixel += (owner * (SIDE * SIDE))[:, None, None]
    canvas = np.zeros(bitmaps * SIDE * SIDE, np.bool_)
    canvas[pixel[is_inked]] = True
    return canvas.reshape(bitmaps, SIDE, SIDE)


def block_counts(bitmaps: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Ink pixels in each block of 4 × 4: (…, 32, 32) → (…, 8, 8), 0…16.

    The feature of the data set that scikit-learn calls ``load_digits`` (E. Alpaydin, C. Kaynak, *Optical Recognition
    of Handwritten Digits*, UCI Machine Learning Repository, 1998).
    """
    blocks = bitmaps.reshape(*bitmaps.shape[:-2], CELLS, BLOCK, CELLS, BLOCK)
    return blocks.sum(axis=(-3, -1), dtype=np.uint8)
