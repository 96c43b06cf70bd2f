"""Moved ink: how points follow the dots, and that nothing happens where nothing is moved."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.explain.movable_ink import MOST_DOTS, MovableInk
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import normalise
from tests.figures import STROKES


def drawing_of(digit: int, scale: float = 1.0) -> Drawing:
    return Drawing(tuple(np.array(stroke, np.float64) * scale for stroke in STROKES[digit]))


@pytest.mark.parametrize("digit", STROKES)
def test_no_change_is_the_drawing_itself(digit: int) -> None:
    drawing = drawing_of(digit)
    ink = MovableInk.of(drawing)
    assert ink.moved(ink.nothing) is drawing
    # Points are added where they lie far apart: that alone changes nothing that is read, or hardly.
    almost = ink.seen(ink.nothing + 1e-12)
    assert np.abs(almost.views() - normalise(drawing).views()).mean() < 0.005


@pytest.mark.parametrize("scale", [1.0, 300.0])
def test_the_points_go_where_their_dots_go(scale: float) -> None:
    ink = MovableInk.of(drawing_of(8, scale))
    u = np.broadcast_to((0.1, -0.2), ink.dots.shape).copy()
    before, after = ink.drawing.strokes[0], ink.moved(u).strokes[0]
    for side in (np.min, np.max):
        moved = (side(after, axis=0) - side(before, axis=0)) / float(np.ptp(before[:, 1]))
        np.testing.assert_allclose(moved, (0.1, -0.2), atol=0.005)
    assert ink.far(u).mean() == pytest.approx(np.hypot(0.1, 0.2), rel=1e-6)


def test_one_end_of_a_stroke_moves_alone() -> None:
    drawing = drawing_of(7)
    ink = MovableInk.of(drawing)
    u = ink.nothing
    u[-10:, 1] = 0.3
    moved = ink.moved(u).strokes[0]
    np.testing.assert_allclose(moved[0], drawing.strokes[0][0], atol=1e-9)
    assert moved[-1][1] > drawing.strokes[0][-1][1] + 0.2


def test_smoothing_is_symmetric_positive_and_leaves_each_stroke_to_itself() -> None:
    ink = MovableInk.of(drawing_of(4))
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=ink.dots.shape), rng.normal(size=ink.dots.shape)
    for loosely in (True, False):
        smooth_a, smooth_b = ink.smoothed(a, loosely=loosely), ink.smoothed(b, loosely=loosely)
        assert float((smooth_a * b).sum()) == pytest.approx(float((a * smooth_b).sum()))
        assert float((smooth_a * a).sum()) > 0
        assert np.abs(np.diff(smooth_a[:20], n=2, axis=0)).max() < 0.2 * np.abs(np.diff(a[:20], n=2, axis=0)).max()
        # The last dots are of the second stroke: what is asked of the first does not reach them.
        first = np.zeros_like(a)
        first[:9] = a[:9]
        assert not ink.smoothed(first, loosely=loosely)[-20:].any()
        # A stroke that shifts as a whole shifts freely.
        shift = np.ones_like(a)
        np.testing.assert_allclose(ink.smoothed(shift, loosely=loosely), shift, atol=1e-9)


def test_a_scribble_is_refused_in_words() -> None:
    rng = np.random.default_rng(2)
    scribble = Drawing((rng.random((400, 2)),))
    with pytest.raises(ValueError, match="too much ink"):
        MovableInk.of(scribble)
    assert 2 * len(MovableInk.of(drawing_of(8)).dots) < MOST_DOTS


def test_a_dot_can_be_asked() -> None:
    ink = MovableInk.of(Drawing((np.array([[0.5, 0.5]]),)))
    slopes = ink.pull_back(ink.nothing, np.ones((3, 64)))
    assert np.isfinite(slopes).all()
    assert np.isfinite(ink.far(ink.smoothed(slopes, loosely=False))).all()
