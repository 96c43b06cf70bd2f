"""One weight or bias moved by hand: what its gradient predicts for the cost and for p, and what really comes of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import BackpropTrace
from handwriting_app.explain.quantity import Kind, Quantity
from handwriting_app.names import shown_name
from handwriting_app.numerals import number

MOVABLE = (Kind.WEIGHT, Kind.BIAS)
"""What a hand can move: the other numbers of a network are worked out from these and the input."""


def weight_name(quantity: Quantity) -> str:
    """A weight or bias as the pictures' tooltips name it: w(2)[17, 4], b(2)[17]."""
    if quantity.kind is Kind.WEIGHT:
        return f"w({quantity.layer})[{quantity.unit}, {quantity.source}]"
    return f"b({quantity.layer})[{quantity.unit}]"


def is_there(quantity: Quantity, sizes: tuple[int, ...]) -> bool:
    """Whether a network of these sizes has this weight or bias."""
    return (
        quantity.kind in MOVABLE
        and 1 <= quantity.layer < len(sizes)
        and quantity.unit < sizes[quantity.layer]
        and quantity.source < sizes[quantity.layer - 1]
    )


def with_value(network: Network, quantity: Quantity, value: float) -> Network:
    """Return the network with another number in place of one weight or bias, rounded to its precision.

    Raises:
        ValueError: It is neither a weight nor a bias of this network, or the number is too large for it.
    """
    if not is_there(quantity, network.sizes):
        raise ValueError("Only a weight or a bias of this network can be moved.")
    if not abs(value) <= float(np.finfo(network.parameters.dtype).max):
        raise ValueError(f"{number(value)} is more than the network can hold.")
    moved = network.copy()
    if quantity.kind is Kind.WEIGHT:
        moved.weights[quantity.layer - 1][quantity.unit, quantity.source] = value
    else:
        moved.biases[quantity.layer - 1][quantity.unit] = value
    return moved


def probability_gradient(seen: BackpropTrace, quantity: Quantity) -> float:
    """∂p/∂(this number), p being the label's share of the outputs, by a forward sweep of derivatives.

    Not from the backward pass of the cost: so it holds with every cost, smoothed targets and a penalty, and also while
    σ′ is left out of that pass on purpose (Wengert, 1964: "forward mode").
    """
    layer, change = quantity.nudge(seen)
    for above in range(layer, seen.depth):
        change = seen.network.weights[above] @ (seen.slope(above) * change)
    p = seen.probabilities()
    if seen.network.cost == "cross-entropy":
        return float(p[seen.label] * (change[seen.label] - p @ change))
    a = seen.a(seen.depth)
    total, moved = float(a.sum()), a * (1.0 - a) * change
    return float((moved[seen.label] - p[seen.label] * moved.sum()) / total) if total > 0 else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class WeightDrag:
    """A number of the network before and after it was moved, by the way of one digit through both.

    Attributes:
        quantity: Which weight or bias.
        before, after: The digit's way; the label is the same in both.
    """

    quantity: Quantity
    before: BackpropTrace
    after: BackpropTrace

    @property
    def old(self) -> float:
        return self.quantity.value(self.before)

    @property
    def new(self) -> float:
        return self.quantity.value(self.after)

    @property
    def predicted_cost_change(self) -> float:
        """∂C/∂w · Δw, with the gradient from before the move."""
        return self.quantity.gradient(self.before) * (self.new - self.old)

    @property
    def actual_cost_change(self) -> float:
        return self.after.cost - self.before.cost

    @property
    def predicted_probability_change(self) -> float:
        """∂p/∂w · Δw, with the gradient from before the move."""
        return probability_gradient(self.before, self.quantity) * (self.new - self.old)

    @property
    def actual_probability_change(self) -> float:
        return _p(self.after) - _p(self.before)

    def words(self) -> tuple[str, ...]:
        """What happened, a line each: the number; C and p, with what their gradients predicted and what came of it."""
        seen = self.before
        return (
            f"{weight_name(self.quantity)}: {number(self.old)} → {number(self.new)}",
            f"C: {number(seen.cost)} → {number(self.after.cost)}. "
            f"Predicted {signed(self.predicted_cost_change)}, real {signed(self.actual_cost_change)}.",
            f"p of {_whose(seen)}: {number(_p(seen))} → {number(_p(self.after))}. "
            f"Predicted {signed(self.predicted_probability_change)}, real {signed(self.actual_probability_change)}.",
        )


def resting_words(seen: BackpropTrace, quantity: Quantity) -> tuple[str, ...]:
    """What stands there before anything is moved: the number, and what a move would bring."""
    letter = "w" if quantity.kind is Kind.WEIGHT else "b"
    return (
        f"{weight_name(quantity)} = {number(quantity.value(seen))}",
        f"C = {number(seen.cost)}, and ∂C/∂{letter} = {number(quantity.gradient(seen))}.",
        f"p of {_whose(seen)} = {number(_p(seen))}, and ∂p/∂{letter} = {number(probability_gradient(seen, quantity))}.",
    )


def signed(value: float) -> str:
    """A change, with its sign also where it is above 0: +0.0042, −3, 0."""
    text = number(value, 3)
    return f"+{text}" if value > 0 else text


def _whose(seen: BackpropTrace) -> str:
    """The label as `label_named` has it, but short: a name of one's own may be long."""
    classes = seen.network.classes
    return seen.label_named if seen.label == classes.none else f"the {shown_name(classes.called(seen.label), 12)}"


def _p(seen: BackpropTrace) -> float:
    return float(seen.probabilities()[seen.label])
