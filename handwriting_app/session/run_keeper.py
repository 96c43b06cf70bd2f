"""Keeps every run of the window in the database: while it runs, at its end, and until it is gone on with after a crash.

All of it is done in the background, one thing after another, and so seldom that it takes a few percent of the time at
most. What goes wrong is told once; the run goes on undisturbed.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.ink.drawing import Drawing
from handwriting_app.session.archive import Archive
from handwriting_app.session.latest import Latest
from handwriting_app.session.messages import Ended, EndReason, RunState
from handwriting_app.session.model import Model
from handwriting_app.session.reader import Reader
from handwriting_app.session.run_record import Pace, RunRecord
from handwriting_app.session.shelf import Shelf
from handwriting_app.session.training import Training
from handwriting_app.storage.errors import DatabaseError, ModelFileError

if TYPE_CHECKING:
    from handwriting_app.storage.database.connection import Database
    from handwriting_app.storage.database.runs import KeptRun

GONE = "Another window has gone on with this run, or it is not in the database any more."


@dataclass(frozen=True, slots=True, eq=False)
class Recovered:
    """A run whose process died, as far as it was kept.

    Attributes:
        run: As the list shows it.
        model: With its curves and its checkpoint.
        drawing: What was on the canvas.
        is_over: Whether its last epoch was kept: there is nothing to go on with.
    """

    run: KeptRun
    model: Model
    drawing: Drawing | None
    is_over: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Outcome:
    """What came of writing: why it could not be done, if it could not; how long it took; which runs had to go."""

    problem: str
    seconds: float
    gone: tuple[KeptRun, ...] = ()


class RunKeeper(QObject):
    """Listens to the run under way.

    Attributes:
        are_exercises: Whether runs that begin now are begun in a lesson.
        pace: How often a run is kept.

    Signals:
        changed(): The database has other runs, or one that has come further.
        failed(str): Why the run is not being kept, in a sentence; once for each reason and run.
        trimmed(tuple[KeptRun]): The limit has taken these away.
        interrupted(KeptRun): The process of this run died; it can be gone on with (`recover`) or left (`leave`).
        recovered(Recovered): The run is this process's own now; `recover_failed` says why it is not.
        recover_failed(str)
    """

    changed = Signal()
    failed = Signal(str)
    trimmed = Signal(object)
    interrupted = Signal(object)
    recovered = Signal(object)
    recover_failed = Signal(str)

    def __init__(
        self, archive: Archive, training: Training, shelf: Shelf, reader: Reader, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.are_exercises = False
        self.pace = Pace()
        self._archive = archive
        self._training = training
        self._shelf = shelf
        self._reader = reader
        self._limit: Callable[[], int | None] = lambda: None
        self._record: RunRecord | None = None
        self._adopted: tuple[RunRecord, Model] | None = None
        self._is_stale = False  # there is something that is not kept yet
        self._is_writing = False
        self._is_trimming_put_off = False
        self._holds_trim = False
        self._told: set[str] = set()
        self._begun = time.time()
        self._writing: Latest[_Outcome] = archive.job()
        self._writing.done.connect(self._on_written)
        self._looking: Latest[KeptRun | None] = archive.job()
        self._looking.done.connect(self._on_looked)
        self._recovering: Latest[Recovered] = archive.job()
        self._recovering.done.connect(self._on_recovered)
        self._recovering.failed.connect(lambda message, _details: self.recover_failed.emit(message))
        self._leaving: Latest[None] = archive.job()
        self._leaving.done.connect(lambda _nothing: self.changed.emit())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._keep_if_due)
        if archive.is_kept:
            training.started.connect(self._on_started)
            training.reported.connect(self._on_news)
            training.state_changed.connect(self._on_state)
            training.ended.connect(self._on_ended)
            reader.drawing_changed.connect(self._on_drawing)

    # --- the run under way ---------------------------------------------------------------------------------------

    def limit_with(self, limit: Callable[[], int | None]) -> None:
        """``limit`` gives the bytes that all runs may take, whenever one has ended; None for any number."""
        self._limit = limit

    def hold_trim(self, is_held: bool) -> None:
        """While it is held, no run is taken away for the limit: it would take away what can still be brought back."""
        self._holds_trim = is_held
        if not is_held and self._is_trimming_put_off:
            self._is_trimming_put_off = False
            self._write(_nothing, trims=True)

    def close(self) -> None:
        """The window closes: keep the run under way as one that was stopped."""
        if self._record is not None:
            self._end(Ended("stopped", ""))

    def _on_started(self, config: TrainingConfig) -> None:
        self._told.clear()
        self.pace = self.pace.anew()
        adopted, self._adopted = self._adopted, None
        if adopted is not None and self._shelf.present.history is adopted[1].history:
            self._record = adopted[0]
            return
        if adopted is not None:
            self._write(partial(_end, adopted[0], "failed", None, None))
        self._record = RunRecord(config, is_fresh=self._training.is_fresh, is_exercise=self.are_exercises)

    def _on_news(self, _news: object) -> None:
        self._is_stale = True
        self._keep_if_due()

    def _on_drawing(self, _drawing: Drawing) -> None:
        if self._record is not None and len(self._shelf.present.history):
            self._is_stale = True
            self._keep_if_due()

    def _on_state(self, state: RunState) -> None:
        if state is RunState.PAUSED and self._is_stale and not self._is_writing:
            self._keep()  # it may stay so for hours

    def _on_ended(self, ended: Ended) -> None:
        self._end(ended)

    def _end(self, ended: Ended) -> None:
        record, self._record = self._record, None
        self._timer.stop()
        self._is_stale = False
        if record is None:
            return
        model = self._shelf.present
        if ended.reason == "stopped" and not len(model.history):
            return  # it has done nothing
        self._write(partial(_end, record, ended.reason, model.kept(), self._drawing()), trims=True)

    def _keep_if_due(self) -> None:
        if self._record is None or self._is_writing or not self._is_stale:
            return
        wait = self.pace.wait(time.monotonic())
        if wait > 0:
            if not self._timer.isActive():
                self._timer.start(int(1000 * wait) + 1)
        else:
            self._keep()

    def _keep(self) -> None:
        record, model = self._record, self._shelf.present
        if record is None or not len(model.history):
            return
        self._is_stale = False
        self._is_writing = True
        self._write(partial(_keep, record, model.kept(), self._drawing()))

    def _drawing(self) -> Drawing | None:
        return None if self._reader.drawing.is_empty else self._reader.drawing

    def _write(self, work: Callable[[Database], None], *, trims: bool = False) -> None:
        limit = self._limit() if trims else None
        if limit is not None and self._holds_trim:
            self._is_trimming_put_off, limit = True, None
        self._writing.queue(partial(_written, self._archive.with_database, work, limit))

    def _on_written(self, outcome: _Outcome) -> None:
        self._is_writing = False
        self.pace.note(time.monotonic(), outcome.seconds)
        if outcome.problem:
            if outcome.problem not in self._told:
                self._told.add(outcome.problem)
                self.failed.emit(outcome.problem)
        else:
            self.changed.emit()
        if outcome.gone:
            self.trimmed.emit(outcome.gone)
        self._keep_if_due()

    # --- after a crash -------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Look for runs whose process died, and tell of the newest that can be gone on with; the others have ended.

        What was deleted before the start is cleared away.
        """
        if self._archive.exists():
            self._looking.queue(self._archive.with_database(partial(_look, self._begun)))

    def recover(self, run: KeptRun) -> None:
        """Make an interrupted run this process's own, and read it."""
        self._recovering.queue(self._archive.with_database(partial(_recover, run)))

    def leave(self, run: KeptRun) -> None:
        """Let an interrupted run have ended where it was kept last."""
        self._leaving.queue(self._archive.with_database(partial(_leave, run)))

    def _on_looked(self, run: KeptRun | None) -> None:
        self.changed.emit()
        if run is not None:
            self.interrupted.emit(run)

    def _on_recovered(self, found: Recovered) -> None:
        if not found.is_over:
            run = found.run
            record = RunRecord(found.model.config, run.is_fresh, run.is_exercise, run.begun, run.uuid)
            self._adopted = (record, found.model)
        self.changed.emit()
        self.recovered.emit(found)


