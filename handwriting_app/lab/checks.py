"""Whether what a lesson asks for was done: plain data, held against the facts. Nothing is evaluated as code."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from handwriting_app.lab.facts import KNOWN_FACTS, Fact, Facts

TEST_NAMES: Final = ("equals", "one_of", "above", "below", "at_least", "at_most")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One condition on one fact. All tests that are given must hold; a fact that nobody has told yet fails them.

    Attributes:
        fact: Its name in `KNOWN_FACTS`.
        equals: The word or number that it must be.
        one_of: The words or numbers of which it must be one.
        above, below: Bounds that it must lie beyond.
        at_least, at_most: Bounds that it may reach.

    Raises:
        ValueError: The fact is unknown, there is no test, or a test does not fit the kind of fact.
    """

    fact: str
    equals: Fact | None = None
    one_of: tuple[Fact, ...] | None = None
    above: float | None = None
    below: float | None = None
    at_least: float | None = None
    at_most: float | None = None

    def __post_init__(self) -> None:
        if self.fact not in KNOWN_FACTS:
            raise ValueError(f"there is no fact named {self.fact!r}")
        given = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "fact"}
        given = {name: value for name, value in given.items() if value is not None}
        if not given:
            raise ValueError(f"the check of {self.fact} tests nothing: give it {', '.join(TEST_NAMES)}")
        is_word = isinstance(KNOWN_FACTS[self.fact], str)
        for name, value in given.items():
            wanted = value if name == "one_of" else (value,)
            if not isinstance(wanted, tuple) or not all(_fits(each, is_word) for each in wanted):
                kind = "a word" if is_word else "a number"
                raise ValueError(f"{name} of {self.fact} must be {kind}, not {value!r}")
            if is_word and name not in {"equals", "one_of"}:
                raise ValueError(f"{self.fact} is a word: it has no {name}")

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


def _fits(value: object, is_word: bool) -> bool:
    return isinstance(value, str) if is_word else isinstance(value, int | float) and not isinstance(value, bool)
