"""From a picture of a digit to what the network reads.

Step by step: find the ink, take away what stands round it (`frames`), lines across it (`ruling`) and specks, find its
middle line, then go on as for a drawing.
"""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from handwriting_app.ink.frames import Framed, border_share, without_edge, without_frame
from handwriting_app.ink.loops import with_open_loops
from handwriting_app.ink.normalise import PEN_WIDTH, NormalisedDigit, normalise_dots
from handwriting_app.ink.pieces import pieces_of
from handwriting_app.ink.ruling import without_lines
from handwriting_app.ink.sides import without_sides
from handwriting_app.ink.several import is_several_pieces
from handwriting_app.ink.thinning import middle_lines

WORKING_SIDE = 192
"""Pixels of the longer side of the picture while ink is told from paper: enough for a digit that fills a third."""

INK_SIDE = 64
"""Pixels of the longer side of the ink while its middle line is sought."""

LEAST_PEN = 4.0
"""Pixels at that size: a thinner pen is widened first, so that no line breaks while it is smoothed."""

LIGHT_STEP = 2
"""The light is fitted to every so many rows and columns: it bends slowly, and the fit would take most of the time."""

EVENLY_LIT = 0.8
"""Of the variance of the greys, what the best threshold explains where there are ink and paper and little between; of a
blank sheet in slanting light it explains 0.75."""

LEAST_CONTRAST = 16.0
"""Grey levels, of 255, between ink and paper; below, the picture is blank."""

LEAST_SHARE = 0.05
"""A piece of ink smaller than this share of the largest is a speck."""

STRAY_LENGTH = 0.2
"""A piece no longer than this share of the longest piece, the pen's width included, may be a slip of the pen …"""

STRAY_DISTANCE = 0.1
"""… and is left out when it also lies this share of that length away from all longer ones."""

CORNERS = 0.03
"""So much of the border may be left dark, in the corners, where a frame has been cut off."""

TINY = 64
"""Pixels of the longer side of a picture in which small loops may look filled; in larger ones a dip may be noise."""

SMALL = 0.4
"""A digit no longer than this share of the picture's longer side is looked at again, in a part twice as long as it."""

UNEQUAL = 0.15
"""By so much more of the one than of the other is in its largest piece: then this tells ink from paper."""

MOST_INK = 0.8
"""A picture with a larger share of ink than this is no digit on paper."""

BLOBS = 0.5
"""How much thicker than the pen a filled loop stays, as an exponent: 0 not at all, 1 wholly."""


def normalise_picture(grey: NDArray[np.uint8]) -> NormalisedDigit:
    """Reproduce for a picture how the training digits were made.

    Dark ink on light paper or the reverse; paper of any grey, unevenly lit; a pen of any width.

    Args:
        grey: (rows, columns), 0 black … 255 white, any size.

    Raises:
        ValueError: It is no grey picture, or there is no ink to be told from the paper.
    """
    if grey.ndim != 2 or 0 in grey.shape:
        raise ValueError(f"A picture must have rows and columns of grey values, not the shape {grey.shape}.")
    box, is_unclear = _ink_alone(grey.astype(np.float32))
    lines = middle_lines(_smoothed(box)[None])
    pen = max(float(np.median(lines.radii)), 0.5)
    digit = normalise_dots(lines.dots, pen_width=PEN_WIDTH * np.clip(lines.radii / pen, 1, 3) ** BLOBS)
    # Asked of the pixels too: a narrow gap closes while the ink is smoothed.
    is_two = digit.is_several or is_several_pieces(box)
    return replace(digit, is_several=is_two, is_crossed=is_unclear)


