"""The data set's digits, split as runs split them: loaded once, off the GUI thread, for whoever needs them."""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import Future, wait
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from PySide6.QtCore import QObject, Signal

from handwriting_app.data.subject import DIGITS, Subject
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.data_set import DataSet
from handwriting_app.session.background import Background
from handwriting_app.session.latest import Latest

if TYPE_CHECKING:
    from handwriting_app.data.calibration import Calibration

KEPT: Final = 4
"""Splits that stay in memory, half a megabyte each, and 1 MB more once temperatures were fitted on one."""

HEARTBEAT: Final = 0.01
"""Seconds between two heartbeats of a task that waits for its digits."""


class _Found(NamedTuple):
    data: DataSet
    is_new: bool


_Key: TypeAlias = tuple[Subject, float, int]


class Digits(QObject):
    """Digits, or the symbols of another subject, by the split of a configuration: its held-out share and its seed.

    Loading them reads a file, or imports scikit-learn, which nothing can interrupt: it is always done in one thread of
    its own, which workers only wait for, so that they can be stopped meanwhile.

    Signals:
        loaded(DataSet): a split is there that was not there before; in the thread of this object.
        failed(str): a split could not be loaded.
        subject_changed(Subject): a new run learns something else from now on.
    """

    loaded = Signal(object)
    failed = Signal(str)
    subject_changed = Signal(object)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._subject = DIGITS
        self._splits: dict[_Key, DataSet] = {}
        self._calibrations: dict[_Key, Calibration] = {}
        self._job: Latest[_Found] = background.job()
        self._job.done.connect(self._on_found)
        self._job.failed.connect(self._on_failed)

    @property
    def subject(self) -> Subject:
        """What a new run learns to read."""
        return self._subject

    def learn(self, subject: Subject) -> None:
        """Let new runs learn this from now on; the present network stays what it is."""
        if subject is not self._subject:
            self._subject = subject
            self.subject_changed.emit(subject)

    def of(self, config: TrainingConfig, subject: Subject = DIGITS) -> DataSet | None:
        """The digits that a run of ``config`` learns from and is measured on, if they are loaded."""
        return self._splits.get(_key(config, subject))

    def request(self, config: TrainingConfig, subject: Subject = DIGITS) -> None:
        """Load them if they are not there; `loaded` or `failed` follows. It takes a second the first time."""
        if self.of(config, subject) is None:
            self._ask(config, subject)

    def load(self, config: TrainingConfig, subject: Subject = DIGITS) -> DataSet:
        """The digits of ``config``, loaded if need be; for small jobs, which may wait for them.

        Raises:
            CancelledError: The window has closed.
        """
        data = self.of(config, subject)
        return data if data is not None else self._ask(config, subject).result().data

    def loading(self, config: TrainingConfig, subject: Subject = DIGITS) -> Generator[None, None, DataSet]:
        """The digits of ``config``, for a task: heartbeats until they are there.

        Raises:
            CancelledError: The window has closed.
        """
        data = self.of(config, subject)
        if data is not None:
            return data
        future = self._ask(config, subject)
        while not future.done():
            wait([future], HEARTBEAT)
            yield None
        return future.result().data

    def calibration(self, config: TrainingConfig, subject: Subject = DIGITS) -> Calibration:
        """What the temperatures of a run of ``config`` are fitted on; for the thread that trains.

        One for each split, so that only the first run of a split has to prepare it; all share the lines of the digits.
        """
        # With the first run: what varies the digits takes a tenth of an empty window's time to load.
        from handwriting_app.data.calibration import Calibration

        data, key = self.load(config, subject), _key(config, subject)
        lines = next((each.known for each in self._calibrations.values()), None)
        found = self._calibrations.pop(key, None) or Calibration(data.held_x, data.held_y, known=lines)
        self._calibrations = dict([*self._calibrations.items(), (key, found)][-KEPT:])
        return found

    def _ask(self, config: TrainingConfig, subject: Subject) -> Future[_Found]:
        return self._job.queue(partial(self._find, config, subject))

    def _find(self, config: TrainingConfig, subject: Subject) -> _Found:
        known = self.of(config, subject)
        if known is not None:
            return _Found(known, is_new=False)
        data = subject.load(config.held_out, config.seed)
        splits = {**self._splits, _key(config, subject): data}
        # Replaced, never changed: other threads read it meanwhile.
        self._splits = dict(list(splits.items())[-KEPT:])
        return _Found(data, is_new=True)

    def _on_found(self, found: _Found) -> None:
        if found.is_new:
            self.loaded.emit(found.data)

    def _on_failed(self, message: str, _details: str) -> None:
        self.failed.emit(message)


def _key(config: TrainingConfig, subject: Subject) -> _Key:
    return subject, config.held_out, config.seed
