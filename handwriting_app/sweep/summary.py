"""What the runs of a sweep say of its configurations: mean and spread over the seeds, never the best run alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.settings import SEED
from handwriting_app.sweep.one_run import Outcome


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over several runs.

    Attributes:
        mean: Of those that count.
        deviation: Their standard deviation, with n − 1 below; NaN for a single run, which says nothing of it.
        n: How many they are.
    """

    mean: float
    deviation: float
    n: int


NONE: Final = Spread(math.nan, math.nan, 0)


def spread_of(figures: Iterable[float]) -> Spread:
    """Mean and standard deviation; of no figures, neither."""
    values = list(figures)
    if not values:
        return NONE
    n = len(values)
    mean = math.fsum(values) / n
    if n == 1:
        return Spread(mean, math.nan, 1)
    return Spread(mean, math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (n - 1)), n)


@dataclass(frozen=True, slots=True)
class Summary:
    """One configuration.

    Attributes:
        config: With the seed 0, as the seeds are what it is measured over.
        outcomes: Of its runs, by number. Those that diverged or failed are among them, but not in the figures.
    """

    config: TrainingConfig
    outcomes: tuple[Outcome, ...]

    def figure(self, name: str) -> Spread:
        """A column of the table over the runs that went to their end, such as ``held_out_accuracy``."""
        return spread_of(getattr(outcome, name) for outcome in self.outcomes if outcome.counts)

    @property
    def diverged(self) -> int:
        return sum(outcome.state == "diverged" for outcome in self.outcomes)

    @property
    def failed(self) -> int:
        return sum(outcome.state == "failed" for outcome in self.outcomes)

    @property
    def typical(self) -> Outcome | None:
        """The run in the middle by held-out accuracy, the lower one of two; None if none went to its end."""
        ranked = sorted((each for each in self.outcomes if each.counts), key=lambda each: each.held_out_accuracy)
        return ranked[(len(ranked) - 1) // 2] if ranked else None


def without_seed(config: TrainingConfig) -> TrainingConfig:
    """The configuration that runs of other seeds share."""
    return replace(config, seed=SEED.default)


def summaries(outcomes: Iterable[Outcome]) -> tuple[Summary, ...]:
    """Every configuration, in the order of their first runs."""
    found: dict[TrainingConfig, list[Outcome]] = {}
    for outcome in sorted(outcomes, key=lambda each: each.run.number):
        found.setdefault(without_seed(outcome.run.config), []).append(outcome)
    return tuple(Summary(config, tuple(each)) for config, each in found.items())


def ranked(found: Iterable[Summary], name: str = "held_out_accuracy", *, lowest: bool = False) -> tuple[Summary, ...]:
    """By the mean of a figure, the highest first; those without any stand last."""

    def place(summary: Summary) -> tuple[bool, float]:
        mean = summary.figure(name).mean
        return math.isnan(mean), mean if lowest else -mean

    return tuple(sorted(found, key=place))


def cells(
    outcomes: Iterable[Outcome], across: Callable[[Outcome], object], down: Callable[[Outcome], object]
) -> dict[tuple[object, object], tuple[Outcome, ...]]:
    """The runs of a map with two axes: by where they stand on each; a cell may hold runs of several configurations."""
    found: dict[tuple[object, object], list[Outcome]] = {}
    for outcome in outcomes:
        found.setdefault((across(outcome), down(outcome)), []).append(outcome)
    return {place: tuple(each) for place, each in found.items()}
