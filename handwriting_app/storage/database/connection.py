"""The open database: transactions, and errors as sentences."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from handwriting_app.names import shown_name
from handwriting_app.storage.errors import DamagedDatabaseError, DatabaseError

if TYPE_CHECKING:
    # Not before there is a database to open: the window must not wait for it.
    import sqlite3

    from handwriting_app.storage.database.presence import Presence

BUSY_SECONDS: Final = 5.0
"""How long another process that writes is waited for."""

MOST_BYTES: Final = 640 * 2**20
"""Of one value; the largest model file has 512 MiB."""

_WHY: Final = {
    "SQLITE_FULL": "the disk is full, and nothing was changed. Make room, then try again",
    "SQLITE_BUSY": "another program uses it. Close that one, or wait a moment, then try again",
    "SQLITE_LOCKED": "another program uses it. Close that one, or wait a moment, then try again",
    "SQLITE_READONLY": "it may only be read, not written. Change the permissions of the file and its folder",
    "SQLITE_PERM": "it may not be opened. Change the permissions of the file and its folder",
    "SQLITE_CANTOPEN": "it cannot be opened or made there. Look at the permissions of the file and its folder",
    "SQLITE_IOERR": "the disk does not do what is asked, and nothing was changed. Look whether it is full or failing",
    "SQLITE_TOOBIG": "it is too large to be kept, and nothing was changed",
    "SQLITE_NOMEM": "it needs more memory than there is",
    "SQLITE_CONSTRAINT": "something in it does not fit together, and nothing was changed",
    "SQLITE_INTERRUPT": "it was interrupted, and nothing was changed. Try again",
}
_DAMAGED: Final = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT", "SQLITE_MISMATCH")


class Database:
    """One connection to the file. To be used by one thread at a time, whichever it is: a job of the background.

    Every change is one transaction: whole, or not at all. Other processes may have the file open too; they take turns.

    Attributes:
        path: The file.
        notice: What the user is to be told of its opening, in a sentence or two; empty if there is nothing.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, presence: Presence, notice: str = "") -> None:
        self.path = path
        self.notice = notice
        self._connection = connection
        self._presence = presence
        self._inode = _inode(path)
        self._is_under_way = False

    @property
    def presence(self) -> Presence:
        """By which runs of this process are told from those of others, and of processes that died."""
        return self._presence

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """What is read within is of one moment.

        Raises:
            DatabaseError: It cannot be read.
        """
        yield from self._transaction("BEGIN")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """What is done within is done whole or, if the block raises, not at all; it is on the disk afterwards.

        Raises:
            DatabaseError: It cannot be written; also if the file is no longer there.
        """
        if _inode(self.path) != self._inode:
            raise DatabaseError(
                f"{shown_name(self.path.name)} is no longer in its folder: somebody has moved or deleted it. "
                "Put it back, or start the program again for a new one."
            )
        yield from self._transaction("BEGIN IMMEDIATE")

    def shrink(self) -> None:
        """Give the disk back what was cleared away; not while another process is at work: then another time."""
        import sqlite3

        with suppress(sqlite3.Error):
            # Not with execute(), which takes one step, and one page, only.
            self._connection.executescript("PRAGMA incremental_vacuum")

    def close(self) -> None:
        """Give the file back; what is in it is complete at any time, so this cannot fail in a way that matters."""
        import sqlite3

        with suppress(sqlite3.Error):
            self._connection.close()
        self._presence.end()

    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        if self._is_under_way:
            raise RuntimeError("There is one transaction at a time.")
        self._is_under_way = True
        try:
            with translated(self.path):
                if self._connection.in_transaction:  # a failing disk may not even let go of what failed before
                    self._connection.execute("ROLLBACK")
                self._connection.execute(begin)
                yield self._connection
                self._connection.execute("COMMIT")
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._is_under_way = False

    def _roll_back(self) -> None:
        import sqlite3

        with suppress(sqlite3.Error):  # SQLite may have done so itself
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")


@contextmanager
def translated(path: Path, *, opening: bool = False) -> Iterator[None]:
    """Turn what SQLite raises into a `DatabaseError` with a sentence about ``path``.

    While it is opened, statements fail that are right whenever the tables are.
    """
    import sqlite3

    try:
        yield
    except sqlite3.Error as error:
        raise _as_sentence(path, error, opening) from error
    except UnicodeDecodeError as error:  # SQLite repeats names from the file in its messages
        raise DamagedDatabaseError(_damaged(path)) from error


def _as_sentence(path: Path, error: sqlite3.Error, opening: bool) -> DatabaseError:
    name = getattr(error, "sqlite_errorname", None) or ""
    family = "_".join(name.split("_")[:2])
    if family in _DAMAGED or (opening and family == "SQLITE_ERROR"):
        return DamagedDatabaseError(_damaged(path))
    why = _WHY.get(family, f"it cannot be used ({error})")
    return DatabaseError(f"{shown_name(path.name)}: {why}.")


def _damaged(path: Path) -> str:
    return f"{shown_name(path.name)} is damaged: what is in it cannot all be read. Start the program again to mend it."


def _inode(path: Path) -> tuple[int, int] | None:
    # Never opened: closing any other handle of the file would let go of SQLite's locks in this process.
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino
