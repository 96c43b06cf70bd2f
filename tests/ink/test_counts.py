"""Counts that are typed in become a digit with just these counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handwriting_app.ink.counts import FULL, digit_of_counts
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import normalise

CELL = st.integers(0, FULL)


def counted(bitmap: np.ndarray) -> list[list[int]]:
    """Ink pixels of each block of 4 × 4, one pixel after another."""
    cells = [[0] * 8 for _ in range(8)]
    for row in range(32):
        for column in range(32):
            cells[row // 4][column // 4] += int(bitmap[row, column])
    return cells


@given(st.lists(st.lists(CELL, min_size=8, max_size=8), min_size=8, max_size=8))
def test_the_bitmap_has_just_these_counts(cells: list[list[int]]) -> None:
    digit = digit_of_counts(cells)
    assert counted(digit.bitmap) == cells == digit.counts.tolist()
    assert digit.features().tolist() == [count / 16 for row in cells for count in row]
    assert len(digit.views()) == 1


def test_what_was_not_changed_is_kept_to_the_pixel() -> None:
    seven = normalise(Drawing((np.array([(0.2, 0.2), (0.8, 0.2), (0.4, 0.9)]),)))
    assert np.array_equal(digit_of_counts(seven.counts, seven).bitmap, seven.bitmap)
    counts = seven.counts.copy()
    counts[7, 0] = 5
    changed = digit_of_counts(counts, seven)
    is_other = changed.bitmap != seven.bitmap
    assert is_other.sum() == 5
    assert is_other[28:, :4].sum() == 5


def test_ink_grows_towards_the_ink_around_it() -> None:
    counts = np.zeros((8, 8), int)
    counts[3, 2], counts[3, 3] = FULL, 4
    half = digit_of_counts(counts).bitmap[12:16, 12:16]
    assert half[:, 0].all()
    assert not half[:, 1:].any()


@pytest.mark.parametrize("wrong", [np.full((8, 8), 17), np.full((8, 8), -1), np.full((8, 8), 0.5)])
def test_other_numbers_are_refused(wrong: np.ndarray) -> None:
    with pytest.raises(ValueError, match="whole numbers from 0 to 16"):
        digit_of_counts(wrong)


def test_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="8 × 8"):
        digit_of_counts(np.zeros(64))
