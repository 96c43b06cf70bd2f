"""Whether what a lesson asks for was done: plain data, held against the facts. Nothing is evaluated as code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from handwriting_app.engine.settings import shown
from handwriting_app.lab.facts import Fact, Facts
from handwriting_app.lab.fields import FieldError
from handwriting_app.lab.for_lessons import RUN_FACTS, VIEW_FACTS, WINDOW_FACTS
from handwriting_app.lab.kinds import FactKind, Number, Word

TEST_NAMES: Final = ("equals", "one_of", "above", "below", "at_least", "at_most")

FACTS: Final[Mapping[str, FactKind]] = MappingProxyType(
    {name: kind for told in (RUN_FACTS, WINDOW_FACTS, *VIEW_FACTS.values()) for name, kind in told.items()}
)
"""All that a lesson may ask about: of the run, and of every view."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One condition on one fact. All tests that are given must hold; a fact that nobody has told yet fails them.

    Attributes:
        fact: Its name in `FACTS`.
        equals: The word or number that it must be.
        one_of: The words or numbers of which it must be one.
        above, below: Bounds that it must lie beyond.
        at_least, at_most: Bounds that it may reach.

    Raises:
        FieldError: The fact is unknown, there is no test, or a test can never hold for this kind of fact.
    """

    fact: str
    equals: Fact | None = None
    one_of: tuple[Fact, ...] | None = None
    above: float | None = None
    below: float | None = None
    at_least: float | None = None
    at_most: float | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.fact, str) or self.fact not in FACTS:
            raise FieldError("fact", f"there is no fact named {shown(self.fact)}")
        given = {name: value for name in TEST_NAMES if (value := getattr(self, name)) is not None}
        if not given:
            raise FieldError("fact", f"the check of {self.fact} tests nothing: give it one of {', '.join(TEST_NAMES)}")
        for name, value in given.items():
            try:
                _refuse_impossible(FACTS[self.fact], name, value)
            except ValueError as error:
                raise FieldError(name, f"{name} of {self.fact} {error}") from error

    def is_done(self, facts: Facts) -> bool:
        """Whether every test holds."""
        value = facts.get(self.fact)
        if value is None:
            return False
        if self.equals is not None and value != self.equals:
            return False
        if self.one_of is not None and value not in self.one_of:
            return False
        if isinstance(value, str):
            return self.above is self.below is self.at_least is self.at_most is None
        # Not a number fails every comparison, as it should.
        return (
            (self.above is None or value > self.above)
            and (self.below is None or value < self.below)
            and (self.at_least is None or value >= self.at_least)
            and (self.at_most is None or value <= self.at_most)
        )


def are_done(checks: tuple[Check, ...], facts: Facts) -> bool:
    """Whether all of them hold at once."""
    return all(check.is_done(facts) for check in checks)


def _refuse_impossible(kind: FactKind, test: str, wanted: object) -> None:
    """Raise ValueError if no fact of this kind can ever pass the test."""
    if test == "equals":
        kind.read(wanted)
    elif test == "one_of":
        if not isinstance(wanted, tuple) or not wanted:
            raise ValueError(f"must be a list, not {shown(wanted)}")
        for each in wanted:
            kind.read(each)
    elif isinstance(kind, Word):
        raise ValueError("has no meaning: it is a word, not a number")
    else:
        bound = Number().read(wanted)
        can_be = {
            "above": bound < kind.high,
            "at_least": bound <= kind.high,
            "below": bound > kind.low,
            "at_most": bound >= kind.low,
        }
        if not can_be[test]:
            raise ValueError(f"can never hold: it is {kind.describe()}, and here {shown(wanted)}")
