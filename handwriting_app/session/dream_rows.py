"""What is to be dreamt, and what has been. Free of Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handwriting_app.explain.dream import DreamPlan, Dreams
from handwriting_app.session.weights import Weights


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """What is to be dreamt.

    Attributes:
        weights: Of which epochs, the most urgent first.
        start: uint8 (8, 8): the picture that they begin with.
        plan: How.
    """

    weights: tuple[Weights, ...]
    start: NDArray[np.uint8]
    plan: DreamPlan

    def is_alike(self, other: Wish) -> bool:
        """Whether dreams of one may stand beside those of the other."""
        return self.plan == other.plan and np.array_equal(self.start, other.start)


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """What the network of one epoch dreams of all its outputs."""

    weights: Weights
    dreams: Dreams


def row_of(rows: Sequence[Row], weights: Weights) -> Row | None:
    """What ``weights`` dream; None where that is not known yet."""
    return next(
        (
            row
            for row in rows
            if row.weights.network is weights.network and row.weights.temperature == weights.temperature
        ),
        None,
    )
