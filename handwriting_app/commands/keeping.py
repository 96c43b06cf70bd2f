"""Keeps the run of a command in the database, between two of its epochs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.run_state import EndReason
from handwriting_app.session.model import Model
from handwriting_app.session.run_record import Pace, RunRecord
from handwriting_app.storage.errors import DamagedDatabaseError, DatabaseError, ModelFileError

if TYPE_CHECKING:
    from handwriting_app.storage.database.connection import Database


class Keeping:
    """One run. What goes wrong is told on standard error, once for each reason; the run goes on."""

    def __init__(self, path: Path | None, config: TrainingConfig, limit: int | None = None) -> None:
        """Begin; nothing is written yet.

        Args:
            path: Of the database; None if the run is not to be kept.
            config: Of the run, which begins with fresh weights.
            limit: Bytes that all runs may take; None for any number.
        """
        self._path = path
        self._limit = limit
        self._record = RunRecord(config)
        self._pace = Pace()
        self._database: Database | None = None
        self._told: set[str] = set()

    def keep(self, model: Callable[[], Model]) -> None:
        """Keep the run as it is after an epoch, if it is time to; only then is ``model`` called."""
        begun = time.monotonic()
        if self._path is not None and self._pace.is_due(begun):
            self._do(lambda database: self._record.keep(database, model()))
            done = time.monotonic()
            self._pace.note(done, done - begun)

    def end(self, reason: EndReason, model: Model | None = None) -> None:
        """Keep how the run ended, hold all runs to the limit, and give the database back."""
        if self._path is not None:
            self._do(lambda database: self._end(database, reason, model))
        if self._database is not None:
            self._database.close()
            self._database = None

    def _end(self, database: Database, reason: EndReason, model: Model | None) -> None:
        from handwriting_app.storage.database.runs import trim

        self._record.end(database, reason, model)
        gone = () if self._limit is None else trim(database, self._limit)
        if gone:
            what = "The oldest run without a star was" if len(gone) == 1 else f"{len(gone)} of the oldest runs were"
            self._tell(f"{what} dropped from the kept runs, which take no more than {self._limit_in_words()}.")

    def _limit_in_words(self) -> str:
        return f"{(self._limit or 0) // 2**20:,} MiB"

    def _do(self, work: Callable[[Database], None]) -> None:
        try:
            try:
                work(self._opened())
            except DamagedDatabaseError:
                if self._database is not None:
                    self._database.close()
                    self._database = None
                work(self._opened())
        except (DatabaseError, ModelFileError) as error:
            self._tell(f"The run is not kept. {error}")

    def _opened(self) -> Database:
        if self._database is None:
            from handwriting_app.storage.database.opening import open_database

            assert self._path is not None
            self._database = open_database(self._path)
            if self._database.notice:
                self._tell(self._database.notice)
        return self._database

    def _tell(self, sentence: str) -> None:
        if sentence not in self._told:
            self._told.add(sentence)
            print(f"handwriting-app: {' '.join(sentence.split())}", file=sys.stderr)
