"""A learning rate is tried on copies, and what is said of it is what happened."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import trace
from handwriting_app.explain.one_step import OneStep, one_step
from handwriting_app.explain.rate_trial import MOST_STEPS, OtherDigits, costs_of, try_rate
from handwriting_app.explain.run_terms import PLAIN, RunTerms
from handwriting_app.numerals import number

LABEL = 3


@pytest.fixture
def network() -> Network:
    return Network.initialise((64, 16, 10), "relu", "cross-entropy", np.random.default_rng(0)).frozen()


@pytest.fixture
def others() -> OtherDigits:
    rng = np.random.default_rng(1)
    return OtherDigits(rng.integers(0, 17, (30, 64)) / 16, np.arange(30) % 10)


def test_where_it_does_harm_the_cost_is_told_before_and_after(network: Network, x: np.ndarray) -> None:
    # Smoothed labels forbid certainty, which is where a long step leads.
    seen = trace(network, x, LABEL, terms=RunTerms(replace(PLAIN, label_smoothing=0.1)))
    found = try_rate(network, seen, 5.0, 0.05)
    assert found.costs[0] == seen.cost
    assert all(cost <= seen.cost for cost in found.costs[:-1])
    assert 2 <= len(found.costs) <= MOST_STEPS + 1
    assert found.costs[-1] > seen.cost
    assert f"leap from {number(seen.cost, 3)} to {number(found.costs[-1], 3)}" in found.words


def test_where_it_does_none_that_is_said_and_the_harm_to_others(
    network: Network, x: np.ndarray, others: OtherDigits
) -> None:
    before = network.parameters.copy()
    seen = trace(network, x, LABEL)
    found = try_rate(network, seen, 5.0, 0.05, others)
    assert np.array_equal(network.parameters, before)
    step, usual = one_step(network, seen, 5.0), one_step(network, seen, 0.05)
    assert isinstance(step, OneStep)
    assert isinstance(usual, OneStep)
    assert found.costs == (seen.cost, step.after.cost)
    assert found.words.startswith(
        f"Tried on a copy: on this 3 even η = 5 lowers the cost, from {number(seen.cost, 3)} to "
    )
    changes = costs_of(step.network, others) - costs_of(network, others)
    worst = int(np.argmax(changes))
    assert found.harm is not None
    assert found.harm.label == others.y[worst]
    assert found.harm.after - found.harm.before == pytest.approx(changes[worst], rel=1e-4)
    assert found.harm.harmed == (changes > 0).sum()
    assert found.harm.usual == pytest.approx(costs_of(usual.network, others)[worst], rel=1e-4)
    assert f"harms {found.harm.harmed} of 30 other digits" in found.words


def test_without_other_digits_it_is_honest_about_this_one(network: Network, x: np.ndarray) -> None:
    found = try_rate(network, trace(network, x, LABEL), 5.0, 0.05)
    assert found.harm is None
    assert "lowers the cost" in found.words
    assert "other" not in found.words


def test_costs_of_many_are_those_of_each(network: Network, others: OtherDigits) -> None:
    each = [trace(network, x, int(y)).cost for x, y in zip(others.x, others.y, strict=True)]
    np.testing.assert_allclose(costs_of(network, others), each, rtol=1e-4)


def test_a_step_out_of_the_numbers_is_told_as_that(network: Network, x: np.ndarray) -> None:
    found = try_rate(network, trace(network, x, LABEL), 1e36, 0.05)
    assert found.is_refused
    assert "leave the range" in found.words


def test_zeros_are_left_where_they_are(network: Network, x: np.ndarray) -> None:
    certain = network.copy(np.float64)
    certain.biases[1][LABEL] = 1e5
    found = try_rate(certain, trace(certain, x, LABEL), 5.0, 0.05)
    assert found.words == "Tried on a copy: even η = 5 leaves the cost of this 3 at 0."


def test_a_large_network_is_tried_on_fewer_digits(network: Network, others: OtherDigits) -> None:
    large = Network.initialise((64, 20_000, 100, 10), "relu", "cross-entropy", np.random.default_rng(0))
    assert len(others.for_a(network).y) == 30
    few = others.for_a(large)
    assert 1 <= len(few.y) == len(few.x) < 30
