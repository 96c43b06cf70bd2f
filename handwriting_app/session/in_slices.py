"""A search of some tenths of a second, off the GUI thread: it tells of its progress, and is gone when it is dropped."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from handwriting_app.session.latest import Latest

News = TypeVar("News")
Result = TypeVar("Result")

SLICE_S: Final = 0.05
"""Seconds that pass between two pieces of news, or that a search goes on for after it was dropped."""


@dataclass(frozen=True, slots=True)
class _Slice(Generic[News, Result]):
    search: Generator[News, None, Result]
    news: News | None
    result: Result | None
    is_over: bool


class InSlices(QObject, Generic[News, Result]):
    """Runs one generator at a time, a slice at a time, as small jobs of one kind.

    Signals:
        progressed(News): the latest that the generator gave; in the thread of this object, as all are.
        done(Result): what it returned.
        failed(str): the message of the exception that ended it.
    """

    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(str)

    def __init__(self, job: Latest[_Slice[News, Result]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = job
        self._is_busy = False
        job.done.connect(self._on_slice)
        job.failed.connect(self._on_failed)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is to come."""
        return self._is_busy

    def begin(self, make: Callable[[], Generator[News, None, Result]]) -> None:
        """Run what ``make`` gives, which is called off the GUI thread too; what ran before is dropped."""
        self._is_busy = True
        self._job.ask(lambda: _run(make()))

    def drop(self) -> None:
        """Forget what runs: nothing more is told of it."""
        self._is_busy = False
        self._job.drop()

    def _on_slice(self, slice_: _Slice[News, Result]) -> None:
        if slice_.is_over:
            self._is_busy = False
            self.done.emit(slice_.result)
            return
        # First: whoever hears the news may drop the search.
        self._job.ask(partial(_run, slice_.search))
        self.progressed.emit(slice_.news)

    def _on_failed(self, message: str, _details: str) -> None:
        self._is_busy = False
        self.failed.emit(message)


def _run(search: Generator[News, None, Result]) -> _Slice[News, Result]:
    end = time.monotonic() + SLICE_S
    news: News | None = None
    while time.monotonic() < end:
        try:
            news = next(search)
        except StopIteration as over:
            return _Slice(search, news, over.value, True)
    return _Slice(search, news, None, False)
