"""What it takes to look at one digit's way: the way itself, whether every gradient holds, and what a step brings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import BackpropTrace, trace
from handwriting_app.explain.one_step import predicted_change
from handwriting_app.explain.run_terms import NO_TERMS, RunTerms
from handwriting_app.explain.weight_check import check_layers

MOST_AT_ONCE: Final = 200_000
"""Weights up to which the answer takes some hundredths of a second; twenty millions take three seconds."""


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """Which digit is followed, and through what.

    Attributes:
        network: Nobody changes it.
        x: (features,), the digit.
        label: What it should be read as.
        learning_rate: Of the step that is offered.
        slope_missing, terms: As in `trace`.
    """

    network: Network
    x: Array
    label: int
    learning_rate: float
    slope_missing: bool = False
    terms: RunTerms = NO_TERMS

    @property
    def is_long(self) -> bool:
        """Whether the answer takes so long that it must be worked out in the background."""
        return self.network.parameters.size > MOST_AT_ONCE

    def is_same(self, other: Question) -> bool:
        """Whether the answer is the same."""
        mine, its = (
            (each.label, each.learning_rate, each.slope_missing, id(each.network), id(each.terms))
            for each in (self, other)
        )
        return mine == its and np.array_equal(self.x, other.x)

    def is_akin(self, other: Question) -> bool:
        """Whether only the weights differ, or the terms, or the rate: what a run changes from moment to moment."""
        mine, its = ((each.label, each.slope_missing, each.network.sizes) for each in (self, other))
        return mine == its and np.array_equal(self.x, other.x)

    def answer(self) -> Followed:
        """Work it out."""
        seen = trace(self.network, self.x, self.label, slope_missing=self.slope_missing, terms=self.terms)
        return Followed(self, seen, check_layers(seen), predicted_change(seen, self.learning_rate))


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """The answer.

    Attributes:
        question: To which.
        trace: The way there and back.
        holds: For each layer whether its gradient agrees with what nudging finds.
        promised: By how much the step that is offered would change the cost, to first order.
    """

    question: Question
    trace: BackpropTrace
    holds: tuple[bool, ...]
    promised: float
