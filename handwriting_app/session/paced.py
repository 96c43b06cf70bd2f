"""Measurements for a view that changes often: off the GUI thread, one at a time, and not too often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic

from PySide6.QtCore import QObject, QTimer, Signal

from handwriting_app.session.latest import Latest, Result


class Paced(QObject, Generic[Result]):
    """Answers requests with a pause after each answer; of those that wait meanwhile, only the latest counts.

    Signals:
        done(Result): in the thread of this object.
        failed(str): the message of the exception.
    """

    done = Signal(object)
    failed = Signal(str)

    def __init__(self, job: Latest[Result], pause_ms: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = job
        self._is_busy = False
        self._waiting: Callable[[], Result] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(pause_ms)
        self._pause.timeout.connect(self._go_on)
        job.done.connect(self._on_done)
        job.failed.connect(self._on_failed)

    def request(self, function: Callable[[], Result], *, at_once: bool = False) -> None:
        """Run ``function`` now, or as soon as its turn has come; ``at_once``: without a pause, as a hand is waiting."""
        if at_once:
            self._pause.stop()
        self._waiting = function
        self._go_on()

    def drop(self) -> None:
        """Forget what was asked, also what is being measured: its answer is not told."""
        self._job.drop()
        self._waiting = None
        self._is_busy = False

    def _go_on(self) -> None:
        if self._waiting is not None and not self._is_busy and not self._pause.isActive():
            function, self._waiting = self._waiting, None
            self._is_busy = True
            self._job.ask(function)

    def _end(self) -> None:
        self._is_busy = False
        self._pause.start()

    def _on_done(self, result: Result) -> None:
        self._end()
        self.done.emit(result)

    def _on_failed(self, message: str, _details: str) -> None:
        self._end()
        self.failed.emit(message)
