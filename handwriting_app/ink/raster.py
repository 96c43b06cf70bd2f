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
"""No drawing becomes more dots than this (a digit needs about a hundred): a scribble cannot stall the window."""


CURVE_POINTS = 6
"""Pieces that a curve between two points far apart is drawn with."""


def dots_along(strokes: Sequence[Stroke], spacing: float) -> NDArray[np.float64]:
    """The dots of all `ways_along`: (dots, 2)."""
    return np.concatenate(ways_along(strokes, spacing))


def ways_along(strokes: Sequence[Stroke], spacing: float) -> list[NDArray[np.float64]]:
    """Points at equal distances along every stroke: (dots, 2) each, in the units of the strokes.

    Both ends of a stroke are kept; a stroke of no length becomes one dot. Where points lie far apart, the pen's way
    between them is taken to be round (`rounded`), so that a slow device gives nearly the dots of a fast one. The dots
    stand ``spacing`` apart or a little less; further apart only where there would otherwise be more than `MOST_DOTS`.
    """
    ways = [rounded(stroke, spacing) for stroke in strokes]
    steps = [np.hypot(*np.diff(way, axis=0).T) for way in ways]
    lengths = [float(step.sum()) for step in steps]
    spacing = max(spacing, sum(lengths) / MOST_DOTS, np.finfo(np.float64).tiny)
    dots = []
    for way, step, length in zip(ways, steps, lengths, strict=True):
        if length == 0:
            dots.append(way[:1])
            continue
        travelled = np.concatenate(([0.0], np.cumsum(step)))
        at = np.linspace(0.0, travelled[-1], math.ceil(length / spacing) + 1)
        dots.append(np.column_stack([np.interp(at, travelled, way[:, axis]) for axis in (0, 1)]))
    return dots


def rounded(stroke: Stroke, spacing: float) -> Stroke:
    """The stroke with points added on a smooth curve through its own, where they lie more than 3 ``spacing`` apart.

    The curve is a centripetal Catmull-Rom spline, which neither loops nor overshoots far at corners (C. Yuksel et al.,
    *Parameterization and Applications of Catmull-Rom Curves*, 2011).
    """
    steps = np.square(np.diff(stroke, axis=0)).sum(axis=1)
    if len(stroke) < 3 or not (steps > (3 * spacing) ** 2).any():
        return stroke
    points = stroke[np.concatenate(([True], steps > 0))]
    if len(points) < 3:
        return points
    steps = steps[steps > 0] ** 0.25
    # Beyond either end the curve goes straight on.
    before, after = 2 * points[0] - points[1], 2 * points[-1] - points[-2]
    knots = np.vstack((before, points, after))
    gaps = np.concatenate((steps[:1], steps, steps[-1:]))[:, None]
    chords = np.diff(knots, axis=0)
    slopes = chords / gaps
    tangents = slopes[:-1] + slopes[1:] - (knots[2:] - knots[:-2]) / (gaps[:-1] + gaps[1:])
    leave, arrive = tangents[:-1] * gaps[1:-1], tangents[1:] * gaps[1:-1]
    chord = chords[1:-1]
    t = (np.arange(CURVE_POINTS) / CURVE_POINTS)[:, None]
    cubic, square = leave + arrive - 2 * chord, 3 * chord - 2 * leave - arrive
    curve = points[:-1, None] + t * (leave[:, None] + t * (square[:, None] + t * cubic[:, None]))
    return np.vstack((curve.reshape(-1, 2), points[-1:]))


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
    radius = np.broadcast_to(np.asarray(np.divide(pen_width, 2), np.float32), len(dots))
    first = np.zeros(len(dots), np.int32) if owner is None else owner.astype(np.int32) * (SIDE * SIDE)
    canvas = np.zeros(bitmaps * SIDE * SIDE, np.bool_)
    reach = np.ceil(radius + np.float32(0.5)).astype(np.int32)
    # Dots of like size together, so that a few thick ones do not make all the others dear.
    for most in np.unique(reach):
        _stamp_alike(canvas, dots, radius, first, int(most), reach == most)
    return canvas.reshape(bitmaps, SIDE, SIDE)


def _stamp_alike(
    canvas: NDArray[np.bool_],
    dots: NDArray[np.floating],
    radius: NDArray[np.float32],
    first: NDArray[np.int32],
    reach: int,
    chosen: NDArray[np.bool_],
) -> None:
    """Stamp the ``chosen`` dots, none of which reaches further than ``reach`` pixels, each from pixel ``first`` on."""
    x, y = np.ascontiguousarray(dots[chosen].T, np.float32)
    offsets = np.arange(-reach, reach, dtype=np.int32)
    columns = np.floor(x).astype(np.int32)[:, None] + offsets
    rows = np.floor(y).astype(np.int32)[:, None] + offsets
    off_x = np.square(columns + np.float32(0.5) - x[:, None])
    off_y = np.square(rows + np.float32(0.5) - y[:, None])
    # Outside the frame: a distance that no pen reaches.
    off_x[(columns < 0) | (columns >= SIDE)] = np.inf
    off_y[(rows < 0) | (rows >= SIDE)] = np.inf
    is_inked = off_y[:, :, None] <= (np.square(radius[chosen])[:, None] - off_x)[:, None, :]
    pixel = (rows * SIDE + first[chosen, None])[:, :, None] + columns[:, None, :]
    canvas[pixel[is_inked]] = True


def block_counts(bitmaps: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Ink pixels in each block of 4 × 4: (…, 32, 32) → (…, 8, 8), 0…16.

    The feature of the data set that scikit-learn calls ``load_digits`` (E. Alpaydin, C. Kaynak, *Optical Recognition
    of Handwritten Digits*, UCI Machine Learning Repository, 1998).
    """
    blocks = bitmaps.reshape(*bitmaps.shape[:-2], CELLS, BLOCK, CELLS, BLOCK)
    return np.asarray(blocks.sum(axis=(-3, -1), dtype=np.uint8))
