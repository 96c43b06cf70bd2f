"""The soft counts against the real ones, and their derivative against autograd and central differences."""

from __future__ import annotations

from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from handwriting_app.explain.soft_ink import SOFTNESS, soft_ink
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import normalise, ways_of
from tests.figures import STROKES

SHAPES = {
    "a seven": STROKES[7],
    "an eight": STROKES[8],
    "a four of two strokes": STROKES[4],
    "a slanted seven": [[(x + 0.4 * (1 - y), y) for x, y in STROKES[7][0]]],
    "a thin one, stretched to its limit": [[(0.50, 0.1), (0.52, 0.5), (0.49, 0.9)]],
    "a flat dash, stretched to its limit": [[(0.1, 0.50), (0.5, 0.53), (0.9, 0.51)]],
    "a line that is slanted beyond all bounds": [[(0.1, 0.6), (0.5, 0.47), (0.9, 0.31)]],
}


def dots_of(name: str, *, normalised: bool) -> Any:
    """With a hand that trembles: where two dots are just as near or just as far out, there is no slope."""
    rng = np.random.default_rng(6)
    strokes = tuple(np.array(stroke) + 1e-3 * rng.normal(size=(len(stroke), 2)) for stroke in SHAPES[name])
    return np.concatenate(ways_of(strokes, tidy=normalised))


def oracle(dots: Any, *, normalised: bool) -> Any:
    """Written down a second time for autograd, from what NISTIR 5469 says, pixel by pixel."""
    rows, columns = np.mgrid[0:32, 0:32] + 0.5
    views = []
    for leaning in (0.0, -0.15, 0.15) if normalised else (0.0,):
        if normalised:
            x, y = dots[:, 0] - anp.mean(dots[:, 0]), dots[:, 1] - anp.mean(dots[:, 1])
            slope = anp.sum(x * y) / anp.sum(y**2)
            x = x - (anp.maximum(-1.0, anp.minimum(1.0, slope)) + leaning) * y
            across, up = 17.0 / (anp.max(x) - anp.min(x)), 29.0 / (anp.max(y) - anp.min(y))
            wide, high, radius = anp.minimum(across, 1.6 * up), anp.minimum(up, 4.0 * across), 1.5
        else:
            x, y = dots[:, 0], dots[:, 1]
            wide = high = 28.0 / anp.maximum(anp.max(x) - anp.min(x), anp.max(y) - anp.min(y))
            radius = 1.0
        x = (x - (anp.max(x) + anp.min(x)) / 2) * wide + 16
        y = (y - (anp.max(y) + anp.min(y)) / 2) * high + 16
        square = anp.min((columns.ravel()[:, None] - x) ** 2 + (rows.ravel()[:, None] - y) ** 2, axis=1)
        distance = anp.sqrt(square + 1e-20)  # outermost dots lie on the centres of pixels, where a root has no slope
        covered = 1 / (1 + anp.exp(-(radius - distance) / SOFTNESS))
        blocks = [
            anp.mean(anp.reshape(covered, (32, 32))[4 * row : 4 * row + 4, 4 * column : 4 * column + 4])
            for row in range(8)
            for column in range(8)
        ]
        views.append(anp.array(blocks))
    return anp.array(views)


@pytest.mark.parametrize("normalised", [True, False])
@pytest.mark.parametrize("name", SHAPES)
def test_slopes_are_those_of_autograd(name: str, normalised: bool) -> None:
    dots = dots_of(name, normalised=normalised)
    weights = np.random.default_rng(1).normal(size=(3 if normalised else 1, 64))

    soft = soft_ink(dots, normalised=normalised)

    np.testing.assert_allclose(soft.counts, oracle(dots, normalised=normalised), atol=1e-9)
    wanted = grad(lambda at: anp.sum(weights * oracle(at, normalised=normalised)))(dots)
    np.testing.assert_allclose(soft.pull_back(weights), wanted, rtol=1e-6, atol=1e-6 * np.abs(wanted).max())


@pytest.mark.parametrize("normalised", [True, False])
def test_slopes_are_those_of_central_differences(normalised: bool) -> None:
    dots = dots_of("an eight", normalised=normalised)
    rng = np.random.default_rng(2)
    weights = rng.normal(size=(3 if normalised else 1, 64))
    slopes = soft_ink(dots, normalised=normalised).pull_back(weights)
    for _ in range(5):
        way = rng.normal(size=dots.shape)
        up, down = (
            float((weights * soft_ink(dots + h * way, normalised=normalised).counts).sum()) for h in (1e-8, -1e-8)
        )
        assert (up - down) / 2e-8 == pytest.approx(float((slopes * way).sum()), rel=1e-4)


@pytest.mark.parametrize("normalised", [True, False])
@pytest.mark.parametrize("digit", STROKES)
def test_soft_counts_are_nearly_the_real_ones(digit: int, normalised: bool) -> None:
    strokes = tuple(np.array(stroke, np.float64) for stroke in STROKES[digit])
    soft = soft_ink(np.concatenate(ways_of(strokes, tidy=normalised)), normalised=normalised).counts
    real = normalise(Drawing(strokes), enabled=normalised).views()
    assert soft.shape == real.shape
    assert np.abs(soft - real).mean() < 0.04  # two thirds of a pixel of sixteen
    assert np.corrcoef(soft.ravel(), real.ravel())[0, 1] > 0.97


def test_moving_scaling_and_slanting_the_whole_changes_nothing() -> None:
    dots = dots_of("an eight", normalised=True)
    slopes = soft_ink(dots).pull_back(np.random.default_rng(3).normal(size=(3, 64)))
    x, y = dots.T
    zero, one = np.zeros_like(x), np.ones_like(x)
    for way in ((one, zero), (zero, one), (x, y), (y, zero)):
        move = np.column_stack(way)
        assert abs(float((slopes * move).sum())) < 1e-9 * np.linalg.norm(slopes) * np.linalg.norm(move)