def _ink_alone(grey: NDArray[np.float32]) -> Framed:
    """The digit's ink in a picture (rows, columns), cut to it; a small digit is looked at again, more closely."""
    working = _resized(grey, WORKING_SIDE)
    found = find_ink(working)
    if max(grey.shape) <= TINY and found.ink.shape == working.shape:
        found = found._replace(ink=with_open_loops(found.ink, working))
    framed = without_frame(found.ink)
    sides = without_sides(framed.ink)
    unruled = without_lines(sides.ink)
    if unruled.ink.mean() > MOST_INK:
        raise ValueError("The picture holds more ink than paper: no digit can be made out.")
    ink = without_specks(unruled.ink)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    low, high = np.array((rows[0], columns[0])), np.array((rows[-1], columns[-1])) + 1
    length = int((high - low).max())
    has_more = max(grey.shape) > WORKING_SIDE
    # Where there was something to be taken away, a part of the picture may show only a part of that.
    is_plain = found.ink.shape == working.shape and np.array_equal(found.ink, unruled.ink)
    if has_more and is_plain and length < SMALL * WORKING_SIDE:
        factor = max(grey.shape) / WORKING_SIDE
        top, left = np.maximum(np.floor((low - length / 2) * factor), 0).astype(int)
        bottom, right = np.ceil((high + length / 2) * factor).astype(int)
        with suppress(ValueError):  # more noise is seen from near, too
            return _ink_alone(grey[top:bottom, left:right])
    return Framed(ink[low[0] : high[0], low[1] : high[1]], any(step.is_unclear for step in (found, framed, sides, unruled)))


