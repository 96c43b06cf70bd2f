"""Dots, stamps and counts against what they should be by definition."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.ink.raster import MOST_DOTS, block_counts, dots_along, rounded, stamp


def test_dots_stand_at_equal_distances_and_keep_both_ends() -> None:
    stroke = np.array([[0.0, 0.0], [3.0, 0.0], [7.0, 0.0]])
    dots = dots_along([stroke], 1.0)
    np.testing.assert_allclose(np.diff(dots, axis=0), np.tile([1.0, 0.0], (7, 1)))
    np.testing.assert_allclose(dots[[0, -1]], stroke[[0, -1]])


def test_the_number_of_dots_is_bounded() -> None:
    stroke = np.array([[0.0, 0.0], [1.0, 0.0]])
    assert len(dots_along([stroke], 1e-9)) <= MOST_DOTS + 2


def test_dense_strokes_are_not_rounded_and_sparse_ones_keep_their_points() -> None:
    angle = np.linspace(0, 3, 6)
    sparse = np.column_stack((np.cos(angle), np.sin(angle)))
    assert rounded(sparse, 1.0) is sparse
    curve = rounded(sparse, 0.01)
    assert len(curve) > len(sparse)
    assert all(np.hypot(*(curve - point).T).min() < 1e-12 for point in sparse)
    # On the circle, but for the ends, where the curve cannot know how it would go on.
    assert np.abs(np.hypot(*curve[6:-6].T) - 1).max() < 0.01


@pytest.mark.parametrize("pen_width", [1.0, 2.5, 4.5, 5.0, 9.3])
def test_stamp_inks_the_pixels_within_half_a_pen(pen_width: float) -> None:
    dots = np.random.default_rng(0).uniform(-4, 36, (25, 2)).astype(np.float32)
    rows, columns = np.mgrid[:32, :32] + 0.5
    distance = np.hypot(columns[..., None] - dots[:, 0], rows[..., None] - dots[:, 1]).min(axis=-1)
    inked = stamp(dots, pen_width)[0]
    is_clear = np.abs(distance - pen_width / 2) > 1e-4
    np.testing.assert_array_equal(inked[is_clear], (distance <= pen_width / 2)[is_clear])


def test_stamp_parts_bitmaps_and_pens() -> None:
    dots = np.array([[16.0, 16.0], [4.0, 4.0]])
    both = stamp(dots, np.array([3.0, 7.0]), np.array([0, 1]), 2)
    np.testing.assert_array_equal(both[0], stamp(dots[:1], 3.0)[0])
    np.testing.assert_array_equal(both[1], stamp(dots[1:], 7.0)[0])


def test_block_counts_count() -> None:
    bitmap = np.zeros((2, 32, 32), bool)
    bitmap[1, 4:8, :4] = True
    bitmap[1, 31, 31] = True
    counts = block_counts(bitmap)
    assert counts[0].sum() == 0
    assert counts[1, 1, 0] == 16
    assert counts[1, 7, 7] == 1
    assert counts[1].sum() == 17
