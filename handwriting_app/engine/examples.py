"""The training examples as an epoch sees them: varied, shuffled, with a column of ones."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import DTypeLike, NDArray

from handwriting_app.engine.arrays import Array, Labels
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.costs import cost_named, targets_of
from handwriting_app.engine.network import Network

Vary = Callable[[int], NDArray[np.floating]]
"""Epoch number from 0 → that epoch's training inputs."""


class Examples:
    """Hands out the examples of one epoch after another.

    Shuffled anew for each epoch into one contiguous copy, so that every batch is a plain slice of it. All
    arrays but the labels are the same ones from the first epoch to the last.

    Attributes:
        x: (samples, features + 1): the inputs of the present epoch; the last column is 1.
        y: (samples,): their labels.
        targets: (classes, samples): what the outputs should be.
    """

    def __init__(self, x: Array, y: Labels, network: Network, config: TrainingConfig) -> None:
        """Take inputs (samples, features) and labels (samples,), for a network that is to learn them."""
        dtype, classes = network.parameters.dtype, network.sizes[-1]
        self._cost = cost_named(network.cost)
        self._ordered_x = with_ones(x, dtype)
        self._ordered_y = y.astype(np.intp)
        self._plain_target_of_class = targets_of(np.arange(classes), classes, 0.0, dtype)
        self._target_of_class = targets_of(np.arange(classes), classes, config.label_smoothing, dtype)
        self._is_smoothed = config.label_smoothing > 0
        self._is_shuffled = config.descent != "batch"  # the order of a sum makes no difference
        self.x = np.empty_like(self._ordered_x) if self._is_shuffled else self._ordered_x
        self.y = self._ordered_y
        self.targets = self._target_of_class.take(self.y, 1)

    def begin_epoch(self, rng: np.random.Generator, inputs: Array | None) -> None:
        """Bring the attributes up to date.

        Args:
            rng: Decides the order.
            inputs: (samples, features), in place of the inputs so far; None to keep them.

        Raises:
            ValueError: ``inputs`` is of another shape.
        """
        if inputs is not None:
            if inputs.shape != self._ordered_x[:, :-1].shape:
                raise ValueError(f"varied inputs must be of shape {self._ordered_x[:, :-1].shape}, not {inputs.shape}")
            self._ordered_x[:, :-1] = inputs
        if self._is_shuffled:
            order = rng.permutation(len(self.y))
            # "clip" spares numpy a buffer that it needs only for the error message of a bad index.
            self._ordered_x.take(order, 0, self.x, "clip")
            self.y = self._ordered_y[order]
            self._target_of_class.take(self.y, 1, self.targets, "clip")

    def cost_of(self, logits: Array) -> float:
        """Return the mean cost of ``logits`` (classes, samples) on the plain labels; infinite or NaN if it is."""
        targets = self._plain_target_of_class.take(self.y, 1) if self._is_smoothed else self.targets
        with np.errstate(all="ignore"):
            return float(self._cost.value(logits, targets, 0).sum()) / len(self.y)


def with_ones(x: Array, dtype: DTypeLike) -> Array:
    """Return inputs (samples, features) with a last column of ones, which meets the biases; contiguous."""
    widened = np.ones((len(x), x.shape[1] + 1), dtype)
    widened[:, :-1] = x
    return widened
