"""Batch and mini-batch descent: one update for every so many examples.

Batch: after the whole set. Mini-batch: after each of many small batches. Stochastic descent, after every example, is
the same with batches of one; with the plain rule it has a much faster loop in :mod:`handwriting_app.engine.stochastic`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Protocol

import numpy as np

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.batch_pass import BatchPass
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network, split_layers
from handwriting_app.engine.optimizers import Optimizer
from handwriting_app.engine.tally import Tally
from handwriting_app.engine.threads import Work, side_by_side

WIDEST_SLICE = 512
"""Examples worked on at once. Above this, buffers outgrow the processor's cache and nothing gets faster."""

SLICE_WORK = 7.5e8
"""Multiplications and additions in one slice, at most some 10 ms: between two slices a run can be paused or stopped."""

WORTH_SHARING = 2e7
"""Examples × weights in a slice from which on two threads work at two slices side by side: a few milliseconds each."""


class Descent(Protocol):
    """One way to go through the training examples once."""

    def epoch(self, x: Array, targets: Array, learning_rate: float, tally: Tally) -> Iterator[None]:
        """Update the network's parameters in place, and pause after every stretch of work.

        Args:
            x: (samples, features + 1), in the order to be used; the last column is 1.
            targets: (classes, samples), in the same order.
            learning_rate: Of this epoch.
            tally: Filled.
        """
        ...


class SliceSum:
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

    def begin(self, x: Array, targets: Array, logits: Array, share: float | None = None) -> None:
        """Begin a new sum with the gradient of a slice, and write its logits; ``share`` as in `BatchPass.backward`."""
        self._note(x, targets, logits, share, self.layers)

    def add(self, x: Array, targets: Array, logits: Array, share: float) -> None:
        """Add the gradient of a slice, and write its logits."""
        self._note(x, targets, logits, share, self._next_layers)
        self.gradient += self._next

    def _note(self, x: Array, targets: Array, logits: Array, share: float | None, gradient: tuple[Array, ...]) -> None:
        passes = self.passes(len(x))
        logits[:] = passes.forward(x)
        passes.backward(x, targets, gradient, share)

    def passes(self, samples: int) -> BatchPass:
        """Return the buffers for that many samples; kept, as there are only a few widths in a run."""
        if samples not in self._passes:
            self._passes[samples] = BatchPass(self._network, samples)
        return self._passes[samples]


class BatchDescent:
    """Descent with one update per batch, by any update rule.

    Attributes:
        slice: Examples worked on at once: the batch is cut into slices of one width, but for the last of them.
    """

    def __init__(self, network: Network, optimizer: Optimizer, batch: int, l2: float) -> None:
        self._network = network
        self._optimizer = optimizer
        self._batch = batch
        self._l2 = l2
        slices = -(-batch // slice_width(network))
        is_shared = slices > 1 and batch // slices * len(network.parameters) >= WORTH_SHARING
        if is_shared:
            slices += slices % 2
        self.slice = -(-batch // slices)
        self._sums = [SliceSum(network, has_several=slices > 1) for _ in range(2 if is_shared else 1)]
        self._gradient, self._layers = self._sums[0].gradient, self._sums[0].layers
        self._flat_layers = [layer.reshape(-1) for layer in self._layers]

    def epoch(self, x: Array, targets: Array, learning_rate: float, tally: Tally) -> Iterator[None]:
        """See :class:`Descent`. The last batch may be smaller; its gradient is divided by its own size."""
        with side_by_side(len(self._sums)) as do:
            for start in range(0, len(x), self._batch):
                stop = min(start + self._batch, len(x))
                inputs, wanted, logits = x[start:stop], targets[:, start:stop], tally.logits[:, start:stop]
                if stop - start <= self.slice:
                    self._sums[0].begin(inputs, wanted, logits)
                else:
                    yield from self._add_slices(inputs, wanted, logits, do)
                self._update(learning_rate, tally)
                yield

    def _add_slices(
        self, x: Array, targets: Array, logits: Array, do: Callable[[Sequence[Work]], None]
    ) -> Iterator[None]:
        """Work out the gradient of one batch slice by slice, as many at once as there are sums; pause between them."""
        share = 1 / len(x)
        stride = self.slice * len(self._sums)
        for begin in range(0, len(x), stride):
            work = []
            for part, left in zip(self._sums, range(begin, len(x), self.slice), strict=False):
                rows = slice(left, left + self.slice)
                inputs, wanted, noted = x[rows], targets[:, rows], logits[:, rows]
                take_in = part.add if begin else part.begin
                work.append(partial(take_in, inputs, wanted, noted, share))
            do(work)
            if begin + stride < len(x):
                yield
        for part in self._sums[1:]:
            self._gradient += part.gradient

    def passes(self, samples: int) -> BatchPass:
        """Return the buffers for that many samples."""
        return self._sums[0].passes(samples)

    def _update(self, learning_rate: float, tally: Tally) -> None:
        for index, layer in enumerate(self._flat_layers):
            tally.gradient_squares[index] += layer.dot(layer).item()
        tally.updates += 1
        if self._l2:
            for gradient, weights in zip(self._layers, self._network.weights, strict=True):
                gradient[:-1] += self._l2 * weights.T
        self._optimizer.step(self._network.parameters, self._gradient, learning_rate)


def batch_size(config: TrainingConfig, samples: int) -> int:
    """Return how many examples there are to an update."""
    if config.descent == "batch":
        return samples
    return 1 if config.descent == "stochastic" else min(config.batch_size, samples)


def slice_width(network: Network) -> int:
    """Return how many examples to work on at once: at most what the cache holds, fewer if the network is large."""
    work_per_example = 6 * len(network.parameters)  # forward, gradient, backward; a multiplication and an addition each
    return max(1, min(WIDEST_SLICE, int(SLICE_WORK / work_per_example)))
