"""The connected pieces of a bitmap, and what lies within what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """The connected pieces of a bitmap, numbered from 1 in the order of their first pixels, row by row.

    Attributes:
        labels: intp (rows, columns), the number of the piece that a pixel belongs to; 0 for none.
        sizes: intp (pieces + 1,), pixels of each piece; of no piece (0): 0.
        boxes: intp (pieces + 1, 4), first row, first column, and one past the last row and column.
        firsts: intp (pieces + 1, 2), row and column of the first pixel of each piece.
    """

    labels: NDArray[np.intp]
    sizes: NDArray[np.intp]
    boxes: NDArray[np.intp]
    firsts: NDArray[np.intp]

    @property
    def heights(self) -> NDArray[np.intp]:
        """(pieces + 1,), rows that each piece reaches over."""
        return self.boxes[:, 2] - self.boxes[:, 0]

    @property
    def widths(self) -> NDArray[np.intp]:
        """(pieces + 1,), columns that each piece reaches over."""
        return self.boxes[:, 3] - self.boxes[:, 1]

    def above(self, other: Pieces) -> NDArray[np.intp]:
        """For each piece of this, the number of the piece of ``other`` that lies right above its first pixel.

        Of the pieces of ink and of paper this is the one that surrounds it, where the ones touch by corners and the
        others by sides alone. 0 for no piece, and at the upper edge.
        """
        rows, columns = self.firsts.T
        found = np.where(rows > 0, other.labels[rows - 1, columns], 0)
        found[0] = 0
        return np.asarray(found, np.intp)


def pieces_of(bitmap: NDArray[np.bool_], *, by_corners: bool = True) -> Pieces:
    """The connected pieces of ``bitmap`` (rows, columns): pixels that touch by sides, or by sides and corners.

    Runs of pixels along the rows are joined with those that they touch in the next row.
    """
    rows, columns = bitmap.shape
    edges = np.diff(np.pad(bitmap, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    row, start = np.nonzero(edges == 1)
    end = np.nonzero(edges == -1)[1]
    number = _joined(len(row), *_touching(row, start, end, columns, reach=int(by_corners)))
    labels = np.zeros((rows, columns + 1), np.intp)
    labels[row, start] = number
    labels[row, end] -= number
    count = int(number.max(initial=0)) + 1
    sizes = np.bincount(number, end - start, count).astype(np.intp)
    boxes = np.zeros((count, 4), np.intp)
    boxes[1:, :2] = (rows, columns)
    np.minimum.at(boxes[:, 0], number, row)
    np.minimum.at(boxes[:, 1], number, start)
    np.maximum.at(boxes[:, 2], number, row + 1)
    np.maximum.at(boxes[:, 3], number, end)
    firsts = np.zeros((count, 2), np.intp)
    named, first = np.unique(number, return_index=True)
    firsts[named] = np.column_stack((row[first], start[first]))
    return Pieces(np.cumsum(labels, axis=1)[:, :-1], sizes, boxes, firsts)


def _touching(
    row: NDArray[np.intp], start: NDArray[np.intp], end: NDArray[np.intp], columns: int, reach: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of runs, as two arrays of their indices, that touch from one row to the next."""
    row_length = columns + 2
    starts, ends = row * row_length + start, row * row_length + end
    # In the next row: from the first run that ends after this one's start to the last that starts before its end.
    low = np.searchsorted(ends, starts + row_length - reach, side="right")
    high = np.searchsorted(starts, ends + row_length + reach, side="left")
    counts = np.maximum(high - low, 0)
    upper = np.repeat(np.arange(len(row)), counts)
    within = np.arange(len(upper)) - np.repeat(np.cumsum(counts) - counts, counts)
    return upper, low[upper] + within


def _joined(count: int, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.intp]:
    """For each of ``count`` runs the number of its piece, from 1; runs ``one[k]`` and ``other[k]`` belong together."""
    root = np.arange(count)
    while True:
        a, b = root[one], root[other]
        if np.array_equal(a, b):
            break
        least = np.minimum(a, b)
        np.minimum.at(root, a, least)
        np.minimum.at(root, b, least)
        while not np.array_equal(root, root[root]):
            root = root[root]
    return np.asarray(np.unique(root, return_inverse=True)[1] + 1, np.intp) if count else root
