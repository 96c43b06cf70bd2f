"""Joins the Sweep tab to the session: the sweep under way, and the networks that it leaves."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject

from handwriting_app.data.subject import ROWS_A_CLASS
from handwriting_app.engine.settings import HELD_OUT
from handwriting_app.lab.views import LEARNING
from handwriting_app.names import shown_name
from handwriting_app.numerals import count
from handwriting_app.session.latest import Latest
from handwriting_app.session.session import Session
from handwriting_app.session.sweep_run import SweepRun
from handwriting_app.sweep.one_run import Outcome
from handwriting_app.sweep.plan import Plan
from handwriting_app.sweep.table import TableError, write_table
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.sweep.sweep_view import SweepView
from handwriting_app.ui.widgets.dialogs import show_error
from handwriting_app.ui.widgets.new_file import ask_for_new_file

FOLDER: Final = "sweeps"
"""In the data folder; each sweep has one of its own in it."""

_DIGITS: Final = 1797


def open_view(session: Session, desk: Desk) -> SweepView:
    """The Sweep tab; a sweep goes on behind another tab."""

    def examples() -> int:
        """Digits that a run learns from; before they are loaded, about how many."""
        config = desk.shown_config()
        subject = session.digits.subject
        data = session.digits.of(config, subject) if config is not None else None
        if data is not None:
            return len(data.train_x)
        share = 1 - (config.held_out if config is not None else HELD_OUT.default)
        own = len(subject.names) * ROWS_A_CLASS if subject.own is not None else 0
        return round(share * _DIGITS if subject.has_digits else 0) + own

    view = SweepView(desk.shown_config, examples)
    _SweepJoin(session, desk, view)
    return view


class _SweepJoin(QObject):
    def __init__(self, session: Session, desk: Desk, view: SweepView) -> None:
        super().__init__(view)
        self._session = session
        self._desk = desk
        self._view = view
        self._run = SweepRun(session.background, session.digits, desk.settings.folder / FOLDER, self)
        self._writing: Latest[Callable[[], None]] = session.background.job(whole=True)
        self._writing.done.connect(lambda then: then())
        view.start_requested.connect(self._start)
        view.stop_requested.connect(self._run.stop)
        view.go_on_requested.connect(self._run.go_on)
        view.open_requested.connect(self._open)
        view.export_requested.connect(self._export)
        self._run.changed.connect(self._show)
        session.digits.subject_changed.connect(view.mark_stale)
        self._run.look_up()

    def _start(self, plan: Plan) -> None:
        self._run.start(plan)

    def _show(self) -> None:
        run = self._run
        self._view.show_sweep(run.record, run.ended, is_running=run.is_running, is_waiting=run.is_waiting)

    def _open(self, outcome: Outcome) -> None:
        record = self._run.record
        if record is not None:
            # Read only: whoever goes on with it and saves is asked for a name.
            self._session.open_model(record.model_path(outcome.run), read_only=True)
            self._desk.view_requested.emit(LEARNING.name)

    def _export(self) -> None:
        record = self._run.record
        if record is None or not record.outcomes:
            return
        path = ask_for_new_file(
            self._view, "Export the table of the sweep", Path.home() / "sweep.csv", ".csv", "Tables"
        )
        if path is not None:
            self._writing.queue(partial(self._write, path, record.outcomes))

    def _write(self, path: Path, outcomes: tuple[Outcome, ...]) -> Callable[[], None]:
        try:
            write_table(path, sorted(outcomes, key=lambda outcome: outcome.run.number))
        except TableError as error:
            return partial(self._say_unwritten, str(error))
        runs = "1 run" if len(outcomes) == 1 else f"{count(len(outcomes))} runs"
        return partial(self._desk.message.emit, f"Wrote {runs} to {shown_name(path.name)}")

    def _say_unwritten(self, sentence: str) -> None:
        show_error(self._view.window(), "The table was not exported", f"{sentence} Choose another folder or name.")
