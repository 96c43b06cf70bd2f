"""The ranking of units, against a plain loop that really removes each of them."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import pytest

from handwriting_app.engine.backpropagation import cost_of
from handwriting_app.engine.classes import Classes
from handwriting_app.engine.config import ActivationName, CostName
from handwriting_app.engine.costs import targets_of
from handwriting_app.engine.network import Network
from handwriting_app.explain import unit_ranking
from handwriting_app.explain.unit_ranking import UnitRanking, UnitWorth, rank_units
from tests.explain.test_unit_surgery import logits_without


def ranked(steps: Generator[float, None, UnitRanking]) -> tuple[list[float], UnitRanking]:
    shares = []
    while True:
        try:
            shares.append(next(steps))
        except StopIteration as end:
            return shares, end.value


def made(activation: ActivationName, cost: CostName, hidden: tuple[int, ...], outputs: int = 10) -> Network:
    network = Network.initialise((64, *hidden, outputs), activation, cost, np.random.default_rng(4), np.float64)
    network.parameters += np.random.default_rng(5).normal(0, 0.1, network.parameters.shape)
    return network


@pytest.mark.parametrize("hidden", [(9,), (9, 7), (5, 6, 8)])
@pytest.mark.parametrize("at_once", [1, 3000, 400_000])
def test_equals_a_plain_loop(
    activation: ActivationName, cost: CostName, hidden: tuple[int, ...], at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unit_ranking, "AT_ONCE", at_once)
    network = made(activation, cost, hidden)
    x, y = np.random.default_rng(6).random((40, 64)), np.arange(40) % 10
    whole = cost_of(network, x, targets_of(y, 10))
    right = (network.logits(x).argmax(axis=1) == y).sum()
    expected = []
    for layer, units in enumerate(hidden, start=1):
        for unit in range(units):
            z = logits_without(network, x, layer, (unit,))
            if cost == "cross-entropy":
                without = np.mean([np.log(np.exp(row).sum()) - row[label] for row, label in zip(z, y, strict=True)])
            else:
                without = np.mean(0.5 * ((1 / (1 + np.exp(-z)) - np.eye(10)[y]) ** 2).sum(axis=1))
            expected.append((layer, unit, without - whole, right - (z.argmax(axis=1) == y).sum()))
    shares, ranking = ranked(rank_units(network, x, y))
    assert shares[-1] == 1.0
    assert shares == sorted(shares)
    assert (ranking.cost, ranking.digits, ranking.right) == (pytest.approx(whole), 40, right)
    assert sorted((each.layer, each.unit) for each in ranking.units) == [each[:2] for each in expected]
    rises = {(layer, unit): (rise, lost) for layer, unit, rise, lost in expected}
    for each in ranking.units:
        rise, lost = rises[each.layer, each.unit]
        assert each.rise == pytest.approx(rise, rel=1e-9, abs=1e-12)
        assert each.lost == lost
    order = [each.rise for each in ranking.units]
    assert order == sorted(order, reverse=True)


def test_an_output_for_none_is_no_answer() -> None:
    first = made("relu", "cross-entropy", (5,), 4)
    network = Network(first.sizes, "relu", "cross-entropy", first.parameters, Classes.numbered(3, has_none=True))
    network.biases[-1][3] = 50.0  # what a digit is read as is the largest of the others
    x, y = np.random.default_rng(6).random((30, 64)), np.arange(30) % 3
    _, ranking = ranked(rank_units(network, x, y))
    assert ranking.right == (network.logits(x)[:, :3].argmax(axis=1) == y).sum() > 0


def test_without_hidden_layers_there_is_nothing_to_rank() -> None:
    network = made("relu", "cross-entropy", ())
    shares, ranking = ranked(rank_units(network, np.ones((3, 64)), np.array([0, 1, 2])))
    assert shares == []
    assert ranking.units == ()


def test_huge_weights_are_ranked_with_finite_numbers() -> None:
    network = made("relu", "cross-entropy", (5, 5))
    network.parameters *= 1e200
    _, ranking = ranked(rank_units(network, np.ones((3, 64)), np.array([0, 1, 2])))
    assert all(np.isfinite(each.rise) for each in ranking.units)
    assert isinstance(ranking.units[0], UnitWorth)
