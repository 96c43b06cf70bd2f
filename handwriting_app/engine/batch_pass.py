"""Forward and backward through a whole batch at once, in buffers that are allocated once for each width of batch.

The same mathematics as :mod:`handwriting_app.engine.backpropagation`, turned on its side: arrays are (units, samples).
A row of ones below the activations then meets the row of biases in the weights, so that one product gives z and another
one the whole gradient of a layer; and the activations above that row stay contiguous, so that BLAS can write into them.
"""

from __future__ import annotations

import numpy as np

from handwriting_app.engine.activations import activation_named
from handwriting_app.engine.arrays import Array
from handwriting_app.engine.costs import cost_named
from handwriting_app.engine.network import Network
from handwriting_app.engine.outputs import outputs_of_batch


class BatchPass:
    """Passes through one network for batches of one width.

    Attributes:
        activations: Per hidden layer, (units, samples): a of the last forward pass.
        logits: (classes, samples): z of the output layer in the last forward pass.
    """

    def __init__(self, network: Network, samples: int) -> None:
        dtype = network.parameters.dtype
        self._activation = activation_named(network.activation)
        self._output_delta = cost_named(network.cost).delta
        self._outputs_of = outputs_of_batch(network.cost, network.sizes[-1], samples, dtype)
        self._across = [layer.T for layer in network.layers]
        self._weights = [weights.T for weights in network.weights]
        self._with_ones = [np.ones((units + 1, samples), dtype) for units in network.sizes[1:-1]]
        self.activations = [a[:-1] for a in self._with_ones]
        self._value_constants = [np.full_like(a, self._activation.value_constant) for a in self.activations]
        self._slope_constants = [np.full_like(a, self._activation.slope_constant) for a in self.activations]
        self._slopes = [np.empty_like(a) for a in self.activations]
        self._deltas = [np.empty((units, samples), dtype) for units in network.sizes[1:]]
        self.logits: Array = np.empty((network.sizes[-1], samples), dtype)
        self._outputs = np.empty_like(self.logits)

    def forward(self, x: Array) -> Array:
        """Return ``logits`` of inputs (samples, features + 1) whose last column is 1."""
        below = x.T
        for across, a, constant, with_ones in zip(
            self._across[:-1], self.activations, self._value_constants, self._with_ones, strict=True
        ):
            across.dot(below, a)
            self._activation.value(a, a, constant)
            below = with_ones
        self._across[-1].dot(below, self.logits)
        return self.logits

    def backward(self, x: Array, targets: Array, share: float, gradient: tuple[Array, ...]) -> None:
        """Write the gradient of the cost of the last forward pass.

        Args:
            x: As given to ``forward``.
            targets: (classes, samples).
            share: Weight of each example: 1 / the number of examples in the update.
            gradient: Written; as ``Network.layers``.
        """
        delta = self._deltas[-1]
        self._outputs_of(self.logits, self._outputs)
        self._output_delta(self._outputs, targets, delta)
        delta *= share  # the smallest array there is: scaling it scales every gradient
        for layer in range(len(gradient) - 1, 0, -1):
            self._with_ones[layer - 1].dot(delta.T, gradient[layer])
            below = self._deltas[layer - 1]
            self._weights[layer].dot(delta, below)
            below *= self.slope(layer - 1)
            delta = below
        x.T.dot(delta.T, gradient[0])

    def slope(self, hidden: int) -> Array:
        """Return σ′ of hidden layer number ``hidden``, from 0, in the last forward pass: (units, samples)."""
        constant, buffer = self._slope_constants[hidden], self._slopes[hidden]
        return self._activation.slope(self.activations[hidden], buffer, constant)
