from __future__ import annotations

import numpy as np

from handwriting_app.engine.backpropagation import backward
from handwriting_app.engine.examples import with_ones
from handwriting_app.engine.fast.batch_pass import BatchPass
from handwriting_app.engine.network import split_layers
from tests.engine.cases import case, every_network


@every_network
def test_the_fast_pass_gives_the_gradient_that_was_checked(activation, cost, hidden):
    network, x, targets = case(activation, cost, hidden)
    gradient = np.empty_like(network.parameters)
    passes = BatchPass(network, len(x), split_layers(gradient, network.sizes))
    passes.forward(with_ones(x, np.float64))
    passes.output_delta(targets.T)
    passes.backward(with_ones(x, np.float64))
    plain = backward(network, network.forward(x), targets).flat()
    np.testing.assert_allclose(gradient, plain, rtol=1e-12, atol=1e-15)
