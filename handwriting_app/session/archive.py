"""The database of the user, for whoever keeps something in it: opened when first asked for, and by one at a time."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from handwriting_app.session.background import Background
from handwriting_app.session.latest import Latest
from handwriting_app.storage.errors import DamagedDatabaseError, DatabaseError

if TYPE_CHECKING:
    from handwriting_app.storage.database.connection import Database

Result = TypeVar("Result")

NOT_KEPT = "Nothing is kept here: there is no folder for it."


class Archive(QObject):
    """Hands the open database to one job after another, whichever part of the session asks.

    Signals:
        noticed(str): what the user is to be told of its opening, such as that a damaged file was set aside.
    """

    noticed = Signal(str)

    def __init__(self, background: Background, path: Path | None, parent: QObject | None = None) -> None:
        """``path`` is that of the database; None where nothing is to be kept."""
        super().__init__(parent)
        self._background = background
        self._path = path
        self._database: Database | None = None
        self._lock = threading.Lock()
        self._is_closed = False

    @property
    def is_kept(self) -> bool:
        """Whether there is a place for the database."""
        return self._path is not None

    def exists(self) -> bool:
        """Whether there is a database already: whoever only looks for something need not make one."""
        return self._path is not None and os.path.exists(self._path)

    def job(self) -> Latest[Result]:
        """A place for jobs of one kind, each done whole, also while the window closes; see `with_database`."""
        return self._background.job(whole=True)

    def with_database(self, work: Callable[[Database], Result]) -> Callable[[], Result]:
        """``work`` as a job, for a thread of the background, which waits there for its turn.

        The job raises `DatabaseError` with a sentence when the database cannot be used. What finds it damaged is done
        once more, on the one that has taken its place.
        """

        def job() -> Result:
            with self._lock:
                try:
                    return work(self._opened())
                except DamagedDatabaseError:
                    self._close()
                    return work(self._opened())

        return job

    def close(self) -> None:
        """Give the file back for good; a job that was left to itself does not open it again."""
        with self._lock:
            self._is_closed = True
            self._close()

    def _opened(self) -> Database:
        if self._path is None or self._is_closed:
            raise DatabaseError(NOT_KEPT)
        if self._database is None:
            # SQLite is loaded by whoever first keeps or looks for something.
            from handwriting_app.storage.database.opening import open_database

            self._database = open_database(self._path)
            if self._database.notice:
                self.noticed.emit(self._database.notice)
        return self._database

    def _close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None
