from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.examples import with_ones
from handwriting_app.engine.fast.stochastic import StochasticDescent
from handwriting_app.engine.network import Network
from handwriting_app.engine.tally import Tally
from tests.engine.cases import every_network, textbook
from tests.engine.compiled import compiled

COUNT = 45


def examples(rng, dtype=np.float64):
    x = rng.normal(0, 1, (COUNT, 6)).astype(dtype)
    x[rng.random(x.shape) < 0.3] = 0  # blank pixels are left out
    return x, np.eye(3, dtype=dtype)[rng.integers(0, 3, COUNT)]


def tally_of(network):
    return Tally(np.empty((3, COUNT), network.parameters.dtype), [0.0] * len(network.layers), [])


@every_network
@pytest.mark.parametrize("l2", [0.0, 0.05])
def test_equals_the_textbook_for_each_example_in_turn(activation, cost, hidden, l2):
    rng = np.random.default_rng(1)
    fast = Network.initialise((6, *hidden, 3), activation, cost, rng, np.float64)
    plain = fast.copy()
    x, targets = examples(rng)

    tally = tally_of(fast)
    for _ in compiled().CompiledDescent(fast, l2).epoch(with_ones(x, np.float64), targets.T, 0.02, tally):
        pass
    logits, squares = textbook(plain, x, targets, 0.02, l2)

    np.testing.assert_allclose(fast.parameters, plain.parameters, rtol=1e-12, atol=1e-13)
    np.testing.assert_allclose(tally.logits.T, logits, rtol=1e-12, atol=1e-13)
    np.testing.assert_allclose(tally.gradient_squares, squares, rtol=1e-11)
    assert tally.updates == COUNT


@pytest.mark.parametrize("activation", ["sigmoid", "relu", "tanh"])
def test_in_float32_it_is_as_near_to_numpy_as_rounding_is_and_gives_the_same_bits_each_time(activation):
    def after(kind):
        network = Network.initialise((6, 20, 3), activation, "cross-entropy", np.random.default_rng(0), np.float32)
        x, targets = examples(np.random.default_rng(2), np.float32)
        for _ in range(5):
            for _ in kind(network, 1e-3).epoch(with_ones(x, np.float32), targets.T, 0.05, tally_of(network)):
                pass
        return network.parameters

    once = after(compiled().CompiledDescent)
    np.testing.assert_array_equal(once, after(compiled().CompiledDescent))
    np.testing.assert_allclose(once, after(StochasticDescent), atol=2e-5)
    assert once.dtype == np.float32


def test_it_pauses_on_the_way_through_a_large_network():
    network = Network.initialise((6, 400, 300, 3), "relu", "cross-entropy", np.random.default_rng(0), np.float32)
    x, targets = examples(np.random.default_rng(2), np.float32)
    beats = list(
        compiled().CompiledDescent(network, 0.0).epoch(with_ones(x, np.float32), targets.T, 0.01, tally_of(network))
    )
    assert len(beats) >= 2


@pytest.mark.filterwarnings("ignore:overflow")
def test_weights_that_leave_the_numbers_are_seen_to_have_left_them():
    network = Network.initialise((6, 20, 3), "relu", "quadratic", np.random.default_rng(0), np.float32)
    network.parameters *= 1e30
    x, targets = examples(np.random.default_rng(2), np.float32)
    tally = tally_of(network)
    for _ in compiled().CompiledDescent(network, 0.0).epoch(with_ones(x, np.float32), targets.T, 1e30, tally):
        pass
    assert not np.isfinite(network.parameters).all() or not np.isfinite(tally.logits).all()
