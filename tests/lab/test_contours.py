from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handwriting_app.lab.contours import contour, is_decade, levels_between, marks_between


def test_a_bowl_has_circles() -> None:
    x, y = np.linspace(-2, 2, 81), np.linspace(-2, 2, 61)
    pieces = contour(np.hypot(*np.meshgrid(x, y)), x, y, 1.5)
    assert np.hypot(pieces[..., 0], pieces[..., 1]) == pytest.approx(1.5, abs=2e-3)
    lengths = np.hypot(*(pieces[:, 1] - pieces[:, 0]).T)
    assert lengths.sum() == pytest.approx(2 * np.pi * 1.5, rel=1e-2)


def test_every_end_is_shared_by_two_pieces_of_a_closed_line() -> None:
    x = np.linspace(-3, 3, 40)
    heights = np.sin(x)[:, None] * np.cos(1.3 * x)[None, :] + 0.05 * (x[:, None] ** 2 + x[None, :] ** 2)
    ends = np.round(contour(heights, x, x, 0.1).reshape(-1, 2), 9)
    inner = ends[(np.abs(ends) < 2.99).all(axis=1)]
    counts = np.unique(inner, axis=0, return_counts=True)[1]
    assert set(counts) <= {2, 4}


@pytest.mark.parametrize("heights", [np.zeros((4, 5)), np.full((4, 5), np.nan)])
def test_where_nothing_crosses_there_is_no_line(heights: np.ndarray) -> None:
    assert contour(heights, np.arange(5.0), np.arange(4.0), 0.5).shape == (0, 2, 2)


def test_what_is_not_finite_is_passed_over() -> None:
    heights = np.tile(np.arange(5.0), (4, 1))
    heights[0, 0] = np.nan
    heights[3, 4] = np.inf
    pieces = contour(heights, np.arange(5.0), np.arange(4.0), 1.5)
    assert np.isfinite(pieces).all()
    assert len(pieces) == 3


@given(low=st.floats(1e-10, 1e10), factor=st.floats(1.001, 1e10), count=st.integers(3, 9))
def test_there_are_some_levels_but_not_too_many(low: float, factor: float, count: int) -> None:
    levels = levels_between(low, low * factor, count)
    assert 2 <= len(levels) <= count
    assert levels == sorted(set(levels))
    assert low < levels[0] <= levels[-1] < low * factor


def test_the_most_telling_marks_of_a_key_are_its_powers_of_ten() -> None:
    marks = marks_between(0.03, 40)
    assert marks[:3] == pytest.approx([0.1, 1, 10])
    assert [is_decade(mark) for mark in marks[:4]] == [True, True, True, False]
    assert {0.03, 40} <= set(marks)
    assert marks_between(2.3, 2.5)[:2] == [2.3, 2.5], "none between: its ends"
    assert marks_between(1, 1) == [1]


@pytest.mark.parametrize(("low", "high"), [(0.01, 10), (2.3, 5.1), (0.1, 0.11), (1e-6, 1e6)])
def test_levels_are_round_and_within(low: float, high: float) -> None:
    levels = levels_between(low, high, 9)
    assert levels == sorted(levels)
    assert all(low < level < high for level in levels)


def test_no_levels_without_a_range() -> None:
    assert levels_between(1, 1, 9) == []
    assert levels_between(0, 1, 9) == []
    assert levels_between(1, float("inf"), 9) == []
