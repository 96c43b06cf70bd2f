"""Normalising drawings: decided edge cases, and that place, size, density and order of strokes do not matter."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NormalisedDigit, normalise


def drawing(*strokes: list[tuple[float, float]]) -> Drawing:
    return Drawing(tuple(np.array(stroke, np.float64) for stroke in strokes))


def seven(points: int = 60) -> Drawing:
    along = np.linspace(0, 1, points)[:, None]
    top = np.array([0, 0]) + along * np.array([60, 2])
    stem = np.array([60, 2]) + along * np.array([-35, 98])
    bar = np.array([25, 55]) + along * np.array([35, 0])
    return Drawing((np.vstack((top, stem)), bar))


def ink_box(digit: NormalisedDigit) -> tuple[int, int]:
    rows, columns = np.nonzero(digit.bitmap)
    return int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1


def differing(one: NormalisedDigit, other: NormalisedDigit) -> int:
    return int((one.bitmap != other.bitmap).sum())


coordinates = st.floats(-1e6, 1e6, allow_nan=False, width=32)
drawings = st.lists(
    st.integers(1, 12).flatmap(lambda n: arrays(np.float64, (n, 2), elements=coordinates)), min_size=1, max_size=5
).map(lambda strokes: Drawing(tuple(strokes)))


@given(drawings, st.booleans())
def test_any_drawing_gives_ink_and_its_counts(any_drawing: Drawing, enabled: bool) -> None:
    digit = normalise(any_drawing, enabled=enabled)
    assert digit.bitmap.shape == (32, 32)
    assert digit.bitmap.any()
    assert digit.counts.max() <= 16
    assert digit.counts.sum() == digit.bitmap.sum()
    assert digit.features().shape == (64,)
    assert digit.views().shape == (1 + len(digit.leaning), 64)
    np.testing.assert_array_equal(digit.views()[0], digit.features())


@given(drawings)
def test_all_ink_of_an_upright_digit_stays_in_the_frame(any_drawing: Drawing) -> None:
    rows, columns = np.nonzero(normalise(any_drawing).bitmap)
    assert np.ptp(columns) + 1 <= 21
    assert abs((rows.min() + rows.max()) / 2 - 15.5) <= 1


@given(st.floats(1e-6, 1e6), st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_place_and_size_do_not_matter(scale: float, x: float, y: float) -> None:
    moved = Drawing(tuple((stroke + np.array([x, y])) * scale for stroke in seven().strokes))
    assert differing(normalise(moved), normalise(seven())) <= 4


@given(st.permutations([0, 1]), st.lists(st.booleans(), min_size=2, max_size=2))
def test_order_and_direction_of_strokes_do_not_matter(order: list[int], reverse: list[bool]) -> None:
    strokes = [stroke[::-1] if back else stroke for stroke, back in zip(seven().strokes, reverse, strict=True)]
    assert differing(normalise(Drawing(tuple(strokes[index] for index in order))), normalise(seven())) <= 4


@given(st.integers(30, 2000))
def test_density_of_points_does_not_matter(points: int) -> None:
    assert differing(normalise(seven(points)), normalise(seven(100))) <= 12


def test_sparse_points_are_joined_by_a_round_line() -> None:
    def ring(points: int) -> Drawing:
        angle = np.linspace(0, 2 * np.pi, points)
        return Drawing((np.column_stack((np.sin(angle), 1.6 * np.cos(angle))),))

    assert differing(normalise(ring(9)), normalise(ring(300))) < 40
    assert not normalise(ring(9)).bitmap[12:20, 13:19].any()


def test_repeated_points_change_nothing() -> None:
    repeated = Drawing(tuple(np.repeat(stroke, 3, axis=0) for stroke in seven().strokes))
    assert differing(normalise(repeated), normalise(seven())) == 0


def test_a_digit_fills_20_by_32_pixels_and_is_centred() -> None:
    digit = normalise(seven())
    width, height = ink_box(digit)
    assert 19 <= width <= 20
    assert 31 <= height <= 32
    assert 12 <= np.nonzero(digit.bitmap)[1].min() + 6 <= 13


def test_slant_is_taken_out() -> None:
    leaning = Drawing(tuple(stroke @ np.array([[1, 0], [-0.5, 1]]) for stroke in seven().strokes))
    assert differing(normalise(leaning), normalise(seven())) <= 24
    assert differing(normalise(leaning, enabled=False), normalise(seven(), enabled=False)) > 60


def test_asked_for_slant_is_left_in() -> None:
    stem = drawing([(0, 0), (0, 100)])
    columns = [np.flatnonzero(row).mean() for row in normalise(stem, slant=0.3).bitmap[[2, -3]]]
    assert columns[0] - columns[1] > 6


def test_a_lone_dot_is_a_dot_in_the_middle() -> None:
    digit = normalise(drawing([(7, 7)]))
    width, height = ink_box(digit)
    assert width == height <= 5
    assert digit.bitmap[15:17, 15:17].all()


def test_a_bare_vertical_line_stays_a_line() -> None:
    width, height = ink_box(normalise(drawing([(5, 0), (5, 90)])))
    assert 4 <= width <= 6
    assert height >= 31


def test_a_bare_horizontal_line_stays_a_line() -> None:
    width, height = ink_box(normalise(drawing([(0, 5), (90, 5)])))
    assert 19 <= width <= 20
    assert 4 <= height <= 6


def test_a_stray_dot_is_left_out() -> None:
    stray = Drawing((*seven().strokes, np.array([[200.0, 40.0]])))
    assert differing(normalise(stray), normalise(seven())) == 0


def test_a_dot_on_the_ink_and_a_dotted_drawing_are_kept() -> None:
    dotted = drawing(*([(x, 0)] for x in range(0, 60, 5)), *([(60 - y / 3, y)] for y in range(0, 100, 5)))
    assert normalise(dotted).bitmap.sum() > 100


@pytest.mark.parametrize("scale", [1e-300, 1e-12, 1e12, 1e300])
def test_extreme_units(scale: float) -> None:
    huge = Drawing(tuple((stroke - 50) * scale for stroke in seven().strokes))
    assert differing(normalise(huge), normalise(seven())) <= 4


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_non_finite_points_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="infinite or not a number"):
        normalise(drawing([(0, 0), (1, value)]))


def test_an_empty_drawing_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        normalise(Drawing())


def test_a_huge_scribble_is_bounded() -> None:
    scribble = Drawing((np.random.default_rng(0).uniform(0, 1, (30_000, 2)),))
    assert normalise(scribble).bitmap.mean() > 0.3


def test_flat_drawings_and_dots_are_not_digit_shaped() -> None:
    assert normalise(seven()).is_digit_shaped
    assert normalise(drawing([(5, 0), (5, 90)])).is_digit_shaped
    assert not normalise(drawing([(0, 5), (90, 9)])).is_digit_shaped
    assert not normalise(drawing([(7, 7)])).is_digit_shaped
