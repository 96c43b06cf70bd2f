"""What stands round a digit in a picture and is no part of it: a box, a ring, a sheet on a dark table, an edge."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from handwriting_app.ink.pieces import Pieces, pieces_of

LEAST_WITHIN = 0.3
"""What is framed is at least this share of its frame's inner height; a dot in a zero is not."""

RECTANGULAR = 0.85
"""A sheet, holes and all, fills this share of the box round it; a thick round zero fills π/4."""

SHARP = 0.94
"""No zero fills so much of its box; a sheet does, and may have a 1 on it."""

TURNS = (-0.2, -0.15, -0.1, -0.05, 0.0, 0.05, 0.1, 0.15, 0.2)
"""Radians by which a sheet or box may be turned."""

EDGE = 0.9
"""A row or column of this share of dark pixels belongs to a dark edge of the picture."""

LEAST_LENGTH = 0.15
"""Of the picture's longer side, how long a digit is for whose sake what the edge cuts off is left out."""

MARGIN = 0.15
"""Of the picture's height and width: a digit reaches further inside."""

SLIT = 0.6
"""A hole that fills more than this share of the box round it may be the inside of a zero as well as a framed 1."""


class Framed(NamedTuple):
    """Ink without what stood round it (rows, columns), and whether that may as well have been part of a digit."""

    ink: NDArray[np.bool_]
    is_unclear: bool = False


def without_frame(ink: NDArray[np.bool_]) -> Framed:
    """Take away boxes, rings and sheets round the digit, one within the other.

    No digit holds another piece of ink in its hole, but for a dot or a slash in a zero.
    """
    is_unclear = False
    while ink.any():
        pieces = pieces_of(ink)
        # With paper all round, the outside is one piece and the first.
        paper = pieces_of(np.pad(~ink, 1, constant_values=True), by_corners=False)
        paper = Pieces(paper.labels[1:-1, 1:-1], paper.sizes, paper.boxes - 1, paper.firsts - 1)
        inner = _on_a_sheet(ink, pieces, paper)
        if inner is None:
            inner = _framed(pieces, paper)
        if inner is None:
            break
        ink, is_unclear = inner.ink, is_unclear or inner.is_unclear
    return Framed(ink, is_unclear)


