"""Alphabets: named sets of symbols, in an order, with or without the ten digits."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from handwriting_app.names import is_one_line, shown_name
from handwriting_app.numerals import count
from handwriting_app.storage.database.connection import Database
from handwriting_app.storage.database.schema import DIGITS as DIGITS
from handwriting_app.storage.errors import DatabaseError

if TYPE_CHECKING:
    import sqlite3

TEN_DIGITS: Final = tuple("0123456789")

MOST_CLASSES: Final = 100
"""Symbols of an alphabet, its digits included."""

MOST_ALPHABETS: Final = 1_000

LONGEST_LABEL: Final = 40
"""Characters of a symbol's name."""

LONGEST_NAME: Final = 60
"""Characters of the name of an alphabet or a writer."""


@dataclass(frozen=True, slots=True)
class Alphabet:
    """A set of symbols.

    Attributes:
        id: `DIGITS` for the ten digits, which are always there.
        name: No other alphabet has it.
        symbols: What the user named, in order; the digits are not among them.
        with_digits: Whether the ten digits come first.
    """

    id: int
    name: str
    symbols: tuple[str, ...]
    with_digits: bool

    @property
    def classes(self) -> tuple[str, ...]:
        """Everything that a network for it tells apart, in the order of its outputs."""
        return (*TEN_DIGITS, *self.symbols) if self.with_digits else self.symbols


def add_alphabet(database: Database, name: str, symbols: Sequence[str], *, with_digits: bool = False) -> Alphabet:
    """Make an alphabet.

    Raises:
        ValueError: Another one has this name, or name or symbols cannot be kept; in one sentence.
        DatabaseError: It cannot be written.
    """
    _check(name, symbols, with_digits)
    with database.writing() as connection:
        _check_free(connection, name)
        if connection.execute("SELECT count(*) FROM alphabets").fetchone()[0] >= MOST_ALPHABETS:
            raise ValueError(f"There are {count(MOST_ALPHABETS)} alphabets. Delete one first.")
        row = connection.execute(
            "INSERT INTO alphabets (name, symbols, with_digits) VALUES (?, ?, ?)",
            (name, json.dumps(list(symbols), ensure_ascii=False), with_digits),
        )
        assert row.lastrowid is not None
        return Alphabet(row.lastrowid, name, tuple(symbols), with_digits)


def alphabets(database: Database) -> tuple[Alphabet, ...]:
    """All of them, the digits first, then as they were made; one that cannot be read has no symbols."""
    with database.reading() as connection:
        rows = connection.execute(
            "SELECT id, name, symbols, with_digits FROM alphabets WHERE deleted IS NULL ORDER BY id LIMIT ?",
            (MOST_ALPHABETS,),
        )
        return tuple(
            Alphabet(int(id_), str(name), _symbols_of(text), bool(with_digits)) for id_, name, text, with_digits in rows
        )


def change_alphabet(database: Database, changed: Alphabet) -> None:
    """Give the alphabet with this id another name, other symbols or another order; its drawings stay as they are.

    Raises:
        ValueError: See `add_alphabet`; or these are the ten digits, which stay as they are.
        DatabaseError: It cannot be written, or the alphabet is not there any more.
    """
    _check_own(changed.id)
    _check(changed.name, changed.symbols, changed.with_digits)
    with database.writing() as connection:
        _check_free(connection, changed.name, changed.id)
        done = connection.execute(
            "UPDATE alphabets SET name = ?, symbols = ?, with_digits = ? WHERE id = ? AND deleted IS NULL",
            (changed.name, json.dumps(list(changed.symbols), ensure_ascii=False), changed.with_digits, changed.id),
        )
        if done.rowcount != 1:
            raise DatabaseError(f"There is no alphabet {shown_name(changed.name)} any more.")


def rename_symbol(database: Database, alphabet: int, old: str, new: str) -> None:
    """Call a symbol otherwise, its drawings too.

    Raises:
        ValueError: There is no such symbol, or the new name cannot be kept.
        DatabaseError: It cannot be written.
    """
    _check_own(alphabet)
    with database.writing() as connection:
        row = connection.execute(
            "SELECT name, symbols, with_digits FROM alphabets WHERE id = ? AND deleted IS NULL", (alphabet,)
        ).fetchone()
        symbols = () if row is None else _symbols_of(row[1])
        if old not in symbols:
            raise ValueError(f"The alphabet has no symbol {shown_name(old)}.")
        renamed = [new if symbol == old else symbol for symbol in symbols]
        _check(row[0], renamed, bool(row[2]))
        connection.execute(
            "UPDATE alphabets SET symbols = ? WHERE id = ?", (json.dumps(renamed, ensure_ascii=False), alphabet)
        )
        connection.execute("UPDATE drawings SET label = ? WHERE alphabet = ? AND label = ?", (new, alphabet, old))


