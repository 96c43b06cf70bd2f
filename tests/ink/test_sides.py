"""The sides of a cell go, wherever they are; a digit's own bars stay."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from handwriting_app.ink.sides import without_sides
from tests.figures import ink_of, lines

SIDES = {
    "above": (-0.1, 0.02, 1.1, 0.04),
    "below": (-0.1, 0.97, 1.1, 0.95),
    "left": (0.03, -0.1, 0.02, 1.1),
    "right": (0.97, -0.1, 0.98, 1.1),
}


def bitmap(ink: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return ink > 127


@pytest.mark.parametrize("digit", range(10))
@pytest.mark.parametrize("sides", [("above",), ("left", "below"), ("above", "right", "left"), tuple(SIDES)])
def test_the_sides_of_a_cell_go(digit: int, sides: tuple[str, ...]) -> None:
    alone = bitmap(ink_of(digit, 192))
    found = without_sides(alone | bitmap(lines(192, *(SIDES[side] for side in sides))))
    np.testing.assert_array_equal(found.ink, alone)
    assert not found.is_unclear


def test_a_broken_side_goes() -> None:
    alone, line = bitmap(ink_of(3, 192)), bitmap(lines(192, SIDES["below"]))
    line[:, np.arange(192) % 12 < 5] = False
    np.testing.assert_array_equal(without_sides(alone | line).ink, alone)


@pytest.mark.parametrize("digit", range(10))
def test_a_digit_that_crosses_a_side_is_kept(digit: int) -> None:
    alone = bitmap(ink_of(digit, 192, room=0.8, at=(0.5, 0.58)))
    found = without_sides(alone | bitmap(lines(192, SIDES["below"])))
    assert (found.ink & alone).sum() > 0.97 * alone.sum()
    assert (found.ink & ~alone).sum() < 0.01 * alone.sum()


@pytest.mark.parametrize("digit", range(10))
def test_a_digit_cut_to_its_ink_keeps_its_bars(digit: int) -> None:
    ink = bitmap(ink_of(digit, 192))
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    cut = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    np.testing.assert_array_equal(without_sides(cut).ink, cut)


def test_a_one_on_a_line_as_thick_as_its_pen_is_doubted() -> None:
    one = bitmap(ink_of(1, 192, room=1.1))
    assert without_sides(one | bitmap(lines(192, (-0.1, 0.97, 1.1, 0.97), width=0.06))).is_unclear
