"""An alphabet of one's own with the number of its drawings, and whether it can be learned. Free of Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from handwriting_app.data.subject import FEWEST_DRAWINGS
from handwriting_app.names import shown_name

if TYPE_CHECKING:
    # SQLite is loaded by whoever first keeps or looks for something.
    from handwriting_app.storage.database.alphabets import Alphabet

ENOUGH: Final = 10
"""Drawings of a symbol, with which it is read well."""

_NAMED_AT_MOST: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class KeptAlphabet:
    """An alphabet and its drawings.

    Attributes:
        alphabet: As it is kept.
        counts: How many drawings of each label there are, for those that there are any of.
    """

    alphabet: Alphabet
    counts: Mapping[str, int]

    @property
    def problem(self) -> str:
        """Why it cannot be learned, in a sentence; empty if it can."""
        symbols = self.alphabet.symbols
        if not symbols:
            return "Add the symbols that are to be read: letters, signs, words."
        if len(self.alphabet.classes) < 2:
            return "Add another symbol: a network needs two to tell apart."
        return too_few([symbol for symbol in symbols if self.counts.get(symbol, 0) < FEWEST_DRAWINGS])


def too_few(symbols: Sequence[str]) -> str:
    """That there are too few drawings of these, in a sentence; empty for none of them."""
    if not symbols:
        return ""
    named = [shown_name(symbol, 12) for symbol in symbols[:_NAMED_AT_MOST]]
    if len(symbols) > _NAMED_AT_MOST:
        listed = f"{', '.join(named)} and {len(symbols) - _NAMED_AT_MOST} more"
    else:
        listed = " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))
    return (
        f"There are too few drawings of {listed}: at least {FEWEST_DRAWINGS} of each are needed, {ENOUGH} are better."
    )
