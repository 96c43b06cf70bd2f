"""The kinds of values that a fact or a field of a lesson can have: which there are, in words and as a check."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from handwriting_app.engine.settings import shown
from handwriting_app.numerals import count, trimmed

Read_co = TypeVar("Read_co", covariant=True)
Word_co = TypeVar("Word_co", bound=str, covariant=True)

_LARGEST: Final = sys.float_info.max


class Kind(Protocol[Read_co]):
    """What a value may be."""

    def describe(self) -> str:
        """In a few words that go after "must be"."""

    def read(self, given: object) -> Read_co:
        """Return ``given`` as what it is; raises ValueError, which says what it must be, if it is not of this kind."""


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number, both bounds included."""

    low: float = -_LARGEST
    high: float = _LARGEST

    def describe(self) -> str:
        return "a number" + _range(self.low, self.high)

    def read(self, given: object) -> float:
        # Compared before it is converted: not a number, infinity and a whole number beyond any float all fail.
        if isinstance(given, int | float) and not isinstance(given, bool) and self.low <= given <= self.high:
            return float(given)
        raise _refused(self, given)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number, both bounds included."""

    low: int
    high: float = _LARGEST

    def describe(self) -> str:
        return "a whole number" + _range(self.low, self.high)

    def read(self, given: object) -> int:
        if isinstance(given, int | float) and not isinstance(given, bool) and self.low <= given <= self.high:
            whole = int(given)
            if whole == given:
                return whole
        raise _refused(self, given)


@dataclass(frozen=True)  # no slots: Python 3.11 cannot make generic frozen ones
class Word(Generic[Word_co]):
    """One of a few words."""

    words: tuple[Word_co, ...]

    def describe(self) -> str:
        return f"one of {', '.join(word or 'an empty word' for word in self.words)}"

    def read(self, given: object) -> Word_co:
        for word in self.words:
            if word == given:
                return word
        raise _refused(self, given)


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def describe(self) -> str:
        return "true or false"

    def read(self, given: object) -> bool:
        if isinstance(given, bool):
            return given
        raise _refused(self, given)


@dataclass(frozen=True, slots=True)
class ThreeNumbers:
    """Three numbers."""

    each: Number

    def describe(self) -> str:
        return f"three numbers{_range(self.each.low, self.each.high)}"

    def read(self, given: object) -> tuple[float, float, float]:
        if not isinstance(given, list | tuple) or len(given) != 3:
            raise _refused(self, given)
        try:
            a, b, c = (self.each.read(number) for number in given)
        except ValueError as error:
            raise _refused(self, given) from error
        return a, b, c


FactKind = Number | Whole | Word[str]


def _range(low: float, high: float) -> str:
    has_low, has_high = low != -_LARGEST, high != _LARGEST
    if has_low and has_high:
        return f" from {_written(low)} to {_written(high)}"
    return f" of at least {_written(low)}" if has_low else f" of at most {_written(high)}" if has_high else ""


def _written(number: float) -> str:
    return count(number) if isinstance(number, int) else trimmed(number, 6)


def _refused(kind: Kind[object], given: object) -> ValueError:
    return ValueError(f"must be {kind.describe()}, not {shown(given)}")
