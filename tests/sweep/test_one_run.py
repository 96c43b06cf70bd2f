"""A run of a sweep is the run that the window makes of the same settings."""

from __future__ import annotations

import math
import time
from collections.abc import Generator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from handwriting_app.cli import main
from handwriting_app.data.own_drawings import OwnDrawings
from handwriting_app.data.subject import DIGITS, NOT_AT_HAND, Subject
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.data_set import DataSet
from handwriting_app.storage.model_file import load_model
from handwriting_app.sweep import one_run
from handwriting_app.sweep.one_run import Outcome, Trained, outcome_of, training
from handwriting_app.sweep.plan import Run
from tests.made_letters import drawn

CONFIG = TrainingConfig(hidden=(8,), epochs=3, variation=0.0, non_digits=False, seed=5)


def whole(steps: Generator[None, None, Trained]) -> Trained:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            trained: Trained = end.value
            return trained


def test_it_gives_the_weights_and_figures_of_the_command_train(tmp_path: Path) -> None:
    out = tmp_path / "a.safetensors"
    options = ["--hidden", "8", "--epochs", "3", "--variation", "0.5", "--seed", "5", "--no-keep"]
    assert main(["train", *options, "--out", str(out)]) == 0
    model = load_model(out)
    assert model.config.non_digits
    trained = whole(training(Run(1, model.config), DIGITS))
    assert trained.network is not None
    assert trained.network.classes == model.network.classes
    np.testing.assert_array_equal(trained.network.parameters, model.network.parameters)
    last, outcome = model.reports[-1], trained.outcome
    assert (outcome.state, outcome.epoch) == ("finished", 3)
    for name in ("training_cost", "held_out_cost", "training_accuracy", "held_out_accuracy"):
        assert getattr(outcome, name) == getattr(last, name)
        assert type(getattr(outcome, name)) is float
    assert [report.epoch for report in trained.reports] == [1, 2, 3]
    assert outcome.processor_seconds > 0
    assert outcome.seconds > 0


def test_a_run_that_diverges_says_so() -> None:
    outcome = outcome_of(Run(2, TrainingConfig(hidden=(8,), learning_rate=900.0, epochs=9, variation=0.0)))
    assert outcome.state == "diverged"
    assert "diverged in epoch" in outcome.message
    assert not outcome.counts


def test_a_run_that_fails_says_why_and_raises_nothing() -> None:
    nowhere = Subject("runes", ("a", "b"), has_digits=False)
    outcome = outcome_of(Run(3, CONFIG), nowhere)
    assert (outcome.state, outcome.epoch) == ("failed", 0)
    assert NOT_AT_HAND in outcome.message
    assert math.isnan(outcome.held_out_cost)


def test_a_run_that_has_converged_is_told_from_one_that_used_all_its_epochs() -> None:
    outcome = outcome_of(Run(1, TrainingConfig(hidden=(), epochs=50, patience=1, tolerance=1000.0, variation=0.0)))
    assert outcome.state == "converged"
    assert outcome.epoch < 50
    assert outcome.counts


@pytest.mark.parametrize("has_none", [True, False])
def test_an_alphabet_is_swept_as_the_digits_are(has_none: bool) -> None:
    own = OwnDrawings(tuple(each for letter in "ABC" for each in drawn(letter, 5)), np.repeat(np.arange(3), 5))
    subject = Subject("three", ("A", "B", "C"), own, has_digits=False)
    trained = whole(training(Run(1, TrainingConfig(hidden=(8,), epochs=2, non_digits=has_none)), subject))
    assert trained.outcome.state == "finished"
    assert trained.network is not None
    assert trained.network.classes == subject.classes(has_none=has_none)
    assert trained.network.sizes == (64, 8, 3 + has_none)


def test_it_can_be_given_up_between_two_heartbeats_and_takes_its_data_from_elsewhere() -> None:
    asked: list[Run] = []

    def loading(run: Run) -> Generator[None, None, DataSet]:
        asked.append(run)
        yield None
        return DIGITS.load(run.config.held_out, run.config.seed)

    steps = training(Run(1, CONFIG), DIGITS, loading)
    assert next(steps) is None
    steps.close()
    assert asked == [Run(1, CONFIG)]


def test_pauses_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(one_run, "time", SimpleNamespace(perf_counter=lambda: now, thread_time=time.thread_time))
    steps = training(Run(1, CONFIG), DIGITS)
    beats = 0
    while True:
        try:
            next(steps)
        except StopIteration as end:
            outcome: Outcome = end.value.outcome
            break
        if steps.gi_yieldfrom is None:  # the epochs have begun
            beats, now = beats + 1, now + 100.0
    assert beats >= CONFIG.epochs
    assert outcome.seconds == 0
