from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.config import ActivationName
from handwriting_app.engine.network import Network
from handwriting_app.explain.unit_view import raising_pixels, weighted_input

RNG = np.random.default_rng(3)
X = RNG.random((40, 6))


def network(activation: ActivationName = "relu", sizes: tuple[int, ...] = (6, 5, 4, 3)) -> Network:
    return Network.initialise(sizes, activation, "cross-entropy", np.random.default_rng(0), np.float64)


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
@pytest.mark.parametrize("layer", [1, 2, 3])
def test_raising_pixels_agree_with_differences(activation: ActivationName, layer: int) -> None:
    net = network(activation)
    outputs = tuple(a[0] for a in net.forward(X[:1]).a)
    raised = raising_pixels(net, outputs, layer, 1)
    step = 1e-6
    for pixel in range(6):
        x = np.repeat(X[:1], 2, axis=0)
        x[0, pixel] += step
        x[1, pixel] -= step
        up, down = net.forward(x).z[layer - 1][:, 1]
        assert raised[pixel] == pytest.approx((up - down) / (2 * step), abs=1e-6)
    assert weighted_input(net, outputs, layer, 1) == pytest.approx(net.forward(X[:1]).z[layer - 1][0, 1])


def test_without_a_digit_only_layer_1_has_an_answer() -> None:
    net = network()
    assert (raising_pixels(net, None, 1, 2) == net.weights[0][2]).all()
    assert raising_pixels(net, None, 2, 2) is None
