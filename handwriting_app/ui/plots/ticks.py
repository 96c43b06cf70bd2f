"""Where an axis begins, ends and carries numbers. Free of Qt.

Ranges move in steps rather than with every value: an axis that stands still is not drawn again, and does not twitch.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, TypeVar

from handwriting_app.numerals import fixed, scientific

_T = TypeVar("_T")

Ticks = list[tuple[float, str]]
"""Places on an axis with the text that stands there; on a log axis the places are decimal logarithms."""

_EPOCH_STEPS: Final = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_FEWEST_EPOCHS: Final = 10
_LOG_LIMIT: Final = 300.0
"""Decades on either side of 1 that a log axis may show; beyond lie no floating-point numbers."""
_STRIDES: Final = (200, 100, 50, 20, 10, 5, 4, 3, 2, 1)
_ROUNDING: Final = 1e-13
"""Against the largest number of an axis: a finer step is lost in the rounding of its ends."""

FEWEST: Final = 3
"""Numbers on an axis: from two nobody sees whether it is a logarithmic one, and from one not even its scale."""


def epochs_to_show(newest: float, planned: int | None) -> float:
    """The right end of the epoch axis: a round number that the run has at least half filled, or the planned end."""
    if newest <= _FEWEST_EPOCHS:
        end = float(_FEWEST_EPOCHS)
    else:
        unit = 10.0 ** math.floor(math.log10(newest))
        end = next(step for step in _EPOCH_STEPS if step * unit >= newest * (1 - 1e-9)) * unit
    if planned is not None and planned >= newest:
        end = min(end, float(planned))
    return max(end, float(FEWEST))


def linear_range(low: float, high: float, ticks: int, *, floor: float | None = None) -> tuple[float, float]:
    """A range that holds `low` to `high` and ends on ticks; it starts at `floor` if given and not above."""
    if floor is not None and low >= floor:
        low = floor
    if not high > low:
        margin = abs(high) * 0.1 or 1.0
        high += margin
        low = low if low == floor else low - margin
    step = tick_step(high - low, max(ticks, FEWEST - 1))
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
    """Round numbers from `low` to `high`: about `count`, and never fewer than `FEWEST`.

    Only if they have to be `whole` may there be fewer, where fewer whole numbers lie.
    """
    if not (math.isfinite(low) and math.isfinite(high) and high > low):
        return []
    count = max(count, FEWEST - 1)
    largest = max(abs(low), abs(high))
    step = tick_step(high - low, count)
    if whole:
        step = max(step, 1.0)
    while len(numbers := _multiples(step, low, high)) < FEWEST and not (whole and step <= 1):
        step = tick_step(0.4 * step, 1)  # the next finer one: 5, 2, 1, 0.5
    if step < largest * _ROUNDING:
        return []
    return [(k * step, _number(k * step, step, largest) + suffix) for k in _thinned(numbers, count + 1)]


def log_ticks(low: float, high: float, count: int, *, suffix: str = "") -> Ticks:
    """Round numbers on a log axis from ``10**low`` to ``10**high``: about `count`, and never fewer than `FEWEST`.

    The places are logarithms. Powers of ten, every so many of them if the span is wide; 2 and 5 as well if it is
    narrow; plain linear ticks if it is narrower still.
    """
    low, high = max(low, -_LOG_LIMIT), min(high, _LOG_LIMIT)
    if not high > low:
        return []
    most = max(count + 1, FEWEST)
    levels = [level for level in _log_levels(low, high) if len(level) >= FEWEST]
    if not levels:
        between = linear_ticks(10.0**low, 10.0**high, count, suffix=suffix)
        return [(math.log10(value), text) for value, text in between if value > 0]
    level = next((level for level in reversed(levels) if len(level) <= most), levels[0])
    # Three of four cannot stand at equal distances; on a log axis they may stand at others.
    chosen = (level[0], *level[2:]) if len(level) == most + 1 == FEWEST + 1 else _thinned(level, most)
    return [(k + math.log10(factor), _power(factor, k) + suffix) for factor, k in chosen]


def _log_levels(low: float, high: float) -> list[list[tuple[int, int]]]:
    """Ever more numbers of an axis of logarithms, each as ``factor`` and ``k`` of ``factor · 10**k``."""
    decades = range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)
    levels = [[(1, k) for k in decades if k % stride == 0] for stride in _STRIDES]
    wide = range(math.floor(low), math.floor(high + 1e-9) + 1)
    levels.append([(f, k) for k in wide for f in (1, 2, 5) if low - 1e-9 <= k + math.log10(f) <= high + 1e-9])
    return levels


def _multiples(step: float, low: float, high: float) -> range:
    """How many times `step` are the numbers between the ends."""
    return range(math.ceil(low / step - 1e-6), math.floor(high / step + 1e-6) + 1)


def _thinned(numbers: Sequence[_T], most: int) -> Sequence[_T]:
    """Every second, third … of them, so that there are at most so many; `most` is `FEWEST` or more."""
    stride = max(min(math.ceil(len(numbers) / most), (len(numbers) - 1) // (FEWEST - 1)), 1)
    return numbers[::stride][:most]


def _number(value: float, step: float, largest: float) -> str:
    """All numbers of an axis in the same notation, which its largest and its finest decide; no two read alike."""
    finest = math.floor(math.log10(step) + 1e-9)
    decimals = max(-finest, 0)
    digits = max(math.floor(math.log10(largest) + 1e-9) - finest + 1, 3)
    is_long = digits > 3 and 1e-4 <= largest < 1e10  # then a power of ten makes nothing shorter
    if (largest >= 1e7 or decimals > 5) and not is_long:
        return scientific(value, digits)
    return fixed(value, decimals)


def _power(factor: int, exponent: int) -> str:
    """Powers of ten sooner than elsewhere: on a log axis it is they that are counted."""
    value = factor * 10.0**exponent
    return fixed(value, max(-exponent, 0)) if -3 <= exponent <= 4 else scientific(value, 1)
