"""How names that come from outside are shown: of files, models and lessons. Python alone is needed.

A file may be called anything. What would break a line, turn the direction of writing or show nothing at all is shown as
�; a long name is cut in its middle, because its end tells its kind.
"""

from __future__ import annotations

import unicodedata
from typing import Final

LONGEST: Final = 60
"""Characters of a name that is shown."""

_UNSEEN: Final = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Controls, marks of direction and joiners, halves of characters, ends of lines and paragraphs."""


def shown_name(name: object, longest: int = LONGEST) -> str:
    """A name, or a path, as one line of at most ``longest`` characters."""
    text = str(name)
    if len(text) > longest:
        tail = longest // 2
        text = f"{text[: longest - tail - 1]}…{text[-tail:]}"
    return "".join("�" if unicodedata.category(character) in _UNSEEN else character for character in text)


def is_one_line(text: str, longest: int) -> bool:
    """Whether a text can be kept as a name: not empty, no white space around it, nothing in it that breaks a line.

    Marks that join (emoji of several characters have them) are fine.
    """
    breaks = ("Cc", "Cs", "Zl", "Zp")
    is_short = 0 < len(text) <= longest and text == text.strip()
    return is_short and not any(unicodedata.category(character) in breaks for character in text)
