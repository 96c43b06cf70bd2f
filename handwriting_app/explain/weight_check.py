"""Is the gradient right? Backpropagation's number beside one that needs no calculus: nudge, look, divide.

The forward pass alone is used here. A fault in the backward pass cannot hide in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

import numpy as np

from handwriting_app.engine.activations import activation_named
from handwriting_app.engine.arrays import Array
from handwriting_app.engine.gradient_check import relative_difference
from handwriting_app.explain.backprop_trace import BackpropTrace
from handwriting_app.explain.label_cost import label_cost
from handwriting_app.explain.quantity import Kind, Quantity

NUDGES = (1e-5, 1e-4, 1e-3, 1e-2)
"""The nudge h: the first that moves the cost enough to be measured."""

MEASURABLE = 1e-8
"""Share of the cost by which it must move: rounding is some 10⁻¹⁵ of the cost, so seven digits of it hold."""

ROUNDING = 4e-15
"""Bound of the rounding of a cost, as a share of it; and of a gradient, which comes from outputs between 0 and 1."""

TOLERANCE = 1e-4
"""Largest relative difference of two numbers that are called the same; a wrong gradient differs by 10⁻² and more."""


class Verdict(Enum):
    """What the two numbers say about each other."""

    AGREES = "agrees"
    TOO_SMALL = "too small"
    KINK = "kink"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Check:
    """A gradient in two ways.

    Attributes:
        backprop: From the backward pass.
        numeric: (C(p + h) − C(p − h)) / 2h.
        nudge: h.
        relative: |difference| over the larger of the two; 0 where both are 0.
        verdict: ``TOO_SMALL``: both are 0 as far as rounding lets one see. ``KINK``: a ReLU switches within the nudge,
            where there is no slope to compare with.
    """

    backprop: float
    numeric: float
    nudge: float
    relative: float
    verdict: Verdict

    @property
    def is_right(self) -> bool:
        return self.verdict in (Verdict.AGREES, Verdict.TOO_SMALL)


def check(trace: BackpropTrace, quantity: Quantity) -> Check:
    """Compare backpropagation's gradient of one number with its central difference."""
    gradient = quantity.gradient(trace)
    numeric, step, has_kink = _central_difference(trace, quantity)
    relative = relative_difference(gradient, numeric, floor=1e-300)
    if relative <= TOLERANCE:
        verdict = Verdict.AGREES
    elif abs(gradient - numeric) <= ROUNDING * (1 + trace.cost / step):
        verdict = Verdict.TOO_SMALL
    else:
        verdict = Verdict.KINK if has_kink else Verdict.DIFFERS
    return Check(gradient, numeric, step, relative, verdict)


def check_layers(trace: BackpropTrace, weights_each: int = 6) -> tuple[bool, ...]:
    """Check some weights and biases of every layer; True for a layer whose gradient holds.

    The weights that the cost depends on most are taken, by the forward pass's measure |a| of their input, spread over
    the neurons of the layer.
    """
    return tuple(
        all(check(trace, quantity).verdict is not Verdict.DIFFERS for quantity in _samples(trace, layer, weights_each))
        for layer in range(1, trace.depth + 1)
    )


def _samples(trace: BackpropTrace, layer: int, count: int) -> Iterable[Quantity]:
    units = np.unique(np.linspace(0, trace.network.sizes[layer] - 1, count).astype(int))
    sources = np.argsort(-np.abs(trace.a(layer - 1)))[:count]
    for index, unit in enumerate(units):
        yield Quantity(Kind.WEIGHT, layer, int(unit), int(sources[index % len(sources)]))


def _central_difference(trace: BackpropTrace, quantity: Quantity) -> tuple[float, float, bool]:
    """The quotient, its h, and whether a ReLU switches on the way."""
    layer, change = quantity.nudge(trace)
    result = 0.0, NUDGES[0], False
    for step in NUDGES:
        below, above, has_kink = _costs_beside(trace, layer, change * step)
        if has_kink and step != NUDGES[0]:
            break
        result = (above - below) / (2 * step), step, has_kink
        if abs(above - below) >= MEASURABLE * trace.cost:
            break
    return result


def _costs_beside(trace: BackpropTrace, layer: int, change: Array) -> tuple[float, float, bool]:
    """The costs with the z of a layer moved down and up by ``change``, and whether any ReLU differs between them."""
    network = trace.network
    activate = activation_named(network.activation).value
    z = trace.z(layer) + np.stack((-change, change))
    has_kink = False
    for weights, biases in zip(network.weights[layer:], network.biases[layer:], strict=True):
        a = activate(z)
        has_kink = has_kink or bool(np.any((z[0] > 0) != (z[1] > 0)))
        z = a @ weights.T + biases
    below, above = label_cost(network.cost, z, trace.label)
    return float(below), float(above), has_kink and network.activation == "relu"
