"""When to stop: the cost has not fallen for a while."""

from __future__ import annotations

import math


class Convergence:
    """Watches the training cost, epoch by epoch."""

    def __init__(self, tolerance: float, patience: int) -> None:
        self._tolerance = tolerance
        self._patience = patience
        self._best = math.inf
        self._epochs_without_fall = 0

    def is_reached(self, cost: float) -> bool:
        """Take in an epoch's cost; return whether ``patience`` epochs have passed without a fall of ``tolerance``."""
        if cost < self._best - self._tolerance:
            self._best = cost
            self._epochs_without_fall = 0
        else:
            self._epochs_without_fall += 1
        return self._epochs_without_fall >= self._patience
