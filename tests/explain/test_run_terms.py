"""What a run adds: said in words, and the step that it takes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from handwriting_app.engine.checkpoint import Checkpoint, Order
from handwriting_app.engine.config import TrainingConfig, UpdateRule
from handwriting_app.engine.optimizers import optimizer_for
from handwriting_app.explain.run_terms import NO_TERMS, PLAIN, RunTerms


def checkpoint_of(rule: UpdateRule, state: tuple[np.ndarray, ...], steps: int) -> Checkpoint:
    rng = np.random.default_rng(0)
    return Checkpoint(3, np.zeros(4, np.float32), None, 0, rule, state, steps, 1.0, 0, Order.of(rng))


@pytest.mark.parametrize(
    ("config", "words"),
    [
        (
            TrainingConfig(),
            "This run also smooths labels by 0.1, adds L2 0.0003, has momentum 0.9, averages weights.",
        ),
        (replace(PLAIN, update_rule="adam"), "This run also steps by Adam."),
        (replace(PLAIN, l2=0.02), "This run also adds L2 0.02."),
        (PLAIN, "This run adds nothing to C, δ and the step."),
    ],
)
def test_it_is_said_in_words(config: TrainingConfig, words: str) -> None:
    assert RunTerms(config).words() == words


def test_only_what_changes_c_or_the_step_can_be_switched_on() -> None:
    assert NO_TERMS.is_plain
    assert RunTerms(replace(PLAIN, weight_averaging=0.9)).is_plain
    for change in ({"l2": 0.1}, {"label_smoothing": 0.1}, {"update_rule": "momentum"}, {"update_rule": "adam"}):
        assert not RunTerms(replace(PLAIN, **change)).is_plain


@pytest.mark.parametrize("rule", ["plain", "momentum", "adam"])
def test_a_step_goes_on_from_where_the_run_is(rule: UpdateRule) -> None:
    config = replace(PLAIN, update_rule=rule, momentum=0.8)
    rng = np.random.default_rng(1)
    parameters = rng.normal(size=4)
    engine = optimizer_for(config, parameters)
    for _ in range(3):
        engine.step(parameters, rng.normal(size=4), 0.1)
    reached = checkpoint_of(rule, tuple(each.copy() for each in engine.state), engine.steps)
    gradient, before = rng.normal(size=4), parameters.copy()
    engine.step(parameters, gradient.copy(), 0.1)
    terms = RunTerms(config, reached)
    kept = gradient.copy()
    np.testing.assert_allclose(terms.change(gradient, 0.1), parameters - before, rtol=1e-12)
    np.testing.assert_array_equal(gradient, kept)
    if rule == "momentum":
        np.testing.assert_allclose(terms.change(gradient, 0.1), 0.8 * reached.rule_state[0] - 0.1 * gradient)
        assert "from the v of the run" in terms.step_words()
    if rule == "adam":
        assert "from the run's means (3 steps)" in terms.step_words()


@pytest.mark.parametrize(("rule", "first"), [("momentum", [-0.1, 0.2]), ("adam", [-0.1, 0.1])])
def test_without_a_memory_a_step_is_from_rest_and_says_so(rule: UpdateRule, first: list[float]) -> None:
    config = replace(PLAIN, update_rule=rule)
    other = checkpoint_of("adam" if rule == "momentum" else "momentum", (np.ones(2), np.ones(2)), 9)
    for terms in (RunTerms(config), RunTerms(config, other)):
        np.testing.assert_allclose(terms.change(np.array([1.0, -2.0]), 0.1), first, rtol=1e-6)
        assert "from rest" in terms.step_words()