def delete_alphabet(database: Database, alphabet: int) -> None:
    """Take an alphabet out of sight, and its drawings with it; `restore_alphabet` brings all of it back.

    Raises:
        ValueError: These are the ten digits.
        DatabaseError: It cannot be written.
    """
    _check_own(alphabet)
    with database.writing() as connection:
        connection.execute("UPDATE alphabets SET deleted = ? WHERE id = ? AND deleted IS NULL", (time.time(), alphabet))


def restore_alphabet(database: Database, alphabet: int) -> None:
    """Bring back one that was deleted; if its name was given to another one meanwhile, a number is added to it.

    Raises:
        DatabaseError: It cannot be written, or it has been cleared away.
    """
    with database.writing() as connection:
        row = connection.execute("SELECT name FROM alphabets WHERE id = ?", (alphabet,)).fetchone()
        if row is None:
            raise DatabaseError("This alphabet was cleared away, and cannot be brought back.")
        connection.execute(
            "UPDATE alphabets SET deleted = NULL, name = ? WHERE id = ?",
            (_free(connection, row[0], alphabet), alphabet),
        )


def check_label(label: str) -> None:
    """Raise ValueError, in one sentence, unless a symbol can be called so."""
    if not is_one_line(label, LONGEST_LABEL):
        raise ValueError(
            f"A symbol's name is one line of 1 to {LONGEST_LABEL} characters without space around it, "
            f"not “{shown_name(label)}”."
        )


def check_name(name: str, whose: str) -> None:
    """Raise ValueError, in one sentence, unless an alphabet or a writer (``whose``) can be called so."""
    if not is_one_line(name, LONGEST_NAME):
        raise ValueError(
            f"The name of {whose} is one line of 1 to {LONGEST_NAME} characters without space around it, "
            f"not “{shown_name(name)}”."
        )


def _check(name: str, symbols: Sequence[str], with_digits: bool) -> None:
    check_name(name, "an alphabet")
    classes = (*TEN_DIGITS, *symbols) if with_digits else tuple(symbols)
    for symbol in symbols:
        check_label(symbol)
    if twice := next((symbol for symbol in symbols if classes.count(symbol) > 1), None):
        raise ValueError(f"The alphabet has {shown_name(twice)} twice. Name each symbol once.")
    if len(classes) > MOST_CLASSES:
        raise ValueError(f"An alphabet has at most {MOST_CLASSES} symbols, its digits included, not {len(classes)}.")


def _check_own(alphabet: int) -> None:
    if alphabet == DIGITS:
        raise ValueError("The ten digits stay as they are. Make an alphabet of your own.")


def _check_free(connection: sqlite3.Connection, name: str, but: int = 0) -> None:
    if _is_taken(connection, name, but):
        raise ValueError(f"There is an alphabet called {shown_name(name)} already. Choose another name.")


def _is_taken(connection: sqlite3.Connection, name: str, but: int) -> bool:
    query = "SELECT 1 FROM alphabets WHERE name = ? AND id != ? AND deleted IS NULL"
    return connection.execute(query, (name, but)).fetchone() is not None


def _free(connection: sqlite3.Connection, name: str, but: int) -> str:
    """``name``, or that with the first number that makes it another one."""
    tried, number = name, 2
    while _is_taken(connection, tried, but):
        tried = f"{name[: LONGEST_NAME - 8]} ({number})"
        number += 1
    return tried


def _symbols_of(text: object) -> tuple[str, ...]:
    """The symbols in a row, which is not trusted."""
    try:
        symbols = json.loads(str(text))
    except (ValueError, RecursionError):
        return ()
    if not isinstance(symbols, list) or len(symbols) > MOST_CLASSES:
        return ()
    named = (symbol for symbol in symbols if isinstance(symbol, str) and is_one_line(symbol, LONGEST_LABEL))
    return tuple(dict.fromkeys(named))
