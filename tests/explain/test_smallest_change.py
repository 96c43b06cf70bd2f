"""The smallest change flips the real reading, half of it does not, and nothing much smaller does."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial
from typing import TypeVar

import numpy as np
import pytest
from numpy.typing import NDArray

from handwriting_app.assets import default_model_path
from handwriting_app.engine.classes import Classes
from handwriting_app.engine.config import CostName
from handwriting_app.engine.network import Network
from handwriting_app.explain.movable_counts import MovableCounts
from handwriting_app.explain.movable_ink import MovableInk
from handwriting_app.explain.smallest_change import Found, Goal, Movable, Step, size_of, smallest_change
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import normalise
from handwriting_app.session.reading import Prediction, read_normalised
from handwriting_app.session.weights import Weights
from handwriting_app.storage.model_file import load_model
from tests.figures import STROKES

Value = TypeVar("Value")


@pytest.fixture(scope="module")
def weights() -> Weights:
    model = load_model(default_model_path())
    return Weights(model.network.frozen(), model.temperature)


def end_of(search: Generator[Step, None, Value]) -> tuple[list[Step], Value]:
    steps = []
    while True:
        try:
            steps.append(next(search))
        except StopIteration as end:
            return steps, end.value


def found(weights: Weights, movable: Movable, wanted: int, *, surely: bool = False) -> tuple[Goal, Found, list[Step]]:
    goal = Goal(weights.network, weights.temperature, wanted, surely)
    steps, result = end_of(smallest_change(movable, goal, partial(read_normalised, weights)))
    return goal, result, steps


def drawing_of(digit: int) -> Drawing:
    return Drawing(tuple(np.array(stroke, np.float64) for stroke in STROKES[digit]))


def rival(weights: Weights, digit: int) -> int:
    return read_normalised(weights, normalise(drawing_of(digit))).runner_up


@pytest.mark.parametrize("digit", STROKES)
def test_the_drawing_flips_and_half_of_the_change_does_not_flip_it(weights: Weights, digit: int) -> None:
    wanted = rival(weights, digit)
    ink = MovableInk.of(drawing_of(digit))
    goal, result, steps = found(weights, ink, wanted)

    def reading(u: NDArray[np.float64]) -> Prediction:
        return read_normalised(weights, normalise(ink.moved(u)))

    assert result.flips
    assert reading(result.u).digit == wanted
    assert goal.is_met(reading(result.u))
    assert reading(result.u / 2).digit != wanted
    assert not goal.is_met(reading(0.9 * result.u))
    assert 0 < ink.far(result.u).mean() < 0.2
    assert steps[0].probability == pytest.approx(reading(ink.nothing).probabilities[wanted])
    assert [step.number for step in steps] == list(range(len(steps)))


def test_no_random_change_of_the_same_kind_is_smaller(weights: Weights) -> None:
    ink = MovableInk.of(drawing_of(9))
    goal, result, _ = found(weights, ink, rival(weights, 9))
    rng = np.random.default_rng(7)
    for _ in range(200):
        way = ink.smoothed(rng.normal(size=ink.dots.shape), loosely=bool(rng.integers(2)))
        way *= size_of(result.u) / size_of(way)
        assert not goal.is_met(read_normalised(weights, ink.seen(way)))


def test_it_can_be_asked_for_without_doubt(weights: Weights) -> None:
    ink = MovableInk.of(drawing_of(7))
    wanted = rival(weights, 7)
    _, just, _ = found(weights, ink, wanted)
    _, sure, _ = found(weights, ink, wanted, surely=True)
    assert sure.flips
    assert not read_normalised(weights, ink.seen(sure.u)).is_doubtful
    assert size_of(sure.u) > size_of(just.u)


@pytest.mark.parametrize("digit", STROKES)
def test_the_counts_flip_in_whole_pixels(weights: Weights, digit: int) -> None:
    seen = normalise(drawing_of(digit))
    movable = MovableCounts(seen)
    wanted = rival(weights, digit)
    _, result, _ = found(weights, movable, wanted)
    assert result.flips
    assert read_normalised(weights, movable.moved(result.u)).digit == wanted
    assert read_normalised(weights, movable.moved(result.u / 2)).digit != wanted


def test_a_drawing_that_is_not_normalised_flips_as_it_is_read(weights: Weights) -> None:
    ink = MovableInk.of(drawing_of(3), normalised=False)
    before = read_normalised(weights, normalise(ink.drawing, enabled=False))
    _, result, _ = found(weights, ink, before.runner_up)
    assert result.flips
    assert read_normalised(weights, normalise(ink.moved(result.u), enabled=False)).digit == before.runner_up


def test_a_network_that_says_the_same_of_everything_is_given_up_at_once() -> None:
    network = Network((64, 10), "relu", "cross-entropy", np.zeros(650, np.float32))
    network.biases[0][1] = 3.0
    weights = Weights(network.frozen())
    for movable in (MovableInk.of(drawing_of(2)), MovableCounts(normalise(drawing_of(2)))):
        _, result, steps = found(weights, movable, 4)
        assert not result.flips
        assert len(steps) == 1
        assert not result.u.any()


@pytest.mark.parametrize(("cost", "count"), [("cross-entropy", 100), ("quadratic", 5)])
def test_classes_of_ones_own(cost: CostName, count: int) -> None:
    rng = np.random.default_rng(9)
    classes = Classes(tuple(f"sign {number}" for number in range(count)), has_none=True)
    network = Network.initialise((64, 30, count + 1), "tanh", cost, rng, classes=classes)
    network.parameters[:] *= 4
    weights = Weights(network.frozen(), 0.8)
    ink = MovableInk.of(drawing_of(5))
    before = read_normalised(weights, ink.seen(ink.nothing))
    _, result, _ = found(weights, ink, before.runner_up)
    assert result.flips
    assert read_normalised(weights, ink.seen(result.u)).digit == before.runner_up


def test_two_classes_lead_from_one_to_the_other() -> None:
    network = Network.initialise((64, 2), "relu", "cross-entropy", np.random.default_rng(1))
    weights = Weights(network.frozen())
    ink = MovableInk.of(drawing_of(8))
    read = read_normalised(weights, ink.seen(ink.nothing)).digit
    _, result, _ = found(weights, ink, 1 - read)
    assert read_normalised(weights, ink.seen(result.u)).digit == (1 - read if result.flips else read)
