"""Stochastic descent by the plain rule as one plain loop, compiled by numba: the optional extra ``fast``.

`descend` does for one example after another what :func:`~handwriting_app.engine.backpropagation.backward`, the L2
penalty and a step of :class:`~handwriting_app.engine.optimizers.Plain` do: forward, cost, backward, step. Written out,
no call costs anything, and what is multiplied by 0 is left out: blank pixels, units that do not fire.

Importing this module imports numba: half a second, and three more if nothing has been compiled yet.
`handwriting_app.engine.fast.engines` decides when.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.config import ActivationName
from handwriting_app.engine.network import Network
from handwriting_app.engine.tally import Tally

STRETCH: Final = 3_000_000
"""Weights visited before the loop pauses, counting them again for each example: a millisecond or two."""

_NUMBERS: Final[dict[ActivationName, int]] = {"sigmoid": 0, "relu": 1, "tanh": 2}


# Sums may be taken in another order, as vector instructions need; infinities and NaN stay what they are.
@njit(nogil=True, cache=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy")
def descend(
    parameters: Array,
    sizes: NDArray[np.int64],
    activation: int,
    is_quadratic: bool,
    x: Array,
    targets: Array,
    rows: tuple[int, int],
    rate: np.floating,
    keep: np.floating,
    half: np.floating,
    logits: Array,
    squares: NDArray[np.float64],
) -> None:
    """Learn from one example after another, in place. All arrays but `sizes` and `squares` are of one dtype.

    Args:
        parameters: (parameters,), as `Network` lays them out.
        sizes: (layers + 1,), units from the input upwards.
        activation: Of the hidden layers: 0 sigmoid, 1 ReLU, 2 tanh.
        is_quadratic: Sigmoid outputs and the quadratic cost, in place of softmax and cross-entropy.
        x: (samples, features + 1), in the order to be used; the last column is 1.
        targets: (samples, classes), likewise.
        rows: The first example, and where to stop.
        rate: The learning rate η.
        keep: What the weights are multiplied by at each update: 1 − η · l2.
        half: ½, in the dtype of the arrays: a plain 0.5 would turn all into float64.
        logits: (classes, samples), filled: z of the outputs, before the update.
        squares: (layers,), to which ‖∂C/∂(W, b)‖² of each update is added.
    """
    one, zero = half + half, half - half
    layers, classes, widest = len(sizes) - 1, sizes[-1], sizes.max()
    a = np.empty((layers, widest), parameters.dtype)
    delta = np.empty((2, widest), parameters.dtype)
    fired = np.empty((layers, widest + 1), np.int64)  # which inputs of a layer are not 0, and how many
    counts = np.empty(layers, np.int64)
    for example in range(rows[0], rows[1]):
        # Forward: z = Σ w a + b, a = σ(z), four inputs at a time.
        start = 0
        for layer in range(layers):
            units_in, units = sizes[layer], sizes[layer + 1]
            below = x[example] if layer == 0 else a[layer - 1]
            z, end = a[layer], start + units_in * units
            weights = parameters[start:end].reshape(units_in, units)
            biases = parameters[end : end + units]
            for j in range(units):
                z[j] = biases[j]
            count, visited = 0, fired[layer]
            for i in range(units_in):
                visited[count] = i
                count += below[i] != zero
            counts[layer] = count
            for n in range(0, count - 3, 4):
                i, k, p, q = visited[n], visited[n + 1], visited[n + 2], visited[n + 3]
                w_i, w_k, w_p, w_q = weights[i], weights[k], weights[p], weights[q]
                a_i, a_k, a_p, a_q = below[i], below[k], below[p], below[q]
                for j in range(units):
                    z[j] += (a_i * w_i[j] + a_k * w_k[j]) + (a_p * w_p[j] + a_q * w_q[j])
            for n in range(count - count % 4, count):
                w_i, a_i = weights[visited[n]], below[visited[n]]
                for j in range(units):
                    z[j] += a_i * w_i[j]
            if layer < layers - 1:
                for j in range(units):
                    if activation == 1:
                        z[j] = zero if z[j] < zero else z[j]
                    elif activation == 2:
                        z[j] = math.tanh(z[j])
                    else:
                        z[j] = half * math.tanh(half * z[j]) + half
            start = end + units
        # Cost: δ = ∂C/∂z of the outputs.
        z, above = a[layers - 1], delta[(layers - 1) % 2]
        total, largest = zero, z[:classes].max()
        for j in range(classes):
            logits[j, example] = z[j]
            if is_quadratic:
                output = half * math.tanh(half * z[j]) + half
                above[j] = (output - targets[example, j]) * output * (one - output)
            else:
                above[j] = math.exp(z[j] - largest)
                total += above[j]
        if not is_quadratic:
            for j in range(classes):
                above[j] = above[j] / total - targets[example, j]
        # Backward and step, from the top: δ below needs the weights as they were.
        for layer in range(layers - 1, -1, -1):
            units_in, units = sizes[layer], sizes[layer + 1]
            start -= (units_in + 1) * units
            end = start + units_in * units
            below = x[example] if layer == 0 else a[layer - 1]
            weights = parameters[start:end].reshape(units_in, units)
            biases = parameters[end : end + units]
            above, beneath = delta[layer % 2], delta[(layer + 1) % 2]
            square_above, square_below = zero, one  # the biases' input is 1
            for j in range(units):
                square_above += above[j] * above[j]
                biases[j] -= rate * above[j]
            count, visited = counts[layer], fired[layer]
            if keep != one or (layer > 0 and activation == 2):  # all weights decay; tanh is steepest at 0
                count = units_in
                for i in range(units_in):
                    visited[i] = i
            for i in range(units_in):
                beneath[i] = zero
            for n in range(count):
                i = visited[n]
                w_i, a_i = weights[i], below[i]
                square_below += a_i * a_i
                step, blame = rate * a_i, zero
                for j in range(units):
                    blame += w_i[j] * above[j]
                    w_i[j] = keep * w_i[j] - step * above[j]
                if activation == 1:
                    beneath[i] = blame if a_i > zero else zero
                elif activation == 2:
                    beneath[i] = blame * (one - a_i * a_i)
                else:
                    beneath[i] = blame * a_i * (one - a_i)
            squares[layer] += square_above * square_below


class CompiledDescent:
    """Descent with one update per example by the plain rule, as `StochasticDescent` is; no Python in between."""

    def __init__(self, network: Network, l2: float) -> None:
        self._network = network
        self._l2 = l2
        self._sizes = np.array(network.sizes, np.int64)
        self._stretch = max(1, STRETCH // len(network.parameters))

    def epoch(self, x: Array, targets: Array, learning_rate: float, tally: Tally) -> Iterator[None]:
        """Update the network's parameters in place, once for every example; pause after every stretch of work.

        Args:
            x: (samples, features + 1), in the order to be used; the last column is 1.
            targets: (classes, samples), in the same order.
            learning_rate: Of this epoch.
            tally: Filled.
        """
        network, number = self._network, x.dtype.type
        rows = np.ascontiguousarray(targets.T)
        logits = np.empty_like(tally.logits)
        squares = np.zeros(len(network.layers))
        with np.errstate(over="ignore"):
            rate, keep = number(learning_rate), number(np.float64(1 - learning_rate * self._l2))
        for start in range(0, len(x), self._stretch):
            stop = min(start + self._stretch, len(x))
            descend(
                network.parameters,
                self._sizes,
                _NUMBERS[network.activation],
                network.cost == "quadratic",
                x,
                rows,
                (start, stop),
                rate,
                keep,
                number(0.5),
                logits,
                squares,
            )
            tally.updates += stop - start
            yield
        tally.logits[:] = logits
        for layer, square in enumerate(squares.tolist()):
            tally.gradient_squares[layer] += square


def compile_for(dtype: type[np.floating]) -> None:
    """Have `descend` ready for networks of this dtype: from the cache, or compiled now, which takes some seconds."""
    network = Network((1, 1, 1), "relu", "quadratic", np.zeros(4, dtype))
    x, targets = np.ones((1, 2), dtype), np.ones((1, 1), dtype)
    tally = Tally(np.empty((1, 1), dtype), [0.0, 0.0], [])
    for _ in CompiledDescent(network, 0.0).epoch(x, targets, 0.1, tally):
        pass
