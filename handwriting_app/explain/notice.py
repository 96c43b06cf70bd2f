"""A remark on a run in plain words: what is the matter, how one can tell, and what to try."""

from __future__ import annotations

from dataclasses import dataclass
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
    EARLY = "too early to tell"
    WELL = "all is well"


class Severity(IntEnum):
    """How much a notice matters; the larger, the more."""

    GOOD = 0
    HINT = 1
    PROBLEM = 2


@dataclass(frozen=True, slots=True)
class Notice:
    """One remark.

    Attributes:
        severity: Whether anything needs to be done.
        short: The matter in a few words, for the status bar.
        evidence: The numbers that show it, as whole sentences.
        advice: What to try; empty where there is nothing to mend.
    """

    kind: Kind
    severity: Severity
    short: str
    evidence: str
    advice: str = ""


def as_fraction(share: float) -> str:
    """A small share as ``1/400``, rounded to two digits; a share above a half in percent."""
    if not share > 0:
        return "0"
    if share > 0.5:
        return f"{100 * share:.0f} %"
    return f"1/{float(f'{1 / share:.2g}'):,.0f}"


def as_percent(share: float) -> str:
    """A share in percent, with as many decimals as a small one needs."""
    percent = 100 * share
    decimals = 0 if percent >= 10 or percent == 0 else 1 if percent >= 1 else 2
    return f"{percent:.{decimals}f} %" if percent == 0 or percent >= 0.01 else "less than 0.01 %"


def as_number(value: float) -> str:
    """A number with three digits, never with an exponent unless it is tiny."""
    return f"{value:.3g}" if abs(value) < 1000 else f"{float(f'{value:.3g}'):,.0f}"
