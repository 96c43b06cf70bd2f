"""A sweep under way in the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.data import calibration
from handwriting_app.data.subject import DIGITS
from handwriting_app.session.background import Background
from handwriting_app.session.digits import Digits
from handwriting_app.session.sweep_record import MODELS
from handwriting_app.session.sweep_run import SweepRun
from handwriting_app.session.task import Work
from handwriting_app.storage.model_file import load_model
from handwriting_app.sweep.one_run import outcome_of
from handwriting_app.sweep.plan import Plan
from handwriting_app.sweep.table import NAME, read_table

WAIT = 30_000
PLAN = Plan(
    {"learning_rate": (0.05, 700.0), "hidden": ((4,), (8,))},
    (0, 1),
    {"epochs": 4, "variation": 0.0, "non_digits": False},
)
ENDLESS = Plan({"hidden": ((4,), (8,))}, base={"epochs": 10**6, "variation": 0.0, "stop_when_converged": False})


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """To prepare the digits for the fit of a temperature takes half a second."""
    monkeypatch.setattr(calibration.Calibration, "prepare", lambda self: iter(()))
    monkeypatch.setattr(calibration.Calibration, "temperature", lambda self, network: 1.5)


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    background = Background()
    yield background
    background.shutdown()


@pytest.fixture
def sweep(background: Background, tmp_path: Path) -> SweepRun:
    return SweepRun(background, Digits(background), tmp_path / "sweeps")


def finish(qtbot: QtBot, sweep: SweepRun) -> None:
    qtbot.waitUntil(lambda: sweep.ended is not None, timeout=WAIT)


def test_it_gives_what_the_command_gives_and_keeps_table_and_networks(qtbot: QtBot, sweep: SweepRun) -> None:
    sweep.start(PLAN)
    assert sweep.is_running
    finish(qtbot, sweep)
    record = sweep.record
    assert record is not None
    assert not record.left
    assert record.under_way is None
    for outcome in record.outcomes:
        alone = outcome_of(outcome.run, DIGITS)
        assert (outcome.state, outcome.epoch, repr(outcome.held_out_cost)) == (
            *(alone.state, alone.epoch, repr(alone.held_out_cost)),
        )
    assert repr(read_table(record.folder / NAME)) == repr(record.outcomes)
    right = [outcome for outcome in record.outcomes if outcome.counts]
    assert 4 <= len(right) < 8
    assert len(list((record.folder / MODELS).iterdir())) == len(right), "none of a run that diverged"
    model = load_model(record.model_path(right[0].run))
    assert model.config == right[0].run.config
    assert (model.temperature, model.reports[-1].held_out_cost) == (1.5, right[0].held_out_cost)
    assert np.isfinite(model.network.parameters).all()


def test_stop_keeps_what_is_over_and_go_on_does_the_rest(qtbot: QtBot, sweep: SweepRun) -> None:
    sweep.start(PLAN)
    qtbot.waitUntil(lambda: sweep.record is not None and len(sweep.record.outcomes) >= 2, timeout=WAIT)
    sweep.stop()
    finish(qtbot, sweep)
    assert sweep.record is not None
    before = sweep.record.outcomes
    assert read_table(sweep.record.folder / NAME)[: len(before)][0].run == before[0].run
    sweep.go_on()
    qtbot.waitUntil(lambda: sweep.ended is not None and sweep.ended.reason == "finished", timeout=WAIT)
    assert sweep.record.outcomes[: len(before)] == before, "what was done is not done again"
    assert [outcome.run for outcome in sorted(sweep.record.outcomes, key=lambda each: each.run.number)] == list(
        PLAN.runs()
    )
    assert len(read_table(sweep.record.folder / NAME)) == 8


def test_a_run_of_any_length_is_stopped_at_once(qtbot: QtBot, sweep: SweepRun, background: Background) -> None:
    sweep.start(ENDLESS)
    qtbot.waitUntil(lambda: sweep.record is not None and sweep.record.under_way is not None, timeout=WAIT)
    assert background.stoppable is Work.SWEEP
    sweep.stop()
    finish(qtbot, sweep)
    assert sweep.ended is not None
    assert sweep.ended.reason == "stopped"
    assert sweep.record is not None
    assert sweep.record.outcomes == ()
    assert len(sweep.record.left) == 2


def test_of_earlier_sweeps_the_tables_stay_and_the_networks_go(qtbot: QtBot, sweep: SweepRun) -> None:
    sweep.start(PLAN)
    finish(qtbot, sweep)
    assert sweep.record is not None
    first = sweep.record.folder
    sweep.start(PLAN)
    finish(qtbot, sweep)
    assert sweep.record.folder != first
    assert (first / NAME).is_file()
    assert not (first / MODELS).exists()
    assert len(list((sweep.record.folder / MODELS).iterdir())) == sum(each.counts for each in sweep.record.outcomes)


def test_where_nothing_can_be_kept_it_ends_and_says_why(qtbot: QtBot, background: Background, tmp_path: Path) -> None:
    (tmp_path / "sweeps").write_text("a file")
    sweep = SweepRun(background, Digits(background), tmp_path / "sweeps")
    sweep.start(PLAN)
    finish(qtbot, sweep)
    assert sweep.ended is not None
    assert sweep.ended.reason == "failed"
    assert sweep.ended.message.startswith("The sweep cannot go on, as nothing can be kept: ")
