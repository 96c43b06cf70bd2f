"""What a learning rate does when it is tried on a copy of the network: to the digit it steps for, and to others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import BackpropTrace
from handwriting_app.explain.label_cost import label_cost
from handwriting_app.explain.one_step import OneStep, Refusal, one_step
from handwriting_app.numerals import count, number

MOST_STEPS: Final = 5
"""Steps that are taken for the digit itself, at most."""

LARGE: Final = 2**17
"""Weights of a network from which it is one step only: a copy of so many takes a while."""

TOO_LARGE: Final = 2**20
"""Weights of a network from which nothing is tried: the window would stand still meanwhile."""

TOO_LARGE_WORDS: Final = "Take a step to see what it does: this network is too large to try it here at once."

_MOST_PRODUCTS: Final = 2**26
"""Weights times other digits: of a large network only as many digits as are read in a moment."""


@dataclass(frozen=True, slots=True, eq=False)
class OtherDigits:
    """Digits at hand with their labels: x (digits, features), y (digits,)."""

    x: Array
    y: NDArray[np.integer]

    def for_a(self, network: Network) -> OtherDigits:
        """As many of them as this network reads in a moment."""
        most = max(_MOST_PRODUCTS // network.parameters.size, 1)
        return OtherDigits(self.x[:most], self.y[:most])


@dataclass(frozen=True, slots=True)
class Harm:
    """What one step does to another digit than the one it is taken for.

    Attributes:
        label: The digit to which it does most harm.
        before, after: Its cost before and after the step.
        usual: Its cost after the same step with the usual rate.
        harmed, of: How many of how many digits cost more after the step.
    """

    label: int
    before: float
    after: float
    usual: float
    harmed: int
    of: int


@dataclass(frozen=True, slots=True)
class RateTrial:
    """What was found.

    Attributes:
        what: What the steps are taken for, as "this 7".
        rate: The learning rate that was tried.
        costs: Of that digit: before, and after each step up to the one that raised it; after one step where none did.
        is_refused: Whether a further step would have led out of the numbers.
        harm: What one step does to another digit; None where it does none, or there are none at hand.
    """

    what: str
    rate: float
    costs: tuple[float, ...]
    is_refused: bool = False
    harm: Harm | None = None

    @property
    def words(self) -> str:
        """What happened, whichever it is, in one or two sentences."""
        rate, first, last = number(self.rate, 3), number(self.costs[0], 3), number(self.costs[-1], 3)
        steps = "one step" if len(self.costs) == 2 else f"{len(self.costs) - 1} steps"
        if self.is_refused:
            return f"Tried on a copy: with η = {rate} the numbers leave the range that the network computes in."
        if self.costs[-1] > self.costs[0]:
            words = f"makes the cost of {self.what} leap from {first} to {last} in {steps}."
            return f"Tried on a copy: η = {rate} {words}"
        if self.costs[-1] == self.costs[0]:
            own = f"Tried on a copy: even η = {rate} leaves the cost of {self.what} at {first}."
        else:
            own = f"Tried on a copy: on {self.what} even η = {rate} lowers the cost, from {first} to {last}."
        if self.harm is None:
            return own
        harm, before, after = self.harm, number(self.harm.before, 3), number(self.harm.after, 3)
        return (
            f"{own} But that step harms {count(harm.harmed)} of {count(harm.of)} other digits: the cost of a "
            f"{harm.label} leaps from {before} to {after}, where the usual η brings it to {number(harm.usual, 3)}."
        )


def try_rate(
    network: Network, seen: BackpropTrace, rate: float, usual: float, others: OtherDigits | None = None
) -> RateTrial:
    """Step with ``rate`` on a copy of ``network``, whose way for the digit is ``seen``; nothing else is changed.

    Args:
        network: Which the digit is seen through.
        seen: Its way.
        rate: To try.
        usual: To compare with.
        others: Digits to look for harm at where there is none to the digit itself.
    """
    most = MOST_STEPS if network.parameters.size < LARGE else 1
    costs, stepped = [seen.cost], list[OneStep]()
    while len(stepped) < most and costs[-1] <= costs[0]:
        last = stepped[-1] if stepped else None
        step = one_step(last.network if last else network, last.after if last else seen, rate)
        if isinstance(step, Refusal):
            return RateTrial(seen.label_shown, rate, tuple(costs), is_refused=True)
        stepped.append(step)
        costs.append(step.after.cost)
    if costs[-1] > costs[0]:
        return RateTrial(seen.label_shown, rate, tuple(costs))
    once = stepped[0]
    seen_by = others.for_a(network) if others is not None else None
    harm = _harm(seen, once, one_step(network, seen, usual), seen_by) if seen_by is not None else None
    return RateTrial(seen.label_shown, rate, (seen.cost, once.after.cost), harm=harm)


def _harm(seen: BackpropTrace, once: OneStep, usually: OneStep | Refusal, others: OtherDigits) -> Harm | None:
    before, after = costs_of(seen.network, others), costs_of(once.after.network, others)
    harmed = after > before
    if not harmed.any():
        return None
    worst = int(np.argmax(after - before))
    usual = before if isinstance(usually, Refusal) else costs_of(usually.after.network, others)
    label, of = int(others.y[worst]), len(others.y)
    return Harm(label, float(before[worst]), float(after[worst]), float(usual[worst]), int(harmed.sum()), of)


def costs_of(network: Network, digits: OtherDigits) -> NDArray[np.float64]:
    """The plain cost of each digit, (digits,)."""
    z = network.forward(np.asarray(digits.x, network.parameters.dtype)).z[-1]
    costs = np.empty(len(digits.y))
    for label in np.unique(digits.y):
        is_label = digits.y == label
        costs[is_label] = label_cost(network.cost, np.asarray(z[is_label], np.float64), int(label))
    return costs
