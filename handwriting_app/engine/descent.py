"""Batch, stochastic and mini-batch descent: which examples make an update, and what works the update out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.fast.engines import loaded, suits
from handwriting_app.engine.fast.slices import BatchGradient
from handwriting_app.engine.fast.stochastic import StochasticDescent
from handwriting_app.engine.network import Network
from handwriting_app.engine.tally import Tally


class OneByOne(Protocol):
    """Descent with one update per example by the plain rule."""

    def epoch(self, x: Array, targets: Array, learning_rate: float, tally: Tally) -> Iterator[None]:
        """Update the network's parameters in place; see `StochasticDescent.epoch`."""
        ...


def batch_size(config: TrainingConfig, samples: int) -> int:
    """Return how many examples there are to an update: all, one, or a mini-batch."""
    if config.descent == "batch":
        return samples
    return 1 if config.descent == "stochastic" else min(config.batch_size, samples)


def batches(samples: int, batch: int) -> list[slice]:
    """Return the rows of each update of an epoch; the last batch may be smaller."""
    return [slice(start, min(start + batch, samples)) for start in range(0, samples, batch)]


def kernel_for(
    config: TrainingConfig, learner: Network, samples: int, *, has_frozen: bool = False
) -> BatchGradient | OneByOne:
    """Return what works out the updates of ``learner``.

    Stochastic descent is descent with batches of one; with the plain rule there is a much faster loop for it, unless
    some parameters are to stay as they are (``has_frozen``): that loop never has a gradient to take theirs out of.
    """
    if suits(config) and not has_frozen:
        compiled = loaded() if config.engine == "compiled" else None
        return compiled.CompiledDescent(learner, config.l2) if compiled else StochasticDescent(learner, config.l2)
    return BatchGradient(learner, batch_size(config, samples))


def add_penalty(gradient: tuple[Array, ...], network: Network, l2: float) -> None:
    """Add l2 · W, the gradient of ``l2 / 2 * sum(w ** 2)``, to that of the data cost; biases are left alone."""
    if l2:
        for layer, weights in zip(gradient, network.weights, strict=True):
            layer[:-1] += l2 * weights.T
