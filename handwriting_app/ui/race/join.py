"""Joins the Race tab to the session: what all lanes share, and the race under way."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from handwriting_app.lab.race import Race
from handwriting_app.session.messages import ModelInfo
from handwriting_app.session.race_run import RaceRun
from handwriting_app.session.session import Session
from handwriting_app.session.task import Work
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.race.race_view import RaceView


def open_view(session: Session, desk: Desk) -> RaceView:
    """The Race tab; a race goes on behind another tab."""
    view = RaceView(session.shelf.present.config)
    _RaceJoin(session, desk, view)
    return view


class _RaceJoin(QObject):
    def __init__(self, session: Session, desk: Desk, view: RaceView) -> None:
        super().__init__(view)
        self._desk = desk
        self._view = view
        self._run = RaceRun(session.background, session.digits, self)
        view.start_requested.connect(self._start)
        view.stop_requested.connect(self._run.stop)
        view.lanes_changed.connect(self._run.forget)
        view.facts_changed.connect(desk.facts_told)
        self._run.changed.connect(self._show)
        self._run.lane_ended.connect(view.tell)
        session.shelf.model_changed.connect(self._show_base)

    def _start(self, race: Race) -> None:
        self._desk.begin(Work.RACE, partial(self._run.start, race))

    def _show(self) -> None:
        self._view.show_race(self._run.record, self._run.ended, is_running=self._run.is_running)

    def _show_base(self, model: ModelInfo) -> None:
        self._view.show_base(model.config)
