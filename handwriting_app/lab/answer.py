"""What a learner guessed, and what happened. It stands alone: the settings that keep it are read before numpy is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """A guess that was made.

    Attributes:
        guess: What the learner said, a number or one of the choices.
        outcome: What happened; None while it has not.
        is_right: Whether the two agree.
    """

    guess: float | str
    outcome: float | str | None = None
    is_right: bool = False
