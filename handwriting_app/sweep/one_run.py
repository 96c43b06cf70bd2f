"""One run of a sweep: the same as any other training of its settings, and told in one row of figures. Free of Qt."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from handwriting_app.data.augment import Variations
from handwriting_app.data.digit_lines import KnownLines
from handwriting_app.data.subject import DIGITS, Subject
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report
from handwriting_app.engine.training import Diverged, train
from handwriting_app.sweep.plan import Run

State = Literal["finished", "converged", "diverged", "failed"]
STATES: Final[tuple[State, ...]] = ("finished", "converged", "diverged", "failed")

NAN: Final = math.nan

FIGURES: Final = ("training_cost", "held_out_cost", "training_accuracy", "held_out_accuracy")
"""What a run is measured by, in the order of an `Outcome`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run: its row.

    Attributes:
        run: Number and configuration.
        state: ``finished`` all its epochs, ``converged`` before, ``diverged``, or ``failed`` by an error.
        epoch: The last whole one; 0 if there was none.
        training_cost, held_out_cost, training_accuracy, held_out_accuracy: After that epoch, NaN if there was none.
        seconds: That it took once the digits were there, by the clock on the wall; pauses do not count.
        processor_seconds: That its thread worked meanwhile, whatever else the machine did.
        message: Why it diverged or failed, in a sentence; empty otherwise.
    """

    run: Run
    state: State
    epoch: int = 0
    training_cost: float = NAN
    held_out_cost: float = NAN
    training_accuracy: float = NAN
    held_out_accuracy: float = NAN
    seconds: float = 0.0
    processor_seconds: float = 0.0
    message: str = ""

    @property
    def counts(self) -> bool:
        """Whether its figures are of a run that went to its end, and may be averaged."""
        return self.state in ("finished", "converged")


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """A run that is over.

    Attributes:
        outcome: Its row.
        network: Its weights after the last whole epoch; None if it failed.
        reports: Of its epochs.
    """

    outcome: Outcome
    network: Network | None
    reports: tuple[Report, ...]


Loading = Callable[[Run], Generator[None, None, DataSet]]
"""Gives what a run learns from, after heartbeats."""


def training(
    run: Run, subject: Subject, loading: Loading | None = None, known: KnownLines | None = None
) -> Generator[None, None, Trained]:
    """Train: number for number what the window and ``handwriting-app train`` make of the same settings and seed.

    Args:
        run: Settings and seed.
        subject: What is learned.
        loading: Where its data come from; the subject itself, unless told otherwise.
        known: Remembers the middle lines of digits from run to run.

    Yields:
        Heartbeats, every 10 ms or so: the run can be paused and given up at each.
    """
    begun, worked, paused = time.perf_counter(), time.thread_time(), 0.0
    reports: list[Report] = []
    network: Network | None = None
    state: State = "finished"
    message = ""
    try:
        data = subject.load(run.config.held_out, run.config.seed) if loading is None else (yield from loading(run))
        begun, worked = time.perf_counter(), time.thread_time()
        config, classes = run.config, subject.classes(has_none=run.config.non_digits)
        rng = np.random.default_rng(config.seed)
        sizes = (data.train_x.shape[1], *config.hidden, classes.outputs)
        network = yield from Network.initialising(sizes, config.activation, config.cost, rng, classes=classes)
        vary = Variations.of_run(data, config, classes, known)
        yield from vary.prepare()
        with closing(train(network, vary.examples(data), config, rng, vary=vary)) as epochs:
            for report in epochs:
                if report is not None:
                    reports.append(report)
                left = time.perf_counter()
                yield None
                paused += time.perf_counter() - left
        state = "converged" if reports and reports[-1].converged else "finished"
    except Diverged as error:
        state, message = "diverged", str(error)
    except Exception as error:  # a run that fails is a row that says so, and the others go on
        state, message, network = "failed", _in_a_line(error), None
    seconds, worked = time.perf_counter() - begun - paused, time.thread_time() - worked
    outcome = Outcome(run, state, seconds=seconds, processor_seconds=worked, message=message)
    if reports:
        outcome = _with_figures(outcome, reports[-1])
    return Trained(outcome, network, tuple(reports))


def outcome_of(run: Run, subject: Subject = DIGITS) -> Outcome:
    """Train to the end; what a process of a sweep is asked for."""
    steps = training(run, subject)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            trained: Trained = end.value
            return trained.outcome


def _with_figures(outcome: Outcome, last: Report) -> Outcome:
    """In plain floats: numpy writes its own otherwise."""
    return replace(
        outcome,
        epoch=last.epoch,
        training_cost=float(last.training_cost),
        held_out_cost=float(last.held_out_cost),
        training_accuracy=float(last.training_accuracy),
        held_out_accuracy=float(last.held_out_accuracy),
    )


def _in_a_line(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:300].rstrip(": ")
