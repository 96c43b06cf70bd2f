"""Joins the Runs tab to the database and the session. All that touches the database is done in the background."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from handwriting_app.data.subject import DIGITS
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.lab.views import LEARNING
from handwriting_app.names import shown_name
from handwriting_app.numerals import count
from handwriting_app.session.latest import Latest
from handwriting_app.session.model import Model
from handwriting_app.session.run_words import has_changed, name_of, names_of
from handwriting_app.session.session import Session
from handwriting_app.session.task import Work
from handwriting_app.storage.database.connection import Database
from handwriting_app.storage.database.runs import (
    KeptRun,
    delete_runs,
    describe_run,
    over_limit,
    purge_runs,
    restore_runs,
    run_model,
    runs,
    size_of_runs,
    versions_now,
)
from handwriting_app.storage.errors import ModelFileError
from handwriting_app.storage.run_export import save_models, save_table
from handwriting_app.storage.settings_keys import DATABASE_LIMIT
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.runs.runs_plot import RunCurves
from handwriting_app.ui.runs.runs_view import Listing, RunsView
from handwriting_app.ui.widgets.dialogs import show_error
from handwriting_app.ui.widgets.new_file import ask_for_new_file

UNDO_MS: Final = 60_000
"""How long runs that were deleted can be brought back; until then the limit takes nothing away."""

_AT_ONCE: Final = 8
"""Runs whose curves are read in one job: whoever keeps a run meanwhile is not to wait for more."""

Then = Callable[[], None]
"""What is to be done in the window after a job."""

_NOTHING: Final = np.empty(0)


def open_view(session: Session, desk: Desk) -> RunsView:
    """The Runs tab."""
    view = RunsView()
    _RunsJoin(session, desk, view)
    return view


class _RunsJoin(QObject):
    def __init__(self, session: Session, desk: Desk, view: RunsView) -> None:
        super().__init__(view)
        self._session = session
        self._desk = desk
        self._view = view
        # Known to the jobs alone, one after another: what is brought back is what they deleted last, whatever the view
        # has heard of by then.
        self._deleted: tuple[int, ...] = ()
        self._again: TrainingConfig | None = None
        archive = session.archive
        self._listing: Latest[Listing] = archive.job()
        self._listing.done.connect(view.show_listing)
        self._listing.failed.connect(lambda message, _details: view.show_failure(message))
        self._reading: Latest[Then] = archive.job()
        self._reading.done.connect(lambda then: then())
        self._reading.failed.connect(lambda message, _details: view.show_failure(message))
        self._acting: Latest[Then] = archive.job()
        self._acting.done.connect(lambda then: then())
        self._acting.failed.connect(self._on_failed)
        self._undo = QTimer(self)
        self._undo.setSingleShot(True)
        self._undo.setInterval(UNDO_MS)
        self._undo.timeout.connect(self._end_undo)
        view.list_requested.connect(self._list)
        view.curves_requested.connect(self._read_curves)
        view.open_requested.connect(self._open)
        view.again_requested.connect(self._run_again)
        view.described.connect(self._describe)
        view.delete_requested.connect(self._delete)
        view.undo_requested.connect(self._bring_back)
        view.table_requested.connect(self._export_table)
        view.files_requested.connect(self._export_files)
        session.keeper.changed.connect(view.mark_stale)
        session.keeper.trimmed.connect(view.mark_stale)
        session.training.started.connect(self._on_started)

    # --- looking -------------------------------------------------------------------------------------------------

    def _list(self) -> None:
        limit = self._desk.settings.get(DATABASE_LIMIT) * 2**20
        self._listing.ask(self._session.archive.with_database(partial(_listed, limit)))

    def _read_curves(self, wanted: tuple[KeptRun, ...]) -> None:
        some = wanted[:_AT_ONCE]

        def read(database: Database) -> Then:
            return partial(self._view.show_curves, tuple(_curves(database, run) for run in some), some)

        self._reading.ask(self._session.archive.with_database(read))

    # --- acting --------------------------------------------------------------------------------------------------

    def _act(self, work: Callable[[Database], Then]) -> None:
        self._acting.queue(self._session.archive.with_database(work))

    def _on_failed(self, message: str, _details: str) -> None:
        self._view.show_failure(message)
        self._view.mark_stale()

    def _open(self, run: KeptRun) -> None:
        def read(database: Database) -> Then:
            return partial(self._show, run, Model.opened(run_model(database, run.id), None))

        self._act(read)

    def _show(self, run: KeptRun, model: Model) -> None:
        self._session.bring_back(model)
        self._desk.message.emit(f"Opened {shown_name(name_of(run))}")
        self._desk.view_requested.emit(LEARNING.name)

    def _run_again(self, run: KeptRun) -> None:
        if run.config is not None:
            self._desk.begin(Work.TRAINING, partial(self._begin_again, run.config))

    def _begin_again(self, config: TrainingConfig) -> None:
        self._again = config
        self._session.digits.learn(DIGITS)  # of an alphabet there is no run made again
        self._session.start_training(config)
        self._desk.view_requested.emit(LEARNING.name)

    def _on_started(self, config: TrainingConfig) -> None:
        # Not sooner: a run that had to be stopped for it would take over the learning rate.
        if config == self._again:
            self._desk.config_requested.emit(config)
        self._again = None

    def _describe(self, run: int, what: str, value: object) -> None:
        def write(database: Database) -> Then:
            match what, value:
                case "star", bool():
                    describe_run(database, run, star=value)
                case "name", str():
                    describe_run(database, run, name=value)
                case "note", str():
                    describe_run(database, run, note=value)
            return self._view.mark_stale

        self._act(write)

    def _delete(self, ids: tuple[int, ...]) -> None:
        self._session.keeper.hold_trim(True)

        def write(database: Database) -> Then:
            deleted = delete_runs(database, ids)
            if not deleted:  # asked for twice
                return self._view.mark_stale
            former, self._deleted = self._deleted, deleted
            if former:
                purge_runs(database, former)
            return partial(self._on_deleted, len(deleted))

        self._act(write)

    def _on_deleted(self, count: int) -> None:
        self._view.offer_undo(count)
        self._undo.start()
        self._view.mark_stale()

    def _bring_back(self) -> None:
        def write(database: Database) -> Then:
            deleted, self._deleted = self._deleted, ()
            restore_runs(database, deleted)
            return self._after_undo

        self._act(write)

    def _end_undo(self) -> None:
        def write(database: Database) -> Then:
            deleted, self._deleted = self._deleted, ()
            purge_runs(database, deleted)
            return self._after_undo

        self._act(write)

    def _after_undo(self) -> None:
        if not self._deleted:  # else some more were deleted meanwhile
            self._undo.stop()
            self._view.offer_undo(0)
            self._session.keeper.hold_trim(False)
        self._view.mark_stale()

    def _export_table(self, chosen: tuple[KeptRun, ...]) -> None:
        path = ask_for_new_file(self._view, "Export the figures of runs", Path.home() / "runs.csv", ".csv", "Tables")
        if path is not None:
            self._act(partial(self._write_table, path, chosen))

    def _write_table(self, path: Path, chosen: tuple[KeptRun, ...], _database: Database) -> Then:
        try:
            save_table(path, chosen)
        except OSError as error:
            return partial(self._say_unwritten, path, error)
        return partial(self._desk.message.emit, f"Wrote {_so_many(chosen)} to {shown_name(path.name)}")

    def _export_files(self, chosen: tuple[KeptRun, ...]) -> None:
        folder = QFileDialog.getExistingDirectory(self._view, "A folder for the model files", str(Path.home()))
        if folder:
            self._act(partial(self._write_files, Path(folder), chosen))

    def _write_files(self, folder: Path, chosen: tuple[KeptRun, ...], database: Database) -> Then:
        try:
            written = save_models(database, folder, chosen)
        except OSError as error:
            return partial(self._say_unwritten, folder, error)
        files = "one model file" if len(written) == 1 else f"{count(len(written))} model files"
        return partial(self._desk.message.emit, f"Wrote {files} to {shown_name(folder.name)}")

    def _say_unwritten(self, path: Path, error: OSError) -> None:
        show_error(
            self._view.window(),
            "The runs could not be exported",
            f"{shown_name(path.name)} was not written: {error.strerror or error}. Choose another folder or name.",
        )


def _so_many(chosen: tuple[KeptRun, ...]) -> str:
    return shown_name(names_of(chosen)) if len(chosen) == 1 else f"the figures of {count(len(chosen))} runs"


def _listed(limit: int, database: Database) -> Listing:
    found = runs(database)
    # As much as the newest one will be needed for the next.
    coming = found[0].size if found else 0
    return Listing(found, size_of_runs(database), limit, over_limit(database, max(limit - coming, 0)), versions_now())


def _curves(database: Database, run: KeptRun) -> RunCurves:
    try:
        reports = run_model(database, run.id).reports
    except ModelFileError:
        return RunCurves(run.id, name_of(run), _NOTHING, _NOTHING, _NOTHING)
    return RunCurves(
        run.id,
        name_of(run),
        np.array([report.epoch for report in reports], np.float64),
        np.array([report.held_out_cost for report in reports]),
        np.array([report.held_out_accuracy for report in reports]),
        has_changed(run, (report.learning_rate for report in reports)),
    )
