"""What the curves of a run say about how it learns. Every threshold stands here, with its reason."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.explain.notice import Kind, Notice, Severity
from handwriting_app.numerals import count, fraction, number, percent

Column = NDArray[np.float64]

RECENT = 5
"""Rows whose median speaks for "now": one odd epoch changes nothing."""

EARLIEST = 3
"""Rows before anything is said about a trend."""

VANISHED, WEAK = 1 / 100, 1 / 30
"""A layer's gradient against the strongest of the layers above it. Two sigmoid layers give about 1/10 at first and
learn; three give 1/40 and need some ten epochs to get going; five give 1/500 and do not learn at all."""

EXPLODED = 30.0
"""Gradient norm. With inputs of 0 to 1 and weights drawn by Glorot or He it begins near 1, at any depth."""

MANY_INACTIVE, SOME_INACTIVE = 0.5, 0.3
"""Share of a layer's units. One ReLU in ten to one in five is dead at the start, by chance, and does no harm."""

CLEAR_RISE = 1.5
"""The cost against its lowest: the noise of mini-batches and of varied digits stays below a tenth."""

JUMP = 1.4
"""From one epoch to the next. Digits that are varied afresh each epoch alone make it rise by up to a fifth."""

SLOW_MOVE = 0.01
"""Of a layer's size, moved in an epoch by the layer that moves most. A run that works moves a tenth and more at
first. (The usual rule, about 1/1000 an update, says nothing for batch descent, with its one update an epoch.)"""

USUAL_UPDATE = 1e-4, 1e-2
"""Of a layer's size, what the gradient of one update moves in a run that works; the usual rule is about 1/1000."""

STILL, FASTER = 1e-4, 100
"""A layer that moves by less than so much of its size in an epoch, and another so many times as far, stands still."""

SLOW_FALL = math.log(2) / 50
"""Fall of the cost's logarithm in an epoch: at this pace it takes 50 epochs to halve."""

LEARNT = 0.95
"""Share of the training digits read rightly from which a weak gradient means that there is little left to learn."""

OVERFITTED = 1.10
"""The held-out cost against its lowest, while the training cost still falls."""

GUESSING = 1.5
"""Times what a blind guess reads rightly; whoever reads no more than that guesses."""


class Curves(Protocol):
    """The columns of a run, one row an epoch, and how many outputs it has, as in ``session.history.RunHistory``."""

    def __len__(self) -> int: ...
    @property
    def outputs(self) -> int: ...
    @property
    def epochs(self) -> Column: ...
    @property
    def updates(self) -> Column: ...
    @property
    def training_cost(self) -> Column: ...
    @property
    def held_out_cost(self) -> Column: ...
    @property
    def training_accuracy(self) -> Column: ...
    @property
    def held_out_accuracy(self) -> Column: ...
    @property
    def learning_rate(self) -> Column: ...
    @property
    def gradient_norms(self) -> Column: ...
    @property
    def update_ratios(self) -> Column: ...
    @property
    def inactive_shares(self) -> Column: ...


@dataclass(frozen=True, slots=True)
class LayerSignal:
    """How one layer learns just now: medians of the latest epochs.

    Attributes:
        gradient_norm: As in `Report`.
        update_ratio: As in `Report`: what the gradient moves in a mean update, against the size of the weights.
        inactive_share: Dead or saturated units, 0 to 1; None for the outputs, where it means nothing.
    """

    gradient_norm: float
    update_ratio: float
    inactive_share: float | None


def layer_signals(curves: Curves, *, epoch: int | None = None) -> tuple[LayerSignal, ...]:
    """The signals of every layer, input side first; empty before the first report.

    Args:
        curves: The run.
        epoch: As they were after this one; None for the newest.
    """
    rows = len(curves) if epoch is None else int(np.searchsorted(curves.epochs, epoch, side="right"))
    if not rows:
        return ()
    columns = (curves.gradient_norms, curves.update_ratios, curves.inactive_shares)
    norms, ratios, inactive = (recent(column[:rows]) for column in columns)
    shares: list[float | None] = [*inactive.tolist(), None]
    return tuple(LayerSignal(*values) for values in zip(norms.tolist(), ratios.tolist(), shares, strict=True))


