"""Every number that the inspector shows, against autograd's: each activation and cost, depth 1 to 4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import trace
from handwriting_app.explain.run_terms import PLAIN, RunTerms

LABEL = 3

ACTIVATIONS = {
    "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
    "relu": lambda z: anp.where(z > 0, z, 0.0),
    "tanh": anp.tanh,
}


def oracle_cost(
    weights: Sequence[Any],
    biases: Sequence[Any],
    x: Any,
    bumps: Sequence[Any],
    activation: str,
    name: str,
    label: int,
    smoothing: float = 0.0,
    l2: float = 0.0,
) -> Any:
    """The cost, written down a second time, with nothing of the engine. ``bumps`` are added to the z of each layer."""
    a = x
    for layer, (weight, bias, bump) in enumerate(zip(weights, biases, bumps, strict=True)):
        z = anp.dot(weight, a) + bias + bump
        a = ACTIVATIONS[activation](z) if layer < len(weights) - 1 else z
    target = (1 - smoothing) * np.eye(len(biases[-1]))[label] + smoothing / len(biases[-1])
    penalty = l2 / 2 * sum(anp.sum(weight**2) for weight in weights)
    if name == "cross-entropy":
        return anp.log(anp.sum(anp.exp(a))) - anp.dot(target, a) + penalty
    return 0.5 * anp.sum((1 / (1 + anp.exp(-a)) - target) ** 2) + penalty


def oracle_gradients(
    weights: Sequence[Any], biases: Sequence[Any], x: Any, activation: str, name: str, label: int, *terms: float
) -> tuple[list[Any], list[Any], Any, list[Any]]:
    """The cost's gradient by the weights, the biases, the input and the z of every layer."""
    bumps = [np.zeros(len(bias)) for bias in biases]
    arguments = ([np.array(w) for w in weights], [np.array(b) for b in biases], np.array(x), bumps)
    by_weights, by_biases, by_x, by_z = (
        grad(oracle_cost, place)(*arguments, activation, name, label, *terms) for place in range(4)
    )
    return by_weights, by_biases, by_x, by_z


@pytest.mark.parametrize("added", [(0.0, 0.0), (0.2, 0.05)])
def test_every_gradient_is_autograds(network: Network, x: np.ndarray, added: tuple[float, float]) -> None:
    smoothing, l2 = added
    seen = trace(network, x, LABEL, terms=RunTerms(replace(PLAIN, label_smoothing=smoothing, l2=l2)))
    by_weights, by_biases, by_x, by_z = oracle_gradients(
        network.weights, network.biases, x, network.activation, network.cost, LABEL, *added
    )
    zeros = [np.zeros(len(bias)) for bias in network.biases]
    cost = oracle_cost(network.weights, network.biases, x, zeros, network.activation, network.cost, LABEL, *added)
    assert seen.cost == pytest.approx(cost, rel=1e-9)
    flat = [np.vstack((w.T, b)).ravel() for w, b in zip(by_weights, by_biases, strict=True)]
    np.testing.assert_allclose(seen.gradient(), np.concatenate(flat), rtol=1e-9, atol=1e-13)
    for layer in range(1, seen.depth + 1):
        np.testing.assert_allclose(seen.weight_gradient(layer), by_weights[layer - 1], rtol=1e-9, atol=1e-13)
        np.testing.assert_allclose(seen.bias_gradient(layer), by_biases[layer - 1], rtol=1e-9, atol=1e-13)
        np.testing.assert_allclose(seen.delta(layer), by_z[layer - 1], rtol=1e-9, atol=1e-13)
    np.testing.assert_allclose(seen.input_gradient(), by_x, rtol=1e-9, atol=1e-13)


def test_every_number_on_the_way_forward(network: Network, x: np.ndarray) -> None:
    seen = trace(network, x, LABEL)
    a = x
    for layer, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True), start=1):
        z = weights @ a + biases
        np.testing.assert_allclose(seen.z(layer), z, rtol=1e-12)
        a = ACTIVATIONS[network.activation](z)
        if layer < seen.depth:
            np.testing.assert_allclose(seen.a(layer), a, rtol=1e-12, atol=1e-15)
            np.testing.assert_allclose(seen.blame(layer) * seen.slope(layer), seen.delta(layer), rtol=1e-12)
    np.testing.assert_allclose(seen.probabilities(), network.predict(x[None])[0], rtol=1e-12)
    zeros = [np.zeros(len(bias)) for bias in network.biases]
    expected = oracle_cost(network.weights, network.biases, x, zeros, network.activation, network.cost, LABEL)
    assert seen.cost == pytest.approx(expected, rel=1e-12)


def test_a_missing_slope_spares_only_the_last_layer(network: Network, x: np.ndarray) -> None:
    right, wrong = trace(network, x, LABEL), trace(network, x, LABEL, slope_missing=True)
    np.testing.assert_array_equal(wrong.weight_gradient(wrong.depth), right.weight_gradient(right.depth))
    for layer in range(1, wrong.depth):
        assert not np.allclose(wrong.weight_gradient(layer), right.weight_gradient(layer))


def test_the_network_is_left_alone_and_float32_is_widened(x: np.ndarray) -> None:
    network = Network.initialise((64, 5, 10), "relu", "cross-entropy", np.random.default_rng(0))
    before = network.parameters.copy()
    seen = trace(network, x.astype(np.float32), LABEL)
    assert seen.network.parameters.dtype == np.float64
    assert not seen.network.parameters.flags.writeable
    np.testing.assert_array_equal(network.parameters, before)


def test_overflowing_weights_give_finite_numbers(x: np.ndarray) -> None:
    network = Network.initialise((64, 5, 10), "relu", "cross-entropy", np.random.default_rng(0), np.float64)
    network.parameters[...] *= 1e200
    seen = trace(network, x, LABEL)
    assert np.isfinite(seen.cost)
    assert np.isfinite(seen.gradient()).all()
    assert np.isfinite(seen.input_gradient()).all()


def test_without_terms_it_is_the_plain_way_again(x: np.ndarray, terms: RunTerms) -> None:
    network = Network.initialise((64, 9, 10), "tanh", "cross-entropy", np.random.default_rng(0))
    plain, seen = trace(network, x, LABEL), trace(network, x, LABEL, terms=terms)
    assert plain.without_terms() is plain
    assert seen.cost > plain.cost
    assert seen.without_terms().cost == plain.cost
    np.testing.assert_array_equal(seen.without_terms().input_gradient(), plain.input_gradient())
