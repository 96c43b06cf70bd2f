"""Two digits are seen by the gap between them; the parts of one digit are not taken for two."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import dots_of, normalise
from handwriting_app.ink.several import is_several
from tests.figures import STROKES
from tests.made_strokes import KINDS, made

Strokes = list[NDArray[np.float64]]


def strokes_of(digit: int, right: float = 0.0, down: float = 0.0, slant: float = 0.0) -> Strokes:
    placed = [np.add(stroke, (right, down)) for stroke in STROKES[digit]]
    return [np.column_stack((stroke[:, 0] - slant * stroke[:, 1], stroke[:, 1])) for stroke in placed]


def several(strokes: Strokes) -> bool:
    return is_several(dots_of(tuple(strokes), tidy=True))


@pytest.mark.parametrize("digit", range(10))
def test_one_digit_is_one(digit: int) -> None:
    assert not several(strokes_of(digit))
    assert not normalise(Drawing(tuple(strokes_of(digit)))).is_several


@pytest.mark.parametrize("slant", [0.0, 0.3, -0.3])
@pytest.mark.parametrize("digit", range(10))
def test_two_beside_each_other(digit: int, slant: float) -> None:
    assert several(strokes_of(digit, slant=slant) + strokes_of(7, right=0.85, slant=slant))


@pytest.mark.parametrize("slant", [0.0, 0.3])
@pytest.mark.parametrize("digit", [0, 2, 3, 5, 6, 8, 9])
def test_two_that_touch_side_by_side(digit: int, slant: float) -> None:
    assert several(strokes_of(digit, slant=slant) + strokes_of(8, right=0.46, slant=slant))


@pytest.mark.parametrize("wide", [1.4, 1.8])
@pytest.mark.parametrize("digit", [0, 2, 3, 5, 7])
def test_a_wide_digit_is_one(digit: int, wide: float) -> None:
    assert not several([stroke * (wide, 1) for stroke in strokes_of(digit)])


@pytest.mark.parametrize("digit", range(10))
def test_two_above_each_other(digit: int) -> None:
    assert several(strokes_of(digit) + strokes_of(3, down=1.0))


@pytest.mark.parametrize("enabled", [True, False])
def test_a_drawing_says_so(enabled: bool) -> None:
    assert normalise(Drawing(tuple(strokes_of(1) + strokes_of(7, right=0.6))), enabled=enabled).is_several


@pytest.mark.parametrize(
    "strokes",
    [
        [[(0.3, 0.1), (0.2, 0.6), (0.55, 0.6)], [(0.65, 0.1), (0.65, 0.95)]],  # an open 4 whose stem stands apart
        [[(0.3, 0.25), (0.3, 0.5), (0.6, 0.6), (0.5, 0.9), (0.2, 0.9)], [(0.35, 0.1), (0.7, 0.1)]],  # the bar of a 5
        [[(0.2, 0.2), (0.7, 0.2), (0.4, 0.9)], [(0.4, 0.55), (0.7, 0.55)]],  # a barred 7
        [[(0.5, 0.5)]],
        [[(0.1, 0.5), (0.9, 0.5)]],
    ],
)
def test_the_parts_of_one_digit_are_one(strokes: list[list[tuple[float, float]]]) -> None:
    assert not several([np.array(stroke) for stroke in strokes])


PAIRS = ("17", "12", "10", "11", "71")


def as_high_as_one(digit: int) -> Strokes:
    strokes = strokes_of(digit)
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    return [(stroke - low) / (high[1] - low[1]) for stroke in strokes]


@pytest.mark.parametrize("gap", [-0.1, 0.0, 0.03, 0.3])
@pytest.mark.parametrize("pair", PAIRS)
def test_two_drawn_beside_each_other_are_two_even_where_they_touch(pair: str, gap: float) -> None:
    if pair == "11" and gap < 0:
        gap = 0.1  # one 1 over the other is one 1
    first, second = (as_high_as_one(int(digit)) for digit in pair)
    right = np.concatenate(first)[:, 0].max() + gap
    drawing = Drawing((*first, *(0.95 * stroke + (right, 0.02) for stroke in second)))
    assert normalise(drawing).is_several
    assert normalise(drawing, enabled=False).is_several


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_handwriting_is_taken_for_two(kind: str) -> None:
    assert not any(normalise(one.drawing).is_several for one in made(kind, 10))


def test_the_halves_of_a_zero_are_one() -> None:
    turn = np.linspace(0, np.pi, 30)
    right = np.column_stack((0.3 * np.sin(turn), -0.5 * np.cos(turn)))
    assert not normalise(Drawing((right, right * (-1, 1)))).is_several
