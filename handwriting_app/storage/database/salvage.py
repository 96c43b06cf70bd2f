"""Brings over what can be read of a damaged database, row by row, into a new one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from handwriting_app.numerals import count
from handwriting_app.storage.database import schema
from handwriting_app.storage.database.connection import translated
from handwriting_app.storage.database.ink_bytes import digest_of, ink_from
from handwriting_app.storage.database.opening import connect

MOST_PROBES: Final = 200_000
"""Numbers of rows that are looked for one by one between those that can be read in a row."""

_UNKNOWN: Final = 2_000
"""The same where nothing tells how many rows there were."""

_UNREADABLE: Final = (sqlite3.Error, UnicodeDecodeError)
"""SQLite repeats names from the file in its messages, which are then no text."""

_WORDS: Final = {"drawings": ("drawing", "drawings"), "runs": ("run", "runs")}


def bring_over(damaged: Path, target: sqlite3.Connection) -> str:
    """Copy every row that can be read, and fits, from the file ``damaged`` into the new database ``target``.

    Returns:
        What was found, in a sentence.

    Raises:
        DatabaseError: Nothing could be brought over.
    """
    copied = {}
    with translated(damaged, opening=True):
        target.execute("BEGIN IMMEDIATE")
        try:
            with closing(connect(damaged, read_only=True)) as source:
                for table in schema.TABLES:
                    copied[table] = _copy(table, source, target)
            target.execute("COMMIT")
        except BaseException:
            if target.in_transaction:
                target.execute("ROLLBACK")
            raise
    found = " and ".join(f"{count(copied[table])} {words[copied[table] != 1]}" for table, words in _WORDS.items())
    return f"{found[:1].upper()}{found[1:]} could be brought over."


def _copy(table: str, source: sqlite3.Connection, target: sqlite3.Connection) -> int:
    """How many rows could be brought over; what an earlier version did not have yet takes its default."""
    columns = [column for column in schema.columns_of(target, table) if column in schema.columns_of(source, table)]
    if not columns:
        return 0
    holes = ", ".join("?" * len(columns))
    insert = f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({holes})"
    copied = 0
    for row in _rows(table, columns, source):
        values = dict(zip(columns, row, strict=True))
        if not _fits(table, values):
            continue
        with suppress(sqlite3.IntegrityError):
            _make_parents(table, values, target)
            copied += target.execute(insert, tuple(values[column] for column in columns)).rowcount
    return copied


def _fits(table: str, values: Mapping[str, object]) -> bool:
    if table != "drawings":
        return True
    content = values["content"]
    if not isinstance(content, bytes) or digest_of(content) != values["digest"]:
        return False
    try:
        ink_from(content)
    except ValueError:
        return False
    return True


def _make_parents(table: str, values: Mapping[str, object], target: sqlite3.Connection) -> None:
    """Stand in for a writer or an alphabet that could not be read: what they wrote must not be mixed with others'."""
    if table != "drawings":
        return
    writer, alphabet = values["writer"], values["alphabet"]
    if isinstance(writer, int):
        target.execute("INSERT OR IGNORE INTO writers (id, name) VALUES (?, ?)", (writer, f"Writer {writer}"))
    if isinstance(alphabet, int):
        target.execute(
            "INSERT OR IGNORE INTO alphabets (id, name, symbols, with_digits) VALUES (?, ?, '[]', 0)",
            (alphabet, f"Alphabet {alphabet}"),
        )


def _rows(table: str, columns: list[str], source: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    """Every row that can be read: from the first on, from the last back, and between them one by one."""
    chosen = f"SELECT rowid, {', '.join(columns)} FROM {table} NOT INDEXED"
    low = 0
    is_whole = False
    with suppress(*_UNREADABLE):
        for rowid, *row in source.execute(f"{chosen} ORDER BY rowid"):
            low = rowid
            yield tuple(row)
        is_whole = True
    if is_whole:
        return
    high = _end(table, source, low)
    with suppress(*_UNREADABLE):
        for rowid, *row in source.execute(f"{chosen} WHERE rowid > ? ORDER BY rowid DESC", (low,)):
            high = rowid
            yield tuple(row)
    for number in range(low + 1, min(high, low + MOST_PROBES)):
        with suppress(*_UNREADABLE):
            for _, *row in source.execute(f"{chosen} WHERE rowid = ?", (number,)):
                yield tuple(row)


def _end(table: str, source: sqlite3.Connection, low: int) -> int:
    """A number that no row has reached: one more than the last that was given, if that can be read."""
    with suppress(*_UNREADABLE):
        row = source.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        if row is not None and isinstance(row[0], int):
            return max(row[0], low) + 1
    return low + _UNKNOWN
