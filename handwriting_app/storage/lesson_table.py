"""One table of a lesson file, read strictly: whatever is wrong in it is named with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from handwriting_app.engine.settings import shown
from handwriting_app.numerals import count
from handwriting_app.storage.toml_lines import Path as Place

Kind = TypeVar("Kind")


class Slip(ValueError):
    """Something is wrong, in a line or at a place in the file's tables, or with the file as a whole (None)."""

    def __init__(self, where: Place | int | None, sentence: str) -> None:
        super().__init__(sentence)
        self.where = where


class Table:
    """One table of the file, with its place and what messages call it."""

    def __init__(self, values: object, place: Place, name: str) -> None:
        if not isinstance(values, dict):
            raise Slip(place, f"{name} must be a table, not {shown(values)}")
        self.values: Mapping[str, object] = values
        self.place = place
        self.name = name

    def only(self, *names: str) -> None:
        """Raise a slip unless these are all the keys there are."""
        for key in self.values:
            if key not in names:
                word = key if re.fullmatch(r"[\w-]{1,40}", key) else shown(key)
                raise self.slip(key, f"{self.name} has no place for {word}")

    def text(self, key: str, longest: int, default: str | None = None) -> str:
        text = self._part(key, str, "text", default)
        if default is None and not text.strip():
            raise self.slip(key, f"{key} of {self.name} is empty")
        if len(text) > longest:
            raise self.slip(key, f"{key} of {self.name} is longer than {count(longest)} characters")
        return text

    def list(self, key: str, most: int) -> list[object]:
        items = self._part(key, list, "a list")
        if not items:
            raise self.slip(key, f"{self.name} has no {key}")
        if len(items) > most:
            raise self.slip(key, f"{self.name} has more than {most} parts called {key}")
        return items

    def strings(self, key: str, most: int, longest: int) -> tuple[str, ...]:
        """A list of texts, none of them empty; the list itself may be."""
        items = self._part(key, list, "a list")
        if len(items) > most:
            raise self.slip(key, f"{key} of {self.name} has more than {most} parts")
        for item in items:
            if not isinstance(item, str) or not item.strip() or len(item) > longest:
                raise self.slip(key, f"{key} of {self.name} must be a list of texts, not {shown(item)} in it")
        return tuple(items)

    def table(self, key: str, name: str) -> Table:
        return Table(self._part(key, dict, "a table"), (*self.place, key), name)

    def has(self, key: str) -> bool:
        return key in self.values

    def slip(self, key: str, sentence: str) -> Slip:
        return Slip((*self.place, key), sentence)

    def _part(self, key: str, kind: type[Kind], words: str, default: Kind | None = None) -> Kind:
        value = self.values.get(key, default)
        if value is None:
            raise self.slip(key, f"{self.name} has no {key}")
        if not isinstance(value, kind):
            raise self.slip(key, f"{key} of {self.name} must be {words}, not {shown(value)}")
        return value
