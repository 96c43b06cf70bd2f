"""The one thread shell: it runs any task off the GUI thread, and answers pause, step and stop."""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Generator
from concurrent.futures import CancelledError
from contextlib import closing
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from handwriting_app.session.messages import Ended, RunState
from handwriting_app.session.task import Task

REPORT_INTERVAL = 1 / 20
"""Seconds between two reports: often enough for the eye, and seldom enough that showing them does not slow the work."""


class Worker(QThread):
    """One task, from its start to its end. All signals are emitted in the thread that made this object.

    Signals:
        reported(object): what the task's `bundle` gave; at most 20 a second.
        state_changed(RunState): when it says PAUSED, all that was done has been reported.
        ended(Ended): whatever happened.
        gone(Worker): this one; the last signal; those who listened to `ended` have done what they wanted to do.
    """

    reported = Signal(object)
    state_changed = Signal(object)
    ended = Signal(object)
    gone = Signal(object)
    # Emitted in the thread of the work; Qt hands them over to that of this object.
    _bundled = Signal(object)
    _held = Signal(object)
    _done = Signal(object)

    def __init__(self, task: Task[Any, Any], parent: QObject | None = None, *, one_step: bool = False) -> None:
        """``one_step``: pause as soon as there are the first news."""
        super().__init__(parent)
        self._task = task
        self._state = RunState.RUNNING
        self._gate = threading.Condition()
        self._hold = False
        self._hold_after_news = one_step
        self._outbox: list[object] = []
        self._sent_at = 0.0
        self._is_dropped = False
        self._bundled.connect(self._on_bundled)
        self._held.connect(self._on_held)
        self._done.connect(self._on_done)

    @property
    def task(self) -> Task[Any, Any]:
        return self._task

    @property
    def state(self) -> RunState:
        """IDLE once the work has ended."""
        return self._state

    def pause(self) -> None:
        """Hold at the next heartbeat."""
        if self._state is RunState.RUNNING:
            with self._gate:
                self._hold = True

    def go_on(self, *, one_step: bool = False) -> None:
        """Go on after a pause; with ``one_step``, pause again as soon as there are news."""
        if self._state is not RunState.PAUSED:
            return
        self._set_state(RunState.RUNNING)
        with self._gate:
            self._hold, self._hold_after_news = False, one_step
            self._gate.notify_all()

    def stop(self) -> None:
        """Ask for the end; `ended` follows within a heartbeat."""
        if self._state is RunState.IDLE:
            return
        with self._gate:
            self.requestInterruption()
            self._gate.notify_all()
        self._set_state(RunState.STOPPING)

    def silence(self) -> None:
        """Stop, and tell nothing any more."""
        self._is_dropped = True
        self.stop()

    def finish(self) -> None:
        """Stop and wait; nothing is told afterwards."""
        self.silence()
        self.wait()
        self._state = RunState.IDLE

    # --- in the thread of the work -------------------------------------------------------------------------------

    def run(self) -> None:
        try:
            ended = self._work()
        except CancelledError:  # what it waited for was left to itself: the window closes
            ended = Ended("stopped", self._task.stopped)
        except Exception as error:
            logging.getLogger(__name__).exception("The %s has failed", self._task.work.value)
            ended = Ended(
                "failed",
                f"The {self._task.work.value} stopped because of an error in the program: "
                f"{str(error) or type(error).__name__}",
                traceback.format_exc(),
            )
        self._done.emit(ended)

    def _work(self) -> Ended:
        try:
            with closing(self._task.steps()) as steps:
                return self._go_through(steps)
        finally:
            self._send()

    def _go_through(self, steps: Generator[Any, None, Ended]) -> Ended:
        while not self.isInterruptionRequested():
            try:
                news = next(steps)
            except StopIteration as end:
                ended: Ended = end.value
                return ended
            if news is not None:
                self._outbox.append(news)
            # First: the last news of a step go with the word that it is over.
            self._wait_while_held(has_news=news is not None)
            # At heartbeats too: the next news may be long in coming.
            if time.monotonic() - self._sent_at >= REPORT_INTERVAL:
                self._send()
        return Ended("stopped", self._task.stopped)

    def _wait_while_held(self, *, has_news: bool) -> None:
        with self._gate:
            if has_news and self._hold_after_news:
                self._hold, self._hold_after_news = True, False
            if not self._hold:
                return
            # In one message: whoever sees the last news may ask for more at once.
            self._held.emit(self._packed())
            while self._hold and not self.isInterruptionRequested():
                self._gate.wait()

    def _send(self) -> None:
        bundle = self._packed()
        if bundle is not None:
            self._bundled.emit(bundle)

    def _packed(self) -> object | None:
        if not self._outbox:
            return None
        news, self._outbox = self._outbox, []
        self._sent_at = time.monotonic()
        bundle: object = self._task.bundle(news)
        return bundle

    # --- in the thread of this object ----------------------------------------------------------------------------

    def _on_bundled(self, bundle: object) -> None:
        if not self._is_dropped:
            self.reported.emit(bundle)

    def _on_held(self, bundle: object | None) -> None:
        was_running = self._state is RunState.RUNNING
        if was_running:
            self._state = RunState.PAUSED  # before the news: whoever hears them may want to go on
        if bundle is not None:
            self._on_bundled(bundle)
        if was_running and self._state is RunState.PAUSED and not self._is_dropped:
            self.state_changed.emit(RunState.PAUSED)

    def _on_done(self, ended: Ended) -> None:
        if self._is_dropped:
            return
        self.wait()  # run() is about to return: this message was the last thing it did
        self._set_state(RunState.IDLE)
        self.ended.emit(ended)
        if not self._is_dropped:
            self.gone.emit(self)

    def _set_state(self, state: RunState) -> None:
        if state is not self._state:
            self._state = state
            if not self._is_dropped:
                self.state_changed.emit(state)
