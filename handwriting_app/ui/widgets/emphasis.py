"""The one mark in a lesson's text: what stands between two asterisks, as in *this*, is said with emphasis."""

from __future__ import annotations

import re
from typing import Final

_EMPHASIS: Final = re.compile(r"(?<![\w*])\*(\S(?:[^*\n]{0,200}\S)?)\*(?![\w*])")


def emphasised(text: str) -> list[tuple[str, bool]]:
    """The parts of ``text`` in order, each with whether it is emphasised; an asterisk that marks nothing stays."""
    parts = _EMPHASIS.split(text)
    return [(part, bool(index % 2)) for index, part in enumerate(parts) if part]


def without_marks(text: str) -> str:
    """``text`` as a label shows it, which has one face of type."""
    return "".join(part for part, _ in emphasised(text))
