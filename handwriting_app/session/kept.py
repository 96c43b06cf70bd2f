"""What is asked of the kept drawings, and what is answered. Free of Qt."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from handwriting_app.storage.database.drawings import KeptDrawing, Source

TEN_DIGITS: Final = 1
"""The id of the alphabet of the ten digits, which is always there."""

NO_ALPHABET: Final = 0
"""In place of the id of an alphabet where there is none."""

PAGE: Final = 200
"""Drawings that are listed at once."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which drawings are listed; None: all. ``writer`` "" stands for those that bear no name."""

    alphabet: int = TEN_DIGITS
    label: str | None = None
    writer: str | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A part of the list, the newest first.

    Attributes:
        wanted: What was asked for.
        drawings: None, where there are no more.
        matching: How many there are of those asked for; None where this was not counted.
        tally: How many there are at all in the alphabet, by label and writer; None where this was not counted.
    """

    wanted: Filter
    drawings: tuple[KeptDrawing, ...]
    matching: int | None = None
    tally: Counter[tuple[str, str]] | None = None
