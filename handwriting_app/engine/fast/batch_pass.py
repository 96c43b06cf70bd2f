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
        self._own_share = np.asarray(1 / samples, dtype)  # a Python number would have to be converted every time
        self._first_gradient, self._first_delta_across = gradient[:1], deltas[0].T
        self._down: list[Call] = []  # from the top: the gradient a δᵀ of a layer, and δ = (W δ) ⊙ σ′ of the layer below
        for k in reversed(range(len(with_ones) if gradient else 0)):
            self._down.append(partial(with_ones[k].dot, deltas[k + 1].T, gradient[k + 1]))
            self._down.append(partial(network.weights[k + 1].T.dot, deltas[k + 1], deltas[k]))
            self._down.append(self._slopes[k])
            self._down.append(partial(np.multiply, deltas[k], slopes[k], deltas[k]))

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

    def backward(self, x: Array, share: float | None = None) -> None:
        """Write the gradient of the mean cost, from the last ``output_delta``, which is overwritten.

        Args:
            x: As given to ``forward``.
            share: Weight of each example: 1 / the number of examples in the update; by default, that of these.
        """
        # The smallest array there is: scaling it scales every gradient.
        np.multiply(self._delta, self._own_share if share is None else share, self._delta)
        for call in self._down:
            call()
        for gradient in self._first_gradient:
            x.T.dot(self._first_delta_across, gradient)

    def slope(self, hidden: int) -> Array:
        """Return σ′ of hidden layer number ``hidden``, from 0, in the last forward pass: (units, samples)."""
        return self._slopes[hidden]()
