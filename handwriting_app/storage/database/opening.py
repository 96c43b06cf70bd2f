"""Opens the database, whatever its file has been through: made, migrated, checked, or set aside and begun anew."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from handwriting_app.names import shown_name
from handwriting_app.storage.database import schema
from handwriting_app.storage.database.connection import BUSY_SECONDS, MOST_BYTES, Database, translated
from handwriting_app.storage.database.presence import Presence
from handwriting_app.storage.errors import DamagedDatabaseError, DatabaseError
from handwriting_app.storage.file_lock import taking_turns

if TYPE_CHECKING:
    import sqlite3

_BESIDE: Final = ("-wal", "-shm")
"""What SQLite keeps beside the file while it is open, and after a crash."""


def open_database(path: Path) -> Database:
    """Open the file, which is made if it is not there, and its folder too.

    A damaged file is set aside under another name, never overwritten; what can be read of it is brought over into a new
    one, row by row, and `Database.notice` says so. Takes as long as reading the file once: not for the GUI thread.

    Raises:
        DatabaseError: It cannot be opened; a sentence says why and what to do. Nothing in the file was changed.
    """
    if not path.is_absolute():
        raise DatabaseError("Handwriting and runs are not kept, because the system names no folder of yours for them.")
    try:
        with _alone(path):
            if not _may_be_written(path):
                raise PermissionError(errno.EACCES, "it may only be read, not written")
            presence = Presence(path.with_name(f"{path.name}-processes"))
            try:
                return _opened(path, presence)
            except BaseException:
                presence.end()
                raise
    except OSError as error:
        reason = f"{shown_name(path.name)} cannot be opened: {error.strerror or error}"
        raise DatabaseError(f"{reason}. Look at the permissions of the file and its folder.") from error


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection with every guard on; nothing that is in the file is run.

    Raises:
        sqlite3.Error: There is no such file, and ``read_only``; or it cannot be opened.
    """
    import sqlite3

    uri = f"{path.as_uri()}?mode={'ro' if read_only else 'rwc'}"
    connection = sqlite3.connect(
        uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=32
    )
    connection.text_factory = _text
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "foreign_keys = ON", "secure_delete = FAST"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _text(content: bytes) -> str:
    """A text, also where a bit of it has flipped: the other rows are worth reading."""
    return content.decode(errors="replace")


def _opened(path: Path, presence: Presence) -> Database:
    try:
        return Database(path, _checked(path), presence)
    except DamagedDatabaseError:
        if presence.others():
            raise DatabaseError(
                f"{shown_name(path.name)} is damaged, and another window of the program uses it. Close all windows, "
                "then start the program again."
            ) from None
    from handwriting_app.storage.database.salvage import bring_over

    aside = _set_aside(path)
    connection = _checked(path)
    try:
        found = bring_over(aside, connection)
    except DatabaseError as error:
        found = f"Nothing could be brought over. {error}"
    kept = f"{shown_name(path.name)} was damaged. It is kept as {shown_name(aside.name)}, and a new one was made."
    return Database(path, connection, presence, f"{kept} {found}")


def _may_be_written(path: Path) -> bool:
    """Asked before SQLite opens it, which would leave files beside it that may only be read, too."""
    return not path.exists() or os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _checked(path: Path) -> sqlite3.Connection:
    """A connection to a database that is whole and of the newest version.

    Raises:
        DamagedDatabaseError: It is neither.
        DatabaseError: It cannot be opened, or belongs to another program or a newer version; it was not changed.
    """
    import sqlite3

    with translated(path, opening=True):
        connection = connect(path)
        try:
            _prepare(path, connection)
        except BaseException:
            with suppress(sqlite3.Error):
                connection.close()
            raise
        return connection


def _prepare(path: Path, connection: sqlite3.Connection) -> None:
    name = shown_name(path.name)
    newest = len(schema.MIGRATIONS)
    version = schema.version_of(connection)
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    is_empty = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    if owner != schema.APPLICATION_ID and not is_empty:
        raise DatabaseError(f"{name} is the database of another program. Move it elsewhere, then start this one again.")
    if version > newest:
        raise DatabaseError(
            f"{name} was written by a newer version of this program (version {version} of its tables; this one knows "
            f"{newest}). Update the program; until then, nothing is kept."
        )
    if is_empty:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # so that the file can shrink
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # what was said to be kept survives a power cut
    connection.execute(f"PRAGMA journal_size_limit = {64 * 2**20}")
    if not is_empty and connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        raise DamagedDatabaseError(f"{name} is damaged.")
    if is_empty or version < newest:
        connection.execute("BEGIN IMMEDIATE")
        try:
            schema.migrate(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    _check_tables(name, connection)
    _check_writable(connection)


def _check_writable(connection: sqlite3.Connection) -> None:
    """Raise what the first change would raise, except that somebody else is at it just now."""
    import sqlite3

    connection.execute("PRAGMA busy_timeout = 0")
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            # What may only be read begins a transaction without a word.
            connection.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS)}")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if not error.sqlite_errorname.startswith("SQLITE_BUSY"):
            raise
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(1000 * BUSY_SECONDS)}")


def _check_tables(name: str, connection: sqlite3.Connection) -> None:
    import sqlite3

    model = sqlite3.connect(":memory:", isolation_level=None)
    try:
        schema.migrate(model)
        for table in schema.TABLES:
            if not set(schema.columns_of(model, table)) <= set(schema.columns_of(connection, table)):
                raise DamagedDatabaseError(f"{name} is damaged.")
    finally:
        model.close()


def _set_aside(path: Path) -> Path:
    """Give the file, and what belongs to it, a name that nothing has yet."""
    number = 1
    while os.path.lexists(aside := path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")):
        number += 1
    for end in _BESIDE:
        with suppress(FileNotFoundError):
            path.with_name(path.name + end).replace(aside.with_name(aside.name + end))
    path.replace(aside)
    return aside


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Let only one process at a time open the file: two must not both set it aside.

    Raises:
        OSError: The folder cannot be made or written to.
        DatabaseError: Another process takes too long.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with taking_turns(path.with_name(f"{path.name}-opening"), BUSY_SECONDS) as is_mine:
        if not is_mine:
            raise DatabaseError(
                f"{shown_name(path.name)}: another window is opening it, and does not come to an end. "
                "Close that one, then try again."
            )
        yield
