"""A sweep under way in the window: its task, and what is known of it so far."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from handwriting_app.data.digit_lines import KnownLines
from handwriting_app.data.subject import Subject
from handwriting_app.engine.data_set import DataSet
from handwriting_app.session.background import Background
from handwriting_app.session.digits import Digits
from handwriting_app.session.history import RunHistory
from handwriting_app.session.latest import Latest
from handwriting_app.session.messages import Ended
from handwriting_app.session.model import Model
from handwriting_app.session.sweep_record import MODELS, PLAN, Begun, SweepRecord, newest
from handwriting_app.session.task import Task, Work
from handwriting_app.storage.atomic import atomic_write
from handwriting_app.storage.errors import ModelFileError
from handwriting_app.storage.model_file import SUFFIX, save_model
from handwriting_app.sweep.one_run import Outcome, Trained, training
from handwriting_app.sweep.plan import Plan, Run
from handwriting_app.sweep.plan_file import plan_text
from handwriting_app.sweep.table import NAME, Table, TableError


class SweepRun(QObject):
    """There is at most one sweep; it goes on behind another tab.

    Signals:
        changed(): There are news in `record`, or the sweep has begun, waits or ended.
    """

    changed = Signal()

    def __init__(self, background: Background, digits: Digits, folder: Path, parent: QObject | None = None) -> None:
        """``folder``: each sweep gets one of its own there."""
        super().__init__(parent)
        self._background = background
        self._digits = digits
        self._folder = folder
        self._record: SweepRecord | None = None
        self._ended: Ended | None = None
        self._is_running = False
        self._is_waiting = False
        self._finding: Latest[SweepRecord | None] = background.job()
        self._finding.done.connect(self._on_found)
        background.changed.connect(self._on_background)

    @property
    def record(self) -> SweepRecord | None:
        """What is known of the present or last sweep; None before the first."""
        return self._record

    @property
    def ended(self) -> Ended | None:
        """How the last sweep ended; None while one is running, and before the first."""
        return self._ended

    @property
    def is_running(self) -> bool:
        """Whether it works, or waits for the end of a race to do so."""
        return self._is_running or self._is_waiting

    @property
    def is_waiting(self) -> bool:
        """Whether a race must end before it can begin."""
        return self._is_waiting

    def look_up(self) -> None:
        """Find the sweep that was made last, unless there is one by then; it can be looked at, and gone on with."""
        self._finding.ask(partial(newest, self._folder))

    def start(self, plan: Plan) -> None:
        """Begin a new one, once no race is being timed.

        Raises:
            ValueError: Values that are fine one by one make too large a network together.
        """
        name = datetime.now().strftime("%Y-%m-%d %H.%M.%S")
        self._begin(SweepRecord(plan, plan.runs(), self._digits.subject, _free(self._folder, name)))

    def go_on(self) -> None:
        """Do the runs that are left of the last one."""
        if self._record is not None and not self.is_running and self._record.left:
            self._begin(self._record)

    def stop(self) -> None:
        """Ask the sweep to end; the run under way is given up, those before it are kept."""
        self._is_waiting = False
        self._background.stop(Work.SWEEP)
        self.changed.emit()

    def _on_found(self, record: SweepRecord | None) -> None:
        if record is not None and self._record is None:
            self._record = record
            self._ended = Ended("stopped", f"This is the sweep of {record.folder.name[:16].replace('.', ':')}.")
            self.changed.emit()

    def _begin(self, record: SweepRecord) -> None:
        self._record, self._ended, self._is_waiting = record, None, True
        self._background.when_free(Work.SWEEP, self._start)
        self.changed.emit()

    def _start(self) -> None:
        assert self._record is not None
        self._is_waiting, self._is_running = False, True
        worker = self._background.start(sweep_task(self._record, self._digits))
        worker.reported.connect(self._on_reported)
        worker.ended.connect(self._on_ended)
        self.changed.emit()

    def _on_reported(self, news: tuple[Begun | Outcome, ...]) -> None:
        record = self._record
        if record is None:
            return
        outcomes, under_way = list(record.outcomes), record.under_way
        for each in news:
            if isinstance(each, Begun):
                under_way = each.run
            else:
                outcomes.append(each)
        self._replace(tuple(outcomes), under_way)

    def _on_ended(self, ended: Ended) -> None:
        self._ended, self._is_running = ended, False
        if self._record is not None:
            self._replace(self._record.outcomes, None)

    def _replace(self, outcomes: tuple[Outcome, ...], under_way: Run | None) -> None:
        record = self._record
        assert record is not None
        self._record = SweepRecord(record.plan, record.runs, record.subject, record.folder, outcomes, under_way)
        self.changed.emit()

    def _on_background(self) -> None:
        if self._is_waiting and self._background.is_closed:
            self._is_waiting = False


def sweep_task(record: SweepRecord, digits: Digits) -> Task[Begun | Outcome, tuple[Begun | Outcome, ...]]:
    """The runs that are left, one after another in one thread: it beats as training does, and stops as soon.

    Each is in the table, and its network in a file, before the next one begins.
    """

    def steps() -> Generator[Begun | Outcome | None, None, Ended]:
        known = KnownLines()
        try:
            _make_room(record.folder)
            if record.subject.is_digits:  # what the command knows of
                with atomic_write(record.folder / PLAN) as file:
                    file.write(plan_text(record.plan).encode())
            table = Table(record.folder / NAME, record.outcomes)
            for run in record.left:
                yield Begun(run)
                trained = yield from training(run, record.subject, _loading(digits, record.subject), known)
                if trained.outcome.counts:
                    yield from _keep(record, trained, digits)
                table.add(trained.outcome)
                yield trained.outcome
            table.sort()
        except (TableError, OSError) as error:
            words = str(error) if isinstance(error, TableError) else error.strerror or str(error)
            return Ended("failed", f"The sweep cannot go on, as nothing can be kept: {words}")
        return Ended("finished", "The sweep is over.")

    return Task(Work.SWEEP, steps, tuple, "Stopped; the runs that are over are kept.")


def _loading(digits: Digits, subject: Subject) -> Callable[[Run], Generator[None, None, DataSet]]:
    return lambda run: digits.loading(run.config, subject)


def _keep(record: SweepRecord, trained: Trained, digits: Digits) -> Generator[None, None, None]:
    """Write the network, with its temperature and its curves, to its file."""
    network, run = trained.network, trained.outcome.run
    if network is None:
        return
    calibration = digits.calibration(run.config, record.subject)
    yield from calibration.prepare()
    history = RunHistory(network.sizes, network.cost)
    history.append(trained.reports)
    path = record.model_path(run)
    model = Model(
        network.frozen(),
        run.config,
        history,
        path.stem,
        calibration.temperature(network),
        subject=record.subject,
    )
    with suppress(ModelFileError):  # its weights are not finite: its row says how it did
        save_model(path, model.to_save(path.stem))


def _make_room(folder: Path) -> None:
    """Make the folder; of earlier sweeps beside it only the tables stay."""
    (folder / MODELS).mkdir(parents=True, exist_ok=True)
    for other in _sweeps_in(folder.parent):
        if other == folder:
            continue
        with suppress(OSError):
            for path in (other / MODELS).glob(f"sweep run *{SUFFIX}"):
                path.unlink()
            (other / MODELS).rmdir()


def _sweeps_in(folder: Path) -> Sequence[Path]:
    return [path.parent for path in folder.glob(f"*/{NAME}")]


def _free(folder: Path, name: str) -> Path:
    path, number = folder / name, 2
    while path.exists():
        path, number = folder / f"{name} ({number})", number + 1
    return path
