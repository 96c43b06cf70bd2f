"""A small network of the engine with one hidden layer, trained on the points of the plane while one watches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.config import ActivationName, TrainingConfig
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report
from handwriting_app.engine.training import Diverged, train
from handwriting_app.lab.points import Points
from handwriting_app.numerals import count, number

MAX_HIDDEN: Final = 8
EPOCHS: Final = 1000
PATIENCE: Final = 300
RATES: Final[dict[ActivationName, float]] = {"sigmoid": 0.3, "tanh": 0.05, "relu": 0.05}
"""Slow enough that one can watch, and that a ReLU seldom steps so far that it is off for ever."""

SOLVED: Final = 0.05
"""Training may end once every point is right and the cost is below this."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the network has come.

    Attributes:
        network: A read-only snapshot.
        epochs: Passes over the points so far.
        cost: Mean cross-entropy over the points; NaN before the first epoch.
        wrong: Points that it gets wrong, (points,), true where it does.
        message: In a sentence.
        is_over: Whether there is nothing more to do.
    """

    network: Network
    epochs: int
    cost: float
    wrong: Array
    message: str
    is_over: bool


class TwoLayers:
    """Two inputs, a hidden layer, and one output for each label; batch descent with momentum on all points."""

    def __init__(
        self, points: Points, hidden: int, activation: ActivationName, seed: int, learning_rate: float | None = None
    ) -> None:
        """``learning_rate``: η; None for the one in `RATES`."""
        self._points = points
        self._config = TrainingConfig(
            hidden=(hidden,),
            activation=activation,
            descent="batch",
            learning_rate=RATES[activation] if learning_rate is None else learning_rate,
            l2=0.0,
            label_smoothing=0.0,
            weight_averaging=0.0,
            epochs=EPOCHS,
            seed=seed,
            patience=PATIENCE,
        )
        rng = np.random.default_rng(seed)
        self._network = Network.initialise((2, hidden, 2), activation, self._config.cost, rng, np.float64)
        self._reports: Iterator[Report | None] = iter(())
        if len(points):
            x, y = points.x(), points.labels().astype(np.int64)
            self._reports = train(self._network, DataSet(x, y, x, y), self._config, rng)
        self._first_cost = float("nan")
        self._last: Report | None = None
        self._end = "" if len(points) else "There are no points to learn from: click into the plane."

    def advance(self, epochs: int) -> None:
        """Train for so many epochs more, or until there is nothing more to do."""
        for _ in range(epochs):
            if self._end:
                return
            self._one_epoch()

    def progress(self) -> Progress:
        network = self._network.frozen()
        wrong = self._wrong(network)
        message = self._end
        if not message and self._last is None:
            message = "Untrained: random weights. Press Run."
        elif not message and self._last is not None:
            message = f"Wrong: {int(wrong.sum())} of {len(wrong)}. {self._pace(self._last)}"
        cost = self._last.training_cost if self._last else float("nan")
        return Progress(network, self._last.epoch if self._last else 0, cost, wrong, message, bool(self._end))

    def _one_epoch(self) -> None:
        try:
            report = next((report for report in self._reports if report is not None), None)
        except Diverged as problem:
            self._end = str(problem)
            return
        if report is None:
            wrong = int(self._wrong(self._network).sum())
            hint = "Give it more hidden units, or Reset" if self._network.sizes[1] < 4 else "Reset"
            how = "Stuck where the cost falls no more" if self._last and self._last.converged else "Out of epochs"
            stuck = f"{how}, with {wrong} wrong. {hint} for other first weights."
            self._end = stuck if wrong else f"Solved: all {len(self._points)} points are right."
            return
        self._first_cost = self._first_cost if self._last else report.training_cost
        self._last = report
        if not self._wrong(self._network).any() and report.training_cost < SOLVED:
            epochs = "1 epoch" if report.epoch == 1 else f"{count(report.epoch)} epochs"
            self._end = f"Solved: all {len(self._points)} points are right after {epochs}."

    def _pace(self, last: Report) -> str:
        first, now = number(self._first_cost, 3), number(last.training_cost, 3)
        if first == now and last.epoch > 1:
            return f"The cost stands still at {now}."
        if last.training_cost < self._first_cost:
            return f"The cost has fallen from {first} to {now}."
        return f"The cost has not fallen: it was {first} in epoch 1, and is {now}."

    def _wrong(self, network: Network) -> Array:
        if not len(self._points):
            return np.zeros(0, dtype=bool)
        return np.asarray(answers(network, self._points.x()) != self._points.labels())


def answers(network: Network, x: Array) -> Array:
    """Return the network's decisions 0 or 1 as numbers, (samples,); as a unit's, a tie between both is a 0."""
    logits = network.logits(x)
    return np.where(logits[:, 1] > logits[:, 0], 1.0, 0.0)
