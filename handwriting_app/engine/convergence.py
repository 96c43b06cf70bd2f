"""When to stop: the cost has not fallen for a while."""

from __future__ import annotations

import math


class Convergence:
    """Watches the training cost, epoch by epoch.

    Attributes:
        lowest_cost: Of the epochs so far, as far as it was a fall; infinite before the first.
        epochs_without_fall: Since then.
    """

    def __init__(self, tolerance: float, patience: int) -> None:
        self._tolerance = tolerance
        self._patience = patience
        self.lowest_cost = math.inf
        self.epochs_without_fall = 0

    def is_reached(self, cost: float) -> bool:
        """Take in an epoch's cost; return whether ``patience`` epochs have passed without a fall of ``tolerance``."""
        if cost < self.lowest_cost - self._tolerance:
            self.lowest_cost = cost
            self.epochs_without_fall = 0
        else:
            self.epochs_without_fall += 1
        return self.epochs_without_fall >= self._patience

    def go_on_from(self, lowest_cost: float, epochs_without_fall: int) -> None:
        """Watch on from there; a run that had already converged is given its whole patience again."""
        if epochs_without_fall < self._patience:
            self.lowest_cost, self.epochs_without_fall = lowest_cost, epochs_without_fall
