"""Each sentence about a run states what was measured, in whatever state the run is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.report import Report
from handwriting_app.engine.run_state import RunState
from handwriting_app.explain.notice import Kind, Notice, Severity
from handwriting_app.explain.verdict import Stage, notices, reads_well
from handwriting_app.session.history import RunHistory

PLAIN = TrainingConfig(
    hidden=(20, 15), activation="relu", variation=0.0, weight_averaging=0.0, tolerance=1e-3, patience=4
)
VARIED = replace(PLAIN, variation=1.0)
UNDER_WAY = [RunState.RUNNING, RunState.PAUSED, RunState.STOPPING]


def report(epoch: int, **values: object) -> Report:
    usual = Report(
        epoch=epoch,
        updates=20 * epoch,
        seconds=float(epoch),
        training_cost=2.0 * 0.8**epoch,
        held_out_cost=2.1 * 0.8**epoch,
        training_accuracy=0.7,
        held_out_accuracy=0.72,
        learning_rate=0.1,
        gradient_norms=(0.9, 0.6, 0.3),
        update_ratios=(1e-3, 2e-3, 3e-3),
        inactive_shares=(0.02, 0.14),
    )
    return replace(usual, **values)


def run(epochs: int = 8, **columns: object) -> RunHistory:
    history = RunHistory((64, 20, 15, 10))
    history.append(
        report(epoch, **{name: value(epoch) if callable(value) else value for name, value in columns.items()})
        for epoch in range(1, epochs + 1)
    )
    return history


def first(history: RunHistory, config: TrainingConfig = PLAIN, **stage: object) -> Notice:
    return notices(history, config, Stage(**stage))[0]  # type: ignore[arg-type]


def flat(_epoch: int) -> float:
    return 2.303


# --- what is said in each state ----------------------------------------------------------------------------------


def no_curves(**stage: object) -> Notice:
    return first(run(0), **stage)


STATES: dict[str, tuple[Callable[[], Notice], Severity, str]] = {
    "fresh": (lambda: no_curves(), Severity.NOTE, "No run yet"),
    "first epoch": (lambda: no_curves(state=RunState.RUNNING), Severity.NOTE, "The first epoch is not over"),
    "paused in it": (lambda: no_curves(state=RunState.PAUSED), Severity.NOTE, "The first epoch is not over"),
    "stopped in it": (lambda: no_curves(), Severity.NOTE, "No run yet"),
    "file without curves": (lambda: no_curves(is_opened=True), Severity.NOTE, "No curves came with this model"),
    "… trained on": (
        lambda: no_curves(is_opened=True, state=RunState.RUNNING),
        Severity.NOTE,
        "The first epoch is not over",
    ),
    "one epoch": (lambda: first(run(1)), Severity.NOTE, "1 epoch is too little to see a trend"),
    "two epochs, training": (
        lambda: first(run(2), state=RunState.RUNNING),
        Severity.NOTE,
        "2 epochs are too few to see a trend",
    ),
    "training": (
        lambda: first(run(), state=RunState.RUNNING),
        Severity.GOOD,
        "The cost has fallen from 1.6 to 0.336",
    ),
    "stopped, bad": (lambda: first(run()), Severity.NOTE, "The cost has fallen from 1.6 to 0.336"),
    "stopped, good": (
        lambda: first(run(held_out_accuracy=0.95)),
        Severity.GOOD,
        "The cost has fallen from 1.6 to 0.336",
    ),
    "no fall to be seen": (
        lambda: first(run(training_cost=lambda epoch: 0.69314 - 1e-6 * epoch), state=RunState.RUNNING),
        Severity.NOTE,
        "The cost has not fallen; nothing else stands out",
    ),
    "no fall": (
        lambda: first(run(training_cost=flat), state=RunState.RUNNING),
        Severity.NOTE,
        "The cost has not fallen; nothing else stands out",
    ),
    "converged, good": (
        lambda: first(run(held_out_accuracy=0.97), has_converged=True),
        Severity.GOOD,
        "Converged: 97_% of the held-out digits are read rightly",
    ),
    "converged, poor": (
        lambda: first(run(), has_converged=True),
        Severity.HINT,
        "Converged at only 72_% of the held-out digits",
    ),
    "converged, guessing": (
        lambda: first(run(training_cost=flat, held_out_accuracy=0.1, training_accuracy=0.1), has_converged=True),
        Severity.PROBLEM,
        "Converged at only 10_% of the held-out digits",
    ),
    "converged, trained on": (
        lambda: first(run(), has_converged=True, state=RunState.RUNNING),
        Severity.GOOD,
        "The cost has fallen from 1.6 to 0.336",
    ),
    "changed by hand": (lambda: first(run(), is_changed=True), Severity.HINT, "Changed by hand since"),
}


@pytest.mark.parametrize("state", STATES)
def test_what_is_said_first(state: str) -> None:
    said, severity, short = STATES[state]
    assert said().short == short.replace("_", "\u202f")
    assert said().severity is severity
    assert said().evidence


def test_a_diverged_run_is_a_problem_with_or_without_curves() -> None:
    for history in (run(0), run()):
        notice = first(history, why_diverged="the cost is no longer a finite number")
        assert (notice.kind, notice.severity) == (Kind.DIVERGING, Severity.PROBLEM)
        assert notice.evidence == "The weights flew apart: the cost is no longer a finite number."


@pytest.mark.parametrize("state", [RunState.IDLE, *UNDER_WAY])
@pytest.mark.parametrize("epochs", [0, 1, 2, 3, 8])
@pytest.mark.parametrize("has_converged", [False, True])
@pytest.mark.parametrize("is_opened", [False, True])
@pytest.mark.parametrize("is_changed", [False, True])
def test_no_state_is_told_what_only_another_one_shows(
    state: RunState, epochs: int, has_converged: bool, is_opened: bool, is_changed: bool
) -> None:
    stage = Stage(state=state, has_converged=has_converged, is_opened=is_opened, is_changed=is_changed)
    said = notices(run(epochs), PLAIN, stage)
    words = " ".join(f"{notice.short}. {notice.evidence} {notice.advice}" for notice in said)
    assert all(notice.short and notice.evidence for notice in said)
    assert ("Press Train" in words) == (epochs == 0 and state is RunState.IDLE and not is_opened)
    assert ("not over" in words) == (epochs == 0 and state is not RunState.IDLE)
    assert ("onverged" in words) == (epochs > 0 and has_converged and state is RunState.IDLE)
    assert ("by hand" in words) == (epochs > 0 and is_changed)
    assert ("72\u202f%" in words) == (epochs > 0)  # of the held-out digits: that is what counts
    assert not re.search("well|every layer|amiss|nan|not a number", words)


# --- what it is said with ----------------------------------------------------------------------------------------


def test_the_numbers_of_a_run_about_which_there_is_nothing_else_to_say() -> None:
    assert first(run()).evidence == (
        "Training cost 1.6 in epoch 1, 0.336 in epoch 8; 72\u202f% of the held-out digits are read rightly. "
        "Layer 3 has the weakest gradient: 1/3 of layer 1's. Of layer 2's units 14\u202f% are dead."
    )


def test_layers_without_any_gradient_are_not_said_to_learn() -> None:
    assert "The gradient of every layer is 0." in first(run(gradient_norms=(0.0, 0.0, 0.0))).evidence


def test_units_that_all_work_are_said_to() -> None:
    assert "No unit is saturated." in first(run(inactive_shares=(0.0, 0.0)), replace(PLAIN, activation="tanh")).evidence


def test_that_a_run_has_converged_is_told_by_what_it_was_stopped_for() -> None:
    evidence = first(run(training_cost=0.25, held_out_accuracy=0.97), has_converged=True).evidence
    assert evidence == "In the last 4 epochs the training cost did not fall by 0.001; it is 0.25."


def test_a_converged_run_in_trouble_is_not_called_good() -> None:
    said = notices(
        run(12, training_cost=flat, training_accuracy=0.1, held_out_accuracy=0.1), PLAIN, Stage(has_converged=True)
    )
    assert {notice.kind for notice in said} >= {Kind.CONVERGED}
    assert Severity.GOOD not in {notice.severity for notice in said}


def test_why_the_training_curve_is_the_worse_one_is_said_once() -> None:
    above = run(training_cost=lambda epoch: 3.0 * 0.8**epoch)
    for config, words in ((VARIED, "varied in every epoch"), (PLAIN, "the mean over an epoch")):
        said = [notice for notice in notices(above, config) if notice.kind is Kind.ABOVE]
        assert len(said) == 1
        assert words in said[0].evidence
        assert said[0].severity is Severity.NOTE
    averaged = notices(above, replace(PLAIN, weight_averaging=0.9))[-1]
    assert averaged.evidence.endswith("with averaged weights.")
    for config in (VARIED, PLAIN):
        assert Kind.ABOVE not in [notice.kind for notice in notices(run(), config)]


def test_what_cannot_be_gone_back_to_is_not_advised() -> None:
    by_heart = run(
        30,
        training_accuracy=0.97,
        held_out_cost=lambda epoch: 0.2 + 0.01 * abs(epoch - 12),
        training_cost=lambda epoch: 0.8**epoch,
    )
    assert "slider" in first(by_heart, first_kept=1).advice
    opened = first(by_heart, first_kept=30)
    assert opened.kind is Kind.OVERFITTING
    assert "slider" not in opened.advice


def test_nine_in_ten_of_the_held_out_digits_make_a_good_end() -> None:
    assert reads_well(report(5, held_out_accuracy=0.9))
    assert not reads_well(report(5, held_out_accuracy=0.89, training_accuracy=0.99))
