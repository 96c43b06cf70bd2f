"""A weight moved by hand, against the cost and p worked out afresh by the forward pass alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from handwriting_app.engine.config import CostName, TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import trace
from handwriting_app.explain.quantity import Kind, Quantity
from handwriting_app.explain.run_terms import RunTerms
from handwriting_app.explain.weight_drag import (
    WeightDrag,
    is_there,
    probability_gradient,
    resting_words,
    weight_name,
    with_value,
)
from tests.explain.conftest import LABEL


def every_quantity(network: Network, x: np.ndarray) -> list[Quantity]:
    """The most telling weight of each layer, and a bias of each."""
    passed, found = network.forward(x[np.newaxis]), []
    for layer in range(1, len(network.weights) + 1):
        source = int(np.argmax(np.abs(passed.a[layer - 1][0])))
        found += [Quantity(Kind.WEIGHT, layer, 2, source), Quantity(Kind.BIAS, layer, 3)]
    return found


def share(network: Network, x: np.ndarray) -> float:
    return float(network.predict(x[np.newaxis])[0, LABEL])


def cost(network: Network, x: np.ndarray) -> float:
    """Without the program's costs: −ln softmax, or half the squared error."""
    z = network.logits(x[np.newaxis])[0]
    if network.cost == "cross-entropy":
        return float(np.log(np.exp(z).sum()) - z[LABEL])
    return float(0.5 * ((1 / (1 + np.exp(-z)) - np.eye(10)[LABEL]) ** 2).sum())


def test_a_small_move_does_within_one_percent_what_the_gradients_predicted(network: Network, x: np.ndarray) -> None:
    before, told = trace(network, x, LABEL), 0
    for quantity in every_quantity(network, x):
        moved = with_value(network, quantity, quantity.value(before) + 1e-4)
        drag = WeightDrag(quantity, before, trace(moved, x, LABEL))
        by_cost, by_share = cost(moved, x) - cost(network, x), share(moved, x) - share(network, x)
        assert drag.actual_cost_change == pytest.approx(by_cost, rel=1e-6, abs=1e-12)
        assert drag.actual_probability_change == pytest.approx(by_share, rel=1e-6, abs=1e-12)
        assert drag.predicted_cost_change == pytest.approx(by_cost, rel=0.01, abs=1e-10)
        assert drag.predicted_probability_change == pytest.approx(by_share, rel=0.01, abs=1e-10)
        told += abs(by_cost) > 1e-8
    assert told >= len(network.weights)


def test_a_long_move_is_told_as_it_is_and_not_as_it_was_predicted(x: np.ndarray) -> None:
    network = Network.initialise((64, 9, 10), "tanh", "cross-entropy", np.random.default_rng(0), np.float64)
    before, quantity = trace(network, x, LABEL), Quantity(Kind.BIAS, 2, LABEL)
    moved = with_value(network, quantity, 8.0)
    drag = WeightDrag(quantity, before, trace(moved, x, LABEL))
    assert drag.actual_cost_change == pytest.approx(cost(moved, x) - cost(network, x))
    assert abs(drag.predicted_cost_change) > 2 * abs(drag.actual_cost_change)


def test_p_has_its_own_gradient_whatever_the_cost_is_made_of(cost: CostName, x: np.ndarray) -> None:
    network = Network.initialise((64, 9, 7, 10), "sigmoid", cost, np.random.default_rng(1), np.float64)
    terms = RunTerms(replace(TrainingConfig(), label_smoothing=0.2, l2=0.1))
    quantity = Quantity(Kind.WEIGHT, 1, 3, int(np.argmax(x)))
    plain = probability_gradient(trace(network, x, LABEL), quantity)
    assert probability_gradient(trace(network, x, LABEL, terms=terms), quantity) == plain
    assert probability_gradient(trace(network, x, LABEL, slope_missing=True), quantity) == plain


def test_a_penalty_is_part_of_what_is_predicted(x: np.ndarray) -> None:
    network = Network.initialise((64, 9, 10), "relu", "cross-entropy", np.random.default_rng(1), np.float64)
    terms = RunTerms(replace(TrainingConfig(), l2=0.5, label_smoothing=0.0))
    quantity = Quantity(Kind.WEIGHT, 2, LABEL, 0)
    before = trace(network, x, LABEL, terms=terms)
    old = quantity.value(before)
    drag = WeightDrag(quantity, before, trace(with_value(network, quantity, old + 1e-4), x, LABEL, terms=terms))
    of_data = cost_change_of_data(network, quantity, x, old + 1e-4)
    assert drag.actual_cost_change - of_data == pytest.approx(0.25 * ((old + 1e-4) ** 2 - old**2), rel=1e-6)
    assert drag.predicted_cost_change == pytest.approx(drag.actual_cost_change, rel=0.01)


def cost_change_of_data(network: Network, quantity: Quantity, x: np.ndarray, value: float) -> float:
    return cost(with_value(network, quantity, value), x) - cost(network, x)


def test_only_that_one_number_is_moved_in_a_copy(x: np.ndarray) -> None:
    network = Network.initialise((64, 9, 10), "relu", "cross-entropy", np.random.default_rng(0))
    kept = network.parameters.copy()
    for quantity in (Quantity(Kind.WEIGHT, 2, 4, 7), Quantity(Kind.BIAS, 1, 8)):
        moved = with_value(network, quantity, 0.3)
        assert moved.parameters.dtype == np.float32
        assert np.count_nonzero(moved.parameters != kept) == 1
        assert quantity.value(trace(moved, x, LABEL)) == np.float32(0.3)
    np.testing.assert_array_equal(network.parameters, kept)


def test_what_is_not_there_or_no_number_is_refused() -> None:
    network = Network.initialise((64, 9, 10), "relu", "cross-entropy", np.random.default_rng(0))
    for quantity in (
        Quantity(Kind.SUM, 1, 0),
        Quantity(Kind.PIXEL, 0, 3),
        Quantity(Kind.WEIGHT, 3, 0),
        Quantity(Kind.WEIGHT, 1, 9),
        Quantity(Kind.WEIGHT, 2, 0, 9),
    ):
        assert not is_there(quantity, network.sizes)
        with pytest.raises(ValueError, match="weight or a bias"):
            with_value(network, quantity, 0.0)
    for value in (np.nan, np.inf, 1e39):
        with pytest.raises(ValueError, match="more than the network can hold"):
            with_value(network, Quantity(Kind.BIAS, 1, 0), value)


def test_the_words_name_the_number_and_both_changes(x: np.ndarray) -> None:
    network = Network.initialise((64, 9, 10), "relu", "cross-entropy", np.random.default_rng(0), np.float64)
    before, quantity = trace(network, x, LABEL), Quantity(Kind.BIAS, 2, LABEL)
    assert weight_name(quantity) == "b(2)[3]"
    assert resting_words(before, quantity)[0] == "b(2)[3] = 0"
    first, second, third = WeightDrag(quantity, before, trace(with_value(network, quantity, 0.5), x, LABEL)).words()
    assert first == "b(2)[3]: 0 → 0.5"
    assert "Predicted −" in second
    assert "real −" in second
    assert third.startswith("p of the 3: ")
    assert "Predicted +" in third
