from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.config import ActivationName
from handwriting_app.engine.network import Network
from handwriting_app.explain.unit_activity import unit_activity

RNG = np.random.default_rng(3)
X = RNG.random((40, 6))
Y = np.arange(40) % 3


def network(activation: ActivationName = "relu", sizes: tuple[int, ...] = (6, 5, 4, 3)) -> Network:
    return Network.initialise(sizes, activation, "cross-entropy", np.random.default_rng(0), np.float64)


def test_means_by_class_are_those_of_the_digits_of_that_class() -> None:
    net = network("tanh")
    outputs = net.forward(X).a[2]
    activity = unit_activity(net, X, Y)
    assert np.allclose(activity.by_class[1][2], outputs[Y == 2].mean(axis=0))
    assert activity.digits == 40


def test_a_relu_that_never_fires_is_dead() -> None:
    net = network()
    net.biases[0][3] = -100
    activity = unit_activity(net, X, Y)
    assert activity.inactive[0][3]
    assert activity.active_shares[0][3] == 0
    assert activity.inactive_shares()[0] >= 1 / 5


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_a_unit_at_its_flat_end_is_saturated(activation: ActivationName) -> None:
    net = network(activation)
    net.biases[1][2] = 50
    activity = unit_activity(net, X, Y)
    assert [layer.tolist() for layer in activity.inactive] == [[False] * 5, [False, False, True, False]]
    assert activity.active_shares[1][2] == 1
