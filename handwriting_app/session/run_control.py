"""One run at a time: start, pause, resume, stop, and what is to follow once it has stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report
from handwriting_app.session.messages import Ended, TrainingState

if TYPE_CHECKING:
    # Loaded with the first run: it needs what varies the digits.
    from handwriting_app.session.training_thread import Job, TrainingThread


class RunControl(QObject):
    """Owns the training thread. Whatever an earlier run still says is dropped by its number.

    Signals:
        data_loaded(DataSet), reported(tuple[Report, ...], Network), ended(Ended): of the present run, in this order.
        state_changed(TrainingState)
    """

    data_loaded = Signal(object)
    reported = Signal(object, object)
    ended = Signal(object)
    state_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: TrainingThread | None = None
        self._number = 0
        self._state = TrainingState.IDLE
        self._after_end: Callable[[], None] | None = None

    @property
    def state(self) -> TrainingState:
        return self._state

    @property
    def is_active(self) -> bool:
        """Whether there is a thread, be it running, paused or stopping."""
        return self._thread is not None

    def next_number(self) -> int:
        """The number for the job of a new run."""
        self._number += 1
        return self._number

    def start(self, job: Job) -> None:
        """Begin a run; there must be none under way, and ``job`` has the number of `next_number`."""
        from handwriting_app.session.training_thread import TrainingThread

        assert self._thread is None
        thread = TrainingThread(job, self)
        thread.data_loaded.connect(self._on_data_loaded)
        thread.reported.connect(self._on_reported)
        thread.paused.connect(self._on_paused)
        thread.run_ended.connect(self._on_ended)
        self._thread = thread
        self._set_state(TrainingState.RUNNING)
        thread.start()

    def pause(self) -> None:
        if self._state is TrainingState.RUNNING and self._thread is not None:
            self._thread.pause()

    def resume(self, *, one_epoch: bool = False) -> None:
        """Go on after a pause; with ``one_epoch``, pause again after the next epoch."""
        if self._state is TrainingState.PAUSED and self._thread is not None:
            self._set_state(TrainingState.RUNNING)
            self._thread.resume(one_epoch=one_epoch)

    def set_learning_rate(self, learning_rate: float) -> None:
        if self._thread is not None:
            self._thread.set_learning_rate(learning_rate)

    def stop(self, then: Callable[[], None] | None = None) -> None:
        """End the run and keep its last whole epoch; afterwards do ``then``, and nothing that was to be done before."""
        self._after_end = then
        if self._thread is not None:
            self._set_state(TrainingState.STOPPING)
            self._thread.stop()

    def shutdown(self) -> None:
        """Stop and wait; nothing is published afterwards."""
        self._after_end = None
        self._number += 1
        if self._thread is not None:
            self._thread.stop()
            self._thread.wait()
            self._thread = None

    def _on_data_loaded(self, number: int, data: DataSet) -> None:
        if number == self._number:
            self.data_loaded.emit(data)

    def _on_reported(self, number: int, reports: tuple[Report, ...], network: Network) -> None:
        if number == self._number:
            self.reported.emit(reports, network)

    def _on_paused(self, number: int) -> None:
        if number == self._number and self._state is TrainingState.RUNNING:
            self._set_state(TrainingState.PAUSED)

    def _on_ended(self, number: int, ended: Ended) -> None:
        if number != self._number or self._thread is None:
            return
        self._thread.wait()  # its run() is about to return: this message was the last thing it did
        self._thread.deleteLater()
        self._thread = None
        self._set_state(TrainingState.IDLE)
        self.ended.emit(ended)
        action, self._after_end = self._after_end, None
        if action is not None:
            action()

    def _set_state(self, state: TrainingState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)
