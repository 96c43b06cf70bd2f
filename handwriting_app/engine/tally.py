"""What is noted down while an epoch runs, so that its report costs next to nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from handwriting_app.engine.arrays import Array


@dataclass(slots=True, eq=False)
class Tally:
    """Notes of one epoch.

    Attributes:
        logits: (classes, samples): z of the output layer for each example, at the moment it was trained on.
        gradient_squares: Per layer: the sum over updates of ‖∂C/∂(W, b)‖², without the L2 penalty.
        weight_squares: Likewise of ‖∂C/∂W‖², if that is noted; otherwise 0.
        updates: Number of updates.
    """

    logits: Array
    gradient_squares: list[float]
    weight_squares: list[float]
    updates: int = 0

    def clear(self) -> None:
        """Begin an epoch."""
        self.gradient_squares = [0.0] * len(self.gradient_squares)
        self.weight_squares = [0.0] * len(self.weight_squares)
        self.updates = 0

    def note_update(self, gradient: Iterable[Array], weights: Iterable[Array] = ()) -> None:
        """Note one update with this gradient, a flat vector per layer; ``weights``: that of the weights alone."""
        for index, layer in enumerate(gradient):
            self.gradient_squares[index] += float(layer.dot(layer))  # half the time of `item`
        for index, layer in enumerate(weights):
            self.weight_squares[index] += float(layer.dot(layer))
        self.updates += 1
