"""What changed where, in a sentence."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from handwriting_app.explain.flip import Flip, MovedInk
from handwriting_app.explain.movable_counts import FULL
from handwriting_app.numerals import count, percent

_ROWS: Final = ("at the top", "half-way up", "at the bottom")
_COLUMNS: Final = ("left", "middle", "right")
_DIRECTIONS: Final = (
    "to the right",
    "down and to the right",
    "down",
    "down and to the left",
    "to the left",
    "up and to the left",
    "up",
    "up and to the right",
)
"""Every 45°, y down."""


def changed_where(flip: Flip) -> str:
    """Where most changed, and how; nothing where nothing did."""
    if flip.moved is not None:
        return _moved_where(flip.moved) if flip.largest > 0 else ""
    before, after = flip.counts
    return _counted_where(after.astype(np.int64) - before)


def _moved_where(moved: MovedInk) -> str:
    most = int(moved.far.argmax())
    low, high = moved.places.min(axis=0), moved.places.max(axis=0)
    column, row = np.clip((moved.places[most] - low) / np.where(high > low, high - low, 1) * 3, 0, 2).astype(int)
    x, y = moved.moves[most]
    direction = _DIRECTIONS[round(np.degrees(np.arctan2(y, x)) / 45) % 8]
    place = _ROWS[row] if column == 1 else f"{_ROWS[row]}, on the {_COLUMNS[column]}"
    return (
        f"The ink moved most {place}: by {percent(float(moved.far[most]), None)} of the digit's height, {direction}; "
        f"on average over the pen's way by {percent(float(moved.far.mean()), None)}."
    )


def _counted_where(change: NDArray[np.int64]) -> str:
    come, gone = int(change[change > 0].sum()), int(-change[change < 0].sum())
    cells = int(np.count_nonzero(change))
    if not cells:
        return ""
    row, column = (int(each) + 1 for each in np.unravel_index(int(np.abs(change).argmax()), change.shape))
    most = int(change[row - 1, column - 1])
    word = "more" if most > 0 else "fewer"
    return (
        f"{count(come)} pixels of ink came and {count(gone)} went, in {count(cells)} of the 64 blocks; "
        f"most in row {row}, column {column}: {count(abs(most))} {word} of {FULL}."
    )
