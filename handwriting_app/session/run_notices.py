"""Keeps what is to be said about the session's run up to date, whether or not anyone looks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from handwriting_app.engine.frozen import frozen_layers
from handwriting_app.explain.notice import Notice
from handwriting_app.explain.verdict import Stage, notices
from handwriting_app.session.messages import Ended
from handwriting_app.session.session import Session

PAUSE_MS: Final = 500
"""Words that change faster cannot be read."""


class RunNotices(QObject):
    """Watches the session's run.

    Signals:
        notices_changed(tuple[Notice, ...]): the most important first.
        notice_changed(str): the most important in a few words, for the status bar.
    """

    notices_changed = Signal(object)
    notice_changed = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._why_diverged = ""
        self._notices: tuple[Notice, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._look)
        session.training.reported.connect(self._look_soon)
        session.training.started.connect(self._start_over)
        session.training.ended.connect(self._on_ended)
        session.timeline.history_replaced.connect(self._start_over)
        session.hand_changes.changed.connect(self._look)
        session.shelf.frozen_changed.connect(self._look)
        self._look()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What there is to say, the most important first; never empty."""
        return self._notices

    def _look_soon(self, *_news: object) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _start_over(self, *_news: object) -> None:
        self._why_diverged = ""
        self._look()

    def _on_ended(self, ended: Ended) -> None:
        self._why_diverged = ended.cause
        self._look()

    def _look(self) -> None:
        self._timer.stop()
        history = self._session.timeline.history
        last = history.last
        session = self._session
        stage = Stage(
            state=session.training.state,
            has_converged=last is not None and last.converged,
            why_diverged=self._why_diverged,
            is_opened=session.shelf.present.is_opened,
            is_changed=bool(session.hand_changes.names),
            first_kept=session.timeline.epochs[0],
            frozen=frozen_layers(session.shelf.present.network.sizes, session.shelf.present.frozen),
        )
        worded = session.shelf.present.network.classes.worded
        found = tuple(each.worded(worded) for each in notices(history, session.shelf.present.config, stage))
        if found == self._notices:
            return
        short = self._notices[0].short if self._notices else ""
        self._notices = found
        self.notices_changed.emit(found)
        if found[0].short != short:
            self.notice_changed.emit(found[0].short)
