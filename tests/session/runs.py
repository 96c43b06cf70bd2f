"""Small real runs of a session, and work that a test feeds by hand."""

from __future__ import annotations

from collections.abc import Callable, Generator
from itertools import count
from pathlib import Path
from queue import Empty, SimpleQueue

import numpy as np
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.report import Report
from handwriting_app.ink.drawing import Drawing
from handwriting_app.session.messages import Ended, RunState
from handwriting_app.session.session import Session
from handwriting_app.session.task import Task, Work

WAIT = 30_000
TINY = TrainingConfig(hidden=(8,), epochs=4, variation=0.0, non_digits=False, stop_when_converged=False)
ENDLESS = TrainingConfig(hidden=(8,), epochs=10**9, variation=0.0, non_digits=False, stop_when_converged=False)
SEVEN = Drawing((np.array([[0.2, 0.2], [0.8, 0.2], [0.4, 0.9]]),))
DONE = Ended("finished", "All of it is done.")


def is_paused(state: RunState) -> bool:
    return state is RunState.PAUSED


def run(qtbot: QtBot, session: Session, config: TrainingConfig = TINY) -> Ended:
    """A run from its start to its end."""
    return run_of(qtbot, session, lambda: session.start_training(config))


def run_of(qtbot: QtBot, session: Session, begin: Callable[[], None]) -> Ended:
    with qtbot.waitSignal(session.training.ended, timeout=WAIT) as blocker:
        begin()
    ended: Ended = blocker.args[0]
    return ended


def save(qtbot: QtBot, session: Session, path: Path) -> None:
    """Write the present model, and wait until it is written."""
    with qtbot.waitSignal(session.saving.saved, timeout=WAIT):
        session.save(session.shelf.present, path)


def open_model(qtbot: QtBot, session: Session, path: Path) -> None:
    """Read a model, and wait until it is read."""
    with qtbot.waitSignal(session.coming.read, timeout=WAIT):
        session.open_model(path)


def report(epoch: int) -> Report:
    return Report(epoch, epoch, epoch / 10, 1.0, 1.0, 0.5, 0.5, 0.1, (1.0, 1.0), (0.1, 0.1), (0.0,))


class Feed:
    """What it is given becomes news; an error is raised, an `Ended` ends the work; else it beats."""

    def __init__(self) -> None:
        self._given: SimpleQueue[object] = SimpleQueue()
        self.is_over = False

    def give(self, *things: object) -> None:
        for thing in things:
            self._given.put(thing)

    def task(self, work: Work = Work.TRAINING) -> Task[object, tuple[object, ...]]:
        return Task(work, self._steps, tuple, "Stopped by hand.")

    def _steps(self) -> Generator[object, None, Ended]:
        try:
            while True:
                try:
                    thing = self._given.get(timeout=0.002)
                except Empty:
                    yield None
                    continue
                if isinstance(thing, Exception):
                    raise thing
                if isinstance(thing, Ended):
                    return thing
                yield thing
        finally:
            self.is_over = True


class Counting:
    """Counts as fast as it can; `counted` is how far it has come."""

    def __init__(self, end: int | None = None) -> None:
        self._end = end
        self.counted = 0

    def task(self, work: Work = Work.TRAINING) -> Task[int, tuple[int, ...]]:
        return Task(work, self._steps, tuple, "Stopped by hand.")

    def _steps(self) -> Generator[int, None, Ended]:
        for number in count():
            if number == self._end:
                break
            self.counted = number + 1
            yield number
        return DONE
