"""Small jobs off the GUI thread: one function, one answer, and only the latest answer counts."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

Result = TypeVar("Result")


class Latest(QObject, Generic[Result]):
    """Runs functions in a thread pool and reports the answer of the one that was asked for last.

    Signals:
        done(Result): in the thread of this object.
        failed(str, str): the message of the exception, and its traceback.
    """

    done = Signal(object)
    failed = Signal(str, str)
    _answered = Signal(int, object)
    _raised = Signal(int, str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._pool = QThreadPool(self)  # its destruction waits for the jobs, which hold this object's signals
        self._pool.setMaxThreadCount(1)
        self._answered.connect(self._on_answered)
        self._raised.connect(self._on_raised)

    def ask(self, function: Callable[[], Result]) -> None:
        """Run ``function`` in the background; what was asked before and has not begun is dropped."""
        self._number += 1
        self._pool.clear()
        number = self._number

        def job() -> None:
            try:
                result = function()
            except Exception as error:
                self._raised.emit(number, str(error) or type(error).__name__, traceback.format_exc())
            else:
                self._answered.emit(number, result)

        self._pool.start(QRunnable.create(job))

    def drop(self) -> None:
        """Forget what was asked; a job under way goes on, but its answer is not told."""
        self._number += 1
        self._pool.clear()

    def wait(self) -> None:
        """Forget what was asked and wait for the job under way; for shutting down."""
        self.drop()
        self._pool.waitForDone()

    def _on_answered(self, number: int, result: Result) -> None:
        if number == self._number:
            self.done.emit(result)

    def _on_raised(self, number: int, message: str, details: str) -> None:
        if number == self._number:
            self.failed.emit(message, details)
