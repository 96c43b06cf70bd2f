from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.ink.scaling import box_mean, resized, stretched


@pytest.mark.parametrize(("side", "shape"), [(30, (30, 15)), (120, (120, 60)), (1, (1, 1))])
def test_the_longer_side_has_so_many_pixels_and_an_even_grey_stays(side: int, shape: tuple[int, int]) -> None:
    picture = np.full((60, 30), 77, np.float32)
    assert resized(picture, side).shape == shape
    np.testing.assert_allclose(resized(picture, side), 77, rtol=1e-5)


def test_each_axis_may_be_stretched_by_itself() -> None:
    ramp = np.arange(8, dtype=np.float32)[:, None] * np.ones((1, 3), np.float32)
    wide = stretched(ramp, 8, 9)
    np.testing.assert_allclose(wide, ramp[:, :1] * np.ones((1, 9)), rtol=1e-5)


def test_the_mean_over_squares_counts_nothing_beyond_the_edge() -> None:
    np.testing.assert_allclose(box_mean(np.ones((3, 3), np.float32), 1)[0], np.array([4, 6, 4]) / 9, rtol=1e-6)
