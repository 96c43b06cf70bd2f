"""Forward and backward through a whole batch at once, in buffers that are allocated once for each width of batch.

``forward`` equals :meth:`Network.logits <handwriting_app.engine.network.Network.logits>`, and ``output_delta`` and
``backward`` after it equal :func:`handwriting_app.engine.backpropagation.backward`, turned on their side: arrays are
(units, samples). In a small batch the products take half of the time. So all other calls are looked up once, with what
they are given: a pass is a list of calls, done one after another.

A row of ones below the activations meets the row of biases in the weights, so that one product gives z and another one
the whole gradient of a layer; and the activations above that row stay contiguous, so that BLAS can write into them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from handwriting_app.engine.activations import activation_named
from handwriting_app.engine.arrays import Array
from handwriting_app.engine.costs import cost_named
from handwriting_app.engine.fast.blas import blas_for
from handwriting_app.engine.fast.outputs import outputs_of_batch
from handwriting_app.engine.network import Network

Call = Callable[[], object]


class BatchPass:
    """Passes through one network for batches of one width.

    Attributes:
        activations: Per hidden layer, (units, samples): a of the last forward pass.
        logits: (classes, samples): z of the output layer in the last forward pass.
    """

    def __init__(self, network: Network, samples: int, gradient: tuple[Array, ...] = ()) -> None:
        """``gradient``: where ``backward`` writes to, as ``Network.layers``; without it there is no way back."""
        dtype = network.parameters.dtype
        activation = activation_named(network.activation)
        activate, slope_of = activation.value, activation.slope
        self._output_delta: Callable[[Array, Array, Array], Array] = cost_named(network.cost).delta
        with_ones = [np.ones((units + 1, samples), dtype) for units in network.sizes[1:-1]]
        self.activations = [a[:-1] for a in with_ones]
        self.logits: Array = np.empty((network.sizes[-1], samples), dtype)
        self._outputs = np.empty_like(self.logits)
        self._work_out_outputs = outputs_of_batch(network.cost, self.logits, self._outputs)
        deltas = [np.empty((units, samples), dtype) for units in network.sizes[1:]]
        self._delta = deltas[-1]
        products = [layer.T.dot for layer in network.layers]
        weighted = [*self.activations, self.logits]
        self._first_product, self._first_z = products[0], weighted[0]
        self._up: list[Call] = []
        for a, a_with_one, product, z_above in zip(
            self.activations, with_ones, products[1:], weighted[1:], strict=True
        ):
            self._up.append(partial(activate, a, a, np.full_like(a, activation.value_constant)))
            self._up.append(partial(product, a_with_one, z_above))
        slopes = [np.empty_like(a) for a in self.activations]
        self._slopes: list[Callable[[], Array]] = [
            partial(slope_of, a, slope, np.full_like(a, activation.slope_constant))
            for a, slope in zip(self.activations, slopes, strict=True)
        ]
        self._back: dict[tuple[float, float], list[Call]] = {}
        self._gemm = blas_for(dtype).gemm
        self._own_share = 1 / samples
        # Per layer, input side first. BLAS goes down columns first, so for it all of them lie across.
        self._gradients = [layer.T for layer in gradient]
        self._deltas = [delta.T for delta in deltas]
        self._below = [a.T for a in with_ones]
        self._delta_below: list[list[Call]] = [
            [
                partial(network.weights[k + 1].T.dot, deltas[k + 1], deltas[k]),  # W δ
                self._slopes[k],
                partial(np.multiply, deltas[k], slopes[k], deltas[k]),
            ]
            for k in range(len(with_ones))
        ]

    def forward(self, x: Array) -> Array:
        """Return ``logits`` of inputs (samples, features + 1) whose last column is 1."""
        self._first_product(x.T, self._first_z)
        for call in self._up:
            call()
        return self.logits

    def output_delta(self, targets: Array) -> Array:
        """Return ∂C/∂z of the output layer in the last forward pass, (classes, samples), for targets of that shape."""
        self._work_out_outputs()
        # A difference of arrays that are laid out alike and a copy take less time than one of arrays that are not.
        self._delta[...] = targets
        return self._output_delta(self._outputs, self._delta, self._delta)

    def backward(self, x: Array, share: float = 0.0, kept: float = 0.0) -> None:
        """Write the gradient of the mean cost, from the last ``output_delta``.

        Args:
            x: As given to ``forward``.
            share: Weight of each example: 1 / the number of examples in the update; by default, that of these.
            kept: What the gradient is multiplied by before; 1 to add to it.
        """
        share = share or self._own_share
        for call in self._back.get((share, kept)) or self._back_with(share, kept):
            call()
        self._gemm(share, self._deltas[0], x.T, kept, self._gradients[0], 1, 1, 1)

    def _back_with(self, share: float, kept: float) -> list[Call]:
        """From the top: each layer's gradient a δᵀ, and δ = (W δ) ⊙ σ′ of the layer below; but for the first layer."""
        calls = self._back[share, kept] = []
        for k in reversed(range(len(self._below))):
            a, delta, gradient = self._below[k], self._deltas[k + 1], self._gradients[k + 1]
            calls.append(partial(self._gemm, share, delta, a, kept, gradient, 1, 0, 1))
            calls.extend(self._delta_below[k])
        return calls

    def slope(self, hidden: int) -> Array:
        """Return σ′ of hidden layer number ``hidden``, from 0, in the last forward pass: (units, samples)."""
        return self._slopes[hidden]()
