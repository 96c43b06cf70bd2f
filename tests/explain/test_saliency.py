"""The gradient lies over the ink that it belongs to."""

from __future__ import annotations

import numpy as np

from handwriting_app.explain.saliency import over_drawing
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import normalise

SEVEN = Drawing((np.array([(0.25, 0.2), (0.75, 0.2), (0.45, 0.85)]),))


def test_ink_lies_over_the_squares_that_counted_it() -> None:
    counts = normalise(SEVEN).counts.ravel().astype(np.float64)
    over = over_drawing(counts, SEVEN, 100)
    for x, y in ((0.3, 0.2), (0.5, 0.2), (0.6, 0.53), (0.46, 0.83)):
        assert over[int(y * 100), int(x * 100)] > 0
    # Within the frame, but off the strokes.
    assert over[60, 35] == 0


def test_where_the_network_does_not_look_there_is_nothing() -> None:
    over = over_drawing(np.ones(64), SEVEN, 50)
    assert np.isnan(over[0, 0])
    assert np.isnan(over[-1, -1])
    assert np.isfinite(over).any()


def test_a_moved_drawing_moves_it_along() -> None:
    gradient = np.random.default_rng(0).normal(size=64)
    small = Drawing(tuple(stroke * 0.5 for stroke in SEVEN.strokes))
    moved = Drawing(tuple(stroke * 0.5 + (0.5, 0.25) for stroke in SEVEN.strokes))
    here, there = over_drawing(gradient, small, 80), over_drawing(gradient, moved, 80)
    np.testing.assert_array_equal(here[:40, :40], there[20:60, 40:])
