"""One digit's whole way through a network and back: every number of the forward and of the backward pass."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.activations import activation_named
from handwriting_app.engine.arrays import Array
from handwriting_app.engine.backpropagation import BackwardPass, backward
from handwriting_app.engine.costs import shares, targets_of
from handwriting_app.engine.descent import add_penalty
from handwriting_app.engine.network import ForwardPass, Network, split_layers
from handwriting_app.explain.label_cost import label_cost
from handwriting_app.explain.run_terms import NO_TERMS, RunTerms

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class BackpropTrace:
    """Forward and backward pass of one digit, in float64. Layers count from 1; layer 0 is the input.

    Attributes:
        network: The network in float64, read-only.
        label: The class that it should read, or that of none.
        target: (classes,), 1 at the label and 0 elsewhere, or smoothed.
        data_cost: C of this one digit, without any penalty on the weights.
        terms: What a run adds, here put into targets, cost and gradient.
        slope_missing: Whether the backward pass leaves out the factor σ′, on purpose and wrongly.
    """

    network: Network
    label: int
    target: Vector
    data_cost: float
    terms: RunTerms
    slope_missing: bool
    _forward: ForwardPass
    _backward: BackwardPass

    @property
    def label_named(self) -> str:
        """The label within a sentence: "the 7", or "no digit"."""
        return self.network.classes.named(self.label)

    @property
    def outputs_called(self) -> tuple[str, ...]:
        """What each output stands for, in the shortest words."""
        return tuple(map(self.network.classes.called, range(self.network.sizes[-1])))

    @property
    def label_shown(self) -> str:
        """The label where one points at it: "this 7", or "this non-digit"."""
        classes = self.network.classes
        return "this non-digit" if self.label == classes.none else f"this {classes.called(self.label)}"

    @property
    def depth(self) -> int:
        """How many layers have weights."""
        return len(self.network.weights)

    @property
    def weight_squares(self) -> float:
        """Σ w² over all weights, not the biases."""
        return float(sum(np.square(weights).sum() for weights in self.network.weights))

    @property
    def cost(self) -> float:
        """C: of this one digit, and the penalty λ/2 Σ w² if the terms have one."""
        return self.data_cost + (self.terms.l2 / 2 * self.weight_squares if self.terms.l2 else 0.0)

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
        gradient = self._backward.weights[layer - 1]
        return gradient + self.terms.l2 * self.network.weights[layer - 1] if self.terms.l2 else gradient

    def bias_gradient(self, layer: int) -> Array:
        """∂C/∂b of a layer, (units,)."""
        return self._backward.biases[layer - 1]

    def input_gradient(self) -> Array:
        """∂C/∂x, (features,)."""
        return np.asarray(self._backward.inputs[0])

    def gradient(self) -> Array:
        """∂C of every weight and bias, in the order of ``Network.parameters``."""
        gradient = self._backward.flat()
        if self.terms.l2:
            add_penalty(split_layers(gradient, self.network.sizes), self.network, self.terms.l2)
        return gradient

    def without_terms(self) -> BackpropTrace:
        """The same way with nothing of a run in it: what the reading itself hangs on."""
        if self.terms.is_plain:
            return self
        return trace(self.network, self.a(0), self.label, slope_missing=self.slope_missing)

    def probabilities(self) -> Array:
        """How the outputs are read, (classes,): they sum to 1."""
        return shares(self.a(self.depth))


def trace(
    network: Network, x: Array, label: int, *, slope_missing: bool = False, terms: RunTerms = NO_TERMS
) -> BackpropTrace:
    """Send one digit through a network and back: every number is finite, whatever the network's (finite) weights.

    Args:
        network: In any precision.
        x: (features,).
        label: The digit that it should read.
        slope_missing: Leave the factor σ′ out of the backward pass, to see what that does.
        terms: What a run adds; the textbook's plain gradient unless told otherwise.
    """
    parameters = np.array(network.parameters, np.float64)
    parameters.flags.writeable = False
    double = network.with_parameters(parameters)
    target = targets_of(np.array([label]), double.sizes[-1], terms.label_smoothing)
    forward = double.forward(np.asarray(x, np.float64).reshape(1, -1))
    return BackpropTrace(
        network=double,
        label=label,
        target=np.asarray(target[0], np.float64),
        data_cost=float(label_cost(double.cost, forward.z[-1], label, terms.label_smoothing)[0]),
        terms=terms,
        slope_missing=slope_missing,
        _forward=forward,
        _backward=backward(double, forward, target, np.ones_like if slope_missing else None),
    )
