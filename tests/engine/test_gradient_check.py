"""Backpropagation against central differences, for every activation × cost × depth."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.gradient_check import check_gradient
from tests.engine.cases import case, every_network


@every_network
def test_backpropagation_agrees_with_central_differences(activation, cost, hidden):
    assert check_gradient(*case(activation, cost, hidden)) < 1e-6


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_a_missing_slope_is_caught(activation):
    assert check_gradient(*case(activation, "cross-entropy", (6, 5)), slope=np.ones_like) > 0.01


def test_the_network_is_left_as_it_was():
    network, x, targets = case("tanh", "quadratic", (5,))
    before = network.parameters.copy()
    check_gradient(network, x, targets, indices=[0, 7])
    assert np.array_equal(network.parameters, before)