def without_edge(is_edge: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Cut a picture (rows, columns) to what lies within a frame along its very edge: rows and columns all True."""
    while True:
        rows = np.flatnonzero(is_edge.mean(axis=1) < EDGE) if is_edge.size else np.zeros(0, np.intp)
        columns = np.flatnonzero(is_edge.mean(axis=0) < EDGE) if is_edge.size else rows
        if not len(rows) or not len(columns):
            return is_edge[:0, :0]
        cut = is_edge[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        if cut.shape == is_edge.shape:
            return cut
        is_edge = cut


def without_cut_off(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """``ink`` (rows, columns) without the pieces that the edge of the picture cuts off, if a digit lies within.

    A table beside the sheet, the next digit of a row. A digit of several pieces that fills its picture touches the edge
    with each of them.
    """
    pieces = pieces_of(ink)
    is_cut = np.zeros(len(pieces.sizes), np.bool_)
    for edge in (pieces.labels[0], pieces.labels[-1], pieces.labels[:, 0], pieces.labels[:, -1]):
        is_cut[edge] = True
    is_cut[0] = False
    lengths = np.maximum(pieces.heights, pieces.widths)
    is_inner = np.zeros_like(is_cut)
    rows, columns = (round(MARGIN * length) for length in ink.shape)
    is_inner[pieces.labels[rows : len(ink) - rows, columns : ink.shape[1] - columns]] = True
    is_within = is_inner & ~is_cut & (pieces.sizes > 0) & (lengths >= LEAST_LENGTH * max(ink.shape))
    return np.asarray(ink & ~is_cut[pieces.labels]) if is_within.any() else ink


def border_share(bitmap: NDArray[np.bool_]) -> float:
    """The share of True along the border of a picture (rows, columns)."""
    return float(np.concatenate((bitmap[0], bitmap[-1], bitmap[:, 0], bitmap[:, -1])).mean())


def _framed(pieces: Pieces, paper: Pieces) -> Framed | None:
    """The ink within a box or ring; None where there is none."""
    hole_of = pieces.above(paper)
    hole_of[hole_of == 1] = 0
    is_tall = (hole_of > 0) & (pieces.heights >= LEAST_WITHIN * paper.heights[hole_of])
    if not is_tall.any():
        return None
    frame_of = paper.above(pieces)
    # Several boxes in one picture: the largest alone is opened; what else there is stays in sight.
    holes = np.unique(hole_of[is_tall])
    frames, areas = np.unique(frame_of[holes], return_counts=True)[0], paper.sizes
    frame = max(frames, key=lambda one: int(areas[holes[frame_of[holes] == one]].sum()))
    is_inner = (frame_of == frame) & (paper.sizes > 0)
    kept = np.zeros(len(pieces.sizes), np.bool_)
    while True:  # what lies in the frame's holes, in the holes of that, and so on
        added = is_inner[hole_of] & (hole_of > 0) & ~kept
        if not added.any():
            break
        kept |= added
        is_inner |= kept[frame_of] & (frame_of > 0)
    inner = kept[pieces.labels]
    filled = inner | is_inner[paper.labels]
    is_ring = _fill(filled | (pieces.labels == frame)) < RECTANGULAR
    return Framed(inner, is_ring and _is_bar(inner))


def _on_a_sheet(ink: NDArray[np.bool_], pieces: Pieces, paper: Pieces) -> Framed | None:
    """The digit on a light sheet before something dark, where the sheet was taken for the ink; None where it was not.

    Then the digit is the holes of the sheet. A box's hole is what most of it is made of; a sheet's are narrow.
    """
    sheet = int(np.argmax(pieces.sizes))
    holes = np.flatnonzero(paper.above(pieces) == sheet)
    if not len(holes) or paper.heights[holes].max() < LEAST_WITHIN * pieces.heights[sheet]:
        return None
    top, left, bottom, right = pieces.boxes[sheet]
    body = pieces.labels == sheet
    outside = pieces_of(np.pad(~body, 1, constant_values=True), by_corners=False).labels[1:-1, 1:-1] == 1
    whole = ~outside
    digit = whole & ~ink
    area = (bottom - top) * (right - left)
    fill = _fill(whole)
    if fill < RECTANGULAR or digit.sum() > 0.5 * area:
        return None
    return None if fill < SHARP and _is_bar(digit) else Framed(digit)


def _box(bitmap: NDArray[np.bool_]) -> NDArray[np.bool_]:
    rows, columns = np.flatnonzero(bitmap.any(axis=1)), np.flatnonzero(bitmap.any(axis=0))
    return bitmap[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _fill(whole: NDArray[np.bool_]) -> float:
    """The share of the box round it, perhaps turned a little, that it fills."""
    rows, columns = np.nonzero(_rim(whole))
    turns = np.array(TURNS)[:, None]
    heights = np.ptp(rows * np.cos(turns) - columns * np.sin(turns), axis=1) + 1
    widths = np.ptp(columns * np.cos(turns) + rows * np.sin(turns), axis=1) + 1
    return float(whole.sum() / (heights * widths).min())


def _rim(whole: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The first and last pixel of each row: enough to know how far it reaches in any direction."""
    rim = np.zeros_like(whole)
    rows = np.flatnonzero(whole.any(axis=1))
    rim[rows, whole[rows].argmax(axis=1)] = True
    rim[rows, whole.shape[1] - 1 - whole[rows, ::-1].argmax(axis=1)] = True
    return rim


def _is_bar(digit: NDArray[np.bool_]) -> bool:
    """Whether it is a plain bar or blob, or a straight slash."""
    box = _box(digit)
    if box.mean() > SLIT:
        return True
    rows, columns = np.nonzero(box)
    if not np.ptp(rows):
        return True
    # A straight stroke lies near the line through it: little is left beside its way.
    slope = np.cov(rows, columns)[0, 1] / np.var(rows, ddof=1)
    beside = columns - columns.mean() - slope * (rows - rows.mean())
    return bool(beside.std() < 0.08 * len(box))
