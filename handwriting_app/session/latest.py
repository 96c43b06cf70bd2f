"""Small jobs off the GUI thread: one function, one answer; most often only the latest counts."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

Result = TypeVar("Result")


class Latest(QObject, Generic[Result]):
    """Runs functions in a thread of its own and reports the answer of the one that was asked for last.

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
        # Not a QThreadPool: it deletes its runnables in their threads, while Shiboken keeps their Python halves on its
        # books; the next object at that address was then taken for a runnable, and the process crashed.
        self._executor = ThreadPoolExecutor(max_workers=1)
        self._futures: list[Future[None]] = []
        self._is_closed = False
        self._answered.connect(self._on_answered)
        self._raised.connect(self._on_raised)

    def ask(self, function: Callable[[], Result]) -> None:
        """Run ``function`` in the background; what was asked before and has not begun is dropped."""
        self.drop()
        self.queue(function)

    def queue(self, function: Callable[[], Result]) -> None:
        """Run ``function`` after what was asked before, all of which is answered too."""
        if self._is_closed:
            return
        self._futures = [future for future in self._futures if not future.done()]
        self._futures.append(self._executor.submit(self._answer, self._number, function))

    def drop(self) -> None:
        """Forget what was asked; a job under way goes on, but its answer is not told."""
        self._number += 1
        for future in self._futures:
            future.cancel()

    def wait(self) -> None:
        """Forget what was asked and wait for the job under way; for shutting down: nothing more is run."""
        self._is_closed = True
        self.drop()
        self._executor.shutdown()

    def _answer(self, number: int, function: Callable[[], Result]) -> None:
        try:
            result = function()
        except Exception as error:
            self._raised.emit(number, str(error) or type(error).__name__, traceback.format_exc())
        else:
            self._answered.emit(number, result)

    def _on_answered(self, number: int, result: Result) -> None:
        if number == self._number:
            self.done.emit(result)

    def _on_raised(self, number: int, message: str, details: str) -> None:
        if number == self._number:
            self.failed.emit(message, details)
