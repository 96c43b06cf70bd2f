import numpy as np
import pytest

from handwriting_app.ui.plots.envelope import envelope


def test_few_points_are_drawn_as_they_are() -> None:
    x, y = np.arange(1.0, 11.0), np.arange(10.0) ** 2
    drawn_x, drawn_y = envelope(x, y, 0, 20, 100)
    np.testing.assert_array_equal(drawn_x, x)
    np.testing.assert_array_equal(drawn_y, y)


def test_a_single_spike_among_many_points_is_kept() -> None:
    x = np.arange(100_000.0)
    y = np.zeros(100_000)
    y[12_345], y[54_321] = 7.0, -3.0
    drawn_x, drawn_y = envelope(x, y, 0, 100_000, 200)
    assert len(drawn_x) <= 2 * 200 + 3
    assert drawn_y.max() == 7.0
    assert drawn_y.min() == -3.0
    assert abs(drawn_x[np.argmax(drawn_y)] - 12_345) <= 100_000 / 200 * 2


def test_points_run_from_left_to_right_and_end_at_the_newest_value() -> None:
    x = np.arange(5_000.0)
    y = np.sin(x / 50)
    drawn_x, drawn_y = envelope(x, y, 0, 5_000, 100)
    assert (np.diff(drawn_x) >= 0).all()
    assert (drawn_x[-1], drawn_y[-1]) == (x[-1], y[-1])


def test_only_what_is_seen_is_drawn_with_a_point_beyond_either_end() -> None:
    x, y = np.arange(1_000.0), np.arange(1_000.0)
    drawn_x, _ = envelope(x, y, 499.5, 510.5, 100)
    assert drawn_x.tolist() == list(range(499, 512))


def test_what_was_drawn_stays_as_it_was_while_the_curve_grows() -> None:
    y = np.random.default_rng(0).normal(size=9_000)
    x = np.arange(9_000.0)
    before = envelope(x[:8_500], y[:8_500], 0, 10_000, 500)
    after = envelope(x, y, 0, 10_000, 500)
    settled = len(before[0]) - 3
    np.testing.assert_array_equal(before[1][:settled], after[1][:settled])


def test_missing_values_hide_nothing_else() -> None:
    x, y = np.arange(10_000.0), np.ones(10_000)
    y[::2] = np.nan
    y[4_000:6_000] = np.nan
    drawn_x, drawn_y = envelope(x, y, 0, 10_000, 100)
    gap = (drawn_x > 4_200) & (drawn_x < 5_800)
    assert np.isnan(drawn_y[gap]).all()
    assert (drawn_y[drawn_x < 3_800] == 1).all()


@pytest.mark.parametrize("count", [0, 1, 2])
def test_almost_no_points(count: int) -> None:
    x = np.arange(float(count))
    assert len(envelope(x, x, 0, 10, 50)[0]) == count
