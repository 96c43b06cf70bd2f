"""One unit: what it has just computed, and what in the picture would raise it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from handwriting_app.engine.activations import activation_named
from handwriting_app.engine.arrays import Array
from handwriting_app.engine.network import Network
from handwriting_app.engine.saturation import bounded, is_bounded


def weighted_input(network: Network, outputs: Sequence[Array], layer: int, unit: int) -> float:
    """The z of a unit; ``outputs`` are those of every layer for one digit, the input first, each (units,), float64."""
    z = network.weights[layer - 1][unit] @ outputs[layer - 1] + network.biases[layer - 1][unit]
    return float(bounded(np.asarray(z)))


def raising_pixels(network: Network, outputs: Sequence[Array] | None, layer: int, unit: int) -> Array | None:
    """∂z/∂x of a unit, (features,): more ink where it is positive raises the unit.

    In layer 1 these are its weights. Further up they depend on the digit, by the chain rule; without one (``outputs``
    is None) there is no answer.
    """
    if layer == 1:
        return np.asarray(network.weights[0][unit])
    if outputs is None:
        return None
    slope = activation_named(network.activation).slope
    gradient = network.weights[layer - 1][unit]
    for below in range(layer - 1, 0, -1):
        gradient = (gradient * slope(outputs[below])) @ network.weights[below - 1]
        gradient = gradient if is_bounded(gradient) else bounded(gradient)
    return np.asarray(gradient)
