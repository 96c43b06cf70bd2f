"""The update rules in as few passes over the parameters as BLAS allows.

Each ``step`` equals that of its base class in :mod:`handwriting_app.engine.optimizers`, and remembers the same.
"""

from __future__ import annotations

import numpy as np

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.fast.blas import blas_for
from handwriting_app.engine.optimizers import Adam, Momentum, Optimizer, Plain


class FastPlain(Plain):
    """θ ← θ − η g."""

    def __init__(self, like: Array) -> None:
        super().__init__()
        self._axpy = blas_for(like).axpy

    def step(self, parameters: Array, gradient: Array, learning_rate: float) -> None:
        """Update ``parameters`` in place."""
        self.steps += 1
        self._axpy(gradient, parameters, len(parameters), -learning_rate)


class FastMomentum(Momentum):
    """v ← μ v − η g, θ ← θ + v."""

    def __init__(self, momentum: float, like: Array) -> None:
        super().__init__(momentum, like)
        self._blas = blas_for(like)

    def step(self, parameters: Array, gradient: Array, learning_rate: float) -> None:
        """Update ``parameters`` in place."""
        self.steps += 1
        velocity, length = self._velocity, len(parameters)
        self._blas.scal(self._momentum, velocity)
        self._blas.axpy(gradient, velocity, length, -learning_rate)
        self._blas.axpy(velocity, parameters, length, 1.0)


class FastAdam(Adam):
    """Steps scaled by running means of the gradient and of its square."""

    def __init__(self, like: Array) -> None:
        super().__init__(like)
        self._blas = blas_for(like)
        self._epsilon = np.empty((), like.dtype)  # a Python number would have to be converted, and slowly

    def step(self, parameters: Array, gradient: Array, learning_rate: float) -> None:
        """Update ``parameters`` in place."""
        self.steps += 1
        axpy, scal = self._blas.axpy, self._blas.scal
        mean, square, scratch, length = self._mean, self._square, self._scratch, len(parameters)
        scal(self.MEAN_DECAY, mean)
        axpy(gradient, mean, length, 1 - self.MEAN_DECAY)
        np.multiply(gradient, gradient, scratch)
        scal(self.SQUARE_DECAY, square)
        axpy(scratch, square, length, 1 - self.SQUARE_DECAY)

        mean_correction = 1 - self.MEAN_DECAY**self.steps
        root_correction = (1 - self.SQUARE_DECAY**self.steps) ** 0.5
        self._epsilon[...] = self.EPSILON * root_correction
        np.sqrt(square, scratch)
        np.add(scratch, self._epsilon, scratch)
        np.divide(mean, scratch, scratch)
        axpy(scratch, parameters, length, -learning_rate * root_correction / mean_correction)


def fast_optimizer_for(config: TrainingConfig, parameters: Array) -> Optimizer:
    """Return the update rule of ``config``, at rest, for contiguous vectors like ``parameters``. Imports scipy."""
    if config.update_rule == "momentum":
        return FastMomentum(config.momentum, parameters)
    if config.update_rule == "adam":
        return FastAdam(parameters)
    return FastPlain(parameters)
