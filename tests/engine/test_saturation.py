from __future__ import annotations

import numpy as np

from handwriting_app.engine.saturation import LARGEST, bounded, is_bounded


def test_what_float32_holds_is_within_the_bounds():
    largest = np.finfo(np.float32).max
    assert is_bounded(np.array([largest, -largest], np.float32), np.zeros(0))
    assert is_bounded(np.array([largest, -largest], np.float64))


def test_infinity_what_is_no_number_and_what_is_too_large_are_beyond_them():
    for value in (np.inf, -np.inf, np.nan, 1e39, -1e200):
        assert not is_bounded(np.array([0.0]), np.array([1.0, value]))


def test_numbers_are_held_at_the_bounds():
    assert bounded(np.array([-1e200, 2.5, 1e39])).tolist() == [-LARGEST, 2.5, LARGEST]


def test_products_of_bounded_numbers_are_far_from_the_end_of_float64():
    assert np.isfinite(LARGEST * LARGEST * 10_000 * LARGEST)
