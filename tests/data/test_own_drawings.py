"""A person's drawings become training rows: theirs, varied, and read as drawings are."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.data.augment import Spread
from handwriting_app.data.own_drawings import OwnDrawings, OwnVariations, held_out, lines_of_drawings
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NormalisedDigit, normalise
from handwriting_app.ink.raster import block_counts, stamp
from tests.made_strokes import made

STILL = Spread(
    slant=0,
    rest_slant=0,
    turn=0,
    stretch=0,
    wobble=0,
    narrower=0,
    pen=(3, 3),
    plain=0,
    proportion=0,
    taper=0,
    habits=(),
)


@pytest.fixture(scope="module")
def own() -> OwnDrawings:
    some = [*made("7 set upright", 2), *made("4 closed and narrow", 2), *made("5 with a loose bar", 1)]
    return OwnDrawings(tuple(each.drawing for each in some), np.array([each.digit for each in some]))


def test_the_lines_of_a_drawing_are_where_the_normaliser_puts_them(own: OwnDrawings) -> None:
    lines = lines_of_drawings(own.drawings)
    bitmaps = stamp(lines.dots, 3.0, lines.owner, len(own))
    assert np.array_equal(block_counts(bitmaps), [normalise(drawing).counts for drawing in own.drawings])


def test_without_any_spread_a_row_is_the_drawing_as_it_is_read(own: OwnDrawings) -> None:
    rows = OwnVariations(own, times=1, seed=0, spread=STILL)(0)
    assert np.abs(rows - own.views()[0]).mean() < 0.02  # it goes through the normaliser twice, in float32


def test_each_drawing_comes_as_often_as_asked_and_never_twice_alike(own: OwnDrawings) -> None:
    varied = OwnVariations(own, times=3, seed=0)
    rows = varied(0)
    assert rows.shape == (15, 64)
    assert varied.classes.tolist() == [7, 7, 4, 4, 5] * 3
    changed = [row for row in rows if not (own.views() == row).all(axis=-1).any()]
    assert len(np.unique(changed, axis=0)) == len(changed) > 5


def test_some_rows_are_views_that_the_network_reads(own: OwnDrawings) -> None:
    rows = OwnVariations(own, times=40, seed=0)(0)
    plain = [(own.views()[:, number % 5] == row).all(axis=-1).any() for number, row in enumerate(rows)]
    assert 0.2 < np.mean(plain) < 0.4


def test_an_epoch_is_the_same_each_time_and_unlike_the_next(own: OwnDrawings) -> None:
    varied = OwnVariations(own, times=2, seed=3)
    assert np.array_equal(varied(1), OwnVariations(own, times=2, seed=3)(1))
    assert not np.array_equal(varied(1), varied(2))
    assert not np.array_equal(varied(1), OwnVariations(own, times=2, seed=4)(1))


def test_a_lone_dot_is_no_error() -> None:
    dot = OwnDrawings((Drawing((np.array([[5.0, 5.0]]),)),), np.array([1]))
    assert np.isfinite(OwnVariations(dot, times=4, seed=0)(0)).all()


def test_there_is_a_class_for_each_drawing(own: OwnDrawings) -> None:
    with pytest.raises(ValueError, match="5 drawings need as many classes"):
        OwnDrawings(own.drawings, np.array([1, 2]))


def test_a_quarter_of_each_class_is_held_out_where_there_are_enough() -> None:
    classes = np.array([1, 7] * 8 + [3] * 7 + [4] * 15)
    held = held_out(classes, 0)
    assert {each: int(held[classes == each].sum()) for each in (1, 7, 3, 4)} == {1: 2, 7: 2, 3: 0, 4: 3}
    assert np.array_equal(held, held_out(classes, 0))
    assert not all(np.array_equal(held, held_out(classes, seed)) for seed in (1, 2, 3))


def test_a_drawing_keeps_its_part_when_others_follow() -> None:
    classes = np.random.default_rng(0).integers(0, 3, 200)
    whole = held_out(classes, 5)
    for first in (60, 117, 199):
        held = held_out(classes[:first], 5)
        for each in range(3):
            places = np.flatnonzero(classes[:first] == each)
            places = places[: len(places) // 4 * 4]  # the last four are not whole yet
            assert np.array_equal(held[places], whole[places])


def test_some_of_them_keep_what_was_seen_of_them(own: OwnDrawings) -> None:
    looked_at = own.looked_at()
    steps = 0
    while True:
        try:
            next(looked_at)
            steps += 1
        except StopIteration as end:
            seen: OwnDrawings = end.value
            break
    assert steps == len(own)
    assert np.array_equal(seen.views(), own.views())
    chosen = own.classes == 7
    assert np.array_equal(seen.where(chosen).views(), own.where(chosen).views())
    assert len(seen.where(chosen)) == 2
    assert len(own.where(own.classes == 1)) == 0


def test_pictures_are_learned_from_by_the_line_in_their_ink(own: OwnDrawings) -> None:
    """Each row is nearer to what is read of the drawing than a row of other digits is."""
    pictures = OwnDrawings(tuple(normalise(drawing) for drawing in own.drawings), own.classes)
    assert np.array_equal(pictures.views(), own.views())
    rows = OwnVariations(pictures, times=1, seed=0, spread=STILL)(0)
    near = np.abs(rows[:, np.newaxis] - own.views()[0]).mean(axis=-1)
    assert (np.diag(near) < 0.06).all()
    assert (own.classes[near.argmin(axis=1)] == own.classes).all()


def test_a_mixture_of_drawings_and_pictures_keeps_its_order(own: OwnDrawings) -> None:
    mixed = OwnDrawings((own.drawings[0], normalise(own.drawings[2]), own.drawings[4]), np.array([7, 4, 5]))
    rows = OwnVariations(mixed, times=2, seed=0, spread=STILL)(0)
    assert np.abs(rows[[0, 2, 3, 5]] - mixed.views()[0][[0, 2, 0, 2]]).mean() < 0.02
    assert np.abs(rows[[1, 4]] - mixed.views()[0][1]).mean() < 0.06


def test_a_picture_from_elsewhere_without_ink_or_with_other_views_is_read_too(own: OwnDrawings) -> None:
    bare = NormalisedDigit(np.zeros((32, 32), bool), np.zeros((8, 8), np.uint8))
    odd = OwnDrawings((own.drawings[0], bare), np.array([7, 1]))
    assert odd.views().shape == own.views()[:, :2].shape
    assert np.isfinite(OwnVariations(odd, times=2, seed=0)(0)).all()
