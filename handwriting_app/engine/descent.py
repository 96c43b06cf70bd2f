"""Batch, stochastic and mini-batch descent: which examples make an update, and what works the update out."""

from __future__ import annotations

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.fast.slices import BatchGradient
from handwriting_app.engine.fast.stochastic import StochasticDescent
from handwriting_app.engine.network import Network


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
) -> BatchGradient | StochasticDescent:
    """Return what works out the updates of ``learner``.

    Stochastic descent is descent with batches of one; with the plain rule there is a much faster loop for it, unless
    some parameters are to stay as they are (``has_frozen``): that loop never has a gradient to take theirs out of.
    """
    if config.descent == "stochastic" and config.update_rule == "plain" and not has_frozen:
        return StochasticDescent(learner, config.l2)
    return BatchGradient(learner, batch_size(config, samples))


def add_penalty(gradient: tuple[Array, ...], network: Network, l2: float) -> None:
    """Add l2 · W, the gradient of ``l2 / 2 * sum(w ** 2)``, to that of the data cost; biases are left alone."""
    if l2:
        for layer, weights in zip(gradient, network.weights, strict=True):
            layer[:-1] += l2 * weights.T
