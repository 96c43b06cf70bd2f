"""One question, all that is worked out for it, and when the answer is the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import trace
from handwriting_app.explain.following import MOST_AT_ONCE, Question
from handwriting_app.explain.one_step import predicted_change
from handwriting_app.explain.run_terms import NO_TERMS, RunTerms


def network(*sizes):
    return Network.initialise(sizes, "relu", "cross-entropy", np.random.default_rng(5)).frozen()


@pytest.fixture
def question():
    return Question(network(64, 12, 10), np.random.default_rng(6).random(64), 7, 0.1)


def test_the_answer_is_the_way_its_checks_and_what_the_step_promises(question):
    answer = question.answer()
    seen = trace(question.network, question.x, 7)
    assert np.array_equal(answer.trace.gradient(), seen.gradient())
    assert answer.holds == (True, True)
    assert answer.promised == predicted_change(seen, 0.1)
    assert replace(question, slope_missing=True).answer().holds == (False, True)


def test_the_answer_is_the_same_while_nothing_has_changed(question):
    assert question.is_same(replace(question, x=question.x.copy()))
    for other in (
        replace(question, network=question.network.copy()),
        replace(question, x=question.x + 1e-9),
        replace(question, label=3),
        replace(question, learning_rate=0.2),
        replace(question, slope_missing=True),
        replace(question, terms=RunTerms()),
    ):
        assert not question.is_same(other)
    assert question.is_same(replace(question, terms=NO_TERMS))


def test_a_run_changes_no_more_than_the_weights(question):
    assert question.is_akin(replace(question, network=network(64, 12, 10), learning_rate=0.2))
    assert not question.is_akin(replace(question, network=network(64, 13, 10)))
    assert not question.is_akin(replace(question, label=3))
    assert not question.is_akin(replace(question, x=np.zeros(64)))


def test_only_large_networks_take_long(question):
    assert not question.is_long
    units = MOST_AT_ONCE // 75 + 1
    assert replace(question, network=network(64, units, 10)).is_long
