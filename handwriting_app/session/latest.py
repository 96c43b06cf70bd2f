"""Small jobs off the GUI thread: one function, one answer; most often only the latest counts."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal, SignalInstance

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
        self._lock = threading.Lock()
        self._futures: list[Future[Result]] = []
        self._is_closed = False
        self._answered.connect(self._on_answered)
        self._raised.connect(self._on_raised)

    def ask(self, function: Callable[[], Result]) -> None:
        """Run ``function`` in the background; what was asked before and has not begun is dropped."""
        self.drop()
        self.queue(function)

    def queue(self, function: Callable[[], Result]) -> Future[Result]:
        """Run ``function`` after what was asked before, all of which is answered too; from any thread.

        Returns:
            The answer to come, for another thread that waits for it; cancelled if it was dropped before it began.
        """
        with self._lock:
            if self._is_closed:
                never: Future[Result] = Future()
                never.cancel()
                return never
            future = self._executor.submit(self._answer, self._number, function)
            self._futures = [*(future for future in self._futures if not future.done()), future]
            return future

    def drop(self) -> None:
        """Forget what was asked; a job under way goes on, but its answer is not told."""
        with self._lock:
            self._number += 1
            for future in self._futures:
                future.cancel()

    def leave(self) -> None:
        """Forget what was asked: nothing more is run or told. A job under way is left to itself, not waited for."""
        self.drop()
        with self._lock:
            self._is_closed = True
            self._executor.shutdown(wait=False, cancel_futures=True)

    def finish(self) -> None:
        """Wait for all that was asked, which is done to its end; nothing is told, and nothing more is run."""
        with self._lock:
            self._is_closed = True
        self._executor.shutdown()
        self._number += 1

    def _answer(self, number: int, function: Callable[[], Result]) -> Result:
        try:
            result = function()
        except Exception as error:
            # Whoever asked knows whether that is a failure or an answer such as "this is no picture".
            logging.getLogger(__name__).info("A job in the background gave no answer", exc_info=True)
            self._tell(self._raised, number, str(error) or type(error).__name__, traceback.format_exc())
            raise
        self._tell(self._answered, number, result)
        return result

    def _tell(self, signal: SignalInstance, *news: object) -> None:
        with self._lock:  # a job that was left to itself may outlive this object, but not lock and flag
            if not self._is_closed:
                signal.emit(*news)

    def _on_answered(self, number: int, result: Result) -> None:
        if number == self._number:
            self.done.emit(result)

    def _on_raised(self, number: int, message: str, details: str) -> None:
        if number == self._number:
            self.failed.emit(message, details)
