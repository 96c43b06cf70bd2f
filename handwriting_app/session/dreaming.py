"""Dreams of several epochs, one after another in the background, the most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from threading import Event

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from handwriting_app.explain.dream import DreamPlan, Dreams, dream
from handwriting_app.session.latest import Latest
from handwriting_app.session.weights import Weights


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """What is to be dreamt.

    Attributes:
        weights: Of which epochs, the most urgent first.
        start: uint8 (8, 8): the picture that they begin with.
        plan: How.
    """

    weights: tuple[Weights, ...]
    start: NDArray[np.uint8]
    plan: DreamPlan

    def is_alike(self, other: Wish) -> bool:
        """Whether dreams of one may stand beside those of the other."""
        return self.plan == other.plan and np.array_equal(self.start, other.start)


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """What the network of one epoch dreams of all its outputs."""

    weights: Weights
    dreams: Dreams


class Dreaming(QObject):
    """Dreams of what is wanted and not known yet, one epoch at a time.

    Signals:
        dreamt(Row): As it is wanted; while weights change fast perhaps of those of a moment ago.
        failed(str)
    """

    dreamt = Signal(object)
    failed = Signal(str)

    def __init__(self, job: Latest[Row | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = job
        self._wish: Wish | None = None
        self._known: tuple[Row, ...] = ()
        self._unwanted = Event()
        self._busy_with: Weights | None = None
        self._is_resting = True
        self._pause_ms = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._go_on)
        job.done.connect(self._on_done)
        job.failed.connect(self._on_failed)

    def want(self, wish: Wish, pause_ms: int = 0) -> tuple[Row, ...]:
        """Dream of this from now on, with a pause after each epoch; what was wanted otherwise is broken off.

        Returns:
            What is known of it already, which `dreamt` does not tell again.
        """
        if self._wish is None or not wish.is_alike(self._wish):
            self.rest()
            self._known = ()
        elif self._busy_with is not None and not any(each.is_of_run_of(self._busy_with) for each in wish.weights):
            self.rest()
        self._wish = wish
        self._pause_ms = pause_ms
        self._is_resting = False
        self._known = tuple(row for weights in wish.weights if (row := row_of(self._known, weights)) is not None)
        self._go_on()
        return self._known

    def rest(self) -> None:
        """Nobody looks: break off. What is known stays known."""
        self._is_resting = True
        self._busy_with = None
        self._unwanted.set()
        self._pause.stop()
        self._job.drop()

    def _go_on(self) -> None:
        wish = self._wish
        if wish is None or self._is_resting or self._busy_with is not None or self._pause.isActive():
            return
        weights = next((each for each in wish.weights if row_of(self._known, each) is None), None)
        if weights is not None:
            self._busy_with = weights
            self._unwanted = Event()
            self._job.ask(partial(_dreamt, weights, wish, self._unwanted))

    def _on_done(self, row: Row | None) -> None:
        self._busy_with = None
        if row is not None:
            self._known = (*self._known, row)
            self.dreamt.emit(row)
        if self._pause_ms:
            self._pause.start(self._pause_ms)
        else:
            self._go_on()

    def _on_failed(self, message: str, _details: str) -> None:
        self.rest()  # it would fail again
        self.failed.emit(message)


def _dreamt(weights: Weights, wish: Wish, unwanted: Event) -> Row | None:
    dreams = dream(weights.network, weights.temperature, wish.start, wish.plan, is_unwanted=unwanted.is_set)
    return None if dreams is None else Row(weights, dreams)


def row_of(rows: Sequence[Row], weights: Weights) -> Row | None:
    """What ``weights`` dream; None where that is not known yet."""
    return next((row for row in rows if row.weights.network is weights.network), None)
