"""A remark on a run in plain words: what is the matter, how one can tell, and what to try."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, IntEnum


class Kind(Enum):
    """What a notice is about."""

    DIVERGING = "diverging"
    EXPLODING = "exploding"
    DEAD = "dead"
    SATURATED = "saturated"
    VANISHING = "vanishing"
    TOO_SLOW = "learning rate too small"
    UNSTEADY = "learning rate too large"
    STUCK = "stuck"
    OVERFITTING = "overfitting"
    CONVERGED = "converged"
    CHANGED = "changed by hand"
    ABOVE = "training above held-out"
    EARLY = "too early to tell"
    WELL = "nothing stands out"


class Severity(IntEnum):
    """How much a notice matters; the larger, the more. A note is neither good nor bad."""

    NOTE = 0
    GOOD = 1
    HINT = 2
    PROBLEM = 3


@dataclass(frozen=True, slots=True)
class Notice:
    """One remark.

    Attributes:
        severity: Whether anything needs to be done.
        short: The matter in a few words, for the status bar; never empty.
        evidence: The numbers that show it, as whole sentences.
        advice: What to try; empty where there is nothing to mend.
    """

    kind: Kind
    severity: Severity
    short: str
    evidence: str
    advice: str = ""

    def worded(self, worded: Callable[[str], str]) -> Notice:
        """The same in other words: of symbols, say, where no digits are read."""
        return replace(self, short=worded(self.short), evidence=worded(self.evidence), advice=worded(self.advice))
