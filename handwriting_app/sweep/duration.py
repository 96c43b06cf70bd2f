"""About how long a sweep will take: reckoned from what a pass through the digits costs, then from the runs so far."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

from handwriting_app.data.augment import DIGITS_TO_ONE_NON_DIGIT, SETS
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.limits import parameter_count
from handwriting_app.sweep.one_run import Outcome
from handwriting_app.sweep.plan import Run

# Measured on one slow processor (docs/sweeps.md); a sweep that goes on corrects them by its own runs.
A_RUN: Final = 0.05
"""Seconds before the first epoch: the digits, parted."""
LINES: Final = 1.0
"""Seconds more where the digits are varied or have non-digits among them."""
A_WEIGHT: Final = 1.2e-10
"""Seconds of each weight and digit in an epoch, there and back."""
AN_UPDATE: Final = 4.0e-5
"""Seconds of each update in batches."""
AN_EXAMPLE: Final = 1.5e-5
"""Seconds of each digit where every one is an update."""
A_WEIGHT_UPDATED: Final = 1.0e-9
"""Seconds of each weight in an update."""
A_VARIATION: Final = 1.0e-4
"""Seconds of each digit that is varied, for the first sets of a run; then they come again."""
OUTPUTS: Final = 11
FEATURES: Final = 64


def seconds_of(config: TrainingConfig, examples: int) -> float:
    """About how long a run takes on one processor, if it goes through all its epochs.

    Args:
        config: Its settings.
        examples: Digits that it learns from; non-digits come on top, where there are any.
    """
    if config.non_digits:
        examples += examples // DIGITS_TO_ONE_NON_DIGIT
    weights = parameter_count((FEATURES, *config.hidden, OUTPUTS))
    updates = {"batch": 1, "stochastic": examples}.get(config.descent, math.ceil(examples / config.batch_size))
    update = AN_EXAMPLE if updates == examples else AN_UPDATE
    epoch = examples * weights * A_WEIGHT + updates * (update + weights * A_WEIGHT_UPDATED)
    is_varied = config.variation > 0 or config.non_digits
    varied = A_VARIATION * examples * min(config.epochs, SETS) if config.variation > 0 else 0.0
    return A_RUN + (LINES if is_varied else 0.0) + varied + epoch * config.epochs


def seconds_left(left: Iterable[Run], done: Sequence[Outcome], examples: int, lanes: int = 1) -> float:
    """About how long the runs that are left take, from what those that are done have taken.

    Args:
        left: Which runs.
        done: The figures so far.
        examples: That each learns from.
        lanes: How many are done side by side.
    """
    taken = [outcome for outcome in done if outcome.state != "failed"]
    reckoned = sum(seconds_of(outcome.run.config, examples) for outcome in taken)
    measured = sum(outcome.seconds for outcome in taken)
    factor = measured / reckoned if reckoned > 0 else 1.0
    return factor * sum(seconds_of(run.config, examples) for run in left) / max(lanes, 1)
