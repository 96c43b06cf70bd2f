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


LEAST_REST = 0.1
"""What is left without the lines reaches over this share of the picture's height; otherwise the lines are the digit."""

FINER = 0.5
"""A line no thicker than this share of the pen was not drawn with it."""

ASIDE = 0.08
"""A margin line lies this share of its length away from the digit."""

BLOCKS = 24
"""Blocks of columns, each taken as level when tilted lines are sought."""


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
    if len(across.middles) > 1 or len(down.middles) > 1:
        return _without_many(ink, across, down)
    if len(across.middles):
        unruled = _without_line_across(ink, across.ink)
        if unruled.ink is not ink or unruled.is_unclear:
            return unruled
    if len(down.middles):
        return _without_line_down(ink, down.ink.T)
    return Unruled(ink)


def _without_many(ink: NDArray[np.bool_], across: Lines, down: Lines) -> Unruled:
    """Ruling, squares, or a box that touches the digit."""
    none = np.zeros_like(ink)
    level = across.ink if len(across.middles) > 1 or _closes(across, down) else none
    upright = down.ink.T if len(down.middles) > 1 or _closes(down, across) else none
    rest = _large_pieces(ink & ~level & ~upright)
    if _is_nothing(rest):
        return Unruled(ink)
    if overhangs(level, rest) or overhangs(upright, rest, axis=0):
        return Unruled(rest, ends_at(level, rest) or ends_at(upright.T, rest.T))
    if level.any() and upright.any():
        return Unruled(rest, is_unclear=True)  # a box that the digit fills
    return Unruled(ink)


def _without_line_across(ink: NDArray[np.bool_], line: NDArray[np.bool_]) -> Unruled:
    """An underline, or one line of ruling. Above or amid the digit it may be the bar of a 7, too."""
    rest = _large_pieces(ink & ~line)
    if _is_nothing(rest) or not overhangs(line, rest):
        return Unruled(ink)
    used, is_long = np.nonzero(rest)[0], overhangs(line, rest, times=LONE)
    top = np.nonzero(line)[0].min()
    if top > used.max() + 1 or (is_long and top > used.mean()):
        return Unruled(rest)
    is_fine = is_finer(line, rest)
    if _spans(line.T) and (is_long or is_fine):
        return Unruled(rest, is_unclear=not is_fine)
    return Unruled(ink, is_unclear=is_long or _spans(line.T))


def _without_line_down(ink: NDArray[np.bool_], line: NDArray[np.bool_]) -> Unruled:
    """The margin line of a page. Near to the digit it may be the stem of a 4, too."""
    rest = _large_pieces(ink & ~line)
    if _is_nothing(rest) or not _spans(line) or not overhangs(line, rest, axis=0):
        return Unruled(ink)
    is_long = overhangs(line, rest, axis=0, times=LONE)
    if is_finer(line.T, rest.T):
        return Unruled(rest)
    return Unruled(rest if is_long else ink, not (is_long and _lies_aside(line.T, rest.T)))


def lines_along_rows(ink: NDArray[np.bool_]) -> Lines:
    """The long thin straight lines that run from left to right, all at one tilt."""
    rows, columns = ink.shape
    used = np.flatnonzero(ink.any(axis=0))
    length = int(used[-1] - used[0]) + 1
    cover, rise = _covers(ink)
    is_line = np.append(cover >= LEAST_LENGTH * length, False)
    runs = _upright_runs(ink)
    found = np.zeros_like(ink)
    middles = []
    for start, end in zip(*(np.flatnonzero(np.diff(is_line, prepend=False)).reshape(-1, 2).T), strict=True):
        band = np.zeros_like(ink)
        band[np.clip(np.arange(start, end)[:, None] + rise, 0, rows - 1), np.arange(columns)] = True
        band &= ink
        if not band.any():
            continue
        thickness = float(np.quantile(runs[band], 0.25))  # where the digit does not run along it
        if thickness <= max(2.0, MOST_THICKNESS * length):
            found |= band & (runs <= 1.5 * thickness + 1)  # a longer run is a stroke that crosses the line
            middles.append((start + end - 1) / 2)
    return Lines(found, np.array(middles))


