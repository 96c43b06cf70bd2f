"""Units whose incoming weights and biases stay as they are while the others learn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.learning_state import LearningState
from handwriting_app.engine.limits import parameter_count
from handwriting_app.engine.network import Network, split_layers

Unit = tuple[int, int]
"""A layer, from 1, and the number of a unit in it, from 0."""


def frozen_mask(sizes: Sequence[int], units: Collection[Unit]) -> NDArray[np.bool_] | None:
    """Return which parameters stay, in the order of ``Network.parameters``; None if there are no units.

    They are the weights that come into ``units``, and their biases.
    """
    if not units:
        return None
    mask = np.zeros(parameter_count(sizes))
    layers = split_layers(mask, sizes)
    for layer, unit in units:
        layers[layer - 1][:, unit] = 1.0
    return mask > 0


def frozen_layers(sizes: Sequence[int], units: Collection[Unit]) -> frozenset[int]:
    """Return the layers, from 1, all of whose units are among ``units``."""
    counts = Counter(layer for layer, _ in set(units))
    return frozenset(layer for layer, count in counts.items() if count == sizes[layer])


class Frozen:
    """Holds some parameters of one run, bit for bit, under every update rule.

    Their gradient counts as 0, and the rule remembers none for them: then each rule adds exactly 0 to them. The running
    average, which adds up rounded parts of one number, is put right.

    Attributes:
        places: Which they are, indices into ``Network.parameters``.
    """

    def __init__(self, mask: NDArray[np.bool_], network: Network) -> None:
        """``mask``: True for what stays as it is in ``network``, whose running average this may be.

        Raises:
            ValueError: It is not of the shape of the network's parameters.
        """
        if mask.shape != network.parameters.shape:
            raise ValueError(f"a mask of {mask.shape} does not fit parameters of {network.parameters.shape}")
        self.places: NDArray[np.intp] = np.flatnonzero(mask)
        self._values: Array = network.parameters[self.places]

    def begin(self, state: LearningState) -> None:
        """Set out from where they are to stay, with nothing remembered of them."""
        self.put_back(state.learner.parameters)
        if state.average.epochs:
            self.put_back(state.average.average)
        for remembered in state.rule.state:
            remembered[self.places] = 0.0

    def still(self, gradient: Array) -> None:
        """Take the gradient of what stays, to be 0; ``gradient`` is a flat vector."""
        gradient[self.places] = 0.0

    def put_back(self, parameters: Array) -> None:
        """Put the numbers that stay back in their places in a flat vector."""
        parameters[self.places] = self._values
