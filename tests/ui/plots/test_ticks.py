import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handwriting_app.numerals import PERCENT
from handwriting_app.ui.plots.ticks import (
    epochs_to_show,
    linear_range,
    linear_ticks,
    log_range,
    log_ticks,
)


@pytest.mark.parametrize(
    ("newest", "planned", "end"),
    [
        (0, None, 10),
        (1, 100, 10),
        (11, 100, 15),
        (38, 100, 40),
        (60, 100, 60),
        (99, 100, 100),
        (81, 90, 90),
        (3, 1, 10),
        (1, 1, 3),
    ],
)
def test_the_epoch_axis_grows_in_steps_up_to_the_planned_end(newest: float, planned: int | None, end: float) -> None:
    assert epochs_to_show(newest, planned) == end


def test_the_epoch_axis_is_redrawn_seldom() -> None:
    ends = {epochs_to_show(n, None) for n in range(1, 10_001)}
    assert len(ends) < 35
    assert all(epochs_to_show(n, None) >= n for n in range(1, 10_001))


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(1, 12))
def test_a_linear_range_holds_its_values_and_its_ticks_fit(low: float, span: float, count: int) -> None:
    start, end = linear_range(low, low + span, count)
    assert start <= low + 1e-6 * span
    assert end >= low + span * (1 - 1e-6)
    ticks = linear_ticks(start, end, count)
    assert 1 <= len(ticks) <= count + 4
    assert len({text for _, text in ticks}) == len(ticks) or abs(low) > 1e4 * span


def test_a_linear_range_starts_at_its_floor() -> None:
    assert linear_range(0.3, 2.1, 4, floor=0.0) == (0.0, 3.0)
    assert linear_range(0.0, 0.0, 4, floor=0.0)[0] == 0.0


@given(st.floats(-300, 300), st.floats(0, 40))
def test_a_log_range_holds_its_values(low: float, span: float) -> None:
    start, end = log_range(low, low + span)
    assert start <= low + 1e-6
    assert end >= low + span - 1e-6


@given(st.floats(-300, 299), st.floats(1e-3, 300), st.integers(1, 10))
def test_log_ticks_are_few_in_order_and_within_the_axis(low: float, span: float, count: int) -> None:
    ticks = log_ticks(low, low + span, count)
    places = [place for place, _ in ticks]
    assert places == sorted(places)
    assert len(ticks) <= max(count, 1) + 5
    assert all(low - 1e-6 <= place <= low + span + 1e-6 for place in places)


def test_log_ticks_read_as_numbers() -> None:
    assert [text for _, text in log_ticks(-2, 1, 4)] == ["0.01", "0.1", "1", "10"]
    assert [text for _, text in log_ticks(-8, -5, 4)] == ["10⁻⁸", "10⁻⁷", "10⁻⁶", "10⁻⁵"]
    assert [text for _, text in log_ticks(0, 1, 4)] == ["1", "2", "5", "10"]
    assert [text for _, text in log_ticks(math.log10(0.92), math.log10(0.98), 4)] == ["0.92", "0.94", "0.96", "0.98"]


def test_all_numbers_of_an_axis_are_in_one_notation() -> None:
    assert [text for _, text in linear_ticks(-0.2, 0.1, 3)] == ["−0.2", "−0.1", "0.0", "0.1"]
    assert [text for _, text in linear_ticks(0, 2e7, 4)] == ["0", "5·10⁶", "10⁷", "1.5·10⁷", "2·10⁷"]
    assert [text for _, text in linear_ticks(0, 2e-6, 2)] == ["0", "10⁻⁶", "2·10⁻⁶"]


def test_whole_numbers_for_epochs() -> None:
    assert [text for _, text in linear_ticks(0, 2, 8, whole=True)] == ["0", "1", "2"]
    assert linear_ticks(0, 30_000, 3, whole=True)[-1] == (30_000.0, "30,000")


def test_percentages_carry_their_sign() -> None:
    assert [text for _, text in linear_ticks(0, 100, 2, suffix=PERCENT)] == ["0\u202f%", "50\u202f%", "100\u202f%"]


@pytest.mark.parametrize("bad", [(np.nan, 1.0), (0.0, np.inf), (1.0, 1.0), (2.0, 1.0)])
def test_no_ticks_on_an_axis_that_is_none(bad: tuple[float, float]) -> None:
    assert linear_ticks(*bad, 5) == []


def is_legible(ticks: list[tuple[float, str]], low: float, high: float) -> bool:
    """At least three different numbers, in order, within the axis, over a third of it or more."""
    places, texts = [place for place, _ in ticks], [text for _, text in ticks]
    edge = 1e-5 * (high - low)
    return (
        len(set(texts)) == len(texts) >= 3
        and places == sorted(places)
        and low - edge <= places[0] <= places[-1] <= high + edge
        and 3 * (places[-1] - places[0]) >= high - low
    )


HEIGHTS = st.integers(0, 40)
"""Numbers that there is room for: none on the smallest plot in the largest type."""


@given(st.floats(-1e9, 1e9), st.floats(-9, 9), HEIGHTS)
def test_any_linear_axis_has_three_well_spread_numbers(low: float, power: float, count: int) -> None:
    span = 10.0**power
    if span < 1e-9 * abs(low):
        return
    ticks = linear_ticks(low, low + span, count)
    assert is_legible(ticks, low, low + span), ticks
    assert len(ticks) <= max(count + 1, 3)


@given(st.floats(-299, 299), st.floats(-3, 2.7), HEIGHTS)
def test_any_log_axis_has_three_well_spread_numbers(low: float, power: float, count: int) -> None:
    high = min(low + 10.0**power, 300.0)
    ticks = log_ticks(low, high, count)
    assert is_legible(ticks, low, high), ticks
    assert len(ticks) <= max(count + 1, 3)


@given(st.integers(0, 10**9), st.floats(3, 1e9), HEIGHTS)
def test_any_axis_of_whole_numbers_has_three(first: int, span: float, count: int) -> None:
    ticks = linear_ticks(first, first + span, count, whole=True)
    assert is_legible(ticks, first, first + span), ticks
    assert all(place == round(place) for place, _ in ticks)


@pytest.mark.parametrize("count", range(12))
def test_two_powers_of_ten_and_less_are_told_apart(count: int) -> None:
    low, high = math.log10(0.02), math.log10(0.5)
    assert is_legible(log_ticks(low, high, count), low, high)
    assert [text for _, text in log_ticks(low, high, 2)] == ["0.02", "0.1", "0.5"]


def test_three_of_four_powers_of_ten_reach_over_the_axis() -> None:
    assert [text for _, text in log_ticks(-4.7, -0.5, 2)] == ["10⁻⁴", "0.01", "0.1"]


def test_close_numbers_do_not_read_alike() -> None:
    assert [text for _, text in linear_ticks(20_000_000, 20_000_010, 2)] == ["20,000,000", "20,000,005", "20,000,010"]
    assert [text for _, text in linear_ticks(2.3, 2.300004, 2)] == ["2.300000", "2.300002", "2.300004"]
