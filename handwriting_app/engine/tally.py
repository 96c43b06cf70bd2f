"""What is noted down while an epoch runs, so that its report costs next to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from operator import add

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

    def note_update(self, gradient_squares: list[float], weight_squares: list[float]) -> None:
        """Note one update, by the squares of each layer; ``weight_squares`` may be empty."""
        self.gradient_squares = list(map(add, self.gradient_squares, gradient_squares))
        if weight_squares:
            self.weight_squares = list(map(add, self.weight_squares, weight_squares))
        self.updates += 1
