"""Is the gradient right? Backpropagation's number beside one that needs no calculus: nudge, look, divide.

The forward pass alone is used here, and the penalty on the weights if a run adds one. A fault in the backward pass
cannot hide in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.activations import activation_named
from handwriting_app.engine.arrays import Array
from handwriting_app.engine.gradient_check import relative_difference
from handwriting_app.engine.saturation import LARGEST, bounded, is_bounded
from handwriting_app.explain.backprop_trace import BackpropTrace
from handwriting_app.explain.label_cost import label_cost
from handwriting_app.explain.quantity import Kind, Quantity

NUDGES = (1e-5, 1e-4, 1e-3, 1e-2)
"""How far the weighted input z that feels it most is moved: the first that moves the cost enough to be measured."""

MEASURABLE = 1e-9
"""Share of the cost by which it must move: rounding is some 10⁻¹⁵ of the cost, so six digits of the move hold."""

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
            where there is no slope to compare with; or a z is at the end of the numbers.
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
    return _check_together(trace, [quantity])[0]


def check_layers(trace: BackpropTrace, weights_each: int = 6) -> tuple[bool, ...]:
    """Check some weights of every layer; True for a layer whose gradient holds.

    Those are taken whose input is strongest, as its gradient is seen best, spread over the neurons of the layer.
    """
    return tuple(
        all(
            each.verdict is not Verdict.DIFFERS for each in _check_together(trace, _samples(trace, layer, weights_each))
        )
        for layer in range(1, trace.depth + 1)
    )


def _samples(trace: BackpropTrace, layer: int, count: int) -> list[Quantity]:
    units = np.unique(np.linspace(0, trace.network.sizes[layer] - 1, count).astype(int))
    sources = np.argsort(-np.abs(trace.a(layer - 1)))[:count]
    return [
        Quantity(Kind.WEIGHT, layer, int(unit), int(sources[index % len(sources)])) for index, unit in enumerate(units)
    ]


def _check_together(trace: BackpropTrace, quantities: list[Quantity]) -> list[Check]:
    """Check numbers that move the z of the same layer, with all their nudges in one forward pass."""
    nudged = [quantity.nudge(trace) for quantity in quantities]
    changes = np.stack([change for _, change in nudged])
    most = np.abs(changes).max(axis=1)
    most[most == 0] = 1.0
    steps = np.array(NUDGES)[:, np.newaxis] / most
    below, above, has_kink = _costs_beside(trace, nudged[0][0], steps[..., np.newaxis] * changes)
    # The first nudge that can be measured, but none that makes a ReLU switch if a smaller one does not.
    is_sound = (np.abs(above - below) >= MEASURABLE * trace.data_cost) | np.append(
        has_kink[1:], np.ones_like(has_kink[:1]), axis=0
    )
    at = np.argmax(is_sound, axis=0)
    results = []
    for index, quantity in enumerate(quantities):
        which = int(at[index]), index
        step = float(steps[which])
        # The difference of the penalties by itself: theirs to the cost of the digit would cost it digits.
        difference = float(above[which] - below[which]) + _penalty_difference(trace, quantity, step)
        numeric = difference / (2 * step)
        results.append(_judge(trace, quantity.gradient(trace), numeric, step, bool(has_kink[which])))
    return results


def _judge(trace: BackpropTrace, gradient: float, numeric: float, step: float, has_kink: bool) -> Check:
    relative = relative_difference(gradient, numeric, floor=1e-300)
    if relative <= TOLERANCE:
        verdict = Verdict.AGREES
    elif abs(gradient - numeric) <= ROUNDING * (1 + trace.data_cost / step):
        verdict = Verdict.TOO_SMALL
    else:
        verdict = Verdict.KINK if has_kink else Verdict.DIFFERS
    return Check(gradient, numeric, step, relative, verdict)


def _penalty_difference(trace: BackpropTrace, quantity: Quantity, step: float) -> float:
    """λ/2 (w + h)² − λ/2 (w − h)² of a weight that is moved down and up; the other weights stay as they are."""
    if quantity.kind is not Kind.WEIGHT or not trace.terms.l2:
        return 0.0
    weight = quantity.value(trace)
    return trace.terms.l2 / 2 * ((weight + step) ** 2 - (weight - step) ** 2)


def _costs_beside(
    trace: BackpropTrace, layer: int, change: Array
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """The costs of the digit with the z of a layer moved down and up by ``change``, (nudges, numbers, units).

    Returns:
        Below, above and whether any ReLU differs between the two, or a z is held at its bound: each (nudges, numbers).
    """
    network = trace.network
    activate = activation_named(network.activation).value
    z = trace.z(layer) + np.stack((-change, change))
    has_kink = _is_held(z)
    for weights, biases in zip(network.weights[layer:], network.biases[layer:], strict=True):
        if network.activation == "relu":
            has_kink |= ((z[0] > 0) != (z[1] > 0)).any(axis=-1)
        z = activate(z) @ weights.T + biases
        if not is_bounded(z):
            z = bounded(z)
            has_kink |= _is_held(z)
    costs = label_cost(network.cost, z.reshape(-1, z.shape[-1]), trace.label, trace.terms.label_smoothing)
    below, above = costs.reshape(z.shape[:-1])
    return below, above, has_kink


def _is_held(z: Array) -> NDArray[np.bool_]:
    """Whether a z is at the end of the numbers, (nudges, numbers), of z (2, nudges, numbers, units)."""
    return np.asarray((np.abs(z) >= LARGEST).any(axis=(0, -1)))
