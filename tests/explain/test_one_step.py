"""A step: what the slope promises, and what it brings."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.checkpoint import Checkpoint, Order
from handwriting_app.engine.config import CostName, TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import BackpropTrace, trace
from handwriting_app.explain.one_step import OneStep, Refusal, one_step, outcome, predicted_change
from handwriting_app.explain.run_terms import RunTerms

LABEL = 3


def taken(network: Network, before: BackpropTrace, learning_rate: float) -> OneStep:
    step = one_step(network, before, learning_rate)
    assert isinstance(step, OneStep)
    return step


def test_a_small_step_keeps_the_promise_of_the_slope(network: Network, x: np.ndarray) -> None:
    before = trace(network, x, LABEL)
    step = taken(network, before, 1e-4)
    gradient = before.gradient()
    assert step.predicted_change == pytest.approx(-1e-4 * (gradient**2).sum())
    assert step.actual_change == pytest.approx(step.predicted_change, rel=0.05)
    np.testing.assert_allclose(step.network.parameters, network.parameters - 1e-4 * gradient)
    assert "kept its promise" in outcome(step)


def test_a_step_goes_down_in_the_precision_of_the_network(x: np.ndarray) -> None:
    network = Network.initialise((64, 9, 10), "relu", "cross-entropy", np.random.default_rng(0))
    kept = network.parameters.copy()
    step = taken(network, trace(network, x, LABEL), 0.01)
    assert step.network.parameters.dtype == np.float32
    assert step.after.cost == trace(step.network, x, LABEL).cost < step.before.cost
    np.testing.assert_array_equal(network.parameters, kept)


def test_a_huge_step_breaks_its_promise_and_says_so(x: np.ndarray) -> None:
    network = Network.initialise((64, 9, 10), "relu", "cross-entropy", np.random.default_rng(0))
    before = trace(network, x, LABEL)
    step = taken(network, before, 1.0)
    assert step.predicted_change < -before.cost
    assert "less than the slope promised" in outcome(step) or "rose" in outcome(step)


@pytest.mark.parametrize("cost", ["cross-entropy", "quadratic"])
@pytest.mark.parametrize("learning_rate", [1e25, 1e40, 1e300])
def test_a_step_that_leaves_the_numbers_of_the_networks_precision_is_refused(
    cost: CostName, learning_rate: float, x: np.ndarray
) -> None:
    """In float64, in which it is worked out, there would still be a cost: of 0, or of any size."""
    network = Network.initialise((64, 9, 8, 10), "relu", cost, np.random.default_rng(0))
    kept = network.parameters.copy()
    before = trace(network, x, LABEL)
    refused = one_step(network, before, learning_rate)
    assert isinstance(refused, Refusal)
    assert refused.words.startswith("Refused, and the weights are as they were")
    assert refused.is_of(before, learning_rate)
    assert not refused.is_of(before, 0.1)
    assert not refused.is_of(trace(network, x, LABEL + 1), learning_rate)
    np.testing.assert_array_equal(network.parameters, kept)


def test_with_what_a_run_adds_it_steps_as_the_run_does(network: Network, x: np.ndarray) -> None:
    rng = np.random.default_rng(4)
    velocity = rng.normal(0, 1e-6, network.parameters.shape)
    config = TrainingConfig(momentum=0.8, l2=0.01)
    reached = Checkpoint(
        1, network.parameters, None, 0, "momentum", (velocity,), 9, 1.0, 0, Order.of(np.random.default_rng(0))
    )
    before = trace(network, x, LABEL, terms=RunTerms(config, reached))
    change = 0.8 * velocity - 1e-5 * before.gradient()
    step = taken(network, before, 1e-5)
    np.testing.assert_allclose(step.network.parameters - network.parameters, change, rtol=1e-6, atol=1e-14)
    assert step.predicted_change == pytest.approx((before.gradient() * change).sum())
    assert step.actual_change == pytest.approx(step.predicted_change, rel=0.05, abs=1e-9)
    assert step.after.terms is before.terms


def test_a_step_that_the_run_carries_uphill_says_so(x: np.ndarray) -> None:
    network = Network.initialise((64, 9, 10), "tanh", "cross-entropy", np.random.default_rng(0), np.float64)
    uphill = 0.01 * trace(network, x, LABEL).gradient()
    reached = Checkpoint(
        1, network.parameters, None, 0, "momentum", (uphill,), 9, 1.0, 0, Order.of(np.random.default_rng(0))
    )
    step = taken(network, trace(network, x, LABEL, terms=RunTerms(TrainingConfig(), reached)), 1e-4)
    assert step.actual_change > 0
    assert "uphill" in outcome(step)


def test_no_slope_no_step(x: np.ndarray) -> None:
    network = Network.initialise((64, 10), "relu", "quadratic", np.random.default_rng(0))
    for weights, biases in zip(network.weights, network.biases, strict=True):
        weights[...] = 0
        biases[...] = -2000
        biases[LABEL] = 2000
    before = trace(network, x, LABEL + 1)  # surely wrong: the sigmoids are flat
    assert predicted_change(before, 0.1) == 0
    assert "no slope" in outcome(taken(network, before, 0.1))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_where_the_cost_is_gone_nothing_is_left_to_gain(x: np.ndarray, dtype: type[np.floating]) -> None:
    network = Network.initialise((64, 10), "relu", "cross-entropy", np.random.default_rng(0), dtype)
    network.biases[-1][LABEL] = 290
    step = taken(network, trace(network, x, LABEL), 0.1)
    assert -1e-100 < step.predicted_change < 0
    assert step.actual_change == 0
    assert outcome(step).startswith("There was nothing left to gain: C is 0 as far as numbers go")


def test_a_step_that_rounding_swallows_is_not_called_too_long(x: np.ndarray) -> None:
    network = Network.initialise((64, 9, 10), "relu", "cross-entropy", np.random.default_rng(0))
    step = taken(network, trace(network, x, LABEL), 1e-12)
    assert step.predicted_change < step.actual_change / 2 < 0
    assert "too small to show" in outcome(step)