def _smoothed(box: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The ink in a fixed size, its edge smoothed: every tooth of a ragged edge would grow a branch."""
    factor = INK_SIDE / max(box.shape)
    # Mean width of a line: twice its area over the length of its edge (each pixel side that paper lies beyond).
    padded = np.pad(box, 1)
    edge = np.count_nonzero(np.diff(padded, axis=0)) + np.count_nonzero(np.diff(padded, axis=1))
    pen = 2 * box.sum() / edge
    wider = max(0, math.ceil((LEAST_PEN / factor - pen) / 2))
    if wider:
        box = _box_mean(np.pad(box, wider).astype(np.float32), wider) > 0
    return _box_mean(np.pad(_resized(box.astype(np.float32), INK_SIDE), 2), 1) > 0.5


def find_ink(grey: NDArray[np.float32]) -> Framed:
    """Which pixels of a picture (rows, columns) are ink, whichever of ink and paper is the darker.

    Uneven light is fitted as a quadratic surface and taken away; then N. Otsu's threshold (IEEE Trans. SMC, 1979) parts
    the pixels in two; paper is what most of the border is made of, within a frame along the edge.

    Raises:
        ValueError: Ink and paper cannot be told apart.
    """
    flat = grey - _light(grey)
    threshold, parted = _otsu(flat)
    as_it_is, parted_as_it_is = _otsu(grey)
    # In a small picture that a thick digit fills the surface has bent into the ink: it parts the two less clearly.
    if parted_as_it_is > max(parted, EVENLY_LIT):
        flat, threshold = grey, as_it_is
    is_light = flat > threshold
    if is_light.all() or not is_light.any():
        raise ValueError("The picture is blank: no ink can be told from the paper.")
    light, dark = flat[is_light], flat[~is_light]
    noise = np.sqrt((light.var() * light.size + dark.var() * dark.size) / flat.size)
    if light.mean() - dark.mean() < max(LEAST_CONTRAST, 3 * noise):
        raise ValueError("The picture is blank or too pale: no ink can be told from the paper.")
    return _paper_and_ink(is_light)


def _paper_and_ink(is_light: NDArray[np.bool_]) -> Framed:
    """Which of light and dark is the ink; a frame along the edge of the picture is cut off."""
    border = border_share(is_light)
    # A tightly cropped digit may cover half of the border.
    paper_is_light = border > 0.5 if abs(border - 0.5) > 0.2 else _is_paper_light(is_light)
    ink = ~is_light if paper_is_light else is_light
    if ink.mean() > 0.5:
        # Either a digit as thick as that, or what is round the picture is not its paper.
        within = without_edge(~ink)
        if within.any() and border_share(within) < 0.5:
            # What lies along the edge may be a bar of the digit's that the frame hides in part.
            return Framed(within, is_unclear=border_share(within) > CORNERS)
    return Framed(ink)


def _is_paper_light(is_light: NDArray[np.bool_]) -> bool:
    """A digit that reaches to all edges is one piece, and parts the paper into several; else the rarer is the ink."""
    light, dark = (float(pieces_of(one).sizes.max() / one.sum()) for one in (is_light, ~is_light))
    return dark > light if abs(dark - light) > UNEQUAL else bool(is_light.mean() > 0.5)


def _light(grey: NDArray[np.float32]) -> NDArray[np.float32]:
    """The brightness of the paper alone (rows, columns): a quadratic surface through the pixels that are not ink."""
    y, x = (np.linspace(-1, 1, length) for length in grey.shape)
    fewer_y, fewer_x = y[::LIGHT_STEP, None], x[None, ::LIGHT_STEP]
    values = grey[::LIGHT_STEP, ::LIGHT_STEP].reshape(-1).astype(np.float64)
    shape = (fewer_y.size, fewer_x.size)
    terms = np.stack([np.broadcast_to(term, shape).reshape(-1) for term in _quadratic(fewer_x, fewer_y)])
    middle = np.median(values)
    rest = np.abs(values - middle)
    factors: NDArray[np.floating] = np.zeros(len(terms))
    for _ in range(6):
        is_paper = rest <= max(2.5 * float(np.median(rest)), 4.0)
        # Almost no digit covers half of its picture; with less paper than that the fit would bend into the ink.
        if is_paper.mean() < 0.4:
            return np.full(grey.shape, middle, np.float32)
        weighted = terms * is_paper
        # By least squares, because a picture one pixel wide leaves some of the factors open.
        factors = np.linalg.lstsq(weighted @ terms.T, weighted @ values, rcond=None)[0]
        rest = np.abs(values - factors @ terms)
    surface = sum(factor * term for factor, term in zip(factors, _quadratic(x[None], y[:, None]), strict=True))
    return np.asarray(surface, np.float32)


def _quadratic(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """The terms of a quadratic surface over ``x`` and ``y``, each as broadcast as it needs to be."""
    return np.ones_like(x), x, y, x * x, x * y, y * y


def _otsu(values: NDArray[np.float32]) -> tuple[float, float]:
    """The threshold that parts ``values`` into the two classes of greatest variance between them.

    And which share of all variance that is, 0 to 1; none where all is one grey.
    """
    if np.ptp(values) < 1:
        return float(values.max()), 0.0
    counts, edges = np.histogram(values, bins=256)
    centres = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * centres)
    with np.errstate(invalid="ignore", divide="ignore"):
        between = np.nan_to_num(below * above * np.square(sums / below - (sums[-1] - sums) / above))
    best = int(np.argmax(between))
    variance = float(np.sum(counts * np.square(centres - sums[-1] / values.size)))
    return float(edges[best + 1]), float(between[best]) / (values.size * variance)


def without_specks(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """``ink`` without the pieces (connected by sides or corners) that are much smaller than the largest, or stray.

    A stray one is small and lies away from all larger ones, as of strokes (`handwriting_app.ink.normalise`).
    """
    pieces = pieces_of(ink)
    is_kept = pieces.sizes >= LEAST_SHARE * pieces.sizes.max()
    lengths = np.maximum(pieces.heights, pieces.widths)
    length = int(lengths[is_kept].max(initial=0))
    is_small = is_kept & (lengths <= STRAY_LENGTH * length)
    body = np.argwhere((is_kept & ~is_small)[pieces.labels] & ink)
    for piece in np.flatnonzero(is_small & (pieces.sizes > 0)):
        low, high = pieces.boxes[piece].reshape(2, 2)
        beside = np.maximum(np.maximum(low - body, body - high + 1), 0)
        is_kept[piece] = np.square(beside).sum(axis=1).min() < (STRAY_DISTANCE * length) ** 2
    return np.asarray(is_kept[pieces.labels] & ink)


def _resized(picture: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """``picture`` with its longer side of ``side`` pixels: means over areas, or between pixels when larger."""
    factor = side / max(picture.shape)
    rows, columns = (max(1, round(length * factor)) for length in picture.shape)
    return np.asarray(_weights(picture.shape[0], rows) @ picture @ _weights(picture.shape[1], columns).T)


def _weights(before: int, after: int) -> NDArray[np.float32]:
    """The share (after, before) of each old pixel in each new one along one axis; rows sum to 1."""
    width = max(before / after, 1.0)
    centres = (np.arange(after) + 0.5) * before / after
    distance = np.abs(centres[:, None] - (np.arange(before) + 0.5))
    share = np.maximum(0, 1 - distance / width)
    return np.asarray(share / share.sum(axis=1, keepdims=True), np.float32)


def _box_mean(picture: NDArray[np.float32], reach: int) -> NDArray[np.float32]:
    """Mean over squares of 2 ``reach`` + 1 pixels; beyond the edge there is 0."""
    padded = np.pad(picture, reach)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (2 * reach + 1, 2 * reach + 1))
    return np.asarray(windows.mean(axis=(-2, -1)), np.float32)
