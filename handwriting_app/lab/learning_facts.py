"""What the Learning view tells lessons: which epoch is looked at, and how the learner's own digit was learned."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from handwriting_app.lab.facts import Fact


@dataclass(frozen=True, slots=True)
class OwnDigitSeen:
    """The curve of the digit that was drawn.

    Attributes:
        epochs: Rising; those whose weights are kept.
        shares: How sure each was of the class that is followed, 0 to 1.
        right_since: The epoch from which on the class is read; None where the newest does not read it.
        is_said: Whether the learner has said that it is this class.
    """

    epochs: Sequence[int]
    shares: Sequence[float]
    right_since: int | None
    is_said: bool


def learning_facts(looked_at: int | None, own: OwnDigitSeen | None) -> dict[str, Fact]:
    """The facts; what there is none of is NaN.

    Args:
        looked_at: The epoch that is looked back at; None for the present.
        own: The curve that is shown, if any.
    """
    looking_at = math.nan if looked_at is None else looked_at
    if own is None:
        return {
            "learning.looking_at": looking_at,
            "learning.own_digit": 0,
            "learning.own_said": 0,
            "learning.own_share": math.nan,
            "learning.right_since": math.nan,
            "learning.from_moment": math.nan,
        }
    at = own.epochs[-1] if looked_at is None else looked_at
    share = next((share for epoch, share in zip(own.epochs, own.shares, strict=True) if epoch == at), math.nan)
    return {
        "learning.looking_at": looking_at,
        "learning.own_digit": 1,
        "learning.own_said": int(own.is_said),
        "learning.own_share": share,
        "learning.right_since": math.nan if own.right_since is None else own.right_since,
        "learning.from_moment": math.nan if own.right_since is None else at - own.right_since,
    }
