"""Stochastic descent by the plain rule: one update after every example, in a loop that does nothing else.

``epoch`` equals, example by example, :func:`~handwriting_app.engine.backpropagation.backward`, plus the L2 penalty, and
a step of :class:`~handwriting_app.engine.optimizers.Plain`. Four things make it fast:

- Every buffer is allocated once, and every view and method that the loop needs is looked up once, before it.
- A layer's update is a rank-one product, W ← W − η a δᵀ, done in place by one call of BLAS (``ger``).
- The first layer's inputs do not depend on the weights. So its products are worked out for a chunk of examples at once,
  with the weights W from before the chunk, and each is put right for what the chunk's earlier examples have changed
  since: z_i = x_i W − η Σ_{j<i} (x_i · x_j) δ_j. With x_i W kept where δ_i will go, and 1 as its factor, that is one
  product for each example. The chunk's updates of W are then one product as well.
- Costs and gradient norms come from the recorded rows, a chunk at a time: ‖a δᵀ‖ = ‖a‖ ‖δ‖.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from handwriting_app.engine.activations import activation_named
from handwriting_app.engine.arrays import Array, Product
from handwriting_app.engine.fast.outputs import output_delta_of_one
from handwriting_app.engine.network import Network
from handwriting_app.engine.tally import Tally

CHUNK = 32
"""Examples whose first-layer products are worked out at once. More saves work on them, but costs more to put right."""

STRETCH = 3_000_000
"""Weights visited before the loop pauses, counting them again for each example: a few milliseconds."""


class _Up(NamedTuple):
    """One hidden layer on the way forward: a = σ(z), in the place of z, then z of the layer above."""

    a: Array
    constant: Array
    product: Product
    a_with_one: Array
    z_above: Array


class _Down(NamedTuple):
    """One hidden layer on the way back: δ = (W δ of the layer above) ⊙ σ′."""

    product: Product
    delta_above: Array
    a: Array
    constant: Array
    slope: Array
    delta: Array


class _Step(NamedTuple):
    """The update of one layer above the first: W ← W − η a δᵀ."""

    delta: Array
    a_with_one: Array
    weights: Array


class _Example(NamedTuple):
    """All that the loop needs for one example of a chunk: views of the chunk's buffers."""

    product: Product
    similarities: Array
    z: Array
    ups: tuple[_Up, ...]
    logits: Array
    delta: Array
    downs: tuple[_Down, ...]
    steps: tuple[_Step, ...]