def _written(
    with_database: Callable[[Callable[[Database], tuple[KeptRun, ...]]], Callable[[], tuple[KeptRun, ...]]],
    work: Callable[[Database], None],
    limit: int | None,
) -> _Outcome:
    """Do ``work``, then hold the runs to ``limit``."""

    def both(database: Database) -> tuple[KeptRun, ...]:
        from handwriting_app.storage.database.runs import trim

        work(database)
        return () if limit is None else trim(database, limit)

    begun = time.monotonic()
    problem = ""
    gone: tuple[KeptRun, ...] = ()
    try:
        gone = with_database(both)()
    except (DatabaseError, ModelFileError) as error:
        logging.getLogger(__name__).info("A run could not be kept", exc_info=True)
        problem = str(error)
    return _Outcome(problem, time.monotonic() - begun, gone)


def _nothing(_database: Database) -> None:
    """Where only the limit is to be kept."""


def _keep(record: RunRecord, model: Model, drawing: Drawing | None, database: Database) -> None:
    record.keep(database, model, drawing)


def _end(
    record: RunRecord, reason: EndReason, model: Model | None, drawing: Drawing | None, database: Database
) -> None:
    record.end(database, reason, model, drawing)


def _look(begun: float, database: Database) -> KeptRun | None:
    from handwriting_app.storage.database.drawings import purge_drawings
    from handwriting_app.storage.database.runs import claim_run, end_run, purge_runs, unfinished_runs

    if not database.presence.others():
        # Nobody can bring back any more what was deleted before this window was there.
        purge_runs(database, before=begun)
        purge_drawings(database, before=begun)
    newest = None
    for run in unfinished_runs(database):
        if newest is None and run.epoch and not run.is_exercise and run.config is not None:
            newest = run
        elif claim_run(database, run.id):
            end_run(database, run.id, "crashed")
    return newest


def _recover(run: KeptRun, database: Database) -> Recovered:
    from handwriting_app.storage.database.runs import claim_run, end_run, run_drawing, run_model

    if not claim_run(database, run.id):
        raise DatabaseError(GONE)
    try:
        saved = run_model(database, run.id)
    except ModelFileError:
        end_run(database, run.id, "crashed")
        raise
    model = replace(Model.opened(saved, None), unsaved=True)
    last = model.history.last
    is_over = last is None or last.converged or last.epoch >= model.config.epochs
    if is_over:
        end_run(database, run.id, "finished")
    return Recovered(run, model, run_drawing(database, run.id), is_over)


def _leave(run: KeptRun, database: Database) -> None:
    from handwriting_app.storage.database.runs import claim_run, end_run

    if claim_run(database, run.id):
        end_run(database, run.id, "crashed")
