"""Facts: what the program tells lessons. A fact is a name with a number or a word.

Which there are, and of what kind, stands in ``lab/for_lessons.py`` under the view that tells them.
"""

from __future__ import annotations

from collections.abc import Mapping

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.settings import SETTINGS, Choice, Number, Whole

Fact = float | int | str
Facts = Mapping[str, Fact]


def facts_of(config: TrainingConfig) -> dict[str, Fact]:
    """What lessons may ask about the settings of a run: every number and every choice."""
    asked = [setting for setting in SETTINGS.values() if isinstance(setting, Whole | Number | Choice)]
    return {setting.fact: setting.check(getattr(config, setting.name)) for setting in asked}


def are_same(first: Facts, second: Facts) -> bool:
    """Whether both say the same; not a number is the same as itself."""
    return first.keys() == second.keys() and all(
        value == second[name] or (value != value and second[name] != second[name]) for name, value in first.items()
    )