class StochasticDescent:
    """Descent with one update per example by the plain rule."""

    def __init__(self, network: Network, l2: float) -> None:
        """Allocate the buffers. Imports scipy (0.1 s), for the one function of BLAS that numpy does not offer."""
        from scipy.linalg import blas

        dtype = network.parameters.dtype
        self._network = network
        self._l2 = l2
        self._rank_one = blas.sger if dtype == np.float32 else blas.dger
        self._output_delta = output_delta_of_one(network.cost, network.sizes[-1], dtype)

        self._first = network.layers[0]
        self._first_gradient = np.empty_like(self._first)
        self._above = network.parameters[self._first.size :]
        self._similarities = np.empty((CHUNK, CHUNK), dtype)
        self._diagonal = self._similarities.reshape(-1)[:: CHUNK + 1]
        self._with_ones = [np.ones((CHUNK, units + 1), dtype) for units in network.sizes[1:-1]]
        self._deltas = [np.empty((CHUNK, units), dtype) for units in network.sizes[1:]]
        self._logits = np.empty((CHUNK, network.sizes[-1]), dtype)
        self._examples = self._views()
        self._stretch = max(1, min(CHUNK, STRETCH // len(network.parameters)))

    def epoch(self, x: Array, targets: Array, learning_rate: float, tally: Tally) -> Iterator[None]:
        """Update the network's parameters in place, once for every example; pause after every stretch of work.

        Args:
            x: (samples, features + 1), in the order to be used; the last column is 1.
            targets: (classes, samples), in the same order.
            learning_rate: Of this epoch.
            tally: Filled.
        """
        keep = np.float64(1 - learning_rate * self._l2)  # overflows to infinity where a Python float raises
        keep_above = self._decay_above(keep)
        rows = np.ascontiguousarray(targets.T)
        for start in range(0, len(x), CHUNK):
            stop = min(start + CHUNK, len(x))
            self._begin_chunk(x[start:stop], learning_rate, keep)
            for begin in range(start, stop, self._stretch):
                end = min(begin + self._stretch, stop)
                self._run_examples(rows[begin:end], begin - start, learning_rate, keep_above)
                if end < stop:
                    yield
            self._end_chunk(x[start:stop], learning_rate, keep)
            tally.logits[:, start:stop] = self._logits[: stop - start].T
            self._add_norms(x[start:stop], tally)
            yield

    def _run_examples(self, targets: Array, first: int, learning_rate: float, keep_above: Array | None) -> None:
        """Learn from examples of the chunk, one after another, beginning with number ``first``."""
        activation = activation_named(self._network.activation)
        activate, slope_of = activation.value, activation.slope
        rank_one, output_delta = self._rank_one, self._output_delta
        multiply, above = np.multiply, self._above
        for target, (first_product, similarities, first_z, ups, logits, delta_out, downs, steps) in zip(
            targets, self._examples[first:], strict=False
        ):
            first_product(similarities, first_z)
            for a, constant, product, a_with_one, z_above in ups:
                activate(a, a, constant)
                product(a_with_one, z_above)
            output_delta(logits, target, delta_out)
            for product, delta_above, a, constant, slope, delta in downs:
                product(delta_above, delta)
                multiply(delta, slope_of(a, slope, constant), delta)
            if keep_above is not None:
                multiply(above, keep_above, above)
            for delta, a_with_one, weights in steps:
                rank_one(-learning_rate, delta, a_with_one, 1, 1, weights, 0, 0, 1)

    def _begin_chunk(self, x: Array, learning_rate: float, keep: np.float64) -> None:
        """Work out the first layer's products with the weights as they are, and how alike the inputs are."""
        count = len(x)
        z = x.dot(self._first, self._deltas[0][:count])
        similarities = x.dot(x.T)
        if self._l2:
            # Each update between two examples has also shrunk the weights, but not the biases (the 1 in x_i · x_j).
            examples = np.arange(count)
            updates_since = np.maximum(examples[:, np.newaxis] - examples - 1, 0)
            similarities = (similarities - 1) * keep**updates_since + 1
            biases = self._first[-1]
            z -= biases
            z *= (keep**examples)[:, np.newaxis]
            z += biases
        np.multiply(similarities, -learning_rate, out=self._similarities[:count, :count], casting="same_kind")
        self._diagonal[:] = 1

    def _end_chunk(self, x: Array, learning_rate: float, keep: np.float64) -> None:
        """Make the chunk's updates of the first layer."""
        count = len(x)
        deltas = self._deltas[0][:count]
        gradient = self._first_gradient
        if self._l2:
            updates_since = np.arange(count)[::-1, np.newaxis]
            x.T.dot((deltas * keep**updates_since).astype(deltas.dtype), gradient)
            gradient[-1] = deltas.sum(axis=0)
            self._first[:-1] *= keep**count
        else:
            x.T.dot(deltas, gradient)
        gradient *= learning_rate
        self._first -= gradient

    def _add_norms(self, x: Array, tally: Tally) -> None:
        count = len(x)
        below = [x, *(a[:count] for a in self._with_ones)]
        for layer, (a, deltas) in enumerate(zip(below, self._deltas, strict=True)):
            squares = _row_squares(a).dot(_row_squares(deltas[:count]))
            tally.gradient_squares[layer] += squares.item()
        tally.updates += count

    def _decay_above(self, keep: np.float64) -> Array | None:
        """Return what each parameter above the first layer is multiplied by at each update; None for all 1."""
        if not self._l2:
            return None
        factors = self._network.with_parameters(np.ones_like(self._network.parameters))
        for weights in factors.weights:
            weights[...] = keep
        return factors.parameters[self._first.size :]

    def _views(self) -> list[_Example]:
        """Look up, once, all that the loop needs."""
        activation = activation_named(self._network.activation)
        hidden = [a.shape[1] - 1 for a in self._with_ones]
        dtype = self._first.dtype
        value_constants = [np.full(units, activation.value_constant, dtype) for units in hidden]
        slope_constants = [np.full(units, activation.slope_constant, dtype) for units in hidden]
        slopes = [np.empty(units, dtype) for units in hidden]
        across = [layer.T for layer in self._network.layers]
        weights = [w.T for w in self._network.weights]
        examples = []
        for i in range(CHUNK):
            a = [buffer[i, :-1] for buffer in self._with_ones]
            with_one = [buffer[i] for buffer in self._with_ones]
            delta = [buffer[i] for buffer in self._deltas]
            logits = self._logits[i]
            z = [*a, logits]
            layers = range(len(hidden))
            examples.append(
                _Example(
                    product=self._deltas[0][: i + 1].T.dot,
                    similarities=self._similarities[i, : i + 1],
                    z=z[0],
                    ups=tuple(_Up(a[k], value_constants[k], across[k + 1].dot, with_one[k], z[k + 1]) for k in layers),
                    logits=logits,
                    delta=delta[-1],
                    downs=tuple(
                        _Down(weights[k + 1].dot, delta[k + 1], a[k], slope_constants[k], slopes[k], delta[k])
                        for k in reversed(layers)
                    ),
                    steps=tuple(_Step(delta[k + 1], with_one[k], across[k + 1]) for k in layers),
                )
            )
        return examples


def _row_squares(rows: Array) -> Array:
    squares: Array = np.einsum("ij,ij->i", rows, rows)
    return squares
