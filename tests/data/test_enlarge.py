"""From counts back to pixels."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.data.digits import load_counts
from handwriting_app.data.enlarge import blur, digit_with, enlarge
from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.ink.raster import block_counts

COUNTS = load_counts()[0][:60]


def test_enlarged_digits_have_exactly_their_counts() -> None:
    np.testing.assert_array_equal(block_counts(enlarge(COUNTS)), COUNTS)


def test_a_blur_takes_no_ink_away_from_the_middle() -> None:
    dot = np.zeros((1, 32, 32), np.float32)
    dot[0, 16, 16] = 1
    blurred = blur(dot, 1.5)
    assert blurred.sum() == pytest.approx(1, abs=1e-4)
    np.testing.assert_allclose(blurred, blurred.transpose(0, 2, 1), atol=1e-7)
    assert blurred.argmax() == dot.argmax()


def test_a_digit_known_by_its_counts_is_read_by_them_alone() -> None:
    digit = digit_with(COUNTS[3])
    np.testing.assert_array_equal(digit.counts, COUNTS[3])
    np.testing.assert_array_equal(block_counts(digit.bitmap[None])[0], COUNTS[3])
    assert digit.views().shape == (1, 64)


def test_a_changed_count_leaves_the_pixels_of_all_others() -> None:
    before = digit_with(COUNTS[3])
    shifted = np.roll(before.bitmap, 1, axis=1)  # other pixels than those that the counts alone would give
    near = NormalisedDigit(shifted, block_counts(shifted))
    counts = near.counts.copy()
    counts[2, 5] = 16 if counts[2, 5] < 8 else 0
    changed = digit_with(counts, near)
    np.testing.assert_array_equal(block_counts(changed.bitmap), counts)
    is_other = changed.bitmap != near.bitmap
    is_other[8:12, 20:24] = False
    assert not is_other.any()
