"""The curves of one run: columns that grow as reports arrive. Free of Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.training import Report

_SCALARS = (
    "epoch",
    "updates",
    "seconds",
    "training_cost",
    "held_out_cost",
    "training_accuracy",
    "held_out_accuracy",
    "learning_rate",
)
_FIRST_CAPACITY = 256


class RunHistory:
    """All reports of a run as arrays of equal length.

    The arrays that the properties give are views of the filled part: cheap to take at every update, and never written
    to again.

    Attributes:
        layer_names: One name with its shape for each layer of weights, from the input upwards, such as ``64→128``.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self.layer_names: tuple[str, ...] = tuple(f"{a}→{b}" for a, b in zip(sizes, sizes[1:], strict=False))
        layers = len(self.layer_names)
        self._widths = {"gradient_norms": layers, "update_ratios": layers, "inactive_shares": max(layers - 1, 0)}
        self._length = 0
        self._columns = {name: np.empty(_FIRST_CAPACITY) for name in _SCALARS}
        self._columns |= {name: np.empty((_FIRST_CAPACITY, width)) for name, width in self._widths.items()}
        self._last: Report | None = None

    def __len__(self) -> int:
        return self._length

    @property
    def last(self) -> Report | None:
        """The newest report, or None before the first."""
        return self._last

    def append(self, reports: Iterable[Report]) -> None:
        for report in reports:
            if self._length == len(self._columns["epoch"]):
                self._grow()
            for name, column in self._columns.items():
                column[self._length] = getattr(report, name)
            self._length += 1
            self._last = report

    def reports(self) -> tuple[Report, ...]:
        """Every report again, as it was given."""
        rows = []
        for i in range(self._length):
            scalars = {name: float(self._columns[name][i]) for name in _SCALARS}
            vectors = {name: tuple(self._columns[name][i].tolist()) for name in self._widths}
            counts = {"epoch": int(scalars.pop("epoch")), "updates": int(scalars.pop("updates"))}
            converged = i == self._length - 1 and self._last is not None and self._last.converged
            rows.append(Report(**counts, **scalars, **vectors, converged=converged))  # type: ignore[arg-type]
        return tuple(rows)

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
            larger = np.empty((2 * len(column), *column.shape[1:]))
            larger[: len(column)] = column
            self._columns[name] = larger
