"""Boxes, rings, sheets and edges are taken away; a digit's own holes stay."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from handwriting_app.ink.frames import border_share, without_edge, without_frame
from tests.figures import box, ink_of

DIGITS = range(10)


def bitmap(ink: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return ink > 127


def ring(size: int, radius: float, width: float) -> NDArray[np.bool_]:
    rows, columns = np.mgrid[:size, :size] - size / 2 + 0.5
    return np.abs(np.hypot(rows, columns) - radius * size) < width * size / 2


@pytest.mark.parametrize("digit", DIGITS)
def test_a_digit_alone_stays_as_it_is(digit: int) -> None:
    ink = bitmap(ink_of(digit, pen=0.15))
    np.testing.assert_array_equal(without_frame(ink).ink, ink)


@pytest.mark.parametrize("width", [0.01, 0.08])
@pytest.mark.parametrize("digit", DIGITS)
def test_a_box_round_it_goes(digit: int, width: float) -> None:
    ink = bitmap(ink_of(digit, room=0.6))
    found = without_frame(ink | bitmap(box(160, 0.08, width=width)))
    np.testing.assert_array_equal(found.ink, ink)
    assert not found.is_unclear


def test_boxes_within_boxes_go() -> None:
    ink = bitmap(ink_of(6, room=0.5))
    np.testing.assert_array_equal(without_frame(ink | bitmap(box(160, 0.05)) | bitmap(box(160, 0.12))).ink, ink)


@pytest.mark.parametrize("digit", DIGITS)
def test_a_ring_round_it_goes_and_may_be_a_slashed_zero(digit: int) -> None:
    ink = bitmap(ink_of(digit, room=0.5))
    found = without_frame(ink | ring(160, 0.4, 0.03))
    np.testing.assert_array_equal(found.ink, ink)
    assert found.is_unclear == (digit == 1)


def test_a_dotted_zero_stays_whole() -> None:
    ink = bitmap(ink_of(0))
    ink[76:84, 76:84] = True
    np.testing.assert_array_equal(without_frame(ink).ink, ink)


@pytest.mark.parametrize("digit", [2, 3, 4, 5, 6, 7, 8, 9, 0])
def test_on_a_light_sheet_the_holes_are_the_digit(digit: int) -> None:
    ink = bitmap(ink_of(digit))
    table = np.ones((200, 200), np.bool_)
    table[20:180, 20:180] = ink
    expected = np.zeros_like(table)
    expected[20:180, 20:180] = ink
    np.testing.assert_array_equal(without_frame(~table).ink, expected)


def test_an_edge_is_cut_off_on_all_sides() -> None:
    ink = np.zeros((30, 40), np.bool_)
    ink[:3] = ink[-1:] = True
    ink[:, :2] = True
    ink[10:20, 15] = True
    cut = without_edge(ink)
    assert cut.shape == (26, 38)
    assert border_share(cut) == 0
    assert without_edge(np.ones((4, 4), np.bool_)).size == 0


def test_nothing_has_no_frame() -> None:
    assert not without_frame(np.zeros((5, 5), np.bool_)).ink.any()
