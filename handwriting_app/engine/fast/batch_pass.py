"""Forward and backward through a whole batch at once, in buffers that are allocated once for each width of batch.

``forward`` equals :meth:`Network.logits <handwriting_app.engine.network.Network.logits>`, and ``output_delta`` and
``backward`` after it equal :func:`handwriting_app.engine.backpropagation.backward`, turned on their side: arrays are
(units, samples). In a small batch numpy's products take a third of the time, so every view and method is looked up
once, too.

A row of ones below the activations then meets the row of biases in the weights, so that one product gives z and another
one the whole gradient of a layer; and the activations above that row stay contiguous, so that BLAS can write into them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from handwriting_app.engine.activations import activation_named
from handwriting_app.engine.arrays import Array, Product
from handwriting_app.engine.costs import cost_named
from handwriting_app.engine.fast.outputs import outputs_of_batch
from handwriting_app.engine.network import Network


class _Up(NamedTuple):
    """One hidden layer on the way forward: a = σ(z of ``product``)."""

    product: Product
    a: Array
    constant: Array
    a_with_one: Array


class _Down(NamedTuple):
    """One layer above the first on the way back: its gradient a δᵀ, and δ = (W δ) ⊙ σ′ of the layer below."""

    gradient_of: Product
    delta_across: Array
    product: Product
    delta: Array
    a: Array
    constant: Array
    slope: Array
    delta_below: Array


class BatchPass:
    """Passes through one network for batches of one width.

    Attributes:
        activations: Per hidden layer, (units, samples): a of the last forward pass.
        logits: (classes, samples): z of the output layer in the last forward pass.
    """

    def __init__(self, network: Network, samples: int) -> None:
        dtype = network.parameters.dtype
        activation = activation_named(network.activation)
        self._activate, self._slope_of = activation.value, activation.slope
        self._output_delta: Callable[[Array, Array, Array], Array] = cost_named(network.cost).delta
        self._outputs_of = outputs_of_batch(network.cost, network.sizes[-1], samples, dtype)
        with_ones = [np.ones((units + 1, samples), dtype) for units in network.sizes[1:-1]]
        self.activations = [a[:-1] for a in with_ones]
        self.logits: Array = np.empty((network.sizes[-1], samples), dtype)
        self._outputs = np.empty_like(self.logits)
        self._own_share = np.asarray(1 / samples, dtype)  # a Python number would have to be converted every time
        deltas = [np.empty((units, samples), dtype) for units in network.sizes[1:]]
        self._delta = deltas[-1]
        self._first_delta = deltas[0].T
        products = [layer.T.dot for layer in network.layers]
        self._to_logits = products[-1]
        self._ups = [
            _Up(product, a, np.full_like(a, activation.value_constant), a_with_one)
            for product, a, a_with_one in zip(products[:-1], self.activations, with_ones, strict=True)
        ]
        self._downs = [
            _Down(
                gradient_of=with_ones[k].dot,
                delta_across=deltas[k + 1].T,
                product=network.weights[k + 1].T.dot,
                delta=deltas[k + 1],
                a=self.activations[k],
                constant=np.full_like(deltas[k], activation.slope_constant),
                slope=np.empty_like(deltas[k]),
                delta_below=deltas[k],
            )
            for k in reversed(range(len(with_ones)))
        ]

    def forward(self, x: Array) -> Array:
        """Return ``logits`` of inputs (samples, features + 1) whose last column is 1."""
        below = x.T
        for product, a, constant, a_with_one in self._ups:
            product(below, a)
            self._activate(a, a, constant)
            below = a_with_one
        self._to_logits(below, self.logits)
        return self.logits

    def output_delta(self, targets: Array) -> Array:
        """Return ∂C/∂z of the output layer in the last forward pass, (classes, samples), for targets of that shape."""
        self._outputs_of(self.logits, self._outputs)
        return self._output_delta(self._outputs, targets, self._delta)

    def backward(self, x: Array, gradient: tuple[Array, ...], share: float | None = None) -> None:
        """Write the gradient of the mean cost, from the last ``output_delta``, which is overwritten.

        Args:
            x: As given to ``forward``.
            gradient: Written; as ``Network.layers``.
            share: Weight of each example: 1 / the number of examples in the update; by default, that of these.
        """
        delta = self._delta
        # The smallest array there is: scaling it scales every gradient.
        np.multiply(delta, self._own_share if share is None else share, delta)
        for layer, (gradient_of, delta_across, product, above, a, constant, slope, below) in zip(
            gradient[:0:-1], self._downs, strict=True
        ):
            gradient_of(delta_across, layer)
            product(above, below)
            np.multiply(below, self._slope_of(a, slope, constant), below)
        x.T.dot(self._first_delta, gradient[0])

    def slope(self, hidden: int) -> Array:
        """Return σ′ of hidden layer number ``hidden``, from 0, in the last forward pass: (units, samples)."""
        down = self._downs[-1 - hidden]
        return self._slope_of(down.a, down.slope, down.constant)
