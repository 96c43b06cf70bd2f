"""What a person can change of a run while it is under way."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Controls:
    """Set from any thread; read at the start of each epoch."""

    learning_rate: float
