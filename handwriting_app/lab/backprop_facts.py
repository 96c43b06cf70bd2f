"""What the Backprop view tells lessons."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from handwriting_app.explain.backprop_trace import BackpropTrace
from handwriting_app.explain.breakages import Breakage
from handwriting_app.explain.choice import Choice, quantity_at
from handwriting_app.explain.delta_ribbon import DeltaRibbon
from handwriting_app.explain.derivation import Verdict
from handwriting_app.explain.gradient_guess import Diagnosis
from handwriting_app.explain.quantity import Kind
from handwriting_app.explain.steps import Step
from handwriting_app.explain.weight_drag import WeightDrag
from handwriting_app.lab.facts import Fact

NOTHING: Final = "nothing"
SEVERAL: Final = "several"

BROKEN_WORDS: Final = (*(breakage.value for breakage in Breakage), SEVERAL, NOTHING)
"""What is broken on purpose, in a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackpropSeen:
    """What stands in the view.

    Attributes:
        trace: The way of the digit.
        step, choice: Where one looks.
        ribbon: δ of every layer.
        is_told: Whether somebody has said which digit it is.
        read_digit: What the network reads in the drawing.
        guess, diagnosis: The latest guess at the chosen number's gradient; None before the first.
        is_shown: Whether that gradient was shown without a right guess, and cannot be guessed any more.
        steps_taken: Single steps since the digit came.
        predicted_change: Of the cost, by the step that was taken, or else by the one that is offered.
        actual_change: Of the cost, by the step that was taken; not a number before.
        broken: On purpose.
        moved: The weight or bias that a hand has moved last, while the weights are those that this led to.
        formula: What is said of a formula for ∂C/∂W, of each layer that it was checked for.
    """

    trace: BackpropTrace
    step: Step
    choice: Choice
    ribbon: DeltaRibbon
    is_told: bool
    read_digit: int
    guess: float | None
    diagnosis: Diagnosis | None
    is_shown: bool
    steps_taken: int
    predicted_change: float
    actual_change: float
    broken: frozenset[Breakage]
    moved: WeightDrag | None = None
    formula: tuple[Verdict, ...] = ()

    def facts(self) -> dict[str, Fact]:
        """See ``lab/for_lessons.py``; what there is none of is not a number, which no check of a lesson accepts."""
        seen, quantity = self.trace, quantity_at(self.step, self.choice)
        layer = quantity.layer
        source = float(seen.a(layer - 1)[quantity.source]) if quantity.kind is Kind.WEIGHT else math.nan
        return {
            "backprop.step": self.step.kind.value,
            "backprop.layer": self.step.layer,
            "backprop.true_digit": seen.label,
            "backprop.is_told": int(self.is_told),
            "backprop.read_digit": self.read_digit,
            "backprop.cost": seen.cost,
            "backprop.aim": quantity.kind.value,
            "backprop.value": quantity.value(seen),
            "backprop.source_value": source,
            "backprop.delta": float(seen.delta(layer)[quantity.unit]) if layer else math.nan,
            "backprop.gradient": quantity.gradient(seen),
            "backprop.guess": math.nan if self.guess is None else self.guess,
            "backprop.guess_error": math.nan if self.diagnosis is None else self.diagnosis.error,
            "backprop.guess_right": int(self.diagnosis is not None and self.diagnosis.is_right),
            "backprop.shown": int(self.is_shown),
            "backprop.steps_taken": self.steps_taken,
            "backprop.predicted_change": self.predicted_change,
            "backprop.actual_change": self.actual_change,
            "backprop.fade": self.ribbon.fade,
            "backprop.hidden_layers": seen.depth - 1,
            "backprop.broken": self._broken_word(),
            "backprop.formula_right": sum(verdict.is_right for verdict in self.formula),
            "backprop.formula_wrong": sum(not verdict.is_right for verdict in self.formula),
            "backprop.probability": float(seen.probabilities()[seen.label]),
            **facts_of_move(self.moved),
        }

    def _broken_word(self) -> str:
        if len(self.broken) > 1:
            return SEVERAL
        return next((breakage.value for breakage in self.broken), NOTHING)


def facts_of_move(moved: WeightDrag | None) -> dict[str, Fact]:
    """What is told of a weight or bias that a hand has moved; where C has not felt it, there is no error to tell."""
    if moved is None:
        return {"backprop.moved": 0, **dict.fromkeys(_OF_A_MOVE, math.nan)}
    predicted, actual = moved.predicted_cost_change, moved.actual_cost_change
    larger = max(abs(predicted), abs(actual))
    error = abs(predicted - actual) / larger if larger else math.nan
    told = (moved.new - moved.old, predicted, actual, error)
    return {"backprop.moved": 1, **dict(zip(_OF_A_MOVE, told, strict=True))}


_OF_A_MOVE: Final = ("backprop.moved_by", "backprop.moved_predicted", "backprop.moved_cost", "backprop.moved_error")
