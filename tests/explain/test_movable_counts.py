"""Changed counts: whole pixels, as far as blocks go, with a bitmap that has them."""

from __future__ import annotations

import numpy as np

from handwriting_app.explain.movable_counts import MovableCounts, with_counts
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NormalisedDigit, normalise
from handwriting_app.ink.raster import block_counts
from tests.figures import STROKES


def seven() -> NormalisedDigit:
    return normalise(Drawing(tuple(np.array(stroke, np.float64) for stroke in STROKES[7])))


def test_no_change_is_the_digit_itself() -> None:
    movable = MovableCounts(seven())
    assert movable.moved(movable.nothing) is movable.digit
    assert movable.moved(movable.nothing + 0.4) is movable.digit


def test_counts_are_whole_and_stay_within_a_block() -> None:
    movable = MovableCounts(seven())
    u = np.random.default_rng(1).normal(size=(64, 1)) * 12
    moved = movable.moved(u)
    assert moved.counts.dtype == np.uint8
    assert moved.counts.max() <= 16
    wanted = np.clip(movable.digit.counts.astype(int) + np.rint(u).reshape(8, 8), 0, 16)
    np.testing.assert_array_equal(moved.counts, wanted)
    np.testing.assert_array_equal(movable.whole(u), wanted - movable.digit.counts)
    for before, after in zip(movable.digit.leaning, moved.leaning, strict=True):
        np.testing.assert_array_equal(after, np.clip(before.astype(int) + np.rint(u).reshape(8, 8), 0, 16))
    np.testing.assert_array_equal(block_counts(moved.bitmap), moved.counts)
    np.testing.assert_array_equal(movable.seen(u).views(), moved.views())


def test_as_few_pixels_as_can_be_are_turned() -> None:
    digit = seven()
    counts = digit.counts.copy()
    counts[0, 4] -= 3
    counts[7, 0] += 5
    bitmap = with_counts(digit.bitmap, counts)
    assert int((bitmap != digit.bitmap).sum()) == 8
    assert with_counts(digit.bitmap, digit.counts) is digit.bitmap


def test_a_full_block_gets_nothing_and_an_empty_one_loses_nothing() -> None:
    movable = MovableCounts(NormalisedDigit(np.zeros((32, 32), np.bool_), np.zeros((8, 8), np.uint8)))
    slopes = np.where(np.arange(64) % 2, 1.0, -1.0)[None]
    back = movable.pull_back(movable.nothing, slopes)
    np.testing.assert_allclose(back[:, 0], np.where(np.arange(64) % 2, 1 / 16, 0))
    back = movable.pull_back(movable.nothing + 16, slopes)
    np.testing.assert_allclose(back[:, 0], np.where(np.arange(64) % 2, 0, -1 / 16))
