"""Pictures: either polarity, uneven light, thick and thin pens give what the strokes would have given."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from PIL import Image

import handwriting_app.ink.picture as picture_module
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.light import Parted, parted
from handwriting_app.ink.normalise import normalise
from handwriting_app.ink.picture import find_ink, normalise_picture
from tests.figures import box, ink_of, lines

TWO = np.array([[20, 30], [35, 12], [58, 12], [68, 30], [56, 52], [20, 88], [45, 86], [74, 88]], np.float64)


def dense(points: NDArray[np.float64]) -> NDArray[np.float64]:
    at = np.linspace(0, len(points) - 1, 400)
    return np.column_stack([np.interp(at, np.arange(len(points)), points[:, axis]) for axis in (0, 1)])


def ink(size: int = 100, pen: float = 6.0) -> NDArray[np.bool_]:
    rows, columns = np.mgrid[:size, :size] + 0.5
    dots = dense(TWO) * size / 100
    return np.stack([np.hypot(columns - x, rows - y) <= pen / 2 for x, y in dots]).any(axis=0)


def light(size: int = 100) -> NDArray[np.float64]:
    rows, columns = np.mgrid[0 : 1 : size * 1j, 0 : 1 : size * 1j]
    return 1 - 0.45 * columns - 0.15 * rows**2


def agreement(picture: NDArray[np.float64]) -> float:
    """Correlation with the counts of the strokes themselves."""
    expected = normalise(Drawing((dense(TWO),))).counts
    seen = normalise_picture(np.clip(picture, 0, 255).astype(np.uint8)).counts
    return float(np.corrcoef(expected.ravel(), seen.ravel())[0, 1])


@pytest.mark.parametrize(("paper", "colour"), [(255, 0), (0, 255), (150, 110), (90, 150)])
def test_either_polarity_and_grey_paper(paper: int, colour: int) -> None:
    assert agreement(np.where(ink(), float(colour), paper)) > 0.9


@pytest.mark.parametrize("invert", [False, True])
def test_uneven_light_and_noise(invert: bool) -> None:
    picture = np.where(ink(), 60.0, 220.0) * light() + np.random.default_rng(0).normal(0, 4, (100, 100))
    assert agreement(255 - picture if invert else picture) > 0.9


@pytest.mark.parametrize("shape", [(192, 192), (191, 64)])
def test_curved_light_leaves_no_trace(shape: tuple[int, int]) -> None:
    y, x = np.mgrid[-1 : 1 : shape[0] * 1j, -1 : 1 : shape[1] * 1j]
    is_ink = np.zeros(shape, np.bool_)
    is_ink[20:170, 1 : shape[1] // 3 + 1] = True
    paper = 150 + 40 * x - 30 * y - 20 * x * x + 15 * x * y + 10 * y * y
    np.testing.assert_array_equal(find_ink((paper - 40 * is_ink).astype(np.float32)).ink, is_ink)


@pytest.mark.parametrize("pen", [1.0, 2.0, 4.0, 10.0])
def test_any_pen(pen: float) -> None:
    assert agreement(np.where(ink(pen=pen), 0.0, 255.0)) > 0.85


@pytest.mark.parametrize(("size", "pen"), [(28, 2.5), (60, 4.0), (400, 20.0)])
def test_any_size(size: int, pen: float) -> None:
    assert agreement(np.where(ink(size, pen), 0.0, 255.0)) > 0.88


def test_place_and_specks_do_not_matter() -> None:
    picture = np.full((300, 240), 255.0)
    picture[180:280, 20:120][ink()] = 0
    picture[10:13, 200:203] = 0
    assert agreement(picture) > 0.9


def test_a_digit_cropped_to_its_ink() -> None:
    rows, columns = np.nonzero(ink())
    cropped = ink()[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    assert agreement(np.where(cropped, 0.0, 255.0)) > 0.9


@pytest.mark.parametrize(
    "picture",
    [
        np.full((40, 30), 255),
        np.zeros((40, 30)),
        np.full((1, 1), 128),
        np.random.default_rng(0).normal(128, 6, (80, 80)),
        255 * light(80),
    ],
)
def test_a_blank_picture_is_refused_in_a_sentence(picture: NDArray[np.float64]) -> None:
    with pytest.raises(ValueError, match="no ink can be told from the paper"):
        normalise_picture(picture.astype(np.uint8))


@pytest.mark.parametrize("shape", [(0, 5), (5, 0), (4, 4, 3), (7,)])
def test_what_is_no_grey_picture_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="rows and columns"):
        normalise_picture(np.zeros(shape, np.uint8))


@settings(max_examples=30, deadline=None)
@example(np.array([[14, 0, 0, 0, 0, 0, 0, 0, 24]], np.uint8))
@example(np.array([[253, 253, 253, 254]], np.uint8))
@given(arrays(np.uint8, st.tuples(st.integers(1, 20), st.integers(1, 20))))
def test_any_picture_gives_ink_or_a_sentence(picture: NDArray[np.uint8]) -> None:
    try:
        digit = normalise_picture(picture)
    except ValueError as error:
        message = str(error)
        if not message.startswith("The picture"):
            pytest.fail(message)
    else:
        assert digit.bitmap.any()
        assert digit.counts.sum() == digit.bitmap.sum()


def greys(ink: NDArray[np.uint8], *, is_light: bool = False) -> NDArray[np.uint8]:
    return ink if is_light else 255 - ink


@pytest.mark.parametrize("digit", range(10))
def test_what_stands_round_or_across_a_digit_changes_nothing(digit: int) -> None:
    is_light = digit % 2 == 1
    alone = normalise_picture(greys(ink_of(digit, room=0.6), is_light=is_light))
    level = [(0.0, y, 1.0, y) for y in (0.1, 0.35, 0.62, 0.88)]
    for beside in (
        box(160, 0.06),
        box(160, 0.05, width=0.06),
        box(160, 0.0, width=0.05),
        lines(160, *level),
        lines(160, (0.1, 0.92, 0.9, 0.92)),
    ):
        seen = normalise_picture(greys(np.maximum(ink_of(digit, room=0.6), beside), is_light=is_light))
        assert np.corrcoef(alone.counts.ravel(), seen.counts.ravel())[0, 1] > 0.9
        assert not seen.is_crossed
        assert not seen.is_several


@pytest.mark.parametrize("digit", range(10))
@pytest.mark.parametrize("places", [((0.25, 0.5), (0.75, 0.5)), ((0.5, 0.25), (0.5, 0.75))], ids=["beside", "above"])
def test_two_digits_in_a_picture_are_two(digit: int, places: tuple[tuple[float, float], tuple[float, float]]) -> None:
    ink = np.maximum(ink_of(digit, room=0.45, at=places[0]), ink_of(7, room=0.45, at=places[1]))
    assert normalise_picture(greys(ink)).is_several


@pytest.mark.parametrize("is_light", [True, False])
@pytest.mark.parametrize("side", [16, 28])
@pytest.mark.parametrize("digit", [0, *range(2, 10)])  # a 1 would fill it wholly
def test_a_thick_digit_fills_a_tiny_picture(digit: int, side: int, is_light: bool) -> None:
    ink = ink_of(digit, 240, pen=0.17)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    cut = Image.fromarray(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    tiny = np.asarray(cut.resize((side, side), Image.Resampling.BOX))
    alone, seen = normalise_picture(greys(ink)), normalise_picture(greys(tiny, is_light=is_light))
    assert np.corrcoef(alone.counts.ravel(), seen.counts.ravel())[0, 1] > 0.75


@pytest.mark.parametrize("digit", range(10))
def test_stray_marks_away_from_a_digit_change_nothing(digit: int) -> None:
    ink = ink_of(digit, 240, room=0.5).copy()
    alone = normalise_picture(greys(ink))
    for top, left in ((10, 20), (10, 210), (210, 15), (205, 210)):
        ink[top : top + 17, left : left + 14] = 255
    seen = normalise_picture(greys(ink))
    assert np.abs(seen.counts.astype(int) - alone.counts).max() <= 1
    assert not seen.is_several


def test_a_short_bar_near_a_digit_is_kept() -> None:
    ink = ink_of(1, 240, room=0.5).copy()
    alone = normalise_picture(greys(ink))
    ink[70:82, 140:158] = 255
    assert (normalise_picture(greys(ink)).counts != alone.counts).any()


def test_a_digit_that_runs_into_the_edge_of_its_frame_is_doubted() -> None:
    ink = np.maximum(ink_of(7, room=1.0), box(160, 0.0, width=0.16))
    assert normalise_picture(greys(ink)).is_crossed


@pytest.mark.parametrize("digit", range(10))
def test_a_small_digit_in_a_large_picture_is_one(digit: int) -> None:
    """Its pixels are few: that neighbours are one apart is no gap."""
    assert not normalise_picture(greys(ink_of(digit, 400, room=0.12, pen=0.12))).is_several


@pytest.mark.parametrize("digit", range(10))
def test_a_small_digit_in_a_large_picture_is_looked_at_closely(digit: int) -> None:
    alone = normalise_picture(greys(ink_of(digit, 300, pen=0.14)))
    small = ink_of(digit, 1000, room=0.06, at=(0.3, 0.62), pen=0.14)
    noise = np.random.default_rng(digit).normal(0, 3, small.shape)
    seen = normalise_picture(np.clip(200 - 0.5 * small + noise, 0, 255).astype(np.uint8))
    assert np.corrcoef(alone.counts.ravel(), seen.counts.ravel())[0, 1] > 0.915


@pytest.mark.parametrize("pair", [(0, 5), (3, 1), (2, 9)])
def test_a_narrow_gap_between_two_above_each_other_is_seen(pair: tuple[int, int]) -> None:
    upper, lower = (
        ink_of(digit, 240, room=0.42, at=(0.5, place), pen=0.09)
        for digit, place in zip(pair, (0.31, 0.71), strict=True)
    )
    assert normalise_picture(greys(np.maximum(upper, lower))).is_several


def test_a_narrow_gap_between_two_thin_digits_is_seen() -> None:
    ink = np.maximum(
        ink_of(8, 240, room=0.42, at=(0.5, 0.27), pen=0.06), ink_of(8, 240, room=0.42, at=(0.5, 0.68), pen=0.06)
    )
    assert normalise_picture(greys(ink)).is_several


@pytest.mark.parametrize("is_light", [True, False])
def test_where_border_and_area_disagree_both_ways_are_there(is_light: bool) -> None:
    thick = ink_of(3, 240, pen=0.4)
    rows, columns = np.flatnonzero(thick.any(axis=1)), np.flatnonzero(thick.any(axis=0))
    cut = thick[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    digit = normalise_picture(greys(cut, is_light=is_light))
    assert digit.other is not None
    assert digit.other.other is None
    assert (digit.other.counts != digit.counts).any()
    assert normalise_picture(greys(thick, is_light=is_light)).other is None


@pytest.mark.parametrize("digit", range(10))
def test_a_table_beside_the_sheet_changes_nothing(digit: int) -> None:
    picture = greys(ink_of(digit, 300, room=0.5)).astype(np.float64) * 0.8
    alone = normalise_picture(picture.astype(np.uint8))
    for wedge in (
        lambda x, y: x + 0.1 * y > 0.9,
        lambda x, y: y < 0.08,
        lambda x, y: (y < 0.1) | (x < 0.07 + 0.05 * y),
    ):
        y, x = np.mgrid[0:1:300j, 0:1:300j]
        seen = normalise_picture(np.where(wedge(x, y), 50, picture).astype(np.uint8))
        assert np.corrcoef(alone.counts.ravel(), seen.counts.ravel())[0, 1] > 0.9
        assert not seen.is_several


@pytest.mark.parametrize("digit", range(10))
def test_a_faint_small_digit_is_found(digit: int) -> None:
    small = ink_of(digit, 480, room=0.18, pen=0.07)
    noise = np.random.default_rng(digit).normal(0, 3, small.shape)
    seen = normalise_picture(np.clip(180 - 0.22 * small + noise, 0, 255).astype(np.uint8))
    alone = normalise_picture(greys(ink_of(digit, 300, pen=0.07)))
    assert np.corrcoef(alone.counts.ravel(), seen.counts.ravel())[0, 1] > 0.85


def test_a_picture_is_looked_at_a_few_times_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    """However small the digit in however large a picture: each look is at the working size."""
    looks = []

    def counted(grey: NDArray[np.float32], *, may_have_shadows: bool) -> Parted:
        looks.append(grey.shape)
        return parted(grey, may_have_shadows=may_have_shadows)

    monkeypatch.setattr(picture_module, "parted", counted)
    rng = np.random.default_rng(0)
    for room in (0.01, 0.03, 0.1, 0.3):
        for contrast in (0.1, 0.3, 0.7):
            looks.clear()
            noisy = 200 - contrast * ink_of(5, 1024, room=room) + rng.normal(0, 3, (1024, 1024))
            with suppress(ValueError):
                normalise_picture(np.clip(noisy, 0, 255).astype(np.uint8))
            assert 1 <= len(looks) <= 8
            assert max(max(shape) for shape in looks) <= picture_module.WORKING_SIDE
