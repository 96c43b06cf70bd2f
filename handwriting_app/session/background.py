"""The one arbiter of background work: it knows what runs, what may run beside it, and ends all of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QObject, Signal

from handwriting_app.session.latest import Latest, Result
from handwriting_app.session.messages import RunState
from handwriting_app.session.task import Task, Work
from handwriting_app.session.worker import Worker

_NOT_BESIDE: Final[Mapping[Work, tuple[Work, ...]]] = MappingProxyType(
    {work: (Work.TRAINING, Work.SWEEP) if work is Work.RACE else (Work.RACE,) for work in Work}
)
"""A race is timed: whatever works beside it takes time from it."""

_GIVES_WAY: Final = frozenset({Work.SWEEP, Work.SURFACE, Work.WALK, Work.LAYERS, Work.RANKING})
"""Toys and sweeps wait for the end of a race; they do not end it."""

_STOPPABLE: Final = (Work.RACE, Work.TRAINING, Work.SWEEP)


class _Wish(NamedTuple):
    """What is to be done once it may be; ``begins``: it begins work, and is not to run beside what disturbs that."""

    action: Callable[[], None]
    begins: bool


class Background(QObject):
    """One for each window. There is at most one worker of a kind.

    Signals:
        changed(): Some work has begun, was paused, goes on, or is gone: all who listened to its end have been told.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers: dict[Work, Worker] = {}
        self._waiting: dict[Work, _Wish] = {}
        self._resuming: dict[Work, bool] = {}
        self._jobs: list[Latest[Any]] = []
        self._whole: list[Latest[Any]] = []
        self._is_closed = False

    @property
    def is_closed(self) -> bool:
        """Whether the window has closed: nothing begins any more."""
        return self._is_closed

    def job(self, *, whole: bool = False) -> Latest[Result]:
        """A place for small jobs of one kind.

        At the end they are left to themselves, since nothing can interrupt, say, an import; what must be done whole or
        not at all (``whole``), such as writing a file, is waited for.
        """
        latest: Latest[Result] = Latest(self)
        (self._whole if whole else self._jobs).append(latest)
        return latest

    def worker(self, work: Work) -> Worker | None:
        """The worker of this kind, be it running, paused or stopping; None if there is none."""
        return self._workers.get(work)

    def in_the_way(self, work: Work) -> Work | None:
        """What runs now (not paused) and must be stopped before ``work`` may begin or go on; None if nothing is."""
        opponents = self._opponents(work)
        return opponents[0].task.work if opponents else None

    def when_free(self, work: Work, action: Callable[[], None], *, begins: bool = True) -> None:
        """Stop what is in the way of ``work``, also an earlier one of its kind, and do ``action`` when it has ended.

        An action that still waited for this kind is forgotten, and so is what would stop this work in its turn: the
        latest wish counts. Once the window closes, all are. Toys do not stop a race: they wait. An action that does not
        begin any work (``begins``) only needs an earlier one of its kind out of the way.
        """
        if self._is_closed:
            return
        opponents = self._opponents(work) if begins and work not in _GIVES_WAY else []
        if begins and work not in _GIVES_WAY:
            self._forget_beginnings(work)
        self._resuming.pop(work, None)
        self._waiting[work] = _Wish(action, begins)
        for worker in [*self._same(work), *opponents]:
            worker.stop()
        self._let_in()

    def start(self, task: Task[Any, Any], *, one_step: bool = False) -> Worker:
        """Begin; nothing may be in the way (see `when_free`).

        Raises:
            RuntimeError: Something is, or the window is closing.
        """
        if self._is_closed or not self._is_free(task.work):
            raise RuntimeError(f"A {task.work.value} cannot begin now.")
        worker = Worker(task, self, one_step=one_step)
        self._workers[task.work] = worker
        worker.state_changed.connect(self._on_state)
        worker.gone.connect(self._on_gone)
        worker.start()
        self.changed.emit()
        return worker

    def go_on(self, work: Work, *, one_step: bool = False) -> None:
        """Let paused work go on, with ``one_step`` until its next news; what is in its way is stopped first.

        A toy is left paused while a race is timed.
        """
        worker = self._workers.get(work)
        opponents = self._opponents(work)
        if worker is None or worker.state is not RunState.PAUSED or (opponents and work in _GIVES_WAY):
            return
        if work not in _GIVES_WAY:
            self._forget_beginnings(work)
        self._resuming[work] = one_step
        for worker in opponents:
            worker.stop()
        self._let_in()

    @property
    def stoppable(self) -> Work | None:
        """What a person who asks for a stop means: race, training or sweep under way, first the one that works."""
        found = [self._workers[work] for work in _STOPPABLE if work in self._workers]
        for state in (RunState.RUNNING, RunState.PAUSED):
            for worker in found:
                if worker.state is state:
                    return worker.task.work
        return None

    def stop(self, work: Work) -> None:
        """End the work of this kind, if there is any; what waited for its end is forgotten."""
        self._forget(work)
        worker = self._workers.get(work)
        if worker is not None:
            worker.stop()

    def drop(self, work: Work) -> None:
        """End the work of this kind and wait for it (at most a heartbeat): nothing of it is told afterwards.

        What waited for its end is forgotten.
        """
        self._forget(work)
        worker = self._workers.pop(work, None)
        if worker is not None:
            worker.finish()
            worker.deleteLater()
            self.changed.emit()
            self._let_in()

    def shutdown(self) -> None:
        """End everything, and wait for every worker: nothing begins, and nothing is told, afterwards."""
        self._is_closed = True
        self._waiting.clear()
        self._resuming.clear()
        for job in self._jobs:
            job.leave()  # first: a worker may wait for one
        for worker in self._workers.values():
            worker.silence()  # all first, so that they end side by side
        for worker in self._workers.values():
            worker.finish()
        self._workers.clear()
        for job in self._whole:
            job.finish()

    def _forget(self, work: Work) -> None:
        self._waiting.pop(work, None)
        self._resuming.pop(work, None)

    def _forget_beginnings(self, work: Work) -> None:
        """Forget what waits to begin or go on beside which ``work`` is not to run."""
        for other in _NOT_BESIDE[work]:
            wish = self._waiting.get(other)
            if wish is not None and wish.begins and other not in _GIVES_WAY:
                del self._waiting[other]
            self._resuming.pop(other, None)

    def _same(self, work: Work) -> list[Worker]:
        worker = self._workers.get(work)
        return [] if worker is None else [worker]

    def _opponents(self, work: Work) -> list[Worker]:
        found = (self._workers[other] for other in _NOT_BESIDE[work] if other in self._workers)
        return [worker for worker in found if worker.state is not RunState.PAUSED]

    def _is_free(self, work: Work) -> bool:
        return not (self._same(work) or self._opponents(work))

    def _must_wait(self, work: Work) -> bool:
        """Whether something is in the way; of what gives way, also whether that is about to begin."""
        coming = any(other in self._waiting and self._waiting[other].begins for other in _NOT_BESIDE[work])
        return bool(self._opponents(work)) or (work in _GIVES_WAY and coming)

    def _let_in(self) -> None:
        # Asked anew each time: what was let in before may have begun or stopped something.
        for work in tuple(self._resuming):
            if work in self._resuming and not self._opponents(work):
                one_step = self._resuming.pop(work)
                for worker in self._same(work):
                    worker.go_on(one_step=one_step)
        for work in tuple(self._waiting):
            wish = self._waiting.get(work)
            if wish is not None and not self._same(work) and not (wish.begins and self._must_wait(work)):
                del self._waiting[work]
                wish.action()

    def _on_state(self, state: RunState) -> None:
        if state is not RunState.IDLE:  # an end is told once it is over
            self.changed.emit()
        if state is RunState.PAUSED:
            self._let_in()

    def _on_gone(self, worker: Worker) -> None:
        if self._workers.get(worker.task.work) is worker:
            del self._workers[worker.task.work]
            worker.deleteLater()
            self.changed.emit()
            self._let_in()
