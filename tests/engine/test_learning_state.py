"""What learns can be taken down after an epoch, and taken up again."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from handwriting_app.engine.config import TrainingConfig, UpdateRule
from handwriting_app.engine.learning_state import LearningState
from handwriting_app.engine.network import Network


def state_of(rule: UpdateRule, *, averaging: float = 0.9, seed: int = 0) -> LearningState:
    rng = np.random.default_rng(seed)
    config = TrainingConfig(hidden=(3,), update_rule=rule, weight_averaging=averaging)
    return LearningState.at_rest(config, Network.initialise((4, 3, 2), "relu", "cross-entropy", rng), rng)


def advance(state: LearningState) -> None:
    gradient = state.rng.normal(size=state.learner.parameters.shape).astype(np.float32)
    state.rule.step(state.learner.parameters, gradient, 0.1)
    state.average.update(state.learner.parameters)
    state.convergence.is_reached(float(state.rng.random()))


@pytest.mark.parametrize("rule", get_args(UpdateRule))
def test_it_goes_on_where_it_was(rule: UpdateRule) -> None:
    first, second = state_of(rule), state_of(rule, seed=1)
    advance(first)
    taken = first.after(1)
    second.go_on_from(taken.with_vectors([vector.copy() for vector in taken.vectors]))
    for state in (first, second):
        advance(state)
    np.testing.assert_array_equal(first.learner.parameters, second.learner.parameters)
    np.testing.assert_array_equal(first.average.average, second.average.average)
    assert first.after(2).order == second.after(2).order
    assert first.rule.steps == second.rule.steps


def test_another_rule_and_a_new_average_begin_anew() -> None:
    first, second = state_of("adam", averaging=0.0), state_of("momentum")
    advance(first)
    second.go_on_from(first.after(1))
    assert second.rule.steps == 0
    assert not second.rule.state[0].any()
    assert second.average.epochs == 0
    np.testing.assert_array_equal(first.learner.parameters, second.learner.parameters)
