"""The curves of one run: columns that grow as reports arrive. Free of Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.report import Report
from handwriting_app.engine.settings import COST, CostName
from handwriting_app.storage.curves import MAX_ROWS, SCALARS, reports_of, vector_widths

_FIRST_CAPACITY = 256


class RunHistory:
    """The reports of a run as arrays of equal length, one row an epoch.

    A run of more than `MAX_ROWS` epochs keeps every second one, then every fourth, and so on: memory stays flat.

    The arrays that the properties give are views of the filled part: cheap to take at every update.

    Attributes:
        cost: The function whose values the costs are: those of another one are not to be compared with them.
        outputs: How many the network has.
        layer_names: One name with its shape for each layer of weights, from the input upwards, such as ``64→128``.
    """

    def __init__(self, sizes: Sequence[int], cost: CostName = COST.default) -> None:
        self.cost: CostName = cost
        self.layer_names: tuple[str, ...] = tuple(f"{below}→{above}" for below, above in pairwise(sizes))
        self.outputs = sizes[-1] if sizes else 0
        layers = len(self.layer_names)
        self._length = 0
        self._stride = 1
        self._since_kept = 0
        self._columns = {name: np.empty(_FIRST_CAPACITY) for name in SCALARS}
        self._columns |= {name: np.empty((_FIRST_CAPACITY, width)) for name, width in vector_widths(layers).items()}
        self._last: Report | None = None

    def __len__(self) -> int:
        return self._length

    @property
    def last(self) -> Report | None:
        """The newest report, or None before the first."""
        return self._last

    def append(self, reports: Iterable[Report]) -> None:
        for report in reports:
            if self._since_kept:
                self._length -= 1  # the newest report is always shown, but only one in `_stride` is kept
            if self._length == MAX_ROWS:
                self._thin()
            elif self._length == len(self._columns["epoch"]):
                self._grow()
            for name, column in self._columns.items():
                column[self._length] = getattr(report, name)
            self._length += 1
            self._since_kept = (self._since_kept + 1) % self._stride
            self._last = report

    def until(self, epoch: int | None) -> RunHistory:
        """The curves as they are now, in memory of their own; up to ``epoch`` if one is given."""
        rows = self._length if epoch is None else int(np.searchsorted(self.epochs, epoch, side="right"))
        past = copy(self)
        past._columns = {name: column[:rows].copy() for name, column in self._columns.items()}
        past._length = rows
        if rows < self._length:
            last = reports_of({name: column[-1:] for name, column in past._columns.items()})
            past._last = last[0] if last else None
            past._since_kept = 0
        return past

    def reports(self) -> tuple[Report, ...]:
        """The rows as reports again."""
        converged = self._last is not None and self._last.converged
        return reports_of({name: self._filled(name) for name in self._columns}, converged=converged)

    @property
    def epochs(self) -> NDArray[np.float64]:
        return self._filled("epoch")

    @property
    def updates(self) -> NDArray[np.float64]:
        return self._filled("updates")

    @property
    def seconds(self) -> NDArray[np.float64]:
        return self._filled("seconds")

    @property
    def training_cost(self) -> NDArray[np.float64]:
        return self._filled("training_cost")

    @property
    def held_out_cost(self) -> NDArray[np.float64]:
        return self._filled("held_out_cost")

    @property
    def training_accuracy(self) -> NDArray[np.float64]:
        """Shares, 0 to 1."""
        return self._filled("training_accuracy")

    @property
    def held_out_accuracy(self) -> NDArray[np.float64]:
        """Shares, 0 to 1."""
        return self._filled("held_out_accuracy")

    @property
    def learning_rate(self) -> NDArray[np.float64]:
        return self._filled("learning_rate")

    @property
    def gradient_norms(self) -> NDArray[np.float64]:
        """Shape (epochs, layers)."""
        return self._filled("gradient_norms")

    @property
    def update_ratios(self) -> NDArray[np.float64]:
        """Shape (epochs, layers)."""
        return self._filled("update_ratios")

    @property
    def inactive_shares(self) -> NDArray[np.float64]:
        """Shape (epochs, hidden layers)."""
        return self._filled("inactive_shares")

    def _filled(self, name: str) -> NDArray[np.float64]:
        return self._columns[name][: self._length]

    def _grow(self) -> None:
        for name, column in self._columns.items():
            larger = np.empty((max(2 * len(column), _FIRST_CAPACITY), *column.shape[1:]))
            larger[: len(column)] = column
            self._columns[name] = larger

    def _thin(self) -> None:
        """Keep every second row, the newest among them: by place, as a file's epochs may have been thinned before."""
        self._stride *= 2
        self._length //= 2
        for column in self._columns.values():
            column[: self._length] = column[1 : 2 * self._length : 2]
