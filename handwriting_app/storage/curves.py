"""The reports of a run as columns, one row an epoch, and back: the form in which curves are kept and saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.report import Report

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


def vector_widths(layers: int) -> dict[str, int]:
    """The columns of shape (epochs, width) of a network with this many layers of weights, and their widths."""
    return {"gradient_norms": layers, "update_ratios": layers, "inactive_shares": max(layers - 1, 0)}


def columns_of(reports: Sequence[Report]) -> dict[str, NDArray[np.float64]]:
    """Every number of ``reports`` in float64, by the name of its field."""
    return {name: np.array([getattr(r, name) for r in reports], np.float64) for name in (*SCALARS, *vector_widths(1))}


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
