from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.backpropagation import backward, cost_of
from handwriting_app.engine.descent import add_penalty, batch_size, batches, kernel_for
from handwriting_app.engine.fast.slices import BatchGradient
from handwriting_app.engine.fast.stochastic import StochasticDescent
from handwriting_app.engine.network import split_layers
from tests.engine.cases import case


@pytest.mark.parametrize(("descent", "size"), [("batch", 75), ("stochastic", 1), ("mini-batch", 16)])
def test_the_mode_decides_how_many_examples_make_an_update(descent, size, make_config):
    assert batch_size(make_config(descent=descent), 75) == size


def test_a_mini_batch_is_never_larger_than_the_set(make_config):
    assert batch_size(make_config(batch_size=100), 75) == 75


def test_every_example_is_in_one_batch():
    assert [list(range(75))[rows] for rows in batches(75, 32)] == [
        list(range(32)),
        list(range(32, 64)),
        list(range(64, 75)),
    ]


def test_the_plain_rule_after_every_example_has_a_kernel_of_its_own(make_network, make_config):
    plain, momentum = (make_config(descent="stochastic", update_rule=rule) for rule in ("plain", "momentum"))
    assert isinstance(kernel_for(plain, make_network(plain), 75), StochasticDescent)
    assert isinstance(kernel_for(momentum, make_network(momentum), 75), BatchGradient)


def test_the_penalty_has_the_gradient_that_central_differences_give():
    network, x, targets = case("tanh", "cross-entropy", (5,))
    gradient = backward(network, network.forward(x), targets).flat()
    add_penalty(split_layers(gradient, network.sizes), network, 0.1)
    for index in range(0, len(gradient), 7):
        probe = network.copy()
        costs = []
        for step in (1e-5, -1e-5):
            probe.parameters[index] = network.parameters[index] + step
            costs.append(cost_of(probe, x, targets, l2=0.1))
        assert gradient[index] == pytest.approx((costs[0] - costs[1]) / 2e-5, abs=1e-9)


def test_without_a_penalty_nothing_is_added(make_network, make_config):
    network = make_network(make_config())
    gradient = np.ones_like(network.parameters)
    add_penalty(split_layers(gradient, network.sizes), network, 0.0)
    assert (gradient == 1).all()