def troubles(
    curves: Curves, config: TrainingConfig, *, first_kept: int = 0, frozen: frozenset[int] = frozenset()
) -> list[Notice]:
    """What the curves show that may need mending, in the order in which it was looked for.

    Args:
        curves: The run so far, at least one epoch.
        config: What it is trained with.
        first_kept: The earliest epoch that can be gone back to.
        frozen: Layers, from 1, that stay as they are because a person wants it.
    """
    rate = float(curves.learning_rate[-1])
    found = [*_diverging(curves, config, rate), *_exploding(curves, rate), *_inactive(curves, config)]
    if len(curves) >= EARLIEST:
        # A plain cause hides its own consequences.
        found = found or _vanishing(curves, config) or _standing_still(curves, frozen)
        if not any(notice.severity is Severity.PROBLEM for notice in found):
            found += _too_slow(curves, config, rate) or _unsteady(curves, rate) or _stuck(curves, config)
        found += _overfitting(curves, first_kept)
    return found


def recent(column: Column) -> Column:
    """How it is now: the median of the latest rows."""
    return _median(column[-RECENT:])


def guessed(curves: Curves, config: TrainingConfig) -> float:
    """The share that a blind guess among the classes reads rightly."""
    return 1 / max(curves.outputs - config.non_digits, 1)


def _layer(index: int) -> str:
    return f"layer {index + 1}"


def diverged(rate: float, why: str) -> Notice:
    """A run was ended because it diverged; ``why``: half a sentence."""
    return Notice(
        Kind.DIVERGING,
        Severity.PROBLEM,
        "The run has diverged",
        f"The weights flew apart: {why}.",
        f"Try a tenth of the learning rate: {number(rate / 10, 3)} instead of {number(rate, 3)}.",
    )


def _diverging(curves: Curves, config: TrainingConfig, rate: float) -> list[Notice]:
    cost = curves.training_cost
    lowest, now = int(np.argmin(cost)), float(cost[-EARLIEST:].min())
    best = float(cost[lowest])
    advice = f"The steps are too long: try a learning rate of {number(rate / 10, 3)} instead of {number(rate, 3)}."
    guess_cost = -math.log(guessed(curves, config))
    if config.cost == "cross-entropy" and now > 2 * guess_cost:
        return [
            Notice(
                Kind.DIVERGING,
                Severity.PROBLEM,
                "The network is worse than guessing",
                f"The training cost of the last epochs is {number(now, 3)} or more; a blind guess gives "
                f"{number(guess_cost, 3)}.",
                advice,
            )
        ]
    # Not far below where it began: later on a few jumps are no more than unsteady.
    if len(cost) < EARLIEST or now <= CLEAR_RISE * best or now <= 0.6 * cost[0]:
        return []
    return [
        Notice(
            Kind.DIVERGING,
            Severity.PROBLEM,
            "The cost is rising: the run diverges",
            f"The training cost was {number(best, 3)} in epoch {count(curves.epochs[lowest])}; "
            f"in the last {EARLIEST} it is {number(now, 3)} or more.",
            advice,
        )
    ]


def _exploding(curves: Curves, rate: float) -> list[Notice]:
    norms = recent(curves.gradient_norms)
    largest = int(np.argmax(norms))
    if not norms[largest] > EXPLODED:
        return []
    return [
        Notice(
            Kind.EXPLODING,
            Severity.PROBLEM,
            f"The gradient of {_layer(largest)} has exploded",
            f"Its norm is {number(norms[largest], 3)}; in a run that works it stays below about 10.",
            f"Try a learning rate of {number(rate / 10, 3)} instead of {number(rate, 3)}, or fewer layers.",
        )
    ]


