"""Checks are data, held against facts."""

from __future__ import annotations

import re

import pytest

from handwriting_app.lab.checks import Check, are_done
from handwriting_app.lab.fields import FieldError

COST = "training.cost"


@pytest.mark.parametrize(
    ("check", "done", "not_yet"),
    [
        (Check(fact=COST, below=0.1), 0.09, 0.1),
        (Check(fact=COST, above=0.1), 0.11, 0.1),
        (Check(fact=COST, at_least=0.1), 0.1, 0.09),
        (Check(fact=COST, at_most=0.1), 0.1, 0.11),
        (Check(fact=COST, at_least=1, at_most=2), 1.5, 2.5),
        (Check(fact=COST, equals=3), 3.0, 3.1),
        (Check(fact=COST, below=0.1), 0.0, float("nan")),
        (Check(fact="descent_mode", equals="batch"), "batch", "stochastic"),
        (Check(fact="descent_mode", one_of=("batch", "mini-batch")), "mini-batch", "stochastic"),
    ],
)
def test_every_test_both_ways(check: Check, done: float | str, not_yet: float | str) -> None:
    assert check.is_done({check.fact: done})
    assert not check.is_done({check.fact: not_yet})


def test_a_fact_that_nobody_told_is_not_done() -> None:
    assert not Check(fact=COST, below=0.1).is_done({})


def test_a_word_where_a_number_was_due_is_not_done() -> None:
    assert not Check(fact=COST, below=0.1).is_done({COST: "low"})


def test_all_must_hold_at_once() -> None:
    checks = (Check(fact=COST, below=0.1), Check(fact="descent_mode", equals="stochastic"))
    assert are_done(checks, {COST: 0.05, "descent_mode": "stochastic"})
    assert not are_done(checks, {COST: 0.05, "descent_mode": "batch"})
    assert not are_done(checks, {COST: 0.5, "descent_mode": "stochastic"})


@pytest.mark.parametrize(
    ("tests", "words"),
    [
        ({"fact": "training.luck", "below": 1}, "no fact named 'training.luck'"),
        ({"fact": COST}, "tests nothing"),
        ({"fact": COST, "below": "low"}, "must be a number"),
        ({"fact": COST, "equals": True}, "must be a number"),
        ({"fact": COST, "below": float("nan")}, "must be a number, not nan"),
        ({"fact": COST, "below": float("inf")}, "must be a number, not inf"),
        ({"fact": COST, "equals": 10**5000}, "must be a number of at least 0, not a number of thousands of digits"),
        ({"fact": ["training.cost"], "below": 1}, "no fact named"),
        ({"fact": "descent_mode", "equals": 3}, "must be one of batch, stochastic, mini-batch, not 3"),
        ({"fact": "descent_mode", "below": 3}, "it is a word"),
        ({"fact": "descent_mode", "one_of": ("batch", 3)}, "must be one of"),
        ({"fact": "descent_mode", "one_of": ()}, "must be a list"),
        ({"fact": "descent_mode", "one_of": "batch"}, "must be a list"),
        # What can never be.
        ({"fact": "training.ended", "equals": "done"}, "finished, converged, stopped, diverged, failed, not 'done'"),
        ({"fact": "neuron.page", "one_of": ("unit", "plain")}, "one of unit, plane, layers, chain, not 'plain'"),
        ({"fact": "race.modes", "equals": 1.5}, "must be a whole number from 0 to 3"),
        ({"fact": "race.modes", "equals": 4}, "must be a whole number from 0 to 3"),
        ({"fact": "race.modes", "above": 3}, "can never hold"),
        ({"fact": "training.accuracy", "at_least": 90}, "can never hold: it is a number from 0 to 1, and here 90"),
        ({"fact": COST, "below": 0}, "can never hold"),
        ({"fact": COST, "at_most": -1}, "can never hold"),
    ],
)
def test_a_check_that_can_never_make_sense_is_refused(tests: dict[str, object], words: str) -> None:
    with pytest.raises(FieldError, match=re.escape(words)) as problem:
        Check(**tests)  # type: ignore[arg-type]
    assert problem.value.field in tests
