"""From a drawing to what the network reads: the normalisation that the training digits went through.

The digits of ``load_digits`` were normalised by NIST's form-processing program (M. D. Garris et al., *NIST Form-Based
Handprint Recognition System*, NISTIR 5469, 1994): slant removed by a shear, both axes scaled apart to fill 20 × 32
pixels, centred. Here the same is done to the middle line of the pen, and the line is drawn afterwards with a pen of one
width, so that neither the size of a drawing nor its pen reaches the network.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from handwriting_app.ink.drawing import Drawing, Stroke
from handwriting_app.ink.raster import BLOCK, CELLS, SIDE, block_counts, dots_along, stamp, ways_along
from handwriting_app.ink.several import is_several, is_several_strokes
from handwriting_app.ink.steps import Step
from handwriting_app.ink.tidying import smoothed, span_without_hooks

NORMALISATION_VERSION = 2
"""Grows whenever the same drawing would be given other counts: a model reads well only with its own version."""

PEN_WIDTH = 3.0
"""Pixels. The training digits have about 5, but a thinner pen leaves small loops open, which tell digits apart; varied
training digits are drawn with such pens too (docs/recognition.md has the measurements)."""

FRAME = (20.0, 32.0)
"""Width and height in pixels that a digit fills, its pen's width included."""

MOST_SLANT = 1.0
"""Shear (columns a row) beyond which a drawing is not taken to be a slanted digit."""

MOST_WIDENING = 1.6
"""How many times more a thin drawing may be stretched sideways than upwards; a bare stroke stays a stroke."""

MOST_HEIGHTENING = 4.0
"""How many times more a flat drawing may be stretched upwards than sideways; a dash stays a dash."""

LEAST_HEIGHT = 28
"""Rows of ink, of 32, below which a normalised drawing was too flat for a digit (flatter than about 1 : 3)."""

NAIVE_PEN_WIDTH = 2.0
"""Pixels, where normalisation is switched off."""

STRAY_SIZE = 0.05
"""A stroke smaller than this share of the largest stroke may be a slip of the pen …"""

STRAY_DISTANCE = 0.1
"""… and is left out when it also lies this share of the drawing's size away from all other ink."""

LEANINGS = (-0.15, 0.15)
"""Shears of the leaning views, columns a row."""

DOTS_ACROSS = 48
"""Dots along a straight line as long as the drawing: about half a pixel apart in the frame."""


@dataclass(frozen=True, slots=True, eq=False)
class NormalisedDigit:
    """What the network sees of a drawing.

    Attributes:
        bitmap: bool (32, 32), True where there is ink.
        counts: uint8 (8, 8), ink pixels in each block of 4 × 4 of the bitmap: 0…16.
        leaning: uint8 (views, 8, 8), the counts of the same digit leaning a little to either side. Whether a seven is
            upright is a matter of taste; a reading averaged over these tastes is better (see docs/recognition.md).
        is_several: Whether there is more than one digit's ink.
        is_crossed: Whether a line or frame in the picture may as well have been part of the digit.
        steps: What each step before has left of a picture; none of a drawing.
        other: The same picture with ink for paper, where it may be either; whoever reads keeps the surer.
    """

    bitmap: NDArray[np.bool_]
    counts: NDArray[np.uint8]
    leaning: NDArray[np.uint8] = field(default_factory=lambda: np.zeros((0, CELLS, CELLS), np.uint8))
    is_several: bool = False
    is_crossed: bool = False
    steps: tuple[Step, ...] = ()
    other: NormalisedDigit | None = None

    def features(self) -> NDArray[np.float32]:
        """The network's input: float32 (64,), counts / 16, row by row."""
        return self.counts.reshape(-1).astype(np.float32) / np.float32(BLOCK * BLOCK)

    def views(self) -> NDArray[np.float32]:
        """The same for the digit upright and leaning: float32 (1 + len(leaning), 64), upright first."""
        views = np.concatenate((self.counts[None], self.leaning))
        return views.reshape(len(views), -1).astype(np.float32) / np.float32(BLOCK * BLOCK)

    @property
    def is_digit_shaped(self) -> bool:
        """Whether the ink fills the frame's height, as every digit's does; a dash's or a dot's does not."""
        rows = np.flatnonzero(self.bitmap.any(axis=1))
        return bool(len(rows)) and bool(rows[-1] - rows[0] + 1 >= LEAST_HEIGHT)