def _inactive(curves: Curves, config: TrainingConfig) -> list[Notice]:
    if not curves.inactive_shares.shape[1]:
        return []
    shares = recent(curves.inactive_shares)
    worst = int(np.argmax(shares))
    share = float(shares[worst])
    if share < SOME_INACTIVE:
        return []
    severity = Severity.PROBLEM if share >= MANY_INACTIVE else Severity.HINT
    units = f"{_capital(_layer(worst))}: {percent(share, None)} of its units are"
    if config.activation == "relu":
        return [
            Notice(
                Kind.DEAD,
                severity,
                f"{units} dead",
                "These ReLUs give 0 for all or nearly all held-out digits: no gradient passes through them, so they "
                f"learn nothing. Few ever come back.{_pace(curves, worst)}",
                "Start again with fresh weights and a smaller learning rate, or try tanh.",
            )
        ]
    return [
        Notice(
            Kind.SATURATED,
            severity,
            f"{units} saturated",
            f"For nearly every held-out digit they sit at the flat end of the {config.activation}, where the slope is "
            f"almost 0: they hardly learn.{_pace(curves, worst)}",
            "Start again with fresh weights and a smaller learning rate, or try ReLU.",
        )
    ]


def _vanishing(curves: Curves, config: TrainingConfig) -> list[Notice]:
    norms = recent(curves.gradient_norms)
    if len(norms) < 2 or curves.training_accuracy[-1] >= LEARNT or not norms.max() > 0:
        return []
    weakest = int(np.argmin(norms[:-1]))
    strongest = weakest + 1 + int(np.argmax(norms[weakest + 1 :]))
    share = float(norms[weakest] / norms[strongest]) if norms[strongest] > 0 else 1.0
    if share >= WEAK:
        return []
    causes = {
        "sigmoid": "every sigmoid on the way down leaves at most a quarter of it",
        "tanh": "where a tanh on the way down is saturated, it lets next to nothing through",
        "relu": "where a ReLU on the way down gives 0, or weights are near 0, nothing gets through",
    }
    cures = {
        "sigmoid": "Try ReLU, or fewer layers.",
        "tanh": "Try ReLU, fewer layers or a smaller learning rate.",
        "relu": "Start again with fresh weights and a smaller learning rate, or with fewer layers.",
    }
    gradient = f"{_layer(weakest)}'s gradient is {fraction(share)} of {_layer(strongest)}'s"
    if share == 0:
        gradient = f"{_layer(weakest)}'s gradient is 0"
    has_vanished = share < VANISHED or _is_stuck(curves, config)
    return [
        Notice(
            Kind.VANISHING,
            Severity.PROBLEM if has_vanished else Severity.HINT,
            f"{_capital(_layer(weakest))} {'hardly learns' if has_vanished else 'learns slowly'}: "
            f"gradient {fraction(share)}",
            f"{_capital(gradient)}: {causes[config.activation]}.{_pace(curves, weakest)}",
            cures[config.activation],
        )
    ]


def _standing_still(curves: Curves, frozen: frozenset[int]) -> list[Notice]:
    """A layer that learns nothing in a network that may read well all the same: others make do with what it gives."""
    moved = recent(curves.update_ratios) * _updates_in_an_epoch(curves)
    moved[[layer - 1 for layer in frozen]] = np.inf
    slowest, fastest = int(np.argmin(moved)), float(moved[np.isfinite(moved)].max(initial=0.0))
    if not moved[slowest] < min(STILL, fastest / FASTER):
        return []
    return [
        Notice(
            Kind.VANISHING,
            Severity.HINT,
            f"{_capital(_layer(slowest))} does not learn",
            _pace(curves, slowest).lstrip(),
            "Try ReLU, or fewer layers.",
        )
    ]


def _pace(curves: Curves, layer: int) -> str:
    """A sentence, after a space, on a layer whose gradient moves it by less than is usual; otherwise nothing."""
    ratio, (low, high) = float(recent(curves.update_ratios)[layer]), USUAL_UPDATE
    if ratio >= low:
        return ""
    moved = f"by {fraction(ratio)} of its size" if ratio > 0 else "by nothing"
    return (
        f" The gradient moves {_layer(layer)} {moved} an update (weight decay apart); usual is {fraction(low)} to "
        f"{fraction(high)}."
    )


def _updates_in_an_epoch(curves: Curves) -> float:
    since = max(0, len(curves) - 2 * RECENT)
    epochs = float(curves.epochs[-1] - curves.epochs[since])
    return float(curves.updates[-1] - curves.updates[since]) / epochs


