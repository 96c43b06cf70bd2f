"""Habits of other hands change the digits that have them, and no others; the same by seed."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.data.digit_lines import lines_of
from handwriting_app.data.digits import load_counts
from handwriting_app.data.habits import HABITS, Habit, with_habits
from handwriting_app.ink.thinning import MiddleLines

COUNTS, CLASSES = load_counts()
FEW = slice(0, 120)
LINES = lines_of(COUNTS[FEW])


def written(*habits: Habit, strength: float = 1.0, seed: int = 0) -> MiddleLines:
    return with_habits(LINES, CLASSES[FEW], strength, np.random.default_rng(seed), habits)


def changed(lines: MiddleLines) -> np.ndarray:
    """Whether each digit's dots are others than before."""
    before, after = (np.split(each.dots, each.starts[1:]) for each in (LINES, lines))
    return np.array([not np.array_equal(one, other) for one, other in zip(before, after, strict=True)])


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_a_habit_changes_its_digits_alone(habit: Habit) -> None:
    is_changed = changed(written(habit._replace(share=1.0)))
    of_it = np.isin(CLASSES[FEW], habit.digits)
    assert not is_changed[~of_it].any()
    # Not every bar is found, and not every digit has a line that ends.
    assert is_changed[of_it].mean() > 0.6


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_a_digit_with_a_habit_stays_in_reach_of_the_frame(habit: Habit) -> None:
    dots = written(habit._replace(share=1.0)).dots
    assert np.isfinite(dots).all()
    assert dots.min() > -32
    assert dots.max() < 64


def test_the_same_seed_writes_the_same_and_another_seed_something_else() -> None:
    one, same, other = written(*HABITS), written(*HABITS), written(*HABITS, seed=1)
    for name in ("dots", "radii", "starts", "is_end"):
        np.testing.assert_array_equal(getattr(one, name), getattr(same, name))
    assert one.dots.shape != other.dots.shape or (one.dots != other.dots).any()


def test_without_strength_or_habits_all_stays_as_it_was() -> None:
    for lines in (written(*HABITS, strength=0.0), written()):
        np.testing.assert_array_equal(lines.dots, LINES.dots)
        np.testing.assert_array_equal(lines.starts, LINES.starts)


def test_each_habit_is_named_once_and_most_of_each_digit_stays_free_of_it() -> None:
    assert len({habit.name for habit in HABITS}) == len(HABITS)
    assert all(0 < habit.share <= 0.5 for habit in HABITS)


def test_a_slash_lengthens_a_zero_and_a_loose_bar_rises_above_a_five() -> None:
    named = {habit.name: habit._replace(share=1.0) for habit in HABITS}

    def tops(lines: MiddleLines, digit: int) -> np.ndarray:
        return np.minimum.reduceat(lines.dots[:, 1], lines.starts)[CLASSES[FEW] == digit]

    for name, digit in (("slash", 0), ("loose bar", 5)):
        assert (tops(written(named[name]), digit) < tops(LINES, digit) - 1.5).mean() > 0.3
