"""Killing and shaking units, against the forward pass worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.activations import activation_named
from handwriting_app.engine.config import ActivationName
from handwriting_app.engine.network import Network
from handwriting_app.explain.unit_surgery import can_kill, killed, shaken, silent_units


def logits_without(network: Network, x: np.ndarray, layer: int, units: tuple[int, ...]) -> np.ndarray:
    """The forward pass with what these units send put to 0 on the way."""
    activate, a = activation_named(network.activation).value, x
    for index, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True), start=1):
        z = a @ weights.T + biases
        a = activate(z.copy())
        if index == layer:
            a[:, list(units)] = 0.0
    return z


@pytest.mark.parametrize(("layer", "units"), [(1, (0,)), (1, (2, 8)), (2, (3,)), (2, tuple(range(7)))])
def test_a_killed_unit_sends_0(activation: ActivationName, layer: int, units: tuple[int, ...]) -> None:
    network = Network.initialise((64, 9, 7, 10), activation, "cross-entropy", np.random.default_rng(2), np.float64)
    kept, x = network.parameters.copy(), np.random.default_rng(3).random((6, 64))
    assert not silent_units(network, layer).any()
    changed = killed(network, layer, units)
    np.testing.assert_allclose(changed.logits(x), logits_without(network, x, layer, units), rtol=1e-12, atol=1e-12)
    assert not np.allclose(changed.logits(x), network.logits(x))
    assert set(np.flatnonzero(silent_units(changed, layer))) == set(units)
    np.testing.assert_array_equal(network.parameters, kept)


def test_outputs_and_pixels_cannot_be_killed() -> None:
    network = Network.initialise((64, 9, 10), "relu", "cross-entropy", np.random.default_rng(2))
    assert [can_kill(network, layer) for layer in (0, 1, 2)] == [False, True, False]
    for layer in (0, 2):
        with pytest.raises(ValueError, match="hidden"):
            killed(network, layer, (0,))


def test_noise_is_seeded_relative_and_on_the_incoming_weights_alone() -> None:
    network = Network.initialise((64, 500, 10), "relu", "cross-entropy", np.random.default_rng(2))
    network.parameters *= 3.0
    first = shaken(network, 1, (4, 5), 0.25, np.random.default_rng(7))
    again = shaken(network, 1, (4, 5), 0.25, np.random.default_rng(7))
    np.testing.assert_array_equal(first.parameters, again.parameters)
    others = [unit for unit in range(500) if unit not in (4, 5)]
    np.testing.assert_array_equal(first.weights[0][others], network.weights[0][others])
    np.testing.assert_array_equal(first.weights[1], network.weights[1])
    np.testing.assert_array_equal(first.biases[0], network.biases[0])
    layer = shaken(network, 2, tuple(range(10)), 0.25, np.random.default_rng(8))
    noise = layer.weights[1] - network.weights[1]
    sizes = np.sqrt((network.weights[1] ** 2).mean(axis=1))
    np.testing.assert_allclose(noise.std(axis=1) / sizes, 0.25, rtol=0.15)
    unshaken = shaken(network, 1, (4,), 0.0, np.random.default_rng(7))
    np.testing.assert_array_equal(unshaken.parameters, network.parameters)