Ink = Drawing | NormalisedDigit
"""What a person wrote: strokes, or what the network saw of a picture."""


def normalise(drawing: Drawing, *, enabled: bool = True, slant: float = 0.0) -> NormalisedDigit:
    """Reproduce for a drawing how the training digits were made.

    The result does not depend on the place, the size or the unit of the drawing, on how densely its points lie, or on
    the order and direction of its strokes.

    Args:
        drawing: At least one stroke.
        enabled: False gives the naive way instead, for teaching: the drawing in its own proportions, as large as the
            frame allows, slant and thin pen as they are.
        slant: Shear left in the digit, in columns a row; positive leans to the right as italics do.

    Raises:
        ValueError: The drawing is empty, or a coordinate is infinite or not a number.
    """
    if drawing.is_empty:
        raise ValueError("There is nothing to read: the drawing is empty.")
    ways = ways_of(drawing.strokes, tidy=enabled)
    dots = np.concatenate(ways)
    if enabled:
        digit = normalise_dots(dots, slant=slant)
    else:
        bitmap = stamp(fit_naively(dots), NAIVE_PEN_WIDTH)[0]
        digit = NormalisedDigit(bitmap, block_counts(bitmap), is_several=is_several(dots))
    return replace(digit, is_several=True) if is_several_strokes(ways) else digit


def normalise_dots(
    dots: NDArray[np.floating], *, slant: float = 0.0, pen_width: float | NDArray[np.floating] = PEN_WIDTH
) -> NormalisedDigit:
    """The digit whose pen went along ``dots`` (dots, 2) of equal distances, x right and y down, in any unit.

    ``pen_width`` is in pixels of the frame: one for all dots, or (dots,).
    """
    slants = np.array((0.0, *LEANINGS)) + slant
    starts = np.arange(len(slants)) * len(dots)
    placed = place(np.tile(dots, (len(slants), 1)), starts, slant=slants)
    pens = np.tile(np.broadcast_to(pen_width, len(dots)), len(slants))
    bitmaps = stamp(placed, pens, np.repeat(np.arange(len(slants)), len(dots)), len(slants))
    counts = block_counts(bitmaps)
    return NormalisedDigit(bitmaps[0], counts[0], counts[1:], is_several=is_several(dots))


def place(
    dots: NDArray[np.floating],
    starts: NDArray[np.intp],
    *,
    slant: float | NDArray[np.floating] = 0.0,
    frame: tuple[float, float] | NDArray[np.floating] = FRAME,
    pen_width: float | NDArray[np.floating] = PEN_WIDTH,
) -> NDArray[np.floating]:
    """Take the slant out of many digits at once, scale both axes of each apart to fill the frame, and centre it.

    Args:
        dots: (dots, 2), x right and y down, at equal distances along the pen's way; the digits one after another.
        starts: (digits,) ascending, where each digit's dots begin; every digit has at least one dot.
        slant: Shear to leave in, for all or (digits,).
        frame: Width and height that a digit fills in pixels, its pen included; one pair or (digits, 2).
        pen_width: Pixels, for all or (digits,).

    Returns:
        (dots, 2) in pixels of the 32 × 32 frame.
    """
    sizes = np.diff(np.append(starts, len(dots)))
    owner = np.repeat(np.arange(len(starts)), sizes)
    centred = dots - (np.add.reduceat(dots, starts, axis=0) / sizes[:, None])[owner]
    x, y = centred[:, 0], centred[:, 1]
    spread = np.add.reduceat(y * y, starts)
    lean = np.add.reduceat(x * y, starts) / np.where(spread > 0, spread, 1)
    shear = np.clip(lean, -MOST_SLANT, MOST_SLANT) + slant
    upright = np.column_stack((x - shear[owner] * y, y))
    low, high = np.minimum.reduceat(upright, starts), np.maximum.reduceat(upright, starts)
    room = np.broadcast_to(np.asarray(frame, np.float64), (len(starts), 2)) - np.reshape(pen_width, (-1, 1))
    scale = fit_scale(high - low, room)
    return (upright - ((low + high) / 2)[owner]) * scale[owner] + SIDE / 2


