"""Update rules: how a gradient becomes a change of the parameters."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

import numpy as np

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.config import TrainingConfig, UpdateRule


class Optimizer(Protocol):
    """Changes the parameters against the gradient; both are flat vectors.

    The learning rate is given at every step, so that it can change in mid-run; what the rule remembers is kept.

    Attributes:
        state: The arrays that the rule remembers; copy them out and in to continue a run later.
        steps: Steps taken so far.
    """

    state: tuple[Array, ...]
    steps: int

    def step(self, parameters: Array, gradient: Array, learning_rate: float) -> None:
        """Update ``parameters`` in place. ``gradient`` may be overwritten."""
        ...


class Plain:
    """Gradient descent: θ ← θ − η g."""

    def __init__(self) -> None:
        self.state: tuple[Array, ...] = ()
        self.steps = 0

    def step(self, parameters: Array, gradient: Array, learning_rate: float) -> None:
        """Update ``parameters`` in place; overwrites ``gradient``."""
        self.steps += 1
        gradient *= learning_rate
        parameters -= gradient


class Momentum:
    """The heavy ball: v ← μ v − η g, θ ← θ + v (Polyak, 1964)."""

    def __init__(self, momentum: float, like: Array) -> None:
        self._momentum = momentum
        self._velocity = np.zeros_like(like)
        self.state: tuple[Array, ...] = (self._velocity,)
        self.steps = 0

    def step(self, parameters: Array, gradient: Array, learning_rate: float) -> None:
        """Update ``parameters`` in place; overwrites ``gradient``."""
        self.steps += 1
        gradient *= learning_rate
        self._velocity *= self._momentum
        self._velocity -= gradient
        parameters += self._velocity


class Adam:
    """Adam: steps scaled by running means of the gradient and of its square (Kingma and Ba, 2015, section 2)."""

    MEAN_DECAY = 0.9
    SQUARE_DECAY = 0.999
    EPSILON = 1e-8

    def __init__(self, like: Array) -> None:
        self._mean = np.zeros_like(like)
        self._square = np.zeros_like(like)
        self._scratch = np.empty_like(like)
        self.state: tuple[Array, ...] = (self._mean, self._square)
        self.steps = 0

    def step(self, parameters: Array, gradient: Array, learning_rate: float) -> None:
        """Update ``parameters`` in place; overwrites ``gradient``.

        The bias corrections are folded into the step length and into epsilon, as the paper's section 2 proposes.
        """
        self.steps += 1
        scratch = np.multiply(gradient, gradient, out=self._scratch)
        scratch *= 1 - self.SQUARE_DECAY
        self._square *= self.SQUARE_DECAY
        self._square += scratch
        gradient *= 1 - self.MEAN_DECAY
        self._mean *= self.MEAN_DECAY
        self._mean += gradient

        mean_correction = 1 - self.MEAN_DECAY**self.steps
        root_correction = (1 - self.SQUARE_DECAY**self.steps) ** 0.5
        np.sqrt(self._square, out=scratch)
        scratch += self.EPSILON * root_correction
        np.divide(self._mean, scratch, out=scratch)
        scratch *= learning_rate * root_correction / mean_correction
        parameters -= scratch


STATE_ARRAYS: Mapping[UpdateRule, int] = MappingProxyType({"plain": 0, "momentum": 1, "adam": 2})
"""How many arrays each rule remembers."""


def optimizer_for(config: TrainingConfig, parameters: Array) -> Optimizer:
    """Return the update rule of ``config``, at rest, for a vector like ``parameters``."""
    if config.update_rule == "momentum":
        return Momentum(config.momentum, parameters)
    if config.update_rule == "adam":
        return Adam(parameters)
    return Plain()
