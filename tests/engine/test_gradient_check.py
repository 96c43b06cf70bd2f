"""Backpropagation against central differences, for every activation × cost × depth."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.activations import activation_named
from handwriting_app.engine.backpropagation import backward, cost_of
from handwriting_app.engine.costs import targets_of
from handwriting_app.engine.examples import with_ones
from handwriting_app.engine.fast.batch_pass import BatchPass
from handwriting_app.engine.gradient_check import check_gradient, relative_difference
from handwriting_app.engine.network import Network, split_layers

every_network = pytest.mark.parametrize(
    ("activation", "cost", "hidden"),
    [
        (activation, cost, hidden)
        for activation in ("sigmoid", "relu", "tanh")
        for cost in ("cross-entropy", "quadratic")
        for hidden in ((), (5,), (6, 5), (5, 4, 5), (5, 4, 4, 5))
    ],
)


def case(activation, cost, hidden):
    rng = np.random.default_rng(len(hidden))
    network = Network.initialise((6, *hidden, 3), activation, cost, rng, np.float64)
    for biases in network.biases:
        biases[:] = rng.normal(0, 0.3, biases.shape)
    x = rng.normal(0, 1, (8, 6))
    targets = targets_of(rng.integers(0, 3, 8), 3, smoothing=0.1)
    return network, x, targets


@every_network
def test_backpropagation_agrees_with_central_differences(activation, cost, hidden):
    assert check_gradient(*case(activation, cost, hidden)) < 1e-6


@every_network
def test_the_fast_pass_gives_the_gradient_that_was_checked(activation, cost, hidden):
    network, x, targets = case(activation, cost, hidden)
    gradient = np.empty_like(network.parameters)
    passes = BatchPass(network, len(x))
    passes.forward(with_ones(x, np.float64))
    passes.output_delta(targets.T)
    passes.backward(with_ones(x, np.float64), split_layers(gradient, network.sizes))
    plain = backward(network, network.forward(x), targets).flat()
    np.testing.assert_allclose(gradient, plain, rtol=1e-12, atol=1e-15)


@every_network
def test_the_gradient_at_the_inputs_agrees_with_central_differences(activation, cost, hidden):
    network, x, targets = case(activation, cost, hidden)
    inputs = backward(network, network.forward(x), targets).inputs
    for feature in range(x.shape[1]):
        nudge = np.zeros_like(x[:1])
        nudge[0, feature] = 1e-5
        above, below = (cost_of(network, x[:1] + sign * nudge, targets[:1]) for sign in (1, -1))
        assert relative_difference(inputs[0, feature], (above - below) / 2e-5) < 1e-6


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_a_missing_slope_is_caught(activation):
    assert check_gradient(*case(activation, "cross-entropy", (6, 5)), slope=np.ones_like) > 0.01


def test_the_network_is_left_as_it_was():
    network, x, targets = case("tanh", "quadratic", (5,))
    before = network.parameters.copy()
    check_gradient(network, x, targets, indices=[0, 7])
    assert np.array_equal(network.parameters, before)


@pytest.mark.parametrize("name", ["sigmoid", "relu", "tanh"])
def test_derivatives_agree_with_central_differences(name):
    activation = activation_named(name)
    z = np.array([-3.0, -0.7, 0.2, 1.5, 4.0])
    numeric = (activation.value(z + 1e-6) - activation.value(z - 1e-6)) / 2e-6
    np.testing.assert_allclose(activation.derivative(z), numeric, rtol=1e-7, atol=1e-10)
    assert activation.derivative(np.linspace(-8, 8, 1601)).max() == pytest.approx(activation.steepest)
