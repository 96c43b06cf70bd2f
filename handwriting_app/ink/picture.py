"""From a picture of a digit to what the network reads.

Step by step: even the light (`light`), tell ink from paper, take away what stands round it (`frames`, `sides`), lines
across it (`ruling`) and specks, find its middle line, then go on as for a drawing.
"""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from handwriting_app.ink.frames import border_share, without_cut_off, without_edge, without_frame
from handwriting_app.ink.light import box_of_line, parted
from handwriting_app.ink.loops import with_open_loops
from handwriting_app.ink.normalise import PEN_WIDTH, NormalisedDigit, normalise_dots
from handwriting_app.ink.pieces import pieces_of
from handwriting_app.ink.ruling import without_lines
from handwriting_app.ink.scaling import box_mean, resized
from handwriting_app.ink.several import is_several_pieces
from handwriting_app.ink.sides import without_sides
from handwriting_app.ink.specks import without_specks
from handwriting_app.ink.steps import Step, step_of_greys, step_of_ink, steps_of_way
from handwriting_app.ink.thinning import middle_lines

WORKING_SIDE = 192
"""Pixels of the longer side of the picture while ink is told from paper: enough for a digit that fills a third."""

INK_SIDE = 64
"""Pixels of the longer side of the ink while its middle line is sought."""

LEAST_PEN = 4.0
"""Pixels at that size: a thinner pen is widened first, so that no line breaks while it is smoothed."""

CORNERS = 0.03
"""So much of the border may be left dark, in the corners, where a frame has been cut off."""

TINY = 64
"""Pixels of the longer side of a picture in which small loops may look filled; in larger ones a dip may be noise. No
photograph is so small: it has no shadows."""

SMALL = 0.4
"""A digit no longer than this share of the picture's longer side is looked at again, in a part twice as long as it."""

UNEQUAL = 0.15
"""By so much more of the one than of the other is in its largest piece: then this tells ink from paper."""

MOST_INK = 0.8
"""A picture with a larger share of ink than this is no digit on paper."""

BLOBS = 0.5
"""How much thicker than the pen a filled loop stays, as an exponent: 0 not at all, 1 wholly."""


class Found(NamedTuple):
    """The ink in a picture.

    Attributes:
        ink: bool (rows, columns).
        flat: float32, the greys of the picture without its uneven light; the shape of the picture.
        is_light: Whether the ink is lighter than the paper.
        is_unclear: Whether a frame along the edge, cut off, may have been part of a digit.
        is_disputed: Whether the border tells otherwise than the area which is ink and which is paper.
        is_faint: Whether it hardly stands out from the paper: its lines may be broken.
    """

    ink: NDArray[np.bool_]
    flat: NDArray[np.float32]
    is_light: bool
    is_unclear: bool
    is_disputed: bool
    is_faint: bool


class Alone(NamedTuple):
    """A digit's ink alone.

    Attributes:
        ink: bool (rows, columns), cut to it.
        is_unclear: Whether a line or frame that was taken away may have been part of it.
        is_disputed: Whether ink and paper may be the other way round.
        steps: What each step has left.
    """

    ink: NDArray[np.bool_]
    is_unclear: bool
    is_disputed: bool
    steps: tuple[Step, ...]


def normalise_picture(grey: NDArray[np.uint8]) -> NormalisedDigit:
    """Reproduce for a picture how the training digits were made.

    Dark ink on light paper or the reverse; paper of any grey, unevenly lit; a pen of any width. Where it is open which
    is the ink, the other way round is there too, as `NormalisedDigit.other`.

    Args:
        grey: (rows, columns), 0 black … 255 white, any size.

    Raises:
        ValueError: It is no grey picture, or there is no ink to be told from the paper.
    """
    if grey.ndim != 2 or 0 in grey.shape:
        raise ValueError(f"A picture must have rows and columns of grey values, not the shape {grey.shape}.")
    values = grey.astype(np.float32)
    first = _ink_alone(values)
    digit = _normalised(first)
    if first.is_disputed:
        with suppress(ValueError):
            return replace(digit, other=_normalised(_ink_alone(values, is_reversed=True)))
    return digit


def _normalised(alone: Alone) -> NormalisedDigit:
    lines = middle_lines(_smoothed(alone.ink)[None])
    pen = max(float(np.median(lines.radii)), 0.5)
    digit = normalise_dots(lines.dots, pen_width=PEN_WIDTH * np.clip(lines.radii / pen, 1, 3) ** BLOBS)
    # Asked of the pixels too: a narrow gap closes while the ink is smoothed.
    is_two = digit.is_several or is_several_pieces(alone.ink)
    steps = (*alone.steps, *steps_of_way(lines.dots))
    return replace(digit, is_several=is_two, is_crossed=alone.is_unclear, steps=steps)


