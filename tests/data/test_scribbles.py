from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from handwriting_app.data.scribbles import SCRIBBLES, Rng
from handwriting_app.data.signs import Dots
from handwriting_app.ink.raster import SIDE


@pytest.mark.parametrize("scribble", SCRIBBLES, ids=lambda each: each.__name__)
def test_scribbles_are_finite_and_each_another_the_same_by_seed(scribble: Callable[[Rng], list[Dots]]) -> None:
    made = [np.concatenate(scribble(np.random.default_rng(seed))) for seed in (0, 0, 1)]
    np.testing.assert_array_equal(made[0], made[1])
    assert made[0].shape != made[2].shape or (made[0] != made[2]).any()
    for dots in made:
        assert np.isfinite(dots).all()
        assert 0.5 * SIDE < np.ptp(dots, axis=0).max() < 8 * SIDE
        assert len(dots) > SIDE
