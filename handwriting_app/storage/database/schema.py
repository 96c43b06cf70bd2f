"""The tables of the database, as the steps that lead to them from one version to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

APPLICATION_ID: Final = 0x48574150
"""In the header of the file: that it is ours ("HWAP"), see https://sqlite.org/fileformat2.html#application_id."""

DIGITS: Final = 1
"""The alphabet that is always there: the ten digits."""

_VERSION_1: Final = (
    """
    CREATE TABLE writers (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    )
    """,
    """
    CREATE TABLE alphabets (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        symbols TEXT NOT NULL,        -- a list in JSON, in the user's order; the digits are not among them
        with_digits INTEGER NOT NULL, -- whether the ten digits come first
        deleted REAL                  -- when, in seconds since 1970
    )
    """,
    "CREATE UNIQUE INDEX alphabets_by_name ON alphabets (name) WHERE deleted IS NULL",
    "INSERT INTO alphabets (id, name, symbols, with_digits) VALUES (1, 'Digits', '[]', 1)",
    """
    CREATE TABLE drawings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        alphabet INTEGER NOT NULL DEFAULT 1 REFERENCES alphabets (id),
        writer INTEGER REFERENCES writers (id),
        label TEXT NOT NULL,
        first_label TEXT NOT NULL,    -- as it was added: by this, too, is the same drawing known again
        source TEXT NOT NULL CHECK (source IN ('drawn', 'picture', 'imported')),
        time REAL NOT NULL,           -- seconds since 1970
        content BLOB NOT NULL,        -- strokes or what the network sees of a picture, see ink_bytes.py
        digest BLOB NOT NULL,         -- SHA-256 of it
        deleted REAL
    )
    """,
    "CREATE INDEX drawings_by_digest ON drawings (digest)",
    "CREATE INDEX drawings_by_label ON drawings (alphabet, label)",
    """
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uuid TEXT NOT NULL UNIQUE,
        state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'stopped', 'diverged', 'crashed')),
        process TEXT NOT NULL,        -- which process does it, see presence.py
        begun REAL NOT NULL,
        ended REAL,
        seconds REAL NOT NULL DEFAULT 0,
        config TEXT NOT NULL,         -- JSON
        is_fresh INTEGER NOT NULL,    -- whether it began with fresh weights of its seed
        data TEXT NOT NULL,
        versions TEXT NOT NULL,       -- JSON
        epoch INTEGER NOT NULL DEFAULT 0,
        updates INTEGER NOT NULL DEFAULT 0,
        training_cost REAL,
        held_out_cost REAL,
        training_accuracy REAL,
        held_out_accuracy REAL,
        star INTEGER NOT NULL DEFAULT 0,
        name TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '',
        size INTEGER NOT NULL DEFAULT 0,
        deleted REAL
    )
    """,
    # Apart, so that the list of runs is read without them.
    """
    CREATE TABLE run_files (
        run INTEGER PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
        model BLOB,                   -- a model file
        drawing BLOB                  -- what was drawn, see ink_bytes.py
    )
    """,
)

_VERSION_2 = (
    # Whether a lesson asked for it.
    "ALTER TABLE runs ADD COLUMN is_exercise INTEGER NOT NULL DEFAULT 0",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_VERSION_1, _VERSION_2)
"""Statements that lead from version 0 (an empty file) to 1, from 1 to 2, and so on; none is ever changed again."""

TABLES: Final = ("writers", "alphabets", "drawings", "runs", "run_files")
"""All of them, each after those that it refers to."""


def version_of(connection: sqlite3.Connection) -> int:
    """The version of the schema in the file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the schema to the newest version, in the transaction that is under way."""
    for version, statements in enumerate(MIGRATIONS[version_of(connection) :], version_of(connection) + 1):
        for statement in statements:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {version}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def columns_of(connection: sqlite3.Connection, table: str) -> tuple[str, ...]:
    """The names of the columns; none if there is no such table."""
    return tuple(row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?)", (table,)))
