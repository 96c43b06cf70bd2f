"""One digit's whole way through a network and back: every number of the forward and of the backward pass."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.activations import activation_named
from handwriting_app.engine.arrays import Array
from handwriting_app.engine.backpropagation import BackwardPass, backward
from handwriting_app.engine.costs import shares, targets_of
from handwriting_app.engine.network import ForwardPass, Network
from handwriting_app.explain.label_cost import label_cost

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class BackpropTrace:
    """Forward and backward pass of one digit, in float64. Layers count from 1; layer 0 is the input.

    Attributes:
        network: The network in float64, read-only.
        label: The digit that it should read.
        target: (classes,), 1 at the label and 0 elsewhere.
        cost: C of this one digit, without any penalty on the weights.
        slope_missing: Whether the backward pass leaves out the factor σ′, on purpose and wrongly.
    """

    network: Network
    label: int
    target: Vector
    cost: float
    slope_missing: bool
    _forward: ForwardPass
    _backward: BackwardPass

    @property
    def depth(self) -> int:
        """How many layers have weights."""
        return len(self.network.weights)

    def z(self, layer: int) -> Array:
        """The weighted inputs of a layer, (units,)."""
        return np.asarray(self._forward.z[layer - 1][0])

    def a(self, layer: int) -> Array:
        """The outputs of a layer, (units,); layer 0 gives the input."""
        return np.asarray(self._forward.a[layer][0])

    def slope(self, layer: int) -> Array:
        """σ′(z) of a hidden layer, (units,): the right one, whether or not the backward pass uses it."""
        return activation_named(self.network.activation).slope(self.a(layer))

    def delta(self, layer: int) -> Array:
        """∂C/∂z of a layer, (units,)."""
        return np.asarray(self._backward.deltas[layer - 1][0])

    def blame(self, layer: int) -> Array:
        """∂C/∂a of a layer below the last, (units,): the δ above, carried back through the weights."""
        return np.asarray(self.network.weights[layer].T @ self.delta(layer + 1))

    def weight_gradient(self, layer: int) -> Array:
        """∂C/∂W of a layer, (units, units of the layer below)."""
        return self._backward.weights[layer - 1]

    def bias_gradient(self, layer: int) -> Array:
        """∂C/∂b of a layer, (units,)."""
        return self._backward.biases[layer - 1]

    def input_gradient(self) -> Array:
        """∂C/∂x, (features,)."""
        return np.asarray(self._backward.inputs[0])

    def gradient(self) -> Array:
        """∂C of every weight and bias, in the order of ``Network.parameters``."""
        return self._backward.flat()

    def probabilities(self) -> Array:
        """How the outputs are read, (classes,): they sum to 1."""
        return shares(self.a(self.depth))


def trace(network: Network, x: Array, label: int, *, slope_missing: bool = False) -> BackpropTrace:
    """Send one digit through a network and back: every number is finite, whatever the network's (finite) weights.

    Args:
        network: In any precision.
        x: (features,).
        label: The digit that it should read.
        slope_missing: Leave the factor σ′ out of the backward pass, to see what that does.
    """
    double = network.copy(np.float64).frozen()
    target = targets_of(np.array([label]), double.sizes[-1])
    forward = double.forward(np.asarray(x, np.float64).reshape(1, -1))
    return BackpropTrace(
        network=double,
        label=label,
        target=np.asarray(target[0], np.float64),
        cost=float(label_cost(double.cost, forward.z[-1], label)[0]),
        slope_missing=slope_missing,
        _forward=forward,
        _backward=backward(double, forward, target, np.ones_like if slope_missing else None),
    )
