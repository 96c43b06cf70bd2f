"""Sides of a box along the edges of a picture, as in a cell cut out of a form; some may be missing or broken."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from handwriting_app.ink.pieces import pieces_of
from handwriting_app.ink.ruling import Unruled, ends_at, is_finer, lines_along_rows, overhangs

STRIP = 0.1
"""Of the picture's height or width: where along its edge a side is looked for."""

LEAST_SPAN = 0.8
"""Of that edge: a side reaches over so much of it, broken or not."""

LEAST_REST = 0.3
"""Of the picture's longer side: what is left without the sides is as long as this, or it was no cell."""


def without_sides(ink: NDArray[np.bool_]) -> Unruled:
    """Take the sides of a box out of a picture (rows, columns) if there is a digit beside them.

    Lines that run along an edge of the picture from end to end and reach beyond what is left at both ends. A bar of the
    digit's own, in a picture cut to its ink, does not; but a 1 may stand on its base: then it is unclear.
    """
    edges = [turns for turns in range(4) if _may_have_a_side(np.rot90(ink, turns))]
    if not edges:
        return Unruled(ink)
    loose = ink & ~_inner_pieces(ink)
    sides = {turns: np.rot90(_side_above(np.rot90(ink, turns), np.rot90(loose, turns)), -turns) for turns in edges}
    rest = _inner_pieces(ink & ~np.logical_or.reduce(list(sides.values())))
    if not _is_digit(rest):
        return Unruled(ink)
    gone, is_unclear = np.zeros_like(ink), False
    for turns, side in sides.items():
        line, digit = np.rot90(side, turns), np.rot90(rest, turns)
        is_joined = _touch(line, digit)
        if side.any() and (overhangs(line, digit) or not is_joined):
            gone |= side
            is_unclear |= is_joined and ends_at(line, digit) and not is_finer(line, digit)
    return Unruled(_inner_pieces(ink & ~gone) if gone.any() else ink, is_unclear)


def _may_have_a_side(ink: NDArray[np.bool_]) -> bool:
    """Whether there is ink along at least half of the upper edge."""
    rows, columns = ink.shape
    strip = _strip(rows)
    return rows > strip and bool(np.count_nonzero(ink[:strip].any(axis=0)) >= columns / 2)


def _side_above(ink: NDArray[np.bool_], loose: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The line along the upper edge, bool (rows, columns); nothing where there is none.

    ``loose`` is what of the ink is not joined to anything further inside: a broken line.
    """
    rows, columns = ink.shape
    strip = _strip(rows)
    side = np.zeros_like(ink)
    side[:strip] = lines_along_rows(ink[:strip]).ink
    broken = side.copy()
    broken[:strip] |= loose[:strip]
    for found in (side, broken):
        used = np.flatnonzero(found.any(axis=0))
        if len(used) >= columns / 2 and used[-1] - used[0] + 1 >= LEAST_SPAN * columns:
            return found
    return np.zeros_like(ink)


def _inner_pieces(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """``ink`` without the pieces that lie wholly within the strips along the four edges: crumbs of a side."""
    pieces = pieces_of(ink)
    rows, columns = map(_strip, ink.shape)
    is_inner = np.zeros(len(pieces.sizes), np.bool_)
    is_inner[pieces.labels[rows:-rows, columns:-columns]] = True
    return np.asarray(is_inner[pieces.labels] & ink)


def _strip(length: int) -> int:
    """Pixels of the strip along an edge of a picture that is so long across it."""
    return max(2, round(STRIP * length))


def _touch(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> bool:
    """Whether a pixel of the one is beside or across from a pixel of the other."""
    padded = np.pad(one, 1)
    tall = padded[:-2] | padded[1:-1] | padded[2:]
    return bool(((tall[:, :-2] | tall[:, 1:-1] | tall[:, 2:]) & other).any())


def _is_digit(ink: NDArray[np.bool_]) -> bool:
    """Whether what is left is large enough."""
    pieces = pieces_of(ink)
    return bool(np.maximum(pieces.heights, pieces.widths)[1:].max(initial=0) >= LEAST_REST * max(ink.shape))
