"""What is asked for in a round of prompts, and in which order. Free of Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

EACH: Final = 5
"""Drawings of each class: fifty digits take two minutes."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is asked for now.

    Attributes:
        label: What is to be drawn.
        done: How many have been.
        total: How many will be, if nobody stops.
        is_drawn: Whether there is something to keep.
    """

    label: str
    done: int
    total: int
    is_drawn: bool


def shuffled(names: Sequence[str], rng: np.random.Generator, each: int) -> tuple[str, ...]:
    """``each`` of every name: in every part of the round each once, so that whoever stops has some of all."""
    labels: list[str] = []
    for _ in range(each):
        part = [str(names[place]) for place in rng.permutation(len(names))]
        if labels and len(part) > 1 and part[0] == labels[-1]:
            part.append(part.pop(0))
        labels.extend(part)
    return tuple(labels)
