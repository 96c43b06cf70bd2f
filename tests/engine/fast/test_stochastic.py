from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.examples import with_ones
from handwriting_app.engine.fast.stochastic import CHUNK, StochasticDescent
from handwriting_app.engine.network import Network
from handwriting_app.engine.tally import Tally
from tests.engine.cases import every_network, textbook


@every_network
@pytest.mark.parametrize("l2", [0.0, 0.05])
def test_equals_the_backward_pass_and_a_plain_step_for_each_example_in_turn(activation, cost, hidden, l2):
    rng = np.random.default_rng(1)
    count = CHUNK + 13  # more than a chunk, and not a whole number of them
    fast = Network.initialise((6, *hidden, 3), activation, cost, rng, np.float64)
    plain = fast.copy()
    x, targets = rng.normal(0, 1, (count, 6)), np.eye(3)[rng.integers(0, 3, count)]

    tally = Tally(np.empty((3, count)), [0.0] * len(fast.layers), [])
    for _ in StochasticDescent(fast, l2).epoch(with_ones(x, np.float64), targets.T, 0.02, tally):
        pass
    logits, squares = textbook(plain, x, targets, 0.02, l2)

    np.testing.assert_allclose(fast.parameters, plain.parameters, rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(tally.logits.T, logits, rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(tally.gradient_squares, squares, rtol=1e-11)
    assert tally.updates == count
