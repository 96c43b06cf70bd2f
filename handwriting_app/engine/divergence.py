"""When a run has diverged: its numbers are no longer finite, or its outputs say nothing any more."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import partial

import numpy as np

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.evaluation import Evaluation
from handwriting_app.engine.report import Report

MOSTLY_FAINT = 0.9
"""Share of the held-out digits for which every output is next to 0 that ends a run: it has nothing left to learn by."""


class Diverged(Exception):
    """A run went out of bounds. The network holds the weights of the last whole epoch, or those it began with."""

    def __init__(self, epoch: int, learning_rate: float, reason: str, *, is_first: bool) -> None:
        """``reason``: as `why_diverged` gives it; ``is_first``: the run has no whole epoch before this one."""
        left = "as they were before the run" if is_first else "back at the last epoch that was finite"
        super().__init__(
            f"Training diverged in epoch {epoch}: {reason}. A learning rate of {learning_rate:g} is too high here; "
            f"try {learning_rate / 10:g}. The weights are {left}."
        )
        self.epoch = epoch
        self.learning_rate = learning_rate
        self.reason = reason
        self.is_first = is_first

    def __reduce__(self) -> tuple[partial[Diverged], tuple[int, float, str]]:
        # An exception is pickled by its message unless told otherwise; a sweep raises this in another process.
        return partial(Diverged, is_first=self.is_first), (self.epoch, self.learning_rate, self.reason)


def why_diverged(report: Report, evaluation: Evaluation, vectors: Iterable[Array]) -> str:
    """Return what has gone out of bounds in an epoch, as half a sentence; empty if nothing has.

    Args:
        report: Of the epoch.
        evaluation: What its held-out figures were measured with.
        vectors: All that the next epoch would build on, see `LearningState.vectors`.
    """
    costs = [report.training_cost, *([report.held_out_cost] if evaluation.samples else [])]
    if not all(map(math.isfinite, costs)):
        return "the cost is no longer a finite number"
    figures = (*report.gradient_norms, *report.update_ratios)
    if not (all(map(math.isfinite, figures)) and all(np.isfinite(vector).all() for vector in vectors)):
        return "the weights or their gradient are no longer finite numbers"
    if not evaluation.is_finite:
        return "the outputs are no longer finite numbers"
    if evaluation.faint_share > MOSTLY_FAINT:
        return "every output is next to 0, so that the network reads nothing"
    return ""
