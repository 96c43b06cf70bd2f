"""The gradient from backpropagation against the gradient by central differences: two ways to one number."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.backpropagation import backward, cost_of
from handwriting_app.engine.network import Network


def central_difference(
    network: Network, x: Array, targets: Array, index: int, step: float = 1e-4, l2: float = 0.0
) -> float:
    """Return ∂C/∂p of one parameter as (C(p + h) − C(p − h)) / 2h: an error of the order of h².

    Args:
        network: In float64: in float32 the difference of two costs is mostly rounding. It is left unchanged.
        x: (samples, features).
        targets: (samples, classes).
        index: Place in ``network.parameters``.
        step: h.
        l2: The penalty ``l2 / 2 * sum(w ** 2)`` belongs to C.
    """
    probe = network.copy()
    value = float(network.parameters[index])
    probe.parameters[index] = value + step
    above = cost_of(probe, x, targets, l2)
    probe.parameters[index] = value - step
    below = cost_of(probe, x, targets, l2)
    return (above - below) / (2 * step)


def relative_difference(left: float, right: float, floor: float = 1e-6) -> float:
    """Return |left − right| over the larger of the two; gradients below ``floor`` count as ``floor``."""
    return abs(left - right) / max(abs(left), abs(right), floor)


def check_gradient(
    network: Network,
    x: Array,
    targets: Array,
    indices: Iterable[int] | None = None,
    slope: Callable[[Array], Array] | None = None,
) -> float:
    """Return the largest relative difference between backpropagation and central differences.

    Below 1e-6 the gradient is right; a wrong one gives 0.01 and more. A ReLU whose z lies within the step of 0 has no
    derivative there and shows up as a difference: choose other numbers.

    Args:
        network: In float64.
        x: (samples, features).
        targets: (samples, classes).
        indices: Places in ``network.parameters``; all of them if not given.
        slope: Handed to :func:`~handwriting_app.engine.backpropagation.backward`.
    """
    gradient = backward(network, network.forward(x), targets, slope).flat()
    places = range(len(gradient)) if indices is None else indices
    return max(relative_difference(float(gradient[i]), central_difference(network, x, targets, i)) for i in places)
