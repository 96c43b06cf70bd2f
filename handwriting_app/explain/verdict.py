"""What is said of a run in the state that it is in: each notice states what has been measured, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.report import Report
from handwriting_app.engine.run_state import RunState
from handwriting_app.explain.learning_signals import (
    EARLIEST,
    GUESSING,
    RECENT,
    Curves,
    diverged,
    guessed,
    recent,
    troubles,
)
from handwriting_app.explain.notice import Kind, Notice, Severity
from handwriting_app.numerals import count, fraction, number, percent

READS_WELL = 0.9
"""Share of the held-out digits from which a run that has ended is called good."""

ABOVE = 1.05
"""The training cost against the held-out one, from which the difference is explained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where a run stands, apart from its curves.

    Attributes:
        state: Whether it is under way.
        has_converged: Whether its last epoch ended it because the cost had stopped falling.
        why_diverged: What had gone out of bounds, if it was ended because it diverged, as half a sentence; else empty.
        is_opened: Whether the model came from a file.
        is_changed: Whether its weights were changed by hand after the last epoch.
        first_kept: The earliest epoch that can be gone back to.
        frozen: Layers, from 1, that stay as they are because a person wants it.
    """

    state: RunState = RunState.IDLE
    has_converged: bool = False
    why_diverged: str = ""
    is_opened: bool = False
    is_changed: bool = False
    first_kept: int = 0
    frozen: frozenset[int] = frozenset()


def reads_well(report: Report) -> bool:
    """Whether a run that ended with this report can be called good."""
    return report.held_out_accuracy >= READS_WELL


def notices(curves: Curves, config: TrainingConfig, stage: Stage | None = None) -> tuple[Notice, ...]:
    """Everything there is to say about a run, the most important first; never empty.

    Args:
        curves: The run so far.
        config: What it is trained with.
        stage: Where it stands.
    """
    stage = stage or Stage()
    if stage.why_diverged:
        rate = float(curves.learning_rate[-1]) if len(curves) else config.learning_rate
        return (diverged(rate, stage.why_diverged),)
    if not len(curves):
        return (_without_curves(stage),)
    found = troubles(curves, config, first_kept=stage.first_kept, frozen=stage.frozen)
    if stage.has_converged and stage.state is RunState.IDLE:
        found.append(_converged(curves, config))
    if not found:
        found.append(_summary(curves, config, stage))
    if stage.is_changed:
        found.append(_changed(curves))
    found += _above_held_out(curves, config)
    found.sort(key=lambda notice: -notice.severity)  # stable: what was looked for first stays first
    return tuple(found)


def _without_curves(stage: Stage) -> Notice:
    if stage.state is not RunState.IDLE:
        return _note(Kind.EARLY, "The first epoch is not over", "Once it is, what it shows is said here in words.")
    if stage.is_opened:
        return _note(
            Kind.EARLY,
            "No curves came with this model",
            "Its file holds weights without the curves of their training: of that nothing is known here.",
        )
    return _note(Kind.EARLY, "No run yet", "Press Train: what the run shows is said here in words.")


def _summary(curves: Curves, config: TrainingConfig, stage: Stage) -> Notice:
    """The numbers of a run about which there is nothing else to say."""
    if len(curves) < EARLIEST:
        words = "1 epoch is too little" if len(curves) == 1 else f"{len(curves)} epochs are too few"
        return _note(Kind.EARLY, f"{words} to see a trend", _measured(curves))
    first, last = float(curves.training_cost[0]), float(curves.training_cost[-1])
    evidence = " ".join(filter(None, (_measured(curves), _gradients(curves), _idle(curves, config))))
    if not last < first or number(first, 3) == number(last, 3):
        return _note(Kind.WELL, "The cost has not fallen; nothing else stands out", evidence)
    short = f"The cost has fallen from {number(first, 3)} to {number(last, 3)}"
    is_good = stage.state is not RunState.IDLE or float(curves.held_out_accuracy[-1]) >= READS_WELL
    return Notice(Kind.WELL, Severity.GOOD, short, evidence) if is_good else _note(Kind.WELL, short, evidence)


def _measured(curves: Curves) -> str:
    last = f"{number(float(curves.training_cost[-1]), 3)} in epoch {count(curves.epochs[-1])}"
    if len(curves) > 1:
        last = f"{number(float(curves.training_cost[0]), 3)} in epoch {count(curves.epochs[0])}, {last}"
    return f"Training cost {last}; {_right(curves)} of the held-out digits are read rightly."


def _right(curves: Curves) -> str:
    return percent(float(curves.held_out_accuracy[-1]), None)


def _gradients(curves: Curves) -> str:
    norms = recent(curves.gradient_norms)
    if len(norms) < 2:
        return ""
    if not norms.max() > 0:
        return "The gradient of every layer is 0."
    weakest, strongest = int(np.argmin(norms)), int(np.argmax(norms))
    share = float(norms[weakest] / norms[strongest])
    return f"Layer {weakest + 1} has the weakest gradient: {fraction(share)} of layer {strongest + 1}'s."


def _idle(curves: Curves, config: TrainingConfig) -> str:
    if not curves.inactive_shares.shape[1]:
        return ""
    shares = recent(curves.inactive_shares)
    worst = int(np.argmax(shares))
    word = "dead" if config.activation == "relu" else "saturated"
    if shares[worst] == 0:
        return f"No unit is {word}."
    return f"Of layer {worst + 1}'s units {percent(float(shares[worst]), None)} are {word}."


def _converged(curves: Curves, config: TrainingConfig) -> Notice:
    accuracy = float(curves.held_out_accuracy[-1])
    epochs = min(config.patience, int(curves.epochs[-1]))
    evidence = (
        f"In the last {count(epochs)} epochs the training cost did not fall by {number(config.tolerance)}; it is "
        f"{number(curves.training_cost[-1], 3)}."
    )
    if accuracy >= READS_WELL:
        short = f"Converged: {_right(curves)} of the held-out digits are read rightly"
        return Notice(Kind.CONVERGED, Severity.GOOD, short, evidence)
    return Notice(
        Kind.CONVERGED,
        Severity.PROBLEM if accuracy <= GUESSING * guessed(curves, config) else Severity.HINT,
        f"Converged at only {_right(curves)} of the held-out digits",
        evidence,
        "More or larger hidden layers, less L2 or another learning rate may read more.",
    )


def _changed(curves: Curves) -> Notice:
    return Notice(
        Kind.CHANGED,
        Severity.HINT,
        "Changed by hand since",
        f"The weights were changed by hand after epoch {count(curves.epochs[-1])}; the curves are of before.",
    )


def _above_held_out(curves: Curves, config: TrainingConfig) -> list[Notice]:
    """Why the training curve looks worse than the one that counts, where it does."""
    if len(curves) < EARLIEST:
        return []
    training, held_out = float(recent(curves.training_cost)), float(recent(curves.held_out_cost))
    if not training > ABOVE * held_out:
        return []
    costs = (
        f"Of the last {min(RECENT, len(curves))} epochs the median training cost is {number(training, 3)}, the "
        f"held-out one {number(held_out, 3)}."
    )
    if config.variation > 0:
        why = "The training digits are varied in every epoch, and harder to read for it; the held-out ones are not."
        return [_note(Kind.ABOVE, "Training above held-out: varied digits", f"{costs} {why}")]
    why = "The one is the mean over an epoch while the weights change, the other is measured at its end"
    why += ", with averaged weights." if config.weight_averaging > 0 else "."
    return [_note(Kind.ABOVE, "Training above held-out: it lags behind", f"{costs} {why}")]


def _note(kind: Kind, short: str, evidence: str) -> Notice:
    return Notice(kind, Severity.NOTE, short, evidence)
