"""One step of gradient descent on one digit: what the slope promises, and what the step brings."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import BackpropTrace, trace
from handwriting_app.numerals import number, percent

_NO_COST: Final = 4 * float(np.finfo(np.float64).eps)
"""A cost below this is 0 as far as floating point can tell: p = 1, but for rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class OneStep:
    """A step, W ← W − η ∂C/∂W or as a run takes it, and its effect on the digit that it was made for.

    Attributes:
        network: After the step, in the precision of the network that was in the window.
        learning_rate: η.
        predicted_change: ∂C · ΔW, in the plain step −η ‖∂C‖²: what a straight line along the slope would give.
        before, after: The digit's way through the network before and after the step.
    """

    network: Network
    learning_rate: float
    predicted_change: float
    before: BackpropTrace
    after: BackpropTrace

    @property
    def actual_change(self) -> float:
        return self.after.cost - self.before.cost


@dataclass(frozen=True, slots=True, eq=False)
class Refusal:
    """A step that was not taken: after it the network could not be read, for its numbers would not be finite.

    Attributes:
        learning_rate: η.
        before: The digit's way through the network, which is as it was.
    """

    learning_rate: float
    before: BackpropTrace

    def is_of(self, seen: BackpropTrace, learning_rate: float) -> bool:
        """Whether the same step from the same place would be this one."""
        return (
            learning_rate == self.learning_rate
            and seen.label == self.before.label
            and np.array_equal(seen.a(0), self.before.a(0))
            and np.array_equal(seen.network.parameters, self.before.network.parameters)
        )

    @property
    def words(self) -> str:
        return (
            f"Refused, and the weights are as they were: with η = {number(self.learning_rate, 3)} the numbers would "
            "leave the range that the network computes in. Divide the learning rate by 100."
        )


def predicted_change(before: BackpropTrace, learning_rate: float) -> float:
    """Return ∂C · ΔW, in the plain step −η ‖∂C‖²: the cost's change to first order in η (Bishop, PRML, 5.2.4)."""
    gradient = before.gradient()
    # Not a dot product: BLAS would wake its threads for it, 30 times a second.
    return float((gradient * before.terms.change(gradient, learning_rate)).sum())


def one_step(network: Network, before: BackpropTrace, learning_rate: float) -> OneStep | Refusal:
    """Step down the gradient of ``before``, which is a digit's way through ``network``; that is left as it is.

    Refused is a step after which a weight, or a number on the digit's way, is no longer finite in the precision of
    ``network``, in which it is read; the traces are in float64 and reach further.
    """
    stepped = network.copy()
    with np.errstate(over="ignore", invalid="ignore"):
        stepped.parameters[...] = before.network.parameters + before.terms.change(before.gradient(), learning_rate)
    if stepped.overflows(before.a(0)[np.newaxis]):
        return Refusal(learning_rate, before)
    after = trace(stepped, before.a(0), before.label, slope_missing=before.slope_missing, terms=before.terms)
    return OneStep(stepped, learning_rate, predicted_change(before, learning_rate), before, after)


def outcome(step: OneStep) -> str:
    """What the predicted change beside the actual one says about the learning rate, in a sentence."""
    is_all_gained = step.before.cost <= _NO_COST
    if step.predicted_change == 0 and not is_all_gained:
        return "The gradient is 0: there is no slope to follow, so no step of any size changes anything."
    if step.predicted_change > 0:
        return "The run's own pace carries the weights uphill for this digit: the step follows what others asked for."
    share = step.actual_change / step.predicted_change if step.predicted_change else math.nan
    if 0.9 <= share <= 1.1:
        return f"The slope kept its promise to {percent(share)}: the step was small enough for C to look straight."
    if is_all_gained:
        return "There was nothing left to gain: C is 0 as far as numbers go, and what came before brought it there."
    if abs(step.predicted_change) <= np.finfo(step.network.parameters.dtype).eps * step.before.cost:
        return "The step was too small to show: it is lost where the numbers are rounded. Take a larger η."
    if share < 0:
        return "The cost rose: the step went past the valley and up the other side. Try a smaller learning rate."
    if share < 0.9:
        return "It fell less than the slope promised: the cost curves within a step of this length."
    return "It fell more than the slope promised: the cost curves within a step of this length."
