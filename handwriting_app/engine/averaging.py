"""A running average of the weights; it often reads better than those of any one moment (Polyak and Juditsky, 1992)."""

from __future__ import annotations

import numpy as np

from handwriting_app.engine.arrays import Array


class RunningAverage:
    """The weights averaged over the epochs: the plain mean at first, then one that forgets.

    θ̄ ← d θ̄ + (1 − d) θ with d = min(decay, 1 − 1/t) in epoch t, so that the random first weights never weigh in.
    A decay of 0 gives the weights as they are.

    Attributes:
        average: Of the epochs so far; zeros before the first. Copy it and ``epochs`` out and in to go on later.
        epochs: How many have been taken in.
    """

    def __init__(self, decay: float, like: Array) -> None:
        self._decay = decay
        self.average = np.zeros_like(like)
        self.epochs = 0

    @property
    def is_on(self) -> bool:
        """Whether anything is averaged."""
        return self._decay > 0

    def update(self, parameters: Array) -> Array:
        """Take in the parameters at the end of an epoch; return the average so far."""
        if not self._decay:
            return parameters
        self.epochs += 1
        decay = min(self._decay, 1 - 1 / self.epochs)
        self.average *= decay
        self.average += (1 - decay) * parameters
        return self.average
