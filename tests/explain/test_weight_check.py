"""The numeric gradient stands for itself: it finds right gradients right, and wrong ones wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from handwriting_app.engine.costs import targets_of
from handwriting_app.engine.gradient_check import central_difference
from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import trace
from handwriting_app.explain.quantity import Kind, Quantity
from handwriting_app.explain.run_terms import RunTerms
from handwriting_app.explain.weight_check import Verdict, check, check_layers
from handwriting_app.numerals import number

LABEL = 3


def every_quantity(network: Network) -> list[Quantity]:
    depth = len(network.weights)
    quantities = [Quantity(Kind.PIXEL, 0, k) for k in range(0, 64, 9)]
    for layer in range(1, depth + 1):
        for unit in range(0, network.sizes[layer], 3):
            quantities += [Quantity(Kind.BIAS, layer, unit), Quantity(Kind.SUM, layer, unit)]
            quantities += [Quantity(Kind.WEIGHT, layer, unit, k) for k in range(0, network.sizes[layer - 1], 4)]
            quantities += [Quantity(Kind.OUTPUT, layer, unit)] if layer < depth else []
    return quantities


def test_every_gradient_agrees_with_its_central_difference(network: Network, x: np.ndarray) -> None:
    seen = trace(network, x, LABEL)
    for quantity in every_quantity(network):
        result = check(seen, quantity)
        assert result.is_right, (quantity, result)
        if result.verdict is Verdict.AGREES:
            assert result.numeric == pytest.approx(result.backprop, rel=1e-4)
    assert all(check_layers(seen))


def test_with_what_a_run_adds_both_show_the_same_digits(network: Network, x: np.ndarray, terms: RunTerms) -> None:
    seen = trace(network, x, LABEL, terms=terms)
    plain = trace(network, x, LABEL)
    has_changed = False
    for quantity in every_quantity(network):
        result = check(seen, quantity)
        assert result.is_right, (quantity, result)
        if result.verdict is Verdict.AGREES:
            assert number(result.numeric, 3) == number(result.backprop, 3), (quantity, result)
        has_changed |= number(result.backprop) != number(quantity.gradient(plain))
    assert has_changed
    assert all(check_layers(seen))


def test_a_target_that_the_backward_pass_does_not_smooth_is_caught(x: np.ndarray, terms: RunTerms) -> None:
    network = Network.initialise((64, 9, 10), "tanh", "cross-entropy", np.random.default_rng(0), np.float64)
    seen, plain = trace(network, x, LABEL, terms=terms), trace(network, x, LABEL)
    assert all(check_layers(seen))
    assert not any(check_layers(replace(seen, _backward=plain._backward)))


def test_the_nudged_forward_pass_is_the_nudged_weight(network: Network, x: np.ndarray) -> None:
    seen = trace(network, x, LABEL)
    rows, columns = network.weights[0].shape
    result = check(seen, Quantity(Kind.WEIGHT, 1, rows - 1, columns - 1))
    index = (columns - 1) * rows + rows - 1  # parameters hold a row for each input
    expected = central_difference(network, x[None], targets_of(np.array([LABEL]), 10), index)
    assert result.numeric == pytest.approx(expected, rel=1e-4, abs=1e-9)


def test_a_missing_slope_is_caught_in_every_layer_but_the_last(network: Network, x: np.ndarray) -> None:
    wrong = trace(network, x, LABEL, slope_missing=True)
    if network.activation == "relu" and wrong.depth > 1:
        # For a unit that fires σ′ is 1, so that only one that does not fire can betray the fault.
        assert any(
            check(wrong, Quantity(Kind.BIAS, layer, unit)).verdict is Verdict.DIFFERS
            for layer in range(1, wrong.depth)
            for unit in range(network.sizes[layer])
        )
        return
    assert check_layers(wrong) == (*(False,) * (wrong.depth - 1), True)


@pytest.mark.parametrize("activation", ["sigmoid"], indirect=True)
def test_a_gradient_that_has_vanished_is_no_false_alarm(cost: str, x: np.ndarray, activation: str) -> None:
    network = Network.initialise((64, *(32,) * 10, 10), activation, cost, np.random.default_rng(1), np.float64)
    seen = trace(network, x, LABEL)
    assert np.abs(seen.weight_gradient(1)).max() < 1e-5
    assert all(check_layers(seen, weights_each=20))


def test_a_confident_network_is_no_false_alarm(network: Network, x: np.ndarray) -> None:
    sure = network.copy()
    last = sure.biases[-1]
    last[...] -= 25
    last[LABEL] += 50
    seen = trace(sure, x, LABEL)
    assert seen.cost < 1e-6
    assert all(check_layers(seen, weights_each=20))


def test_large_signals_are_no_false_alarm(network: Network, x: np.ndarray) -> None:
    loud = network.copy()
    for weights in loud.weights[:-1]:
        weights *= 3
    seen = trace(loud, x, LABEL)
    assert all(check_layers(seen, weights_each=20))


def test_at_the_kink_of_a_relu_there_is_nothing_to_compare(x: np.ndarray) -> None:
    network = Network.initialise((64, 4, 10), "relu", "cross-entropy", np.random.default_rng(2), np.float64)
    network.weights[0][1] = 0.0
    result = check(trace(network, x, LABEL), Quantity(Kind.BIAS, 1, 1))
    assert result.backprop == 0
    assert result.numeric != 0
    assert result.verdict is Verdict.KINK
    assert not result.is_right


def test_zero_beside_zero_agrees(x: np.ndarray) -> None:
    network = Network.initialise((64, 4, 10), "relu", "cross-entropy", np.random.default_rng(2), np.float64)
    network.parameters[...] = 0
    result = check(trace(network, x, LABEL), Quantity(Kind.WEIGHT, 1, 0, 0))
    assert (result.backprop, result.numeric, result.relative) == (0, 0, 0)
    assert result.verdict is Verdict.AGREES


def test_no_gradient_is_called_wrong_where_the_numbers_end(network: Network, x: np.ndarray) -> None:
    scale = np.finfo(np.float32).max
    thrown = network.copy()
    thrown.parameters[:] = np.random.default_rng(1).choice((-scale, scale), thrown.parameters.shape)
    seen = trace(thrown, x, LABEL)
    for quantity in every_quantity(thrown)[::7]:
        result = check(seen, quantity)
        assert np.isfinite((result.backprop, result.numeric)).all()
        assert result.verdict is not Verdict.DIFFERS