def _ink_alone(grey: NDArray[np.float32], *, is_reversed: bool = False) -> Alone:
    """The digit's ink in a picture (rows, columns), cut to it; a small digit is looked at again, more closely."""
    working = resized(grey, WORKING_SIDE)
    is_tiny = max(grey.shape) <= TINY
    found = find_ink(working, is_reversed=is_reversed, may_have_shadows=not is_tiny)
    ink = found.ink
    if found.is_faint:
        low, high = box_of_line(ink)
        if (high - low).max() < SMALL * WORKING_SIDE:
            return _ink_alone(_part(grey, low, high))
    if is_tiny and ink.shape == working.shape:
        ink = with_open_loops(ink, working)
    framed = without_frame(ink)
    sides = without_sides(framed.ink)
    unruled = without_lines(without_cut_off(sides.ink))
    if unruled.ink.mean() > MOST_INK:
        raise ValueError("The picture holds more ink than paper: no digit can be made out.")
    digit = without_specks(unruled.ink)
    rows, columns = np.flatnonzero(digit.any(axis=1)), np.flatnonzero(digit.any(axis=0))
    low, high = np.array((rows[0], columns[0])), np.array((rows[-1], columns[-1])) + 1
    # Where there was something to be taken away, a part of the picture may show only a part of that.
    is_plain = found.ink.shape == working.shape and np.array_equal(ink, unruled.ink)
    if max(grey.shape) > WORKING_SIDE and is_plain and (high - low).max() < SMALL * WORKING_SIDE:
        with suppress(ValueError):  # more noise is seen from near, too
            return _ink_alone(_part(grey, low, high))
    cut = digit[low[0] : high[0], low[1] : high[1]]
    steps = (
        step_of_greys(found.flat, is_ink_light=found.is_light),
        step_of_ink("ink", ink),
        step_of_ink("lines", unruled.ink),
        step_of_ink("specks", cut),
    )
    is_unclear = any(step.is_unclear for step in (found, framed, sides, unruled))
    return Alone(cut, is_unclear, found.is_disputed, steps)


def _part(grey: NDArray[np.float32], low: NDArray[np.intp], high: NDArray[np.intp]) -> NDArray[np.float32]:
    """The part of a picture round a box, (2,) each in pixels of the working size, twice as long as it."""
    factor, length = max(grey.shape) / WORKING_SIDE, int((high - low).max())
    top, left = np.maximum(np.floor((low - length / 2) * factor), 0).astype(int)
    bottom, right = np.ceil((high + length / 2) * factor).astype(int)
    return grey[top:bottom, left:right]


def _smoothed(box: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The ink in a fixed size, its edge smoothed: every tooth of a ragged edge would grow a branch."""
    factor = INK_SIDE / max(box.shape)
    # Mean width of a line: twice its area over the length of its edge (each pixel side that paper lies beyond).
    padded = np.pad(box, 1)
    edge = np.count_nonzero(np.diff(padded, axis=0)) + np.count_nonzero(np.diff(padded, axis=1))
    pen = 2 * box.sum() / edge
    wider = max(0, math.ceil((LEAST_PEN / factor - pen) / 2))
    if wider:
        box = box_mean(np.pad(box, wider).astype(np.float32), wider) > 0
    return box_mean(np.pad(resized(box.astype(np.float32), INK_SIDE), 2), 1) > 0.5


def find_ink(grey: NDArray[np.float32], *, is_reversed: bool = False, may_have_shadows: bool = True) -> Found:
    """Which pixels of a picture (rows, columns) are ink, whichever of ink and paper is the darker.

    Paper is what most of the border is made of, within a frame along the edge. ``is_reversed`` takes the other for it.

    Raises:
        ValueError: Ink and paper cannot be told apart.
    """
    flat, is_light, is_faint = parted(grey, may_have_shadows=may_have_shadows)
    border = border_share(is_light)
    # A tightly cropped digit may cover half of the border.
    paper_is_light = border > 0.5 if abs(border - 0.5) > 0.2 else _is_paper_light(is_light)
    if is_reversed:
        paper_is_light = not paper_is_light
    ink = ~is_light if paper_is_light else is_light
    if not is_reversed and ink.mean() > 0.5:
        # Either a digit as thick as that, or what is round the picture is not its paper.
        within = without_edge(~ink)
        if within.any() and border_share(within) < 0.5:
            # What lies along the edge may be a bar of the digit's that the frame hides in part.
            is_unclear = border_share(without_sides(without_cut_off(within)).ink) > CORNERS
            return Found(within, flat, paper_is_light, is_unclear, False, is_faint)
    is_disputed = bool(ink.mean() > 0.5) != is_reversed
    return Found(ink, flat, not paper_is_light, False, is_disputed, is_faint)


def _is_paper_light(is_light: NDArray[np.bool_]) -> bool:
    """A digit that reaches to all edges is one piece, and parts the paper into several; else the rarer is the ink."""
    light, dark = (float(pieces_of(one).sizes.max() / one.sum()) for one in (is_light, ~is_light))
    return dark > light if abs(dark - light) > UNEQUAL else bool(is_light.mean() > 0.5)
