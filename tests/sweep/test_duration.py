"""How long a sweep is said to take."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.sweep.duration import seconds_left, seconds_of
from handwriting_app.sweep.one_run import Outcome
from handwriting_app.sweep.plan import Plan

PLAN = Plan({"epochs": (10, 20), "hidden": ((16,), (256, 128))}, (0, 1), {"variation": 0.0, "non_digits": False})


def test_more_epochs_more_weights_and_smaller_batches_take_longer() -> None:
    usual = TrainingConfig(variation=0.0)
    for longer in (
        replace(usual, epochs=400),
        replace(usual, hidden=(512, 256)),
        replace(usual, batch_size=4),
        replace(usual, descent="stochastic"),
        replace(usual, variation=1.0),
    ):
        assert seconds_of(longer, 1438) > seconds_of(usual, 1438)


def test_what_the_runs_have_taken_corrects_what_was_reckoned() -> None:
    runs = PLAN.runs()
    reckoned = seconds_left(runs, (), 1438)
    assert reckoned == pytest.approx(sum(seconds_of(run.config, 1438) for run in runs))
    done = [Outcome(run, "finished", run.config.epochs, seconds=3 * seconds_of(run.config, 1438)) for run in runs[:3]]
    rest = sum(seconds_of(run.config, 1438) for run in runs[3:])
    assert seconds_left(runs[3:], done, 1438) == pytest.approx(3 * rest)
    assert seconds_left(runs[3:], done, 1438, lanes=2) == pytest.approx(1.5 * rest)
    assert seconds_left((), done, 1438) == 0