def _too_slow(curves: Curves, config: TrainingConfig, rate: float) -> list[Notice]:
    cost = curves.training_cost
    if curves.training_accuracy[-1] >= 0.9 or cost[-1] < 0.5 * cost[0]:
        return []
    since = max(0, len(cost) - 2 * RECENT)
    epochs = float(curves.epochs[-1] - curves.epochs[since])
    fall = math.log(max(cost[since], 1e-30) / max(cost[-1], 1e-30)) / epochs
    moved = float(recent(curves.update_ratios).max()) * _updates_in_an_epoch(curves)
    if moved >= SLOW_MOVE or fall >= SLOW_FALL:
        return []
    advice = f"Try ten times the learning rate: {number(10 * rate, 3)} instead of {number(rate, 3)}."
    if config.descent == "batch":
        advice += " Or mini-batch descent: many updates in an epoch instead of one."
    return [
        Notice(
            Kind.TOO_SLOW,
            Severity.PROBLEM,
            "The learning rate is too small",
            f"In an epoch the gradient moves no layer by more than {percent(moved, None)} of its size, and the cost "
            f"went only from {number(cost[since])} to {number(cost[-1])} in the last {count(epochs)} epochs.",
            advice,
        )
    ]


def _unsteady(curves: Curves, rate: float) -> list[Notice]:
    cost = curves.training_cost[-2 * RECENT :]
    if len(cost) < RECENT or curves.training_accuracy[-1] >= LEARNT:
        return []
    rises = int(np.count_nonzero(cost[1:] > JUMP * cost[:-1]))
    if rises < 3:
        return []
    return [
        Notice(
            Kind.UNSTEADY,
            Severity.HINT,
            "The cost jumps up and down",
            f"In {rises} of the last {len(cost) - 1} epochs the training cost rose by {percent(JUMP - 1)} or more.",
            f"The steps overshoot: try a learning rate of {number(rate / 3, 2)} instead of {number(rate, 2)}.",
        )
    ]


def _is_stuck(curves: Curves, config: TrainingConfig) -> bool:
    """Whether it has guessed for some time and the cost has not fallen either."""
    accuracy, cost = curves.training_accuracy, curves.training_cost
    since = len(accuracy) - 2 * RECENT
    if since < 0 or accuracy[since:].max() > GUESSING * guessed(curves, config):
        return False
    return bool(cost[-1] >= 0.98 * cost[since])


def _stuck(curves: Curves, config: TrainingConfig) -> list[Notice]:
    if not _is_stuck(curves, config):
        return []
    return [
        Notice(
            Kind.STUCK,
            Severity.PROBLEM,
            "The network still guesses",
            f"After {count(curves.epochs[-1])} epochs it reads {percent(float(curves.training_accuracy[-1]), None)} of "
            f"its training digits rightly; guessing gives {percent(guessed(curves, config))}.",
            "Start again with fresh weights, another learning rate or fewer layers.",
        )
    ]


def _overfitting(curves: Curves, first_kept: int) -> list[Notice]:
    if len(curves) < 2 * RECENT or curves.training_accuracy[-1] < 0.9:
        return []
    # The median of three: one lucky epoch is not where the run was best.
    held = curves.held_out_cost
    smooth = _median(np.stack((held[:-2], held[1:-1], held[2:])))
    best = int(np.argmin(smooth))
    row = best + 1
    now, lowest = float(smooth[-1]), float(smooth[best])
    training = curves.training_cost
    if len(held) - 1 - row < RECENT or now < OVERFITTED * lowest or now - lowest < 0.01:
        return []
    if not recent(training) < 0.95 * training[row]:
        return []
    epoch = curves.epochs[row]
    return [
        Notice(
            Kind.OVERFITTING,
            Severity.HINT,
            "The network learns by heart",
            f"The held-out cost was lowest near epoch {count(epoch)} ({number(lowest, 3)}); now it is "
            f"{number(now, 3)}, {percent(now / lowest - 1, None)} higher, while the training cost went on falling.",
            f"Go back to epoch {count(epoch)} with the slider; or try more variation, a larger L2 or fewer units."
            if epoch >= first_kept
            else "Try more variation, a larger L2 or fewer units.",
        )
    ]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _median(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The median along the first axis. ``np.median`` would load ``numpy.ma``, a tenth of the time to the first plot."""
    rising = np.sort(rows, axis=0)
    return np.asarray((rising[(len(rows) - 1) // 2] + rising[len(rows) // 2]) / 2)
