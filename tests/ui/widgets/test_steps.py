from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handwriting_app.ui.widgets.steps import along, by, doubling, one_two_five, one_two_five_from


@pytest.mark.parametrize(
    ("value", "above", "below"),
    [
        (0.1, 0.2, 0.05),
        (0.2, 0.5, 0.1),
        (0.5, 1.0, 0.2),
        (1.0, 2.0, 0.5),
        (0.3, 0.5, 0.2),
        (0.00999, 0.01, 0.005),
        (700.0, 1000.0, 500.0),
        (1e-7, 2e-7, 5e-8),
    ],
)
def test_one_two_five_goes_to_the_neighbours(value: float, above: float, below: float) -> None:
    assert one_two_five(value, True) == above
    assert one_two_five(value, False) == below


def test_one_two_five_keeps_whole_numbers_whole() -> None:
    assert [one_two_five(100, True), one_two_five(10**30, True)] == [200, 2 * 10**30]
    assert isinstance(one_two_five(100, True), int)


@given(st.floats(min_value=1e-300, max_value=1e300))
def test_one_two_five_always_moves_the_right_way_by_at_most_a_factor_of_ten(value: float) -> None:
    assert value < one_two_five(value, True) <= value * 10
    assert value / 10 <= one_two_five(value, False) < value


def test_zero_is_the_step_below_the_smallest() -> None:
    step = one_two_five_from(1e-6)
    assert step(0.0, True) == 1e-6
    assert step(1e-6, False) == 0.0
    assert step(0.0, False) == 0.0
    assert step(1e-6, True) == 2e-6
    assert step(3e-7, True) == 1e-6
    assert step(3e-7, False) == 0.0


@pytest.mark.parametrize(("value", "above", "below"), [(64, 128, 32), (100, 128, 64), (1, 2, 1), (65, 128, 64)])
def test_doubling(value: int, above: int, below: int) -> None:
    assert (doubling(value, True), doubling(value, False)) == (above, below)


def test_plain_steps_have_no_rounding_error() -> None:
    assert by(0.05)(0.1, True) == 0.15
    assert by(0.05)(0.15, False) == 0.1
    assert by(1)(10**40, True) == 10**40 + 1


def test_steps_along_a_list_stop_at_its_ends() -> None:
    step = along((0.0, 0.5, 0.9))
    assert step(0.6, True) == 0.9
    assert step(0.6, False) == 0.5
    assert step(0.95, True) == 0.95
    assert step(0.0, False) == 0.0
