"""Long thin straight lines across a picture, which are no part of a digit: ruling, squares, an underline, a box."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from handwriting_app.ink.pieces import pieces_of

MOST_TILT = 0.1
"""Rows a column that a line may rise or fall."""

LEAST_LENGTH = 0.8
"""A line covers this share of the width of all ink."""

MOST_THICKNESS = 0.08
"""A line is no thicker than this share of the length of all ink."""

OVERHANG = 0.04
"""A line reaches beyond the digit at both ends by this share of its length. The bars of a 5 or a 7 do not."""

LONE = 1.4
"""A line without another beside it is so many times as long as the digit is wide: a base is shorter."""


class Unruled(NamedTuple):
    """Ink without lines across it (rows, columns), and whether these may as well have been part of a digit."""

    ink: NDArray[np.bool_]
    is_unclear: bool = False


class Lines(NamedTuple):
    """Long straight lines that run along the rows.

    Attributes:
        ink: bool (rows, columns), what belongs to them alone: where something crosses a line, its ink is left out.
        middles: (lines,), the rows where they cross the middle column, ascending.
    """

    ink: NDArray[np.bool_]
    middles: NDArray[np.floating]


def without_lines(ink: NDArray[np.bool_]) -> Unruled:
    """Take the lines out of a picture (rows, columns) if what is left is a digit that they do not belong to."""
    if not ink.any():
        return Unruled(ink)
    across, down = lines_along_rows(ink), lines_along_rows(ink.T)
    lines = across.ink | down.ink.T
    if not lines.any():
        return Unruled(ink)
    rest = _large_pieces(ink & ~lines)
    if not rest.any() or np.ptp(np.nonzero(rest)[0]) < 0.1 * len(ink):
        return Unruled(ink)  # the lines are the digit
    overhangs = _overhangs(across.ink, rest), _overhangs(down.ink.T, rest, axis=0)
    if (len(across.middles) > 1 and overhangs[0]) or (len(down.middles) > 1 and overhangs[1]):
        return Unruled(rest)
    if len(across.middles) == 1 and not len(down.middles) and _overhangs(across.ink, rest, times=LONE):
        is_below = across.middles[0] > np.mean(np.nonzero(rest)[0])
        return Unruled(rest) if is_below else Unruled(ink, is_unclear=True)
    if len(down.middles) == 1 and _spans(down.ink.T) and _overhangs(down.ink.T, rest, axis=0, times=LONE):
        return Unruled(rest, is_unclear=True)
    return Unruled(ink)


def lines_along_rows(ink: NDArray[np.bool_]) -> Lines:
    """The long thin straight lines that run from left to right, all at one tilt."""
    rows, columns = ink.shape
    used = np.flatnonzero(ink.any(axis=0))
    most = max(1, round(MOST_TILT * columns / 2))
    # Row r of a tilted picture is the line that crosses the middle column in row r; blurred by a pixel up and down.
    thick = np.pad(ink, ((most + 1, most + 1), (0, 0)))
    thick = thick[:-2] | thick[1:-1] | thick[2:]
    place = np.linspace(-1, 1, columns) if columns > 1 else np.zeros(1)
    best, best_score = np.zeros(0), -1.0
    rise = np.zeros(columns, np.intp)
    for tilt in range(-most, most + 1):
        shift = np.rint(tilt * place).astype(np.intp)
        tilted = thick[np.arange(rows)[:, None] + most + shift, np.arange(columns)]
        cover = tilted[:, used[0] : used[-1] + 1].mean(axis=1)
        score = float(np.square(cover).sum())
        if score > best_score:
            best, best_score, rise = cover, score, shift
    is_line = best >= LEAST_LENGTH
    limit = max(2.0, MOST_THICKNESS * (used[-1] + 1 - used[0]))
    found = np.zeros_like(ink)
    middles = []
    starts, ends = np.flatnonzero(np.diff(np.append(0, is_line)) == 1), np.flatnonzero(np.diff(np.append(is_line, 0)) == -1)
    runs = _upright_runs(ink)
    for start, end in zip(starts, ends, strict=True):
        middle = (start + end) / 2
        mask = np.zeros_like(ink)
        reach = np.clip(np.arange(start, end + 1)[:, None] + rise, 0, rows - 1)
        mask[reach, np.broadcast_to(np.arange(columns), reach.shape)] = True
        mask &= ink
        if not mask.any():
            continue
        thickness = float(np.median(runs[mask]))
        if thickness > limit:
            continue
        found |= mask & (runs <= 1.5 * thickness + 1)
        middles.append(middle)
    return Lines(found, np.array(middles))


def _upright_runs(ink: NDArray[np.bool_]) -> NDArray[np.intp]:
    """For each pixel of ink, how many pixels of ink stand one on another there."""
    edges = np.diff(np.pad(ink, ((1, 1), (0, 0))).astype(np.int8), axis=0).T
    column, start = np.nonzero(edges == 1)
    end = np.nonzero(edges == -1)[1]
    steps = np.zeros(edges.shape, np.intp)
    steps[column, start] = end - start
    steps[column, end] -= end - start
    return np.asarray(np.cumsum(steps, axis=1)[:, :-1].T)


def _large_pieces(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """``ink`` without crumbs of lines."""
    pieces = pieces_of(ink)
    return np.asarray((pieces.sizes >= 0.05 * pieces.sizes.max())[pieces.labels] & ink)


def _overhangs(lines: NDArray[np.bool_], rest: NDArray[np.bool_], *, axis: int = 1, times: float = 1.0) -> bool:
    """Whether ``lines`` reach beyond ``rest`` at both ends along ``axis``, and are so many ``times`` as long."""
    if not lines.any():
        return False
    along, within = np.nonzero(lines)[axis], np.nonzero(rest)[axis]
    length = np.ptp(along) + 1
    spare = max(1.0, OVERHANG * length)
    return bool(
        within.min() - along.min() >= spare
        and along.max() - within.max() >= spare
        and length >= times * (np.ptp(within) + 1)
    )


def _spans(lines: NDArray[np.bool_]) -> bool:
    """Whether lines go from the upper edge of the picture to the lower."""
    rows = np.nonzero(lines)[0]
    return bool(len(rows) and rows.min() <= 1 and rows.max() >= len(lines) - 2)
