"""How the window writes numbers. Every number that a person reads there comes from here; Python alone is needed.

Written are a true minus sign (−3), a comma between thousands (26,600), powers of ten as such (4.5·10⁻⁵) and a narrow
no-break space before a unit (96 %, 6 s), as ISO 80000-1 asks; only its dot as the decimal sign is the English one.
A number that lies exactly half-way between two is rounded away from 0, as schools teach it: 0.625 is 0.63.
What a machine reads (files, tables for export, the text of a number field) is not written here.
"""

from __future__ import annotations

import math
import re
from datetime import datetime
from fractions import Fraction
from typing import Final

SPACE: Final = "\u202f"
"""The narrow no-break space between a number and its unit: no line ends there."""

PERCENT: Final = f"{SPACE}%"
"""What follows a number of percent."""

_LEAST_PLAIN: Final = -4
_LEAST_POWER: Final = 6
"""From 10⁻⁴ to below 10⁶ a number is written out; beyond, with a power of ten."""

_UNITS_OF_BYTES: Final = ("kB", "MB", "GB")
WITHIN_ROUNDING: Final = 1e-12
"""What floating-point arithmetic may leave behind, as a share of the numbers that went in."""

RAISED_DIGITS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED: Final = str.maketrans("-0123456789", f"⁻{RAISED_DIGITS}")
_LOWERED: Final = str.maketrans(f"−⁻{RAISED_DIGITS}", "--0123456789")


def number(value: float, digits: int = 4) -> str:
    """A number with up to ``digits`` significant digits: 0.1234, −3.1, 26,600, 2.5·10⁻⁷.

    Only 0 itself is "0", without a sign. What is no number is called that, what is infinite ∞.
    """
    if not math.isfinite(value) or value == 0:
        return _special(value)
    written = _with_power(value, digits)
    power = int(written.partition("e")[2])
    if _LEAST_PLAIN <= power < _LEAST_POWER:
        return _trim(fixed(float(written), max(digits - 1 - power, 0)))
    return _times_power(*_parts(written))


def unrounded(value: float, digits: int = 4, most: int = 7) -> str:
    """As `number`, with up to ``most`` digits where these tell the whole number: 5.6088, but 0.3333 for a third."""
    if not math.isfinite(value):
        return _special(value)
    tried = range(digits, most + 1)
    whole = (each for each in tried if math.isclose(rounded(value, each), value, rel_tol=WITHIN_ROUNDING))
    return number(value, next(whole, digits))


def scientific(value: float, digits: int = 4) -> str:
    """As `number`, but always with a power of ten, for numbers in a row whose notation must be the same."""
    if not math.isfinite(value) or value == 0:
        return _special(value)
    return _times_power(*_parts(_with_power(value, digits)))


def fixed(value: float, places: int) -> str:
    """A number with just so many decimals, however large: for columns and scales, where numbers are compared."""
    if not math.isfinite(value):
        return _special(value)
    text = f"{_off_the_half(value, places):,.{places}f}"
    if not text.strip("-0."):
        text = text.removeprefix("-")
    return text.replace("-", "−")


def trimmed(value: float, places: int = 2) -> str:
    """A number on a scale that is no finer than ``places`` decimals, without trailing zeros: 0.5, −3, 0.

    Unlike `number` it hides what floating-point sums leave behind: 0.1 + 0.2 − 0.3 is "0". From 10⁶ on the power of
    ten tells more than decimals.
    """
    if math.isfinite(value) and abs(value) >= 10**_LEAST_POWER:
        return number(value, 3)
    return _trim(fixed(value, places))


def count(whole: float) -> str:
    """A count, however large: 1,797. A float is rounded to a whole number."""
    return fixed(whole, 0)


def percent(share: float, decimals: int | None = 0, *, is_narrow: bool = False) -> str:
    """A share from 0 to 1 (or beyond) in percent: 96 %.

    Never 100 % for what is only nearly all, nor 0 % for what is only nearly nothing: that is "over 99 %", "under 1 %".

    Args:
        share: 1 is the whole.
        decimals: Of the percentage. None: a share below 10 % has one, a share below 1 % has two.
        is_narrow: Write ">99 %" and "<1 %", where words have no room.
    """
    if not math.isfinite(share):
        return _special(share)
    if decimals is None:
        decimals = 0 if share >= 0.1 or share == 0 else 1 if share >= 0.01 else 2
    text = fixed(100 * share, decimals)
    finest = 10.0**-decimals
    over, under = (">", "<") if is_narrow else ("over ", "under ")
    if share < 1 and text == fixed(100, decimals):
        return f"{over}{fixed(100 - finest, decimals)}{PERCENT}"
    # Half of one percent as well: it mirrors the 99.5 % that are "over 99 %".
    if share > 0 and (text == fixed(0, decimals) or 100 * share == 0.5 == finest / 2):
        return f"{under}{fixed(finest, decimals)}{PERCENT}"
    return f"{text}{PERCENT}"


