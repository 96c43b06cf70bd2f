"""The gradient of a whole batch, of any width, added up slice by slice.

`BatchGradient.add_up` equals ``backward(network, network.forward(x), targets).flat()`` of
:mod:`handwriting_app.engine.backpropagation`. A slice's buffers fit the processor's cache, memory does not grow with
the batch, and two threads can work at two slices side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.fast.batch_pass import BatchPass
from handwriting_app.engine.fast.blas import blas_for
from handwriting_app.engine.fast.threads import side_by_side
from handwriting_app.engine.network import Network, split_layers

WIDEST_SLICE = 512
"""Examples worked on at once. Above this, buffers outgrow the processor's cache and nothing gets faster."""

SLICE_WORK = 7.5e8
"""Multiplications and additions in one slice, at most some 10 ms: between two slices a run can be paused or stopped."""

WORTH_SHARING = 2e7
"""Examples × weights in a slice from which on two threads work at two slices side by side: a few milliseconds each."""


class BatchGradient:
    """The gradient of the mean cost of a batch, in buffers that are made once.

    Attributes:
        flat: The gradient, in the order of ``Network.parameters``.
        layers: Per layer a view of it, as ``Network.layers``.
        width: Examples worked on at once: a batch is cut into slices of one width, but for the last of them.
    """

    def __init__(self, network: Network, batch: int) -> None:
        """Prepare for batches of up to ``batch`` examples."""
        slices = -(-batch // slice_width(network))
        is_shared = slices > 1 and batch // slices * len(network.parameters) >= WORTH_SHARING
        if is_shared:
            slices += slices % 2
        self.width = -(-batch // slices)
        self._sums = [_SliceSum(network, has_several=slices > 1) for _ in range(2 if is_shared else 1)]
        self.flat, self.layers = self._sums[0].gradient, self._sums[0].layers
        self._flat_layers = [layer.reshape(-1) for layer in self.layers]
        self._flat_weights = [layer[:-1].reshape(-1) for layer in self.layers]
        self._weights = [layer[:-1].reshape(-1) for layer in network.layers]
        self._blas = blas_for(network.parameters)

    def squares(self) -> list[float]:
        """Return ‖∂C/∂(W, b)‖² of each layer."""
        dot = self._blas.dot
        return [dot(layer, layer) for layer in self._flat_layers]

    def weight_squares(self) -> list[float]:
        """Return ‖∂C/∂W‖² of each layer."""
        return [self._blas.dot(weights, weights) for weights in self._flat_weights]

    def add_penalty(self, l2: float) -> None:
        """Add l2 · W; equals `handwriting_app.engine.descent.add_penalty`."""
        if l2:
            for weights, gradient in zip(self._weights, self._flat_weights, strict=True):
                self._blas.axpy(weights, gradient, len(weights), l2)

    def passes(self, samples: int) -> BatchPass:
        """Return the buffers for one slice of that many examples."""
        return self._sums[0].passes(samples)

    def add_up(self, x: Array, targets: Array, logits: Array) -> Iterator[None]:
        """Work out the gradient of one batch, as many slices at once as there are sums; pause between them.

        Args:
            x: (samples, features + 1) whose last column is 1.
            targets: (classes, samples).
            logits: (classes, samples); written.
        """
        share = 1 / len(x)
        stride = self.width * len(self._sums)
        with side_by_side(len(self._sums)) as do:
            for begin in range(0, len(x), stride):
                work = []
                for part, left in zip(self._sums, range(begin, len(x), self.width), strict=False):
                    rows = slice(left, left + self.width)
                    take_in = part.add if begin else part.begin
                    work.append(partial(take_in, x[rows], targets[:, rows], logits[:, rows], share))
                do(work)
                if begin + stride < len(x):
                    yield
        for part in self._sums[1:]:
            self.flat += part.gradient


class _SliceSum:
    """The sum of the gradients of some slices, in buffers of its own, so that two sums can be worked at side by side.

    Attributes:
        gradient: The sum so far, a flat vector.
        layers: Per layer a view of it.
    """

    def __init__(self, network: Network, *, has_several: bool) -> None:
        self._network = network
        self.gradient = np.zeros_like(network.parameters)
        self.layers = split_layers(self.gradient, network.sizes)
        self._next = np.zeros_like(network.parameters) if has_several else self.gradient
        self._next_layers = split_layers(self._next, network.sizes)
        self._passes: dict[int, BatchPass] = {}

    def begin(self, x: Array, targets: Array, logits: Array, share: float) -> None:
        """Begin a new sum with the gradient of a slice, and write its logits; ``share`` as in `BatchPass.backward`."""
        self._note(x, targets, logits, share)
        self.gradient[:] = self._next

    def add(self, x: Array, targets: Array, logits: Array, share: float) -> None:
        """Add the gradient of a slice, and write its logits."""
        self._note(x, targets, logits, share)
        self.gradient += self._next

    def _note(self, x: Array, targets: Array, logits: Array, share: float) -> None:
        passes = self.passes(len(x))
        logits[:] = passes.forward(x)
        passes.output_delta(targets)
        passes.backward(x, share)

    def passes(self, samples: int) -> BatchPass:
        """Return the buffers for that many samples; kept, as there are only a few widths in a run."""
        if samples not in self._passes:
            self._passes[samples] = BatchPass(self._network, samples, self._next_layers)
        return self._passes[samples]


def slice_width(network: Network) -> int:
    """Return how many examples to work on at once: at most what the cache holds, fewer if the network is large."""
    work_per_example = 6 * len(network.parameters)  # forward, gradient, backward; a multiplication and an addition each
    return max(1, min(WIDEST_SLICE, int(SLICE_WORK / work_per_example)))
