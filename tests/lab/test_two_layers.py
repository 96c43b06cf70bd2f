"""The engine's own network learns what one unit cannot."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.config import ActivationName
from handwriting_app.engine.network import Network
from handwriting_app.lab.plane import picture_of_network
from handwriting_app.lab.points import TABLES, Points
from handwriting_app.lab.two_layers import RATES, TwoLayers, answers
from handwriting_app.numerals import number


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
def test_xor_is_learnt_with_a_hidden_layer(activation: ActivationName) -> None:
    run = TwoLayers(TABLES["XOR"], 4, activation, seed=0)
    assert run.progress().epochs == 0
    run.advance(1000)
    progress = run.progress()
    assert progress.is_over
    assert not progress.wrong.any()
    assert "Solved" in progress.message


def test_a_tie_is_a_0() -> None:
    network = Network.initialise((2, 1, 2), "tanh", "cross-entropy", np.random.default_rng(0), np.float64)
    network.parameters[...] = 0
    assert answers(network, np.array([[1.0, 1.0]])).tolist() == [0.0]
    assert not (picture_of_network(network, TABLES["XOR"], np.zeros(4, dtype=bool)).answers > 0).any()


def test_the_learning_rate_is_used() -> None:
    costs = []
    for rate in (None, RATES["tanh"], 0.2):
        run = TwoLayers(TABLES["XOR"], 3, "tanh", 0, rate)
        run.advance(20)
        costs.append(run.progress().cost)
    assert costs[0] == costs[1] != costs[2]


def test_one_hidden_unit_is_one_line() -> None:
    run = TwoLayers(TABLES["XOR"], 1, "tanh", seed=0)
    run.advance(5000)
    progress = run.progress()
    assert progress.is_over
    assert progress.wrong.any()
    assert "more hidden units" in progress.message


def test_the_same_seed_is_the_same_run() -> None:
    runs = [TwoLayers(TABLES["XOR"], 3, "tanh", seed=5) for _ in range(2)]
    for run in runs:
        run.advance(20)
    first, second = (run.progress().network.parameters for run in runs)
    assert first.tolist() == second.tolist()


def test_a_snapshot_stays_as_it_is() -> None:
    run = TwoLayers(TABLES["XOR"], 3, "tanh", seed=0)
    before = run.progress().network
    kept = before.parameters.copy()
    run.advance(5)
    assert before.parameters.tolist() == kept.tolist()
    assert run.progress().network.parameters.tolist() != kept.tolist()


def test_without_points_there_is_nothing_to_learn() -> None:
    run = TwoLayers(Points(), 3, "tanh", seed=0)
    run.advance(1)
    assert run.progress().is_over
    assert "no points" in run.progress().message


def test_what_is_said_on_the_way_is_what_the_cost_has_done() -> None:
    run = TwoLayers(TABLES["XOR"], 3, "tanh", seed=0)
    run.advance(1)
    first = run.progress()
    assert f"The cost has not fallen: it was {number(first.cost, 3)} in epoch 1" in first.message
    run.advance(20)
    later = run.progress()
    assert later.message.endswith(f"The cost has fallen from {number(first.cost, 3)} to {number(later.cost, 3)}.")


def test_a_cost_that_is_shown_the_same_stands_still() -> None:
    run = TwoLayers(TABLES["XOR"], 3, "tanh", seed=0, learning_rate=1e-9)
    run.advance(5)
    progress = run.progress()
    assert progress.message.endswith(f"The cost stands still at {number(progress.cost, 3)}.")
