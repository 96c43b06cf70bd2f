"""Connected pieces: the same as a flood fill finds, and who surrounds whom."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from handwriting_app.ink.pieces import pieces_of

BITMAPS = arrays(np.bool_, st.tuples(st.integers(1, 12), st.integers(1, 12)))


def flooded(bitmap: NDArray[np.bool_], by_corners: bool) -> NDArray[np.intp]:
    labels = np.zeros(bitmap.shape, np.intp)
    for row, column in zip(*np.nonzero(bitmap), strict=True):
        if labels[row, column]:
            continue
        number, todo = labels.max() + 1, [(row, column)]
        while todo:
            y, x = todo.pop()
            if not (0 <= y < len(bitmap) and 0 <= x < bitmap.shape[1]) or not bitmap[y, x] or labels[y, x]:
                continue
            labels[y, x] = number
            steps = [(a, b) for a in (-1, 0, 1) for b in (-1, 0, 1) if by_corners or 0 in (a, b)]
            todo += [(y + a, x + b) for a, b in steps]
    return labels


@settings(max_examples=150)
@given(BITMAPS, st.booleans())
def test_pieces_are_those_of_a_flood_fill(bitmap: NDArray[np.bool_], by_corners: bool) -> None:
    pieces = pieces_of(bitmap, by_corners=by_corners)
    np.testing.assert_array_equal(pieces.labels, flooded(bitmap, by_corners))
    assert pieces.sizes[0] == 0
    for number in range(1, len(pieces.sizes)):
        rows, columns = np.nonzero(pieces.labels == number)
        assert pieces.sizes[number] == len(rows)
        assert tuple(pieces.boxes[number]) == (rows.min(), columns.min(), rows.max() + 1, columns.max() + 1)
        assert tuple(pieces.firsts[number]) == (rows[0], columns[0])


@pytest.mark.parametrize("shape", [(1, 1), (3, 4)])
def test_nothing_has_no_pieces(shape: tuple[int, int]) -> None:
    pieces = pieces_of(np.zeros(shape, np.bool_))
    assert pieces.sizes.tolist() == [0]
    assert not pieces.labels.any()


def test_what_lies_above_the_first_pixel_surrounds_a_piece() -> None:
    ring = np.ones((9, 9), np.bool_)
    ring[1:-1, 1:-1] = False
    ring[3:6, 3:6] = True
    ink, paper = pieces_of(ring), pieces_of(~ring, by_corners=False)
    assert ink.above(paper).tolist() == [0, 0, 1]  # the spot lies in the ring's hole
    assert paper.above(ink).tolist() == [0, 1]  # and the hole in the ring
