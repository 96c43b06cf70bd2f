"""How two training runs differ in what they were told to do, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.settings import (
    ENGINE,
    SETTINGS,
    AnySetting,
    Choice,
    Layers,
    Number,
    Switch,
    Whole,
)
from handwriting_app.numerals import count, number, percent

_ARROW: Final = " → "
_SHARES: Final = ("held_out",)


@dataclass(frozen=True, slots=True)
class Difference:
    """One setting that differs.

    Attributes:
        name: Of the setting.
        words: Such as "learning rate 0.05 → 0.1", or "momentum → Adam".
    """

    name: str
    words: str


def differences(before: TrainingConfig, after: TrainingConfig) -> tuple[Difference, ...]:
    """What differs, in the order of the table of settings; what does nothing in either of them is left out."""
    found = []
    for name, setting in SETTINGS.items():
        old, new = getattr(before, name), getattr(after, name)
        if setting is ENGINE and "auto" in (old, new):
            continue  # not chosen yet
        if old != new and not (_is_idle(setting, before) and _is_idle(setting, after)):
            found.append(Difference(name, _words(setting, old, new)))
    return tuple(found)


def difference_in_words(before: TrainingConfig, after: TrainingConfig) -> str:
    """How ``after`` differs from ``before``, as the end of a sentence: learning rate 0.05 → 0.1; momentum → Adam."""
    found = differences(before, after)
    return "; ".join(difference.words for difference in found) or "the same settings and the same seed"


def value_in_words(setting: AnySetting, value: object) -> str:
    """A value as it is written within a sentence: 0.05, Adam, on, no hidden layer."""
    match setting:
        case Choice():
            return setting.option(value).word
        case Switch():
            return "on" if value else "off"
        case Layers():
            units = setting.check(value)
            return ", ".join(map(count, units)) or "none"
        case Whole():
            return count(setting.check(value))
        case Number():
            share = setting.check(value)
            return percent(share) if setting.name in _SHARES else number(share)


def _is_idle(setting: AnySetting, config: TrainingConfig) -> bool:
    return setting.idle is not None and getattr(config, setting.idle.other.name) in setting.idle.why


def _words(setting: AnySetting, old: object, new: object) -> str:
    change = f"{value_in_words(setting, old)}{_ARROW}{value_in_words(setting, new)}"
    if isinstance(setting, Choice):
        return change  # the names say of what
    label = setting.label[0].lower() + setting.label[1:]
    return f"{label}: {change}" if isinstance(setting, Switch | Layers) else f"{label} {change}"
