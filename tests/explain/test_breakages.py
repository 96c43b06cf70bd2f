"""Ways to break learning do what they say."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import trace
from handwriting_app.explain.breakages import (
    DESCRIPTIONS,
    Breakage,
    all_zero,
    hundredfold,
    shows_at,
    ten_sigmoid_layers,
    warning_of,
)
from handwriting_app.explain.steps import Step, StepKind, steps_of

LABEL = 3


def test_all_zero_gives_every_digit_the_same_and_teaches_no_layer_but_the_last(x: np.ndarray) -> None:
    network = Network.initialise((64, 9, 8, 10), "relu", "cross-entropy", np.random.default_rng(0))
    seen = trace(all_zero(network), x, LABEL)
    np.testing.assert_allclose(seen.probabilities(), 0.1)
    assert np.abs(seen.bias_gradient(3)).max() > 0
    for layer in (1, 2):
        assert not seen.weight_gradient(layer).any()
    assert network.parameters.any()


def test_breakages_of_the_configuration() -> None:
    config = TrainingConfig(learning_rate=0.1, cost="quadratic")
    assert hundredfold(config).learning_rate == 10.0
    broken = ten_sigmoid_layers(config)
    assert (len(broken.hidden), broken.activation, broken.cost) == (10, "sigmoid", "quadratic")


def test_ten_sigmoid_layers_let_the_gradient_vanish(x: np.ndarray) -> None:
    config = ten_sigmoid_layers(TrainingConfig())
    sizes = (64, *config.hidden, 10)
    network = Network.initialise(sizes, config.activation, config.cost, np.random.default_rng(0))
    seen = trace(network, x, LABEL)
    assert np.abs(seen.delta(1)).max() < 1e-4 * np.abs(seen.delta(11)).max()


def test_each_breakage_says_what_to_watch() -> None:
    assert set(DESCRIPTIONS) == set(Breakage)
    for description in DESCRIPTIONS.values():
        assert description.watch.endswith(".")
        assert len(description.watch) <= 95


@pytest.mark.parametrize(("rate", "expected"), [(0.07, 7.0), (10.0, 1000.0), (50.0, 1000.0), (1000.0, 1000.0)])
def test_a_hundredfold_rate_is_one_that_a_run_takes(rate: float, expected: float) -> None:
    assert hundredfold(TrainingConfig(learning_rate=rate)).learning_rate == expected


@pytest.mark.parametrize("breakage", Breakage)
@pytest.mark.parametrize("depth", [1, 2, 3, 11])
def test_a_breakage_shows_at_a_step_that_there_is(breakage: Breakage, depth: int) -> None:
    assert shows_at(breakage, depth) in steps_of(depth)


def test_where_each_breakage_shows() -> None:
    assert shows_at(Breakage.ZERO_WEIGHTS, 3) == Step(StepKind.DELTA, 2)
    assert shows_at(Breakage.ZERO_WEIGHTS, 1) == Step(StepKind.OUTPUT, 1)
    assert shows_at(Breakage.TEN_SIGMOID_LAYERS, 11) == Step(StepKind.DELTA, 1)
    assert shows_at(Breakage.HUGE_LEARNING_RATE, 3) == Step(StepKind.COST, 3)


def test_what_is_broken_stands_over_the_steps_that_it_changes() -> None:
    assert warning_of(frozenset()) == warning_of(frozenset({Breakage.HUGE_LEARNING_RATE})) == ""
    both = warning_of(frozenset({Breakage.MISSING_SLOPE, Breakage.ZERO_WEIGHTS}))
    assert both == "Broken on purpose: all weights are 0; the backward pass leaves out σ′."
