"""The single steps taken for the digit: the latest with what it brought, or why it was refused. Free of Qt."""

from __future__ import annotations

import math

import numpy as np

from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import BackpropTrace
from handwriting_app.explain.narration import reading_words
from handwriting_app.explain.one_step import OneStep, Refusal
from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.ui.inspector.one_step_view import OneStepView


class StepTaking:
    """Remembers the latest step for as long as the weights and the digit are those that it led to.

    Attributes:
        taken: How many steps were taken since the digit came.
    """

    def __init__(self) -> None:
        self.taken = 0
        self._applied: OneStep | None = None
        self._refused: Refusal | None = None
        self._digit: NormalisedDigit | None = None

    def forget(self) -> None:
        """Another digit is looked at."""
        self.taken = 0
        self.let_go()

    def let_go(self) -> None:
        """The latest step is of no interest any longer."""
        self._applied = self._refused = None

    def keep(self, step: OneStep | Refusal, digit: NormalisedDigit) -> None:
        """A step for this digit was taken, or refused."""
        if isinstance(step, Refusal):
            self._refused = step
            return
        self._applied, self._digit = step, digit
        self.taken += 1

    def look(
        self, seen: BackpropTrace, digit: NormalisedDigit, learning_rate: float, promised: float
    ) -> tuple[float, float]:
        """Let go of a step that led elsewhere; ``promised`` is the change of the cost by the step that is offered.

        Returns:
            The predicted and the actual change of the cost: by the latest step, or the one that is offered; what was
            not done is not a number.
        """
        applied, refused = self._applied, self._refused
        if refused is not None and not refused.is_of(seen, learning_rate):
            self._refused = None
        if applied is not None and digit is self._digit and _have_same_weights(applied.network, seen.network):
            return applied.predicted_change, applied.actual_change
        # Of interest only until the weights are changed in another way.
        self._applied = None
        return promised, math.nan

    def show_on(self, view: OneStepView, seen: BackpropTrace, predicted: float) -> None:
        """Show the latest step, or the one that is offered and what it would bring, as it was last looked at."""
        if self._applied is not None:
            view.show_rule(self._applied.before.terms)
            view.show_result(self._applied)
            return
        view.show_rule(seen.terms)
        if self._refused is not None:
            view.show_refusal(self._refused, predicted)
        else:
            view.show_promise(seen.cost, predicted, reading_words(seen))


def _have_same_weights(first: Network, second: Network) -> bool:
    same_shape = first.sizes == second.sizes
    return same_shape and np.array_equal(first.parameters, second.parameters, equal_nan=True)
