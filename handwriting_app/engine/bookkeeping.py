"""What a run counts and measures of itself: epochs, updates, seconds, and what the report of an epoch tells."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

import numpy as np

from handwriting_app.engine.evaluation import Evaluation
from handwriting_app.engine.examples import Examples
from handwriting_app.engine.metrics import accuracy_of_logits
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report
from handwriting_app.engine.tally import Tally
from handwriting_app.engine.update_ratios import UpdateRatios

HEARTBEAT = 0.010
"""Seconds of work after which a run comes up for air, at the end of the slice of work that it is in."""


class Books:
    """The books of one run.

    Attributes:
        epoch: Whole epochs so far.
        tally: What is noted during an epoch.
    """

    def __init__(self, learner: Network, samples: int, last: Report | None, ratios: UpdateRatios) -> None:
        """Open the books for so many training examples, and count on from the ``last`` report, if there is one."""
        dtype = learner.parameters.dtype
        self.epoch, self._updates = (last.epoch, last.updates) if last else (0, 0)
        layers = len(learner.layers)
        self.tally = Tally(np.empty((learner.sizes[-1], samples), dtype), [0.0] * layers, [0.0] * layers)
        self._learner, self._ratios = learner, ratios
        self._stopwatch = _Stopwatch(last.seconds if last else 0.0)

    def begin_epoch(self) -> None:
        """Begin to count and to measure."""
        self._stopwatch.resume()
        self._ratios.begin_epoch()
        self.tally.clear()

    def beats(self, work: Iterator[None]) -> Iterator[None]:
        """Do the work, and yield between two pieces of it whenever `HEARTBEAT` has passed."""
        is_done = False
        while not is_done:
            # A generator shares its caller's floating-point settings: they may be changed only while it runs.
            with np.errstate(all="ignore"):
                deadline = time.perf_counter() + HEARTBEAT
                is_done = True
                for _ in work:
                    if time.perf_counter() >= deadline:
                        is_done = False
                        break
            if not is_done:
                self._stopwatch.pause()
                yield None
                self._stopwatch.resume()

    def end_epoch(
        self, examples: Examples, training_cost: float, evaluation: Evaluation, learning_rate: float, *, converged: bool
    ) -> Report:
        """Close the epoch and report on it; the clock stands until the next one begins."""
        self.epoch += 1
        self._updates += self.tally.updates
        tally = self.tally
        with np.errstate(all="ignore"):  # numbers out of bounds are for `why_diverged` to find
            update_ratios = self._ratios.end_epoch(learning_rate, tally)
            training_accuracy = accuracy_of_logits(examples.y, tally.logits)
        self._stopwatch.pause()
        return Report(
            epoch=self.epoch,
            updates=self._updates,
            seconds=self._stopwatch.seconds,
            training_cost=training_cost,
            held_out_cost=evaluation.cost,
            training_accuracy=training_accuracy,
            held_out_accuracy=evaluation.accuracy,
            learning_rate=learning_rate,
            gradient_norms=tuple(math.sqrt(squares / tally.updates) for squares in tally.gradient_squares),
            update_ratios=update_ratios,
            inactive_shares=evaluation.inactive_shares,
            converged=converged,
        )


class _Stopwatch:
    """Seconds of work, without the pauses in which the generator waits to be asked for more; running at first."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._resumed: float | None = time.perf_counter()

    def pause(self) -> None:
        if self._resumed is not None:
            self.seconds += time.perf_counter() - self._resumed
            self._resumed = None

    def resume(self) -> None:
        if self._resumed is None:
            self._resumed = time.perf_counter()
