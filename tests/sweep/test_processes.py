"""The same figures from one process, from two and from a Dask cluster; what happens when a process dies."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from handwriting_app.data.subject import DIGITS, Subject
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.sweep import processes
from handwriting_app.sweep.one_run import Outcome, outcome_of
from handwriting_app.sweep.plan import Plan, Run
from handwriting_app.sweep.processes import DIED_TWICE, ClusterError, in_processes, in_this_process, on_cluster

PLAN = Plan(
    {"learning_rate": (0.05, 700.0), "hidden": ((8,), (12, 8))},
    (0, 1),
    {"epochs": 3, "variation": 0.0, "non_digits": False},
)


def figures(outcomes: object) -> list[Outcome]:
    """All but the time, which is never the same twice; NaN as text, which is equal to itself."""
    assert isinstance(outcomes, list)
    return sorted(
        (replace(outcome, seconds=0.0, processor_seconds=0.0) for outcome in outcomes),
        key=lambda outcome: outcome.run.number,
    )


@pytest.fixture(scope="module")
def alone() -> str:
    return repr(figures(list(in_this_process(PLAN.runs()))))


def test_in_this_process_one_comes_after_another() -> None:
    runs = PLAN.runs()[:2]
    assert [outcome.run for outcome in in_this_process(runs)] == list(runs)


@pytest.mark.timeout(180)
def test_two_processes_give_the_same_to_the_last_digit(alone: str) -> None:
    assert "diverged" in alone
    assert repr(figures(list(in_processes(PLAN.runs(), 2)))) == alone


def dies_of_seed_one(run: Run, subject: Subject) -> Outcome:
    """As `outcome_of`, but of seed 1 the whole process dies."""
    if run.config.seed == 1:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    return outcome_of(run, subject)


def dies_once(mark: Path, run: Run, subject: Subject) -> Outcome:
    """As `outcome_of`, but the process of run 3 dies the first time."""
    if run.number == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    return outcome_of(run, subject)


@pytest.mark.skipif(sys.platform == "win32", reason="no signals there")
@pytest.mark.timeout(180)
def test_a_process_that_dies_again_costs_its_own_run_only() -> None:
    runs = Plan({"hidden": ((4,), (8,))}, (0, 1, 2), {"epochs": 1, "variation": 0.0, "non_digits": False}).runs()
    found = {outcome.run: outcome for outcome in in_processes(runs, 2, DIGITS, dies_of_seed_one)}
    assert found.keys() == set(runs)
    for run, outcome in found.items():
        if run.config.seed == 1:
            assert (outcome.state, outcome.message) == ("failed", DIED_TWICE)
        else:
            assert outcome.state == "finished"


@pytest.mark.skipif(sys.platform == "win32", reason="no signals there")
@pytest.mark.timeout(180)
def test_a_run_whose_process_dies_is_tried_again(tmp_path: Path, alone: str) -> None:
    found = list(in_processes(PLAN.runs(), 2, DIGITS, partial(dies_once, tmp_path / "mark")))
    assert (tmp_path / "mark").exists()
    assert repr(figures(found)) == alone


FOREIGN = ("ignore::DeprecationWarning", "ignore::ResourceWarning")
"""Dask's own."""


@pytest.mark.timeout(180)
@pytest.mark.filterwarnings(*FOREIGN)
def test_a_dask_cluster_gives_the_same_to_the_last_digit(alone: str) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        assert repr(figures(list(on_cluster(PLAN.runs(), cluster.scheduler_address)))) == alone


def test_a_scheduler_that_is_not_there_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(processes, "WAIT", 1)
    with pytest.raises(ClusterError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9: ") as caught:
        next(on_cluster(PLAN.runs(), "tcp://127.0.0.1:9"))
    assert "\n" not in str(caught.value)


def test_without_dask_it_is_said_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match="its extra dask"):
        next(on_cluster((Run(1, TrainingConfig()),), "tcp://127.0.0.1:9"))
