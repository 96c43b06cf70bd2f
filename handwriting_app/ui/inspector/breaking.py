"""What is to be remembered while something is broken on purpose: the digit, the place, and what a trial found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import BackpropTrace
from handwriting_app.explain.breakages import Breakage
from handwriting_app.explain.choice import Choice
from handwriting_app.explain.rate_trial import TOO_LARGE, TOO_LARGE_WORDS, OtherDigits, try_rate
from handwriting_app.explain.steps import Step


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """A learning rate that is to be tried.

    Attributes:
        usual, huge: What it was, and what it is while it is broken.
        others: Digits to look for harm at; None while there are none at hand.
    """

    usual: float
    huge: float
    others: OtherDigits | None


class Breaking:
    """Free of Qt.

    Attributes:
        broken: What is broken on purpose.
        blocked: What cannot be broken or put right just now, and why.
        label: The true digit from before anything was broken, so that a broken reading does not change it; or None.
    """

    def __init__(self) -> None:
        self.broken: frozenset[Breakage] = frozenset()
        self.blocked: Mapping[Breakage, str] = MappingProxyType({})
        self.label: int | None = None
        self._places: dict[Breakage, tuple[Step, Choice]] = {}
        self._rates: Rates | None = None
        self._tried: tuple[object, ...] = ()
        self._words = ""

    def keep(self, breakage: Breakage, label: int, step: Step, choice: Choice) -> None:
        """Something is about to be broken: remember which digit it is, and where one is."""
        self.label = label if self.label is None else self.label
        self._places[breakage] = step, choice

    def place_before(self, breakage: Breakage) -> tuple[Step, Choice] | None:
        """Where one was when this was broken; it is forgotten with that."""
        return self._places.pop(breakage, None)

    def see(self, broken: frozenset[Breakage], blocked: Mapping[Breakage, str], rates: Rates | None) -> None:
        """Hear what is broken from now on."""
        if self.broken and not broken:
            self.label = None
        self.broken, self.blocked, self._rates = broken, blocked, rates

    def trial_words(self, network: Network, seen: BackpropTrace, *, may_try: bool) -> str:
        """What the huge learning rate does, tried anew where it may be; empty where none is broken."""
        rates = self._rates
        if rates is None:
            self._tried = ()
            return ""
        if network.parameters.size >= TOO_LARGE:
            return TOO_LARGE_WORDS
        which = (network, seen.label, seen.a(0).tobytes(), seen.terms, rates.huge, rates.usual, rates.others)
        if may_try and which != self._tried:
            self._tried = which
            self._words = try_rate(network, seen, rates.huge, rates.usual, rates.others).words
        return self._words if self._tried else ""
