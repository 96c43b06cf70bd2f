"""How far from another class, and its slope at the counts, against autograd, for each cost and activation."""

from __future__ import annotations

from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from handwriting_app.engine.classes import Classes
from handwriting_app.engine.config import ActivationName, CostName
from handwriting_app.engine.network import Network
from handwriting_app.engine.reading import reading_steps
from handwriting_app.explain.reading_slope import log_odds, odds_slope

TEMPERATURE = 0.7

ACTIVATIONS: dict[ActivationName, Any] = {
    "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
    "relu": lambda z: anp.where(z > 0, z, 0.0),
    "tanh": anp.tanh,
}


def oracle(network: Network, views: Any, wanted: int) -> Any:
    a = views
    for index, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True)):
        z = a @ weights.T + biases
        a = z if index == len(network.weights) - 1 else ACTIVATIONS[network.activation](z)
    outputs = anp.exp(a) if network.cost == "cross-entropy" else 1 / (1 + anp.exp(-a))
    said = anp.mean(anp.log(outputs / anp.sum(outputs, axis=1, keepdims=True)), axis=0) / TEMPERATURE
    shares = anp.exp(said) / anp.sum(anp.exp(said))
    return anp.log(shares[wanted] / (1 - shares[wanted]))


@pytest.mark.parametrize("cost", ["cross-entropy", "quadratic"])
@pytest.mark.parametrize("activation", list(ACTIVATIONS))
@pytest.mark.parametrize("views", [1, 3])
def test_value_and_slope(activation: ActivationName, cost: CostName, views: int) -> None:
    rng = np.random.default_rng(4)
    classes = Classes(("a", "b", "c", "ö"), has_none=True)
    network = Network.initialise((64, 12, 9, 5), activation, cost, rng, np.float64, classes)
    network.parameters[:] *= 2
    x = rng.random((views, 64))
    for wanted in range(4):
        assert log_odds(network, x, TEMPERATURE, wanted) == pytest.approx(float(oracle(network, x, wanted)), abs=1e-9)
        expected = grad(lambda at, wanted=wanted: oracle(network, at, wanted))(x)
        np.testing.assert_allclose(odds_slope(network, x, TEMPERATURE, wanted), expected, rtol=1e-7, atol=1e-10)


def test_the_odds_are_those_of_the_reading() -> None:
    rng = np.random.default_rng(5)
    network = Network.initialise((64, 12, 10), "relu", "cross-entropy", rng)
    x = rng.random((3, 64)).astype(np.float32)
    p = reading_steps(network, x, TEMPERATURE).probabilities
    for wanted in range(10):
        odds = p[wanted] / (1 - p[wanted])
        assert log_odds(network, x, TEMPERATURE, wanted) == pytest.approx(float(np.log(odds)), abs=1e-5)