def fit_scale(extent: NDArray[np.floating], room: NDArray[np.floating]) -> NDArray[np.floating]:
    """The factors (digits, 2) that make ``extent`` fill ``room``, both (digits, 2), within the limits of stretching."""
    width, height = extent.T
    largest = np.maximum(width, height)
    largest = np.where(largest > 0, largest, 1)
    # A bare line has no extent on one axis: the limit of stretching alone decides there.
    across = room[:, 0] / np.maximum(width, largest * 1e-9)
    up = room[:, 1] / np.maximum(height, largest * 1e-9)
    return np.column_stack((np.minimum(across, MOST_WIDENING * up), np.minimum(up, MOST_HEIGHTENING * across)))


def dots_of(strokes: tuple[Stroke, ...], *, tidy: bool) -> NDArray[np.float64]:
    """The dots of all `ways_of`: (dots, 2)."""
    return np.concatenate(ways_of(strokes, tidy=tidy))


def ways_of(strokes: tuple[Stroke, ...], *, tidy: bool) -> list[NDArray[np.float64]]:
    """The strokes as dots (dots, 2) of equal distances, the drawing scaled to a size of about 1.

    With ``tidy`` stray marks, hooks at the ends of strokes, and the smallest wiggles are out.
    """
    return [trace.dots for trace in traces_of(strokes, tidy=tidy)]


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """A stroke as dots of equal distances, and where on the stroke they lie.

    Attributes:
        dots: (dots, 2), the drawing scaled to a size of about 1.
        stroke: Which of the drawing's strokes it is.
        start: The first of the dots, as a share of the stroke's length, …
        end: … and the last: a hook at an end is left out.
    """

    dots: NDArray[np.float64]
    stroke: int
    start: float
    end: float


def traces_of(strokes: tuple[Stroke, ...], *, tidy: bool) -> list[Trace]:
    """`ways_of`, with the place of each on the strokes; a stray mark has none."""
    largest = max(float(np.abs(stroke).max()) for stroke in strokes)
    if not np.isfinite(largest):
        raise ValueError("The drawing has a point that is infinite or not a number.")
    # Halved, so that the difference of two huge coordinates is finite too.
    strokes = tuple(stroke / (2 * largest) if largest > 1e100 else stroke for stroke in strokes)
    low, size = _corner_and_size(strokes)
    strokes = tuple((stroke - low) / (size or 1.0) for stroke in strokes)
    kept = _without_stray(strokes) if tidy and len(strokes) > 1 else list(range(len(strokes)))
    strokes = tuple(strokes[index] for index in kept)
    ways = ways_along(strokes, _corner_and_size(strokes)[1] / DOTS_ACROSS)
    return [_trace(way, stroke, tidy=tidy) for way, stroke in zip(ways, kept, strict=True)]


def _trace(way: NDArray[np.float64], stroke: int, *, tidy: bool) -> Trace:
    first, last = span_without_hooks(way) if tidy else (0, len(way))
    steps = max(len(way) - 1, 1)
    dots = way[first:last]
    return Trace(smoothed(dots) if tidy else dots, stroke, first / steps, (last - 1) / steps)


def _corner_and_size(strokes: tuple[Stroke, ...]) -> tuple[NDArray[np.float64], float]:
    """The upper left corner (2,) of the box round all strokes, and the length of its longer side."""
    low = np.min([stroke.min(axis=0) for stroke in strokes], axis=0)
    return low, float(np.max(np.max([stroke.max(axis=0) for stroke in strokes], axis=0) - low))


def _without_stray(strokes: tuple[Stroke, ...]) -> list[int]:
    """Which strokes are no dots or ticks far from all other ink; ``strokes`` are scaled to a size of about 1."""
    sizes = np.array([float(np.ptp(stroke, axis=0).max()) for stroke in strokes])
    is_small = sizes < STRAY_SIZE * sizes.max()
    if not is_small.any():
        return list(range(len(strokes)))
    body = dots_along([stroke for stroke, small in zip(strokes, is_small, strict=True) if not small], STRAY_SIZE)
    return [
        index
        for index, (stroke, small) in enumerate(zip(strokes, is_small, strict=True))
        if not small or np.square(body - stroke.mean(axis=0)).sum(axis=1).min() < STRAY_DISTANCE**2
    ]


def fit_naively(dots: NDArray[np.float64]) -> NDArray[np.float64]:
    """One scale for both axes, no upright-setting: what most draw-a-digit programs do."""
    low, high = dots.min(axis=0), dots.max(axis=0)
    return np.asarray((dots - (low + high) / 2) * ((SIDE - 4) / (np.max(high - low) or 1.0)) + SIDE / 2)
