"""The reports of a run as columns, one row an epoch, and back: the form in which curves are kept and saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.report import Report
from handwriting_app.engine.settings import EPOCHS
from handwriting_app.numerals import count, number

SCALARS = (
    "epoch",
    "updates",
    "seconds",
    "training_cost",
    "held_out_cost",
    "training_accuracy",
    "held_out_accuracy",
    "learning_rate",
)
"""Columns of shape (epochs,)."""


MAX_ROWS = 32_768
"""Even. A longer run is thinned: more rows than a screen has pixels. No file holds more."""

LARGEST = 1e100
"""Of a cost or a norm: far beyond single precision, in which all is computed; larger ones cannot be drawn."""

_SHARES = ("training_accuracy", "held_out_accuracy", "inactive_shares")
_COSTS = ("training_cost", "held_out_cost")


def vector_widths(layers: int) -> dict[str, int]:
    """The columns of shape (epochs, width) of a network with this many layers of weights, and their widths."""
    return {"gradient_norms": layers, "update_ratios": layers, "inactive_shares": max(layers - 1, 0)}


def columns_of(reports: Sequence[Report]) -> dict[str, NDArray[np.float64]]:
    """Every number of ``reports`` in float64, by the name of its field."""
    return {name: np.array([getattr(r, name) for r in reports], np.float64) for name in (*SCALARS, *vector_widths(1))}


def check_columns(columns: Mapping[str, NDArray[np.float64]]) -> None:
    """Raise unless these can be the columns of a run.

    Raises:
        ValueError: They cannot; half a sentence says what of them.
    """
    for name, column in columns.items():
        words = name.replace("_", " ")
        if not np.isfinite(column).all():
            raise ValueError(f"the {words} of its curves are not all finite numbers")
        high = 1.0 if name in _SHARES else LARGEST
        low = -LARGEST if name in _COSTS else 0.0
        outside = column[(column < low) | (column > high)]
        if outside.size:
            wrong = number(float(outside[0]))
            raise ValueError(f"the {words} of its curves must be from {number(low)} to {number(high)}, not {wrong}")
    epochs = columns["epoch"]
    if (epochs > EPOCHS.high).any() or (epochs != np.floor(epochs)).any() or (np.diff(epochs) <= 0).any():
        raise ValueError(f"the epochs of its curves are not rising whole numbers up to {count(EPOCHS.high)}")
    if (columns["updates"] > 2**53).any():
        raise ValueError("the updates of its curves are too many")


def reports_of(columns: Mapping[str, NDArray[np.float64]], *, converged: bool = False) -> tuple[Report, ...]:
    """The reports that `columns_of` gave these columns for; ``converged`` says how the last of them ended."""
    epochs = len(columns["epoch"])

    def scalar(name: str, row: int) -> float:
        return float(columns[name][row])

    def vector(name: str, row: int) -> tuple[float, ...]:
        return tuple(columns[name][row].tolist())

    return tuple(
        Report(
            epoch=int(columns["epoch"][row]),
            updates=int(columns["updates"][row]),
            seconds=scalar("seconds", row),
            training_cost=scalar("training_cost", row),
            held_out_cost=scalar("held_out_cost", row),
            training_accuracy=scalar("training_accuracy", row),
            held_out_accuracy=scalar("held_out_accuracy", row),
            learning_rate=scalar("learning_rate", row),
            gradient_norms=vector("gradient_norms", row),
            update_ratios=vector("update_ratios", row),
            inactive_shares=vector("inactive_shares", row),
            converged=converged and row == epochs - 1,
        )
        for row in range(epochs)
    )