def _covers(ink: NDArray[np.bool_]) -> tuple[NDArray[np.floating], NDArray[np.intp]]:
    """How much ink lies along each row of the picture, tilted so that lines stand out best.

    Returns:
        (rows,), pixels of ink along the straight way that crosses the middle in that row, a pixel up or down let pass;
        and (columns,), how many rows lower than in the middle that way is.
    """
    rows, columns = ink.shape
    most = max(1, round(MOST_TILT * columns / 2))
    thick = np.pad(ink, ((most + 1, most + 1), (0, 0)))
    thick = thick[:-2] | thick[1:-1] | thick[2:]
    # In blocks of columns, within which the way is level.
    edges = np.unique(np.linspace(0, columns, BLOCKS + 1).astype(np.intp))
    blocks = np.add.reduceat(thick.astype(np.intp), edges[:-1], axis=1)
    place = ((edges[:-1] + edges[1:] - 1) / 2 - (columns - 1) / 2) / max(columns - 1, 1)
    shifts = np.rint(np.multiply.outer(2 * np.arange(-most, most + 1), place)).astype(np.intp)
    at = np.arange(rows)[None, :, None] + most + shifts[:, None, :]
    covers = blocks[at, np.arange(len(place))].sum(axis=2)
    best = int(np.argmax(np.square(covers).sum(axis=1)))
    tilt = 2 * (best - most) * ((np.arange(columns) - (columns - 1) / 2) / max(columns - 1, 1))
    return covers[best], np.rint(tilt).astype(np.intp)


def _upright_runs(ink: NDArray[np.bool_]) -> NDArray[np.intp]:
    """For each pixel of ink, how many pixels of ink stand one on another there."""
    edges = np.diff(np.pad(ink, ((1, 1), (0, 0))).astype(np.int8), axis=0).T
    column, start = np.nonzero(edges == 1)
    end = np.nonzero(edges == -1)[1]
    steps = np.zeros(edges.shape, np.intp)
    steps[column, start] = end - start
    steps[column, end] -= end - start
    return np.asarray(np.cumsum(steps, axis=1)[:, :-1].T)


def _closes(one: Lines, others: Lines) -> bool:
    """Whether a single line reaches from one of two others to the next, as the side of a box does.

    The fourth side is hidden by the digit, or the digit reaches beyond it.
    """
    if len(one.middles) != 1 or len(others.middles) < 2:
        return False
    used = np.flatnonzero(one.ink.any(axis=0))
    first, last = others.middles[[0, -1]]
    spare = 0.1 * (last - first)
    return bool(abs(used[0] - first) <= spare and abs(used[-1] - last) <= spare)


def is_finer(line: NDArray[np.bool_], rest: NDArray[np.bool_]) -> bool:
    """Whether a line along the rows is much finer than the pen of ``rest``."""
    runs = _upright_runs(line)
    pen = 2 * rest.sum() / (np.count_nonzero(np.diff(rest, axis=0)) + np.count_nonzero(np.diff(rest, axis=1)))
    return bool(np.median(runs[line]) <= FINER * pen)


def _large_pieces(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """``ink`` without crumbs of lines."""
    pieces = pieces_of(ink)
    return np.asarray((pieces.sizes >= 0.05 * pieces.sizes.max())[pieces.labels] & ink)


def _is_nothing(rest: NDArray[np.bool_]) -> bool:
    """Whether too little is left without the lines: they are the digit."""
    return not rest.any() or bool(np.ptp(np.nonzero(rest)[0]) < LEAST_REST * len(rest))


def overhangs(lines: NDArray[np.bool_], rest: NDArray[np.bool_], *, axis: int = 1, times: float = 1.0) -> bool:
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


def ends_at(lines: NDArray[np.bool_], rest: NDArray[np.bool_]) -> bool:
    """Whether ``rest`` ends at a line along the rows: a bar of the digit may lie hidden in it."""
    used = np.flatnonzero(rest.any(axis=1))
    padded = np.pad(lines, 1)
    near = padded[:-2, 1:-1] | padded[1:-1, 1:-1] | padded[2:, 1:-1]
    touched = np.flatnonzero((near & rest).any(axis=1))
    return bool(len(touched)) and bool(touched[0] <= used[0] + 2 or touched[-1] >= used[-1] - 2)


def _lies_aside(lines: NDArray[np.bool_], rest: NDArray[np.bool_]) -> bool:
    """Whether all of ``rest`` lies well above or well below a line along the rows."""
    line, other = np.nonzero(lines)[0], np.nonzero(rest)[0]
    spare = ASIDE * lines.shape[1]
    return bool(other.min() - line.max() >= spare or line.min() - other.max() >= spare)
