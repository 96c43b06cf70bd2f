from __future__ import annotations

import numpy as np

from handwriting_app.engine.backpropagation import backward, cost_of
from handwriting_app.engine.gradient_check import relative_difference
from tests.engine.cases import case, every_network


@every_network
def test_the_gradient_at_the_inputs_agrees_with_central_differences(activation, cost, hidden):
    network, x, targets = case(activation, cost, hidden)
    inputs = backward(network, network.forward(x), targets).inputs
    for feature in range(x.shape[1]):
        nudge = np.zeros_like(x[:1])
        nudge[0, feature] = 1e-5
        above, below = (cost_of(network, x[:1] + sign * nudge, targets[:1]) for sign in (1, -1))
        assert relative_difference(inputs[0, feature], (above - below) / 2e-5) < 1e-6
