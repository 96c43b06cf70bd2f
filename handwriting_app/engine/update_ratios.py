"""How far the gradient moves the weights of each layer, weight decay apart.

Decay alone moves a layer that learns nothing by ηλ/(1 − μ) of its size at every update. So what an epoch has done to
the weights says little about learning unless the decay's part is taken out of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network, split_layers
from handwriting_app.engine.optimizers import Optimizer
from handwriting_app.engine.tally import Tally


class UpdateRatios:
    """Measures one run, epoch by epoch, from the weights at both ends of an epoch: nothing is done at an update.

    For the plain rule and for momentum this is η/(1 − μ) ‖mean ∂C/∂W of the epoch‖ / ‖W at its start‖, the gradient
    being that of the data cost. Added up over n updates, v ← μ v − η (g + λ W) and W ← W + v give

        −η Σg / (1 − μ) = W_n − W_0 + μ/(1 − μ) (v_n − v_0) + ηλ/(1 − μ) ΣW,

    where ΣW is taken along the straight line from W_0 to W_n. It never exceeds what gradients of the norms that were
    noted could do; that bound takes away what rounding leaves of a gradient of 0.

    Adam divides gradient and decay by one root, after which they cannot be told apart. There the mean update counts by
    the gradient's share of what went in, ‖g‖ / √(‖g‖² + ‖λ W‖²).
    """

    def __init__(
        self, config: TrainingConfig, learner: Network, rule: Optimizer, still: NDArray[np.intp] | None = None
    ) -> None:
        """Watch ``learner``, which ``rule`` changes; both keep their arrays as long as the run lasts.

        ``still``: places of parameters that nothing moves, neither the gradient nor decay.
        """
        self._still = still
        self._l2 = config.l2
        self._is_linear = config.update_rule != "adam"
        self._velocity = rule.state[0] if config.update_rule == "momentum" else None
        self._momentum = config.momentum if self._velocity is not None else 0.0
        self._parameters = learner.parameters
        self._before, self._moved = np.empty_like(self._parameters), np.empty_like(self._parameters)
        self._velocity_before = None if self._velocity is None else np.empty_like(self._parameters)
        self._weights_before, self._weights_moved = (
            tuple(layer[:-1].reshape(-1) for layer in split_layers(flat, learner.sizes))
            for flat in (self._before, self._moved)
        )

    def begin_epoch(self) -> None:
        """Take note of where the weights are, and how fast they move."""
        self._before[:] = self._parameters
        if self._velocity_before is not None:
            self._velocity_before[:] = self._velocity

    def end_epoch(self, learning_rate: float, tally: Tally) -> tuple[float, ...]:
        """Return the ratio of each layer, input side first, for an epoch with this learning rate and these notes."""
        with np.errstate(over="ignore", invalid="ignore"):
            sizes = _lengths(self._weights_before)
            if self._is_linear:
                most = learning_rate / (1 - self._momentum)
                self._take_out_decay(self._l2 * most, tally.updates)
                if self._still is not None:
                    self._moved[self._still] = 0.0
                moved = [length / tally.updates for length in _lengths(self._weights_moved)]
                norms = (math.sqrt(squares / tally.updates) for squares in tally.gradient_squares)
                moved = [min(length, most * norm) for length, norm in zip(moved, norms, strict=True)]
            else:
                np.subtract(self._parameters, self._before, self._moved)
                moved = [length / tally.updates for length in _lengths(self._weights_moved)]
                norms = (math.sqrt(squares / tally.updates) for squares in tally.weight_squares)
                moved = [
                    length * norm / math.hypot(norm, self._l2 * size) if norm else 0.0
                    for length, norm, size in zip(moved, norms, sizes, strict=True)
                ]
        return tuple(length / size if size else 0.0 for length, size in zip(moved, sizes, strict=True))

    def _take_out_decay(self, decay: float, updates: int) -> None:
        """Work out what the gradient alone moved in the epoch; ``decay``: ηλ/(1 − μ). Overwrites what was noted."""
        # The n weights that were decayed are those before each update: W_0 among them, W_n not.
        np.multiply(self._parameters, 1 + decay * (updates - 1) / 2, self._moved)
        self._before *= 1 - decay * (updates + 1) / 2
        self._moved -= self._before
        if self._velocity is not None and self._velocity_before is not None:
            gained = np.subtract(self._velocity, self._velocity_before, self._velocity_before)
            gained *= self._momentum / (1 - self._momentum)
            self._moved += gained


def _lengths(vectors: Iterable[Array]) -> list[float]:
    return [math.sqrt(vector.dot(vector).item()) for vector in vectors]