def fraction(ratio: float) -> str:
    """A small ratio as one part of so many, with two digits: 1/6,700; above a half in percent."""
    if math.isnan(ratio):
        return "–"
    if ratio > 0.5:
        return percent(ratio)
    if ratio < 10.0**-_LEAST_POWER:
        return number(ratio, 2)
    return f"1/{number(1 / ratio, 2)}"


def seconds(length: float, digits: int = 3) -> str:
    """A short time as it was measured: 12.3 ms, 4.56 s."""
    if length < 0.9995:
        return f"{number(length * 1e3, digits)}{SPACE}ms"
    return f"{number(length, digits)}{SPACE}s"


def duration(length: float) -> str:
    """A length of time, in seconds, in its two largest units: under 1 s, 6 s, 2 min 05 s, 1 h 20 min."""
    whole = round(length)
    if whole == 0 < length:
        return f"under 1{SPACE}s"
    if whole < 60:
        return f"{whole}{SPACE}s"
    if whole < 3600:
        return f"{whole // 60}{SPACE}min {whole % 60:02d}{SPACE}s"
    return f"{whole // 3600}{SPACE}h {whole % 3600 // 60:02d}{SPACE}min"


def byte_size(size: int) -> str:
    """A number of bytes, in steps of a thousand: 640 B, 68 kB, 1.2 MB."""
    if size < 1000:
        return f"{size}{SPACE}B"
    thousands = next((power for power in (1, 2) if size < 999.5 * 1000**power), 3)
    value = size / 1000**thousands
    return f"{number(value, 3) if value < 999.5 else count(value)}{SPACE}{_UNITS_OF_BYTES[thousands - 1]}"


def with_article(written: str | int) -> str:
    """A number with "a" or "an" before it, as it is spoken: a 7, an 8, an 11, an 80 %, a 110."""
    text = str(written)
    first = re.match(r"\d*", text)
    is_open = text.startswith("8") or (first is not None and first[0] in {"11", "18"})
    return f"{'an' if is_open else 'a'} {text}"


def read(text: str) -> Fraction:
    """Exactly the number that a text of `number`, `scientific` or `fixed` says. Raises ValueError if it says none."""
    plain = text.translate(_LOWERED).replace(",", "")
    mantissa, times, power = plain.partition("·10")
    if not times and text.endswith(tuple(RAISED_DIGITS)):
        sign, _, power = plain.partition("10")
        mantissa = f"{sign}1"
    return Fraction(mantissa) * Fraction(10) ** int(power or 0)


def rounded(value: float, digits: int) -> float:
    """The float nearest to ``value`` that is written with so many significant digits."""
    return float(_with_power(value, digits))


def raised(whole: int) -> str:
    """A whole number in superscripts: ⁻¹²."""
    return str(whole).translate(_RAISED)


def _special(value: float) -> str:
    if math.isnan(value):
        return "not a number"
    return "0" if value == 0 else "∞" if value > 0 else "−∞"


def _parts(written: str) -> tuple[str, int]:
    mantissa, _, power = written.partition("e")
    return _trim(mantissa.replace("-", "−")), int(power)


def _with_power(value: float, digits: int) -> str:
    """As Python writes it, with so many significant digits: 6.25e-01."""
    text = f"{value:.{digits - 1}e}"
    aside = _off_the_half(value, digits - 1 - int(text.partition("e")[2]))
    return text if aside == value else f"{aside:.{digits - 1}e}"


def _off_the_half(value: float, places: int) -> float:
    """The next float away from 0 if ``value`` lies exactly half-way between two of ``places`` decimals, else the same.

    Python itself would round a half to the even neighbour. ``places`` may be negative: −1 are tens.
    """
    if places < 0:
        tens = 10**-places
        is_half = value % 1 == 0 and 2 * (int(value) % tens) == tens
    else:
        # Half-way are the odd multiples of 1 / (2 · 10ᵖ): in binary, those of 1 / 2ᵖ⁺¹. Not one digit is lost here.
        is_half = value * 2.0 ** (places + 1) % 2 == 1
    return math.nextafter(value, math.copysign(math.inf, value)) if is_half else value


def _times_power(mantissa: str, power: int) -> str:
    ten = f"10{raised(power)}"
    sign = "−" if mantissa.startswith("−") else ""
    return f"{sign}{ten}" if mantissa.removeprefix("−") == "1" else f"{mantissa}·{ten}"


def _trim(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def moment(seconds: float) -> str:
    """A moment, given in seconds since 1970, in the time of this place: 2026-11-28 14:05. A file may say anything."""
    try:
        return datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M")
    except (OverflowError, OSError, ValueError):
        return "an unknown time"
