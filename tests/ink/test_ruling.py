"""Ruling, squares and underlines go; the digit's own bars stay."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from handwriting_app.ink.ruling import lines_along_rows, without_lines
from tests.figures import STROKES, box, ink_of, lines

DIGITS = sorted(STROKES)


def bitmap(ink: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return ink > 127


def alike(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    return float((one & other).sum() / (one | other).sum())


@pytest.mark.parametrize("digit", DIGITS)
@pytest.mark.parametrize("is_tight", [False, True])
def test_a_digit_alone_stays_as_it_is(digit: int, is_tight: bool) -> None:
    ink = bitmap(ink_of(digit))
    if is_tight:
        rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
        ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    unruled = without_lines(ink)
    np.testing.assert_array_equal(unruled.ink, ink)
    assert not unruled.is_unclear


@pytest.mark.parametrize("tilt", [0.0, 0.03, -0.05])
@pytest.mark.parametrize("digit", DIGITS)
def test_ruling_goes(digit: int, tilt: float) -> None:
    ink = bitmap(ink_of(digit, room=0.6))
    ruling = bitmap(lines(160, *[(-0.1, y - tilt / 2, 1.1, y + tilt / 2) for y in (0.12, 0.37, 0.61, 0.86)]))
    assert alike(without_lines(ink | ruling).ink, ink) > 0.85


@pytest.mark.parametrize("digit", DIGITS)
def test_squares_go(digit: int) -> None:
    ink = bitmap(ink_of(digit, room=0.6))
    places = (0.12, 0.37, 0.62, 0.87)
    squares = lines(160, *[(0, y, 1, y) for y in places], *[(x, 0, x, 1) for x in places])
    assert alike(without_lines(ink | bitmap(squares)).ink, ink) > 0.75


@pytest.mark.parametrize("digit", DIGITS)
def test_an_underline_goes(digit: int) -> None:
    ink = bitmap(ink_of(digit, room=0.6))
    unruled = without_lines(ink | bitmap(lines(160, (0.1, 0.92, 0.9, 0.9))))
    assert alike(unruled.ink, ink) > 0.95
    assert not unruled.is_unclear


def test_a_box_that_the_digit_fills_leaves_a_doubt() -> None:
    wide = np.repeat(ink_of(8, room=1.0)[:, 40:120], 2, axis=1)
    assert without_lines(bitmap(np.maximum(wide, box(160, 0.03)))).is_unclear


def test_where_the_digit_ends_in_a_line_there_is_a_doubt() -> None:
    ink = bitmap(ink_of(7, room=0.6))
    first = np.flatnonzero(ink.any(axis=1))[0] + 4
    ruling = np.zeros_like(ink)
    ruling[first : first + 3] = ruling[140:143] = True
    assert without_lines(ink | ruling).is_unclear


def test_a_margin_line_near_the_digit_leaves_a_doubt_unless_it_is_finer_than_the_pen() -> None:
    ink = bitmap(ink_of(3, room=0.5))
    for x, width, is_unclear in ((0.1, 0.04, False), (0.45, 0.015, False), (0.45, 0.04, True)):
        assert without_lines(ink | bitmap(lines(160, (x, 0, x, 1), width=width))).is_unclear is is_unclear


@pytest.mark.parametrize("y", [0.35, 0.45])
@pytest.mark.parametrize("digit", DIGITS)
def test_a_line_across_the_upper_half_goes(digit: int, y: float) -> None:
    ink = bitmap(ink_of(digit, room=0.6))
    unruled = without_lines(ink | bitmap(lines(160, (0, y, 1, y))))
    assert alike(unruled.ink, ink) > 0.85
    assert not unruled.is_unclear


@pytest.mark.parametrize("digit", DIGITS)
def test_a_fine_margin_line_goes_however_high_the_digit(digit: int) -> None:
    ink = bitmap(ink_of(digit, room=0.95))
    unruled = without_lines(ink | bitmap(lines(160, (0.58, 0, 0.58, 1))))
    assert alike(unruled.ink, ink) > 0.85
    assert not unruled.is_unclear


@pytest.mark.parametrize("digit", [2, 7])
def test_a_box_one_side_of_which_the_digit_hides_goes_with_a_doubt(digit: int) -> None:
    ink = bitmap(ink_of(digit, room=0.8))
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    left, right, top, bottom = columns[0] - 3, columns[-1] + 3, rows[0] - 3, rows[-1] + 3
    if digit == 7:
        top = rows[0] + 6
    else:
        bottom = rows[-1] - 6
    framed = ink.copy()
    framed[top : bottom + 1, [left, left + 1, right - 1, right]] = True
    framed[[top, top + 1, bottom - 1, bottom], left : right + 1] = True
    unruled = without_lines(framed)
    assert alike(unruled.ink, ink) > 0.8
    assert unruled.is_unclear


@pytest.mark.parametrize("shape", [(1, 1), (1, 30), (30, 1), (6, 6)])
def test_any_shape(shape: tuple[int, int]) -> None:
    full = np.ones(shape, np.bool_)
    np.testing.assert_array_equal(without_lines(full).ink, full)
    assert not without_lines(~full).ink.any()


def test_a_stroke_that_crosses_a_line_keeps_its_ink() -> None:
    ink = np.zeros((60, 60), np.bool_)
    ink[30:32] = True
    ink[5:55, 28:33] = True
    found = lines_along_rows(ink)
    assert len(found.middles) == 1
    assert not found.ink[:, 28:33].any()
    assert found.ink[30:32, :28].all()
