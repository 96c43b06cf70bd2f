"""How a number is read that a person has typed, in whatever way people write numbers. Python alone is needed."""

from __future__ import annotations

import math
import re
from typing import Final

from handwriting_app.numerals import RAISED_DIGITS, SPACE

LARGEST: Final = 1e12
"""Beyond this nobody means it."""

_DECIMAL: Final = r"[+-]?(?:\d+\.?\d*|\.\d+)"
_WRITTEN: Final = re.compile(
    rf"(?P<value>{_DECIMAL})(?:(?:e|[*·×]10\^?)(?P<power>[+-]?\d{{1,4}}))?(?:/(?P<below>{_DECIMAL}))?(?P<percent>%)?",
    re.ASCII,
)
_BARE_POWER: Final = re.compile(rf"^([+−-]?)10(?:\^|(?=[⁻{RAISED_DIGITS}]))")
_PLAIN: Final = str.maketrans(f"−⁻{RAISED_DIGITS},E", "--0123456789.e")
_SPACED: Final = re.compile(rf"[ \u00a0{SPACE}]*([*·×/%eE^])[ \u00a0{SPACE}]*")


def typed_number(text: str) -> float | None:
    """The number in ``text``: 0.25, 0,25, −3, 1/4, 5 %, 2.1e−2, 2.1·10⁻², 10⁻³; None for none, or one too large.

    A comma is a decimal one, as in most countries: nobody types the commas between thousands.
    """
    plain = _BARE_POWER.sub(r"\g<1>1e", _SPACED.sub(r"\1", text.strip()))
    match = _WRITTEN.fullmatch(plain.translate(_PLAIN))
    if match is None:
        return None
    try:
        value = float(f"{match['value']}e{match['power'] or 0}")
    except (OverflowError, ValueError):
        return None
    below = float(match["below"] or 1)
    value = value / below if below else math.inf
    if match["percent"]:
        value /= 100
    return value + 0.0 if abs(value) <= LARGEST else None
