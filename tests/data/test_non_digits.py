from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.data.digit_lines import lines_of
from handwriting_app.data.digits import load_counts
from handwriting_app.data.non_digits import NonDigits
from handwriting_app.ink.thinning import MiddleLines

COUNTS, CLASSES = load_counts()
CHOSEN = slice(0, 120)


@pytest.fixture(scope="module")
def lines() -> MiddleLines:
    return lines_of(COUNTS[CHOSEN])


@pytest.fixture(scope="module")
def non_digits(lines: MiddleLines) -> NonDigits:
    return NonDigits(lines, CLASSES[CHOSEN])


def test_there_are_as_many_as_asked_for_and_the_same_by_seed(non_digits: NonDigits) -> None:
    one, same, other = (non_digits.make(50, np.random.default_rng(seed)) for seed in (0, 0, 1))
    assert len(one.starts) == 50
    np.testing.assert_array_equal(one.dots, same.dots)
    assert one.dots.shape != other.dots.shape
    assert np.isfinite(one.dots).all()
    assert np.bincount(one.owner, minlength=50).min() > 1


def test_a_mirrored_digit_is_one_of_those_that_are_none_in_a_mirror(non_digits: NonDigits, lines: MiddleLines) -> None:
    digits = np.split(lines.dots, lines.starts[1:])
    mirrored = non_digits.mirrored(np.random.default_rng(3)).dots
    (found,) = (
        place
        for place, dots in enumerate(digits)
        if dots.shape == mirrored.shape and (dots[:, 1] == mirrored[:, 1]).all()
    )
    np.testing.assert_allclose(mirrored[:, 0], -digits[found][:, 0])
    assert CLASSES[found] not in (0, 1, 5, 8)


def test_a_digit_on_its_side_has_its_height_for_a_width(non_digits: NonDigits, lines: MiddleLines) -> None:
    digits = np.split(lines.dots, lines.starts[1:])
    turned = non_digits.turned(np.random.default_rng(4)).dots
    (found,) = (
        place
        for place, dots in enumerate(digits)
        if len(dots) == len(turned) and np.allclose(np.abs(dots[:, 1]), np.abs(turned[:, 0]))
    )
    np.testing.assert_allclose(np.ptp(turned, axis=0), np.ptp(digits[found], axis=0)[::-1], rtol=1e-6)


def test_two_digits_side_by_side_are_wider_than_one(non_digits: NonDigits) -> None:
    rng = np.random.default_rng(5)
    shapes = [np.ptp(non_digits.pair(rng).dots, axis=0) for _ in range(40)]
    assert sum(width > height for width, height in shapes) > 20


def test_halves_are_of_two_digits_of_different_classes() -> None:
    """Of a vertical line and a level one, a half each: a corner, or a T."""
    upright = np.column_stack((np.full(40, 5.0), np.arange(40.0)))
    level = np.column_stack((np.arange(40.0), np.full(40, 5.0) + 0.01 * np.arange(40)))
    dots = np.concatenate((upright, level)).astype(np.float32)
    lines = MiddleLines(dots, np.ones(80, np.float32), np.array([0, 40]), np.zeros(80, bool))
    both = NonDigits(lines, np.array([1, 7]))
    rng = np.random.default_rng(6)
    for _ in range(20):
        part = both.halves(rng)
        assert 20 <= len(part.dots) < 80
        assert len(part.radii) == len(part.dots)
