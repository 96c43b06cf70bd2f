"""Where an axis begins, ends and carries numbers. Free of Qt.

Ranges move in steps rather than with every value: an axis that stands still is not drawn again, and does not twitch.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from handwriting_app.numerals import fixed, scientific

Ticks = list[tuple[float, str]]
"""Places on an axis with the text that stands there; on a log axis the places are decimal logarithms."""

_EPOCH_STEPS: Final = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_FEWEST_EPOCHS: Final = 10
_LOG_LIMIT: Final = 300.0
"""Decades on either side of 1 that a log axis may show; beyond lie no floating-point numbers."""


def epochs_to_show(newest: float, planned: int | None) -> float:
    """The right end of the epoch axis: a round number that the run has at least half filled, or the planned end."""
    if newest <= _FEWEST_EPOCHS:
        end = float(_FEWEST_EPOCHS)
    else:
        unit = 10.0 ** math.floor(math.log10(newest))
        end = next(step for step in _EPOCH_STEPS if step * unit >= newest * (1 - 1e-9)) * unit
    if planned is not None and planned >= newest:
        end = min(end, float(planned))
    return max(end, 2.0)


def linear_range(low: float, high: float, ticks: int, *, floor: float | None = None) -> tuple[float, float]:
    """A range that holds `low` to `high` and ends on ticks; it starts at `floor` if given and not above."""
    if floor is not None and low >= floor:
        low = floor
    if not high > low:
        margin = abs(high) * 0.1 or 1.0
        high += margin
        low = low if low == floor else low - margin
    step = tick_step(high - low, ticks)
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step


def log_range(low: float, high: float) -> tuple[float, float]:
    """A range of decimal logarithms that holds `low` to `high` (logarithms too) and ends on a 1, 2 or 5."""
    places = [math.log10(2), math.log10(5), 1.0]
    below = math.floor(low)
    start = max(below + place for place in (0.0, *places[:2]) if below + place <= low + 1e-9)
    above = math.floor(high)
    end = min(above + place for place in (0.0, *places) if above + place >= high - 1e-9)
    if end - start < 0.3:
        start, end = start - 0.31, end + 0.31
    return start, end


def tick_step(span: float, count: int) -> float:
    """The round distance (1, 2 or 5 times a power of ten) that puts at most about `count` steps into `span`."""
    rough = span / max(count, 1)
    unit = 10.0 ** math.floor(math.log10(rough))
    return next((factor * unit for factor in (1, 2, 5) if factor * unit >= rough * (1 - 1e-9)), 10 * unit)


def linear_ticks(low: float, high: float, count: int, *, whole: bool = False, suffix: str = "") -> Ticks:
    """At most about `count` + 1 round numbers from `low` to `high`; whole ones only if `whole`."""
    if not (math.isfinite(low) and math.isfinite(high) and high > low):
        return []
    step = tick_step(high - low, count)
    if whole:
        step = max(step, 1.0)
    first, last = math.ceil(low / step - 1e-6), math.floor(high / step + 1e-6)
    if last - first > 100:  # the span is lost in the rounding of its ends
        return []
    decimals = max(-math.floor(math.log10(step) + 1e-9), 0)
    largest = max(abs(low), abs(high))
    return [(k * step, _number(k * step, decimals, largest) + suffix) for k in range(first, last + 1)]


def log_ticks(low: float, high: float, count: int, *, suffix: str = "") -> Ticks:
    """Round numbers on a log axis from ``10**low`` to ``10**high``; the places are logarithms.

    Powers of ten, every so many of them if the span is wide; 2 and 5 as well if it is narrow; plain linear ticks if it
    is narrower still.
    """
    low, high = max(low, -_LOG_LIMIT), min(high, _LOG_LIMIT)
    if not high > low:
        return []
    decades = range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)
    if len(decades) > count:
        stride = math.ceil(len(decades) / max(count, 1))
        return [(float(k), _power(1, k) + suffix) for k in decades if k % stride == 0]
    wanted: Sequence[int] = (1, 2, 5) if 3 * (high - low) <= count else (1,)
    ticks = [
        (k + math.log10(factor), _power(factor, k) + suffix)
        for k in range(math.floor(low), math.floor(high) + 1)
        for factor in wanted
        if low - 1e-9 <= k + math.log10(factor) <= high + 1e-9
    ]
    if len(ticks) >= 2:
        return ticks
    between = linear_ticks(10.0**low, 10.0**high, count, suffix=suffix)
    return [(math.log10(value), text) for value, text in between if value > 0]


def _number(value: float, decimals: int, largest: float) -> str:
    """All numbers of an axis in the same notation, which its largest and its finest decide."""
    if largest >= 1e7 or decimals > 5:
        return scientific(value, 3)
    return fixed(value, decimals)


def _power(factor: int, exponent: int) -> str:
    """Powers of ten sooner than elsewhere: on a log axis it is they that are counted."""
    value = factor * 10.0**exponent
    return fixed(value, max(-exponent, 0)) if -3 <= exponent <= 4 else scientific(value, 1)
