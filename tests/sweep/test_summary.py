"""Mean and spread, against numpy."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.sweep.one_run import Outcome, State
from handwriting_app.sweep.plan import Run
from handwriting_app.sweep.summary import NONE, cells, ranked, spread_of, summaries

SLOW, FAST = TrainingConfig(learning_rate=0.01), TrainingConfig(learning_rate=0.1)


def outcome(number: int, config: TrainingConfig, seed: int, accuracy: float, state: State = "finished") -> Outcome:
    return Outcome(Run(number, replace(config, seed=seed)), state, 3, 0.5, 1 - accuracy, 0.9, accuracy)


OUTCOMES = (
    *(outcome(6, FAST, 2, 0.1, "diverged"), outcome(1, SLOW, 0, 0.7), outcome(2, FAST, 0, 0.99)),
    *(outcome(3, SLOW, 1, 0.8), outcome(4, FAST, 1, 0.9), outcome(5, SLOW, 2, 0.77)),
)


def test_mean_and_deviation_are_numpys() -> None:
    rng = np.random.default_rng(0)
    for n in (2, 3, 10):
        figures = rng.normal(0.9, 0.05, n)
        spread = spread_of(figures.tolist())
        assert spread.mean == pytest.approx(figures.mean(), rel=1e-12)
        assert spread.deviation == pytest.approx(figures.std(ddof=1), rel=1e-9)
        assert spread.n == n


def test_of_one_run_no_spread_is_known_and_of_none_nothing() -> None:
    assert spread_of([0.5]).mean == 0.5
    assert math.isnan(spread_of([0.5]).deviation)
    assert spread_of([]) is NONE


def test_seeds_of_a_configuration_are_one_summary_without_what_diverged() -> None:
    slow, fast = summaries(OUTCOMES)
    assert (slow.config, fast.config) == (SLOW, FAST)
    assert slow.figure("held_out_accuracy").mean == pytest.approx(np.mean([0.7, 0.8, 0.77]))
    assert fast.figure("held_out_accuracy").mean == pytest.approx(0.945)
    assert (fast.figure("held_out_accuracy").n, fast.diverged, fast.failed) == (2, 1, 0)


def test_the_typical_run_is_that_in_the_middle_not_the_best() -> None:
    slow, fast = summaries(OUTCOMES)
    assert slow.typical is not None
    assert slow.typical.held_out_accuracy == 0.77
    assert fast.typical is not None
    assert fast.typical.held_out_accuracy == 0.9, "of two the lower one"
    assert summaries([outcome(1, SLOW, 0, 0.1, "failed")])[0].typical is None


def test_they_are_ranked_by_the_mean_and_what_has_none_stands_last() -> None:
    only_diverged = outcome(7, TrainingConfig(learning_rate=9.0), 0, 0.99, "diverged")
    found = summaries((*OUTCOMES, only_diverged))
    assert [each.config.learning_rate for each in ranked(found)] == [0.1, 0.01, 9.0]
    assert [each.config.learning_rate for each in ranked(found, "held_out_cost", lowest=True)] == [0.1, 0.01, 9.0]
    assert [each.config.learning_rate for each in ranked(found, "held_out_cost")] == [0.01, 0.1, 9.0]


def test_cells_part_the_runs_by_two_axes() -> None:
    found = cells(OUTCOMES, lambda each: each.run.config.learning_rate, lambda each: each.run.config.seed)
    assert {place: [each.run.number for each in some] for place, some in found.items()} == {
        **{(0.1, 2): [6], (0.01, 0): [1], (0.1, 0): [2]},
        **{(0.01, 1): [3], (0.1, 1): [4], (0.01, 2): [5]},
    }
