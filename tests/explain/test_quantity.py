"""A number of the network: its value, and what a nudge of it does."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import trace
from handwriting_app.explain.quantity import Kind, Quantity

LABEL = 3


def test_values_are_the_networks_own(network: Network, x: np.ndarray) -> None:
    seen = trace(network, x, LABEL)
    assert Quantity(Kind.WEIGHT, 1, 2, 5).value(seen) == network.weights[0][2, 5]
    assert Quantity(Kind.BIAS, 1, 2).value(seen) == network.biases[0][2]
    assert Quantity(Kind.SUM, 1, 2).value(seen) == seen.z(1)[2]
    assert Quantity(Kind.PIXEL, 0, 2).value(seen) == x[2]


@pytest.mark.parametrize("kind", Kind)
def test_a_nudge_moves_the_sums_as_it_says(network: Network, x: np.ndarray, kind: Kind) -> None:
    seen = trace(network, x, LABEL)
    if kind is Kind.OUTPUT and seen.depth == 1:
        return  # there is no hidden layer whose output could be nudged
    quantity = Quantity(kind, 0 if kind is Kind.PIXEL else 1, 2, 5 if kind is Kind.WEIGHT else 0)
    layer, change = quantity.nudge(seen)
    weights, biases, a = network.weights[layer - 1].copy(), network.biases[layer - 1].copy(), seen.a(layer - 1).copy()
    match kind:
        case Kind.WEIGHT:
            weights[2, 5] += 1
        case Kind.BIAS | Kind.SUM:
            biases[2] += 1
        case Kind.OUTPUT | Kind.PIXEL:
            a[2] += 1
    np.testing.assert_allclose(weights @ a + biases, seen.z(layer) + change, rtol=1e-9, atol=1e-12)
    assert quantity.gradient(seen) == pytest.approx(float(seen.delta(layer) @ change))
