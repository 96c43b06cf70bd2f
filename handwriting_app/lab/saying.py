"""A sentence with places for facts: ``w₁·X₁ is {neuron.product_1} and must be 6``. Nothing in it is evaluated."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from handwriting_app.engine.settings import shown
from handwriting_app.lab.checks import FACTS
from handwriting_app.lab.fact_words import value_words
from handwriting_app.lab.facts import Facts
from handwriting_app.numerals import with_article

_PLACE: Final = re.compile(r"\{([^{}]*)\}")
_SAID: Final = re.compile(r"(?:\b([Aa])n? )?\{([^{}]*)\}")
"""A place, with the article before it: that of a number depends on the number."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said, with the names of facts in braces.

    Raises:
        ValueError: A place names no fact, or a brace stands alone.
    """

    text: str

    def __post_init__(self) -> None:
        for name in _PLACE.findall(self.text):
            if name not in FACTS:
                raise ValueError(f"there is no fact named {shown(name)}")
        if re.search(r"[{}]", _PLACE.sub("", self.text)):
            raise ValueError("a brace stands alone: a fact is written {like.this}")

    @property
    def facts(self) -> frozenset[str]:
        """The facts that it names."""
        return frozenset(_PLACE.findall(self.text))

    def said(self, facts: Facts) -> str | None:
        """The sentence with the facts in their places; None where one of them is not there to be told."""
        words = {}
        for name in _PLACE.findall(self.text):
            value = facts.get(name)
            if value is None or value == "" or (not isinstance(value, str) and not math.isfinite(value)):
                return None
            words[name] = value_words(name, FACTS[name], value)

        def put(place: re.Match[str]) -> str:
            article, word = place[1], words[place[2]]
            if article is None or not word[0].isdigit():
                return place[0].replace(f"{{{place[2]}}}", word)
            return article + with_article(word)[1:]

        return _SAID.sub(put, self.text)
