"""What the Sweep tab says of values, means and ends; written once for the table, the map and the sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence

from handwriting_app import numerals
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.settings import SETTINGS
from handwriting_app.explain.config_difference import value_in_words
from handwriting_app.sweep.one_run import Outcome
from handwriting_app.sweep.plan import is_idle
from handwriting_app.sweep.summary import Spread

UNKNOWN = "–"

IDLE = "does nothing"
"""In place of a value that changes nothing beside the others."""


def value_words(name: str, config: TrainingConfig) -> str:
    """The value of a setting in a configuration."""
    return IDLE if is_idle(name, config) else value_in_words(SETTINGS[name], getattr(config, name))


def config_words(fields: Sequence[str], config: TrainingConfig) -> str:
    """A configuration by the settings that vary: learning rate 0.05, hidden layers 128, 64."""
    return "; ".join(f"{label_in_words(name)} {value_words(name, config)}" for name in fields)


def label_in_words(name: str) -> str:
    """The label of a setting within a sentence."""
    label = SETTINGS[name].label
    return label[0].lower() + label[1:]


def accuracy_words(spread: Spread) -> str:
    """97.2 ± 0.4 %; without a spread where there is one run."""
    if not spread.n:
        return UNKNOWN
    if math.isnan(spread.deviation):
        return numerals.percent(spread.mean, 1, is_narrow=True)
    return f"{numerals.fixed(100 * spread.mean, 1)} ± {numerals.fixed(100 * spread.deviation, 1)}{numerals.PERCENT}"


def cost_words(spread: Spread) -> str:
    """0.214 ± 0.012."""
    if not spread.n:
        return UNKNOWN
    mean = numerals.fixed(spread.mean, 3)
    return mean if math.isnan(spread.deviation) else f"{mean} ± {numerals.fixed(spread.deviation, 3)}"


def ends_words(outcomes: Sequence[Outcome]) -> str:
    """How many diverged or failed: 2 ✕ diverged."""
    parts = []
    for state in ("diverged", "failed"):
        found = sum(outcome.state == state for outcome in outcomes)
        if found:
            parts.append(f"✕ {numerals.count(found)} {state}" if len(outcomes) > 1 else f"✕ {state}")
    return ", ".join(parts)
