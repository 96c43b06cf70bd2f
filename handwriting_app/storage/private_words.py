"""Takes out of a text what is nobody's business: names of people and of their folders, and what they have written."""

from __future__ import annotations

import re
import traceback
from pathlib import Path
from types import TracebackType
from typing import Final

_QUOTED: Final = re.compile(r"""(?<!\w)'[^'\n]*'(?!\w)|"[^"\n]*"|“[^”\n]*”|‘[^’\n]*’|`[^`\n]*`""")
_LISTED: Final = re.compile(r"\[[^\[\]]*\]")
_PATH: Final = re.compile(r"""(?<![\w.…])(?:~|[A-Za-z]:)?[/\\](?:[^\s/\\'"](?:[^/\\'"\n]*[^\s/\\'"])?[/\\])+""")

SHORTEST_NAME: Final = 3
"""Characters of a user's name from which on it is looked for in a text: shorter ones are within other words."""

MOST_PLACES: Final = 30
"""Lines of the way that led to an exception."""


def without_values(text: str) -> str:
    """``text`` with … for what stands in quotes or square brackets: what was in a file, typed, or drawn."""
    before = ""
    while before != text:  # lists within lists
        before, text = text, _LISTED.sub("…", text)
    return _QUOTED.sub("…", text)


def without_people(text: str, home: Path | None = None) -> str:
    """``text`` with the last name alone of every path of several, and without the name of the user.

    Args:
        text: Any words.
        home: Of the user; None for the one whose program this is.
    """
    home = _home() if home is None else home
    if len(home.parts) > 1:
        text = text.replace(str(home), "~")
    text = _PATH.sub("…/", text)
    if len(home.name) >= SHORTEST_NAME:
        text = re.sub(rf"(?<!\w){re.escape(home.name)}(?!\w)", "user", text)
    return text


def place_of(trace: TracebackType | None) -> list[str]:
    """Where an exception came from, outermost first: file names, lines and functions."""
    places = []
    for frame in traceback.extract_tb(trace)[-MOST_PLACES:]:
        path = Path(frame.filename)
        places.append(f"{path.parent.name}/{path.name}:{frame.lineno} in {frame.name}")
    return places


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # the system tells of none
        return Path()
