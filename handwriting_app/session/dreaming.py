"""Dreams of several epochs, one after another in the background, the most urgent first."""

from __future__ import annotations

from functools import partial
from threading import Event

from PySide6.QtCore import QObject, QTimer, Signal

from handwriting_app.explain.dream import dream
from handwriting_app.session.dream_rows import Row, Wish, row_of
from handwriting_app.session.latest import Latest
from handwriting_app.session.weights import Weights


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
