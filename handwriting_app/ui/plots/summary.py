"""What a plot shows, in words: where each line begins and ends, and which way it goes in between."""

from __future__ import annotations

from typing import Final

import numpy as np

from handwriting_app.numerals import number
from handwriting_app.ui.plots.envelope import Array

_DIGITS: Final = 3
_SAME: Final = 0.005
"""Of the larger value: a difference below that is none."""


def line_in_words(name: str, values: Array, suffix: str = "") -> str:
    """One line: training cost 2.3 falling to 0.29. Where it goes further than its end, that too.

    Args:
        name: Of the line.
        values: Shape (n,), in the unit of the axis; what is not finite is left out.
        suffix: After each number.
    """
    known = values[np.isfinite(values)]
    if not len(known):
        return f"{name}: nothing yet"
    first, last = float(known[0]), float(known[-1])
    low, high = float(known.min()), float(known.max())
    if len(known) == 1:
        return f"{name} {_written(last, suffix)}"
    near = _SAME * max(abs(first), abs(last), abs(low), abs(high))
    if abs(last - first) <= near:
        words = f"{name} {_written(first, suffix)} staying near it at {_written(last, suffix)}"
    else:
        words = (
            f"{name} {_written(first, suffix)} {'rising' if last > first else 'falling'} to {_written(last, suffix)}"
        )
    beyond = []
    if low < min(first, last) - near:
        beyond.append(f"lowest {_written(low, suffix)}")
    if high > max(first, last) + near:
        beyond.append(f"highest {_written(high, suffix)}")
    return f"{words} ({', '.join(beyond)})" if beyond else words


def _written(value: float, suffix: str) -> str:
    return f"{number(value, _DIGITS)}{suffix}"
