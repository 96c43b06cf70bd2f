"""A race under way: its task, and what is known of it so far."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing

from PySide6.QtCore import QObject, Signal

from handwriting_app.lab.race import LaneNews, Prepared, Race, prepare, run_race
from handwriting_app.session.background import Background
from handwriting_app.session.digits import Digits
from handwriting_app.session.messages import Ended
from handwriting_app.session.race_record import RaceRecord
from handwriting_app.session.task import Task, Work


class RaceRun(QObject):
    """There is at most one race; it goes on behind another tab.

    Signals:
        changed(): There are news in `record`, or the race has begun or ended.
        lane_ended(): A lane has come to its end.
    """

    changed = Signal()
    lane_ended = Signal()

    def __init__(self, background: Background, digits: Digits, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._digits = digits
        self._record: RaceRecord | None = None
        self._ended: Ended | None = None
        self._is_running = False

    @property
    def record(self) -> RaceRecord | None:
        """What is known of the present or last race; None before the first, and after `forget`."""
        return self._record

    @property
    def ended(self) -> Ended | None:
        """How the last race ended; None while one is running."""
        return self._ended

    @property
    def is_running(self) -> bool:
        return self._is_running

    def start(self, race: Race) -> None:
        """Begin; what runs already, the training among it, is stopped first."""
        self._background.when_free(Work.RACE, lambda: self._start(race))

    def stop(self) -> None:
        """Ask the race to end; it does within a few milliseconds."""
        self._background.stop(Work.RACE)

    def forget(self) -> None:
        """The lanes are others now: the curves of the last race no longer belong to them."""
        if not self._is_running:
            self._record = self._ended = None
            self.changed.emit()

    def _start(self, race: Race) -> None:
        self._record, self._ended, self._is_running = RaceRecord(race), None, True
        worker = self._background.start(race_task(race, self._digits))
        worker.reported.connect(self._on_reported)
        worker.ended.connect(self._on_ended)
        self.changed.emit()

    def _on_reported(self, news: tuple[Prepared | LaneNews, ...]) -> None:
        if self._record is not None:
            self._record.take(news)
            self.changed.emit()
            if any(isinstance(each, LaneNews) and each.end for each in news):
                self.lane_ended.emit()

    def _on_ended(self, ended: Ended) -> None:
        self._ended, self._is_running = ended, False
        self.changed.emit()
        self.lane_ended.emit()


def race_task(race: Race, digits: Digits) -> Task[Prepared | LaneNews, tuple[Prepared | LaneNews, ...]]:
    """The race as a task; its digits are loaded first."""

    def steps() -> Generator[Prepared | LaneNews | None, None, Ended]:
        data = yield from digits.loading(race.base)
        yield prepare(race, data)
        with closing(run_race(race, data)) as turns:
            yield from turns
        return Ended("finished", "The race is over.")

    return Task(Work.RACE, steps, tuple, "The race was stopped.")
