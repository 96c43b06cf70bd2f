"""Habits of other hands change the digits that have them, and no others."""

from __future__ import annotations

import numpy as np

from handwriting_app.data.augment import lines_of
from handwriting_app.data.digits import load_counts
from handwriting_app.data.habits import added_strokes, without_bars

COUNTS, CLASSES = load_counts()
FEW = slice(0, 60)


def test_habits_add_strokes_to_zeros_ones_and_sevens_alone() -> None:
    lines = lines_of(COUNTS[FEW])
    more = added_strokes(lines, CLASSES[FEW], 1.0, np.random.default_rng(0))
    grown = np.bincount(more.owner, minlength=60) - np.bincount(lines.owner, minlength=60)
    np.testing.assert_array_equal(grown > 0, np.isin(CLASSES[FEW], (0, 1, 7)))
    assert len(added_strokes(lines, CLASSES[FEW], 0.0, np.random.default_rng(0)).dots) == len(lines.dots)


def test_bars_are_taken_from_sevens_alone() -> None:
    lines = lines_of(COUNTS[FEW])
    fewer = without_bars(lines, CLASSES[FEW], 1.0, np.random.default_rng(0))
    lost = np.bincount(lines.owner, minlength=60) - np.bincount(fewer.owner, minlength=60)
    assert (lost >= 0).all()
    assert set(CLASSES[FEW][lost > 0]) == {7}
    assert len(without_bars(lines, CLASSES[FEW], 0.0, np.random.default_rng(0)).dots) == len(lines.dots)
