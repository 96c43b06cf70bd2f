"""The way to the flip, place by place, is what the real reading says of it."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial
from typing import TypeVar

import numpy as np
import pytest

from handwriting_app.assets import default_model_path
from handwriting_app.explain.flip import PLACES, Flip, flip_of_counts, flip_of_drawing
from handwriting_app.explain.smallest_change import Goal, Step
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NormalisedDigit, normalise
from handwriting_app.ink.raster import block_counts
from handwriting_app.session.reading import Prediction, read, read_normalised
from handwriting_app.session.weights import Weights
from handwriting_app.storage.model_file import load_model
from tests.figures import STROKES

Value = TypeVar("Value")


@pytest.fixture(scope="module")
def weights() -> Weights:
    model = load_model(default_model_path())
    return Weights(model.network.frozen(), model.temperature)


def end_of(search: Generator[Step, None, Value]) -> Value:
    while True:
        try:
            next(search)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def drawing_of(digit: int) -> Drawing:
    return Drawing(tuple(np.array(stroke, np.float64) for stroke in STROKES[digit]))


def goal_of(weights: Weights, prediction: Prediction) -> Goal:
    return Goal(weights.network, weights.temperature, prediction.runner_up)


def is_as_read(flip: Flip, weights: Weights) -> None:
    wanted = flip.probabilities(flip.goal.wanted)
    for place in (0, PLACES // 2, PLACES):
        ink = flip.way[place]
        real = read(weights, ink) if isinstance(ink, Drawing) else read_normalised(weights, ink)
        assert wanted[place] == pytest.approx(real.probabilities[flip.goal.wanted], abs=1e-9)


@pytest.mark.parametrize("digit", STROKES)
def test_a_drawing(weights: Weights, digit: int) -> None:
    drawing = drawing_of(digit)
    before = read(weights, drawing)
    flip = end_of(flip_of_drawing(drawing, goal_of(weights, before), partial(read_normalised, weights)))
    assert flip.way[0] is drawing
    assert flip.before == before.digit
    assert flip.flips
    end = flip.way[-1]
    assert isinstance(end, Drawing)
    assert read(weights, end).digit == before.runner_up
    assert len(flip.way) == len(flip.readings) == PLACES + 1
    is_as_read(flip, weights)
    assert flip.moved is not None
    # In the unit of the drawing, which is 0.8 to 0.9 high.
    lengths = np.hypot(*flip.moved.moves.T)
    points = np.concatenate(drawing.strokes)
    np.testing.assert_allclose(flip.moved.far, lengths / np.ptp(points[:, 1]))
    assert 0 < flip.mean < flip.largest
    away = np.hypot(*(points[:, None] - flip.moved.places).transpose(2, 0, 1)).min(axis=1)
    assert away.max() < 0.06  # the places lie on the ink


def test_a_picture(weights: Weights) -> None:
    digit = normalise(drawing_of(3))
    flip = end_of(
        flip_of_counts(digit, goal_of(weights, read(weights, drawing_of(3))), partial(read_normalised, weights))
    )
    assert flip.flips
    assert flip.way[0] is digit
    end = flip.way[-1]
    assert isinstance(end, NormalisedDigit)
    np.testing.assert_array_equal(block_counts(end.bitmap), end.counts)
    is_as_read(flip, weights)
    before, after = flip.counts
    change = after.astype(int) - before
    # No block is changed for nothing: with any of them as it was, the reading does not flip.
    for row, column in np.argwhere(change):
        counts = end.counts.copy()
        counts[row, column] = before[row, column]
        leaning = end.leaning.copy()
        leaning[:, row, column] = digit.leaning[:, row, column]
        without = NormalisedDigit(end.bitmap, counts, leaning)
        assert not flip.goal.is_met(read_normalised(weights, without))


def test_what_cannot_be_flipped_is_told_as_it_is(weights: Weights) -> None:
    network = weights.network.copy()
    network.parameters[:] = 0
    network.biases[-1][2] = 5
    flat = Weights(network.frozen())
    drawing = drawing_of(7)
    flip = end_of(flip_of_drawing(drawing, Goal(flat.network, 1.0, 4), partial(read_normalised, flat)))
    assert not flip.flips
    assert flip.largest == 0
    assert flip.before == 2
