"""What the start of the program does for runs: clears up after a crash, and offers to go on with what was cut short."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from handwriting_app.lab.views import LEARNING
from handwriting_app.names import shown_name
from handwriting_app.numerals import count, moment
from handwriting_app.session.latest import Latest
from handwriting_app.session.run_keeper import Recovered
from handwriting_app.session.run_words import name_of, names_of, settings_in_short
from handwriting_app.session.session import Session
from handwriting_app.session.task import Work
from handwriting_app.storage.leftovers import clear_leftovers
from handwriting_app.storage.settings_keys import DATABASE_LIMIT
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.runs.bar import NoticeBar, RecoveryBar

if TYPE_CHECKING:
    from handwriting_app.storage.database.runs import KeptRun

LATER_MS: Final = 400
"""After the window is complete; a person has not begun anything by then."""


class RunsAtStart(QObject):
    """The bars of one window, and what fills them.

    Attributes:
        bars: To stand below the views.
    """

    def __init__(self, session: Session, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._desk = desk
        self._run: KeptRun | None = None
        self._recovery, self._notice = RecoveryBar(), NoticeBar()
        self.bars: tuple[QWidget, ...] = (self._recovery, self._notice)
        self._clearing: Latest[int] = session.background.job()
        keeper = session.keeper
        keeper.limit_with(lambda: desk.settings.get(DATABASE_LIMIT) * 2**20)
        keeper.failed.connect(lambda why: self._notice.show_text(f"The run goes on, but is not being kept. {why}"))
        keeper.trimmed.connect(self._say_trimmed)
        keeper.interrupted.connect(self._offer)
        keeper.recovered.connect(self._on_recovered)
        keeper.recover_failed.connect(self._on_failed)
        session.archive.noticed.connect(self._notice.show_text)
        self._recovery.recover_requested.connect(self._recover)
        self._recovery.leave_requested.connect(self._leave)

    def begin(self) -> None:
        """Look for what a crash has left, once the window is complete."""
        QTimer.singleShot(LATER_MS, self, self._look)

    def _look(self) -> None:
        self._clearing.ask(partial(clear_leftovers, self._desk.settings.folder))
        self._session.keeper.look()

    def _offer(self, run: KeptRun) -> None:
        self._run = run
        planned = "" if run.config is None else f" of {count(run.config.epochs)}"
        self._recovery.offer(
            f"The program ended while a run was under way (epoch {count(run.epoch)}{planned}). Go on from there?",
            f"Brings back weights, curves and drawing of the run begun {moment(run.begun)} ({settings_in_short(run)}) "
            "and trains on exactly as if nothing had happened",
        )

    def _recover(self) -> None:
        if self._run is not None:
            self._desk.begin(Work.TRAINING, partial(self._do_recover, self._run))

    def _do_recover(self, run: KeptRun) -> None:
        self._recovery.set_busy(True)
        self._session.keeper.recover(run)

    def _leave(self) -> None:
        run, self._run = self._run, None
        self._recovery.hide()
        if run is not None:
            self._session.keeper.leave(run)

    def _on_recovered(self, found: Recovered) -> None:
        self._run = None
        self._recovery.hide()
        if found.drawing is not None and self._session.reader.drawing.is_empty:
            self._desk.drawing_requested.emit(found.drawing)
        if found.is_over:
            self._session.bring_back(found.model)
            self._desk.message.emit(f"{shown_name(name_of(found.run))} had come to its end: it is open")
        else:
            self._session.resume(found.model)
        self._desk.view_requested.emit(LEARNING.name)

    def _on_failed(self, message: str) -> None:
        self._run = None
        self._recovery.hide()
        self._notice.show_text(f"The run cannot be gone on with. {message}")

    def _say_trimmed(self, gone: tuple[KeptRun, ...]) -> None:
        what = "The oldest run without a star was" if len(gone) == 1 else f"The {count(len(gone))} oldest runs were"
        self._desk.message.emit(f"{what} dropped, as the limit for kept runs is reached: {shown_name(names_of(gone))}")
