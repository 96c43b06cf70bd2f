"""What the Dream view tells lessons."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

from handwriting_app.explain.dream import Aim
from handwriting_app.lab.facts import Fact

Start = Literal["noise", "grey", "drawing"]
"""What a dream begins with."""

NUMBERS: Final = ("digit", "epoch", "step", "steps", "share", "start_share", "read_digit", "is_read")


@dataclass(frozen=True, slots=True, kw_only=True)
class DreamSeen:
    """What is shown large.

    Attributes:
        digit: Which digit is dreamt of; −1 where it is none.
        epoch: Of the network that dreams.
        step, steps: The one that is shown, and the last one.
        share: How sure the network of that epoch is of it at this step, 0 to 1.
        start_share: At the start.
        read_digit: Which digit the network of the moment reads in the picture; −1 for none.
        is_read: Whether the picture is what is read in place of a drawing.
    """

    digit: int
    epoch: int
    step: int
    steps: int
    share: float
    start_share: float
    read_digit: int
    is_read: bool


def dream_facts(start: Start, aim: Aim, seen: DreamSeen | None) -> dict[str, Fact]:
    """See ``lab/for_lessons.py``. While a dream is still to come (None), its numbers pass no check of a lesson."""
    words: dict[str, Fact] = {"dream.from": start, "dream.aim": aim}
    if seen is None:
        return words | {f"dream.{name}": math.nan for name in NUMBERS}
    return words | {f"dream.{name}": _fact(getattr(seen, name)) for name in NUMBERS}


def _fact(value: float | bool) -> Fact:
    return int(value) if isinstance(value, bool) else value
