"""Drawings that are kept: what was written, what it means, by whom, when, where it came from."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NormalisedDigit, normalise
from handwriting_app.names import shown_name
from handwriting_app.numerals import count
from handwriting_app.storage.database.alphabets import check_label, check_name
from handwriting_app.storage.database.connection import Database
from handwriting_app.storage.database.ink_bytes import Ink as Ink
from handwriting_app.storage.database.ink_bytes import digest_of, ink_bytes, ink_from
from handwriting_app.storage.database.schema import DIGITS

if TYPE_CHECKING:
    import sqlite3

Source = Literal["drawn", "picture", "imported"]
SOURCES: Final[tuple[Source, ...]] = get_args(Source)

MOST_DRAWINGS: Final = 200_000
"""In all, those out of sight included: as many as a pen file may hold."""

NOBODY: Final = ""
"""The writer of drawings that bear no name."""


@dataclass(frozen=True, slots=True, eq=False)
class NewDrawing:
    """A drawing to be kept.

    Attributes:
        ink: Its strokes, or what the network saw of a picture.
        label: What it is.
        source: Where it came from.
        writer: Who wrote it; `NOBODY` for no name.
        alphabet: The id of its alphabet.
        time: When, in seconds since 1970; None for now.
    """

    ink: Ink
    label: str
    source: Source = "drawn"
    writer: str = NOBODY
    alphabet: int = DIGITS
    time: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class KeptDrawing:
    """A drawing that is kept; the attributes are those of `NewDrawing`, and its id."""

    id: int
    ink: Ink
    label: str
    source: Source
    writer: str
    alphabet: int
    time: float

    def seen(self) -> NormalisedDigit:
        """What the network sees of it."""
        return normalise(self.ink) if isinstance(self.ink, Drawing) else self.ink


@dataclass(frozen=True, slots=True)
class Added:
    """What became of drawings that were to be kept.

    Attributes:
        ids: Of those that are kept now.
        doubles: How many were there already.
    """

    ids: tuple[int, ...]
    doubles: int


@dataclass(frozen=True, slots=True)
class Renamed:
    """What `rename_writer` has done.

    Attributes:
        old: The name so far.
        ids: Of all drawings that have another writer now, those out of sight included.
        doubles: Those of them that went out of sight thereby: the other writer had them already.
        given: How many are in sight, and the other writer's.
    """

    old: str
    ids: tuple[int, ...]
    doubles: tuple[int, ...]
    given: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which drawings are asked for; None: all of them.

    Attributes:
        writer: `NOBODY` for those without a name.
    """

    alphabet: int | None = None
    label: str | None = None
    writer: str | None = None
    source: Source | None = None


EVERY: Final = Wanted()


def add_drawings(database: Database, drawings: Iterable[NewDrawing]) -> Added:
    """Keep all of them, or none if one cannot be kept.

    A double, of the same ink and label by the same writer in the same alphabet, is not kept twice; nor is one whose
    label was set right after it had been added.

    Raises:
        ValueError: A drawing, a label or a name cannot be kept, or there would be too many; in one sentence.
        DatabaseError: They cannot be written.
    """
    rows = [(drawing, ink_bytes(drawing.ink)) for drawing in drawings]  # before the file is held
    for drawing, _ in rows:
        _check(drawing)
    ids = []
    with database.writing() as connection:
        there = connection.execute("SELECT count(*) FROM drawings").fetchone()[0]
        known = {row[0] for row in connection.execute("SELECT id FROM alphabets WHERE deleted IS NULL")}
        writers: dict[str, int | None] = {NOBODY: None}
        for drawing, content in rows:
            if drawing.alphabet not in known:
                raise ValueError("The alphabet that a drawing is to belong to is not there any more.")
            if drawing.writer not in writers:
                writers[drawing.writer] = _writer(connection, drawing.writer)
            id_ = _add(connection, drawing, content, writers[drawing.writer])
            if id_ is not None:
                ids.append(id_)
        if there + len(ids) > MOST_DRAWINGS:
            raise ValueError(f"There would be more than {count(MOST_DRAWINGS)} drawings. Delete or export some first.")
    return Added(tuple(ids), len(rows) - len(ids))


def drawings(
    database: Database,
    wanted: Wanted = EVERY,
    *,
    begin: int = 0,
    most: int = MOST_DRAWINGS,
    newest_first: bool = False,
    older_than: int | None = None,
) -> tuple[KeptDrawing, ...]:
    """Those that are asked for, in the order in which they were added; what cannot be read is left out.

    Args:
        database: Of the user.
        wanted: Which.
        begin: How many of them are passed over.
        most: How many are looked at then.
        newest_first: In the reverse order.
        older_than: Only those that were added before the one with this id; quicker than ``begin`` where there are many.

    Raises:
        DatabaseError: It cannot be read.
    """
    where, values = _where(wanted)
    order = "DESC" if newest_first else "ASC"
    if older_than is not None:
        where, values = f"{where} AND drawings.id < ?", (*values, older_than)
    with database.reading() as connection:
        rows = connection.execute(
            "SELECT drawings.id, content, digest, label, source, ifnull(writers.name, ''), alphabet, time "
            f"{_FROM} {where} ORDER BY drawings.id {order} LIMIT ? OFFSET ?",
            (*values, most, begin),
        ).fetchall()
    kept = []
    for id_, content, digest, label, source, writer, alphabet, seconds in rows:
        with suppress(ValueError, TypeError):
            if digest_of(content) != digest:
                continue
            ink = ink_from(content)
            kept.append(KeptDrawing(id_, ink, str(label), source, str(writer), alphabet, float(seconds)))
    return tuple(kept)


def same_ink(database: Database, drawing: NewDrawing) -> tuple[int, str] | None:
    """The id and label of a drawing of just this ink by the same writer in the same alphabet; None if there is none."""
    digest = digest_of(ink_bytes(drawing.ink))
    with database.reading() as connection:
        row = connection.execute(
            f"SELECT drawings.id, label {_FROM} WHERE {_IN_SIGHT} AND digest = ? AND ifnull(writers.name, '') = ? "
            "AND +alphabet = ? ORDER BY drawings.id LIMIT 1",
            (digest, drawing.writer, drawing.alphabet),
        ).fetchone()
    return None if row is None else (int(row[0]), str(row[1]))


def tally(database: Database, wanted: Wanted = EVERY) -> Counter[tuple[str, str]]:
    """How many there are, by label and writer."""
    where, values = _where(wanted)
    with database.reading() as connection:
        rows = connection.execute(
            f"SELECT label, ifnull(writers.name, ''), count(*) {_FROM} {where} GROUP BY 1, 2 ORDER BY 1, 2", values
        )
        return Counter({(str(label), str(writer)): int(number) for label, writer, number in rows})


def relabel(database: Database, labels: Mapping[int, str]) -> dict[int, str]:
    """Say anew what drawings are, by id; the labels that they had are given back: the way to undo this.

    Raises:
        ValueError: A label cannot be kept.
        DatabaseError: It cannot be written.
    """
    for label in set(labels.values()):
        check_label(label)
    before = {}
    with database.writing() as connection:
        for id_, label in labels.items():
            row = connection.execute("SELECT label FROM drawings WHERE id = ? AND deleted IS NULL", (id_,)).fetchone()
            if row is not None:
                before[id_] = str(row[0])
                connection.execute("UPDATE drawings SET label = ? WHERE id = ?", (label, id_))
    return before


def delete_drawings(database: Database, ids: Iterable[int]) -> tuple[int, ...]:
    """Take drawings out of sight; `restore_drawings` brings back those whose ids are given back here."""
    gone = []
    now = time.time()
    with database.writing() as connection:
        for id_ in ids:
            query = "UPDATE drawings SET deleted = ? WHERE id = ? AND deleted IS NULL"
            if connection.execute(query, (now, id_)).rowcount:
                gone.append(id_)
    return tuple(gone)


def restore_drawings(database: Database, ids: Iterable[int]) -> tuple[int, ...]:
    """Bring back drawings that were deleted, but none that has been added anew meanwhile; their ids."""
    back = []
    with database.writing() as connection:
        for id_ in ids:
            row = connection.execute(
                "SELECT digest, label, first_label, writer, alphabet FROM drawings "
                "WHERE id = ? AND deleted IS NOT NULL",
                (id_,),
            ).fetchone()
            if row is not None and not _is_double(connection, *row):
                connection.execute("UPDATE drawings SET deleted = NULL WHERE id = ?", (id_,))
                back.append(id_)
    return tuple(back)


def writers(database: Database) -> tuple[str, ...]:
    """The names of all who wrote something that is kept, by name; `NOBODY` is not among them."""
    with database.reading() as connection:
        rows = connection.execute(f"SELECT DISTINCT writers.name {_FROM} WHERE {_IN_SIGHT} AND writers.name NOT NULL")
        return tuple(sorted((str(name) for (name,) in rows), key=str.casefold))


def rename_writer(database: Database, old: str, new: str) -> Renamed:
    """Give all drawings of one writer to another: a new name, or one that is there already, or `NOBODY`.

    Those that the other one has already are deleted; `restore_drawings` would not bring them back as doubles. Drawings
    that are deleted go along, so that whoever brings them back finds them under the new name.

    Raises:
        ValueError: The name cannot be kept.
        DatabaseError: It cannot be written.
    """
    if new != NOBODY:
        check_name(new, "a writer")
    with database.writing() as connection:
        source = None if old == NOBODY else _writer(connection, old)
        target = None if new == NOBODY else _writer(connection, new)
        if source == target:
            return Renamed(old, (), (), 0)
        rows = connection.execute("SELECT id, deleted IS NULL FROM drawings WHERE writer IS ?", (source,)).fetchall()
        ids = tuple(id_ for id_, _ in rows)
        doubles = _give(connection, ids, target)
        return Renamed(old, ids, doubles, sum(is_in_sight for _, is_in_sight in rows) - len(doubles))


def take_back_name(database: Database, renamed: Renamed) -> None:
    """Give what `rename_writer` gave to another back to whom it was of, doubles too."""
    with database.writing() as connection:
        former = None if renamed.old == NOBODY else _writer(connection, renamed.old)
        _give(connection, renamed.ids, former)
    restore_drawings(database, renamed.doubles)


def purge_drawings(database: Database, ids: Collection[int] | None = None, *, before: float = math.inf) -> int:
    """Clear away for good what was deleted; how many drawings went.

    Args:
        database: Of the user.
        ids: Of drawings that were deleted; None for all, and for alphabets with theirs.
        before: Only what was deleted before this moment (`time.time`).
    """
    if ids is None and not _has_deleted(database, before):
        return 0  # nobody waits for a writer who writes nothing
    with database.writing() as connection:
        if ids is None:
            gone = connection.execute(
                "DELETE FROM drawings WHERE deleted < ? OR alphabet IN (SELECT id FROM alphabets WHERE deleted < ?)",
                (before, before),
            ).rowcount
            connection.execute("DELETE FROM alphabets WHERE deleted < ?", (before,))
        else:
            query = "DELETE FROM drawings WHERE deleted < ? AND id = ?"
            gone = sum(connection.execute(query, (before, id_)).rowcount for id_ in ids)
        connection.execute("DELETE FROM writers WHERE id NOT IN (SELECT writer FROM drawings WHERE writer NOT NULL)")
    database.shrink()
    return gone


def purge_alphabets(database: Database, ids: Collection[int]) -> int:
    """Clear away for good those of these alphabets that were deleted, and their drawings; how many drawings went."""
    gone = 0
    with database.writing() as connection:
        for id_ in ids:
            if connection.execute("SELECT 1 FROM alphabets WHERE id = ? AND deleted NOT NULL", (id_,)).fetchone():
                gone += connection.execute("DELETE FROM drawings WHERE alphabet = ?", (id_,)).rowcount
                connection.execute("DELETE FROM alphabets WHERE id = ?", (id_,))
        connection.execute("DELETE FROM writers WHERE id NOT IN (SELECT writer FROM drawings WHERE writer NOT NULL)")
    database.shrink()
    return gone


_FROM: Final = (
    "FROM drawings JOIN alphabets ON alphabets.id = drawings.alphabet LEFT JOIN writers ON writers.id = drawings.writer"
)
_IN_SIGHT: Final = "drawings.deleted IS NULL AND alphabets.deleted IS NULL"


def _where(wanted: Wanted) -> tuple[str, tuple[object, ...]]:
    given = {
        "alphabet": wanted.alphabet,
        "label": wanted.label,
        "ifnull(writers.name, '')": wanted.writer,
        "source": wanted.source,
    }
    given = {column: value for column, value in given.items() if value is not None}
    return " AND ".join([f"WHERE {_IN_SIGHT}", *(f"{column} = ?" for column in given)]), tuple(given.values())


def _has_deleted(database: Database, before: float) -> bool:
    with database.reading() as connection:
        query = (
            "SELECT EXISTS (SELECT 1 FROM drawings WHERE deleted < ?) "
            "OR EXISTS (SELECT 1 FROM alphabets WHERE deleted < ?)"
        )
        return bool(connection.execute(query, (before, before)).fetchone()[0])


def _check(drawing: NewDrawing) -> None:
    check_label(drawing.label)
    if drawing.writer != NOBODY:
        check_name(drawing.writer, "a writer")
    if drawing.source not in SOURCES:
        raise ValueError(f"A drawing comes from {', '.join(SOURCES)}, not from {shown_name(drawing.source)}.")


def _writer(connection: sqlite3.Connection, name: str) -> int:
    connection.execute("INSERT OR IGNORE INTO writers (name) VALUES (?)", (name,))
    return int(connection.execute("SELECT id FROM writers WHERE name = ?", (name,)).fetchone()[0])


def _give(connection: sqlite3.Connection, ids: Iterable[int], writer: int | None) -> tuple[int, ...]:
    """Make these drawings a writer's; those in sight that the writer has already go out of sight, and are returned."""
    doubles = []
    now = time.time()
    for id_ in ids:
        row = connection.execute(
            "SELECT digest, label, first_label, alphabet FROM drawings WHERE id = ? AND deleted IS NULL", (id_,)
        ).fetchone()
        if row is not None:
            digest, label, first_label, alphabet = row
            if _is_double(connection, digest, label, first_label, writer, alphabet):
                connection.execute("UPDATE drawings SET deleted = ? WHERE id = ?", (now, id_))
                doubles.append(id_)
        connection.execute("UPDATE drawings SET writer = ? WHERE id = ?", (writer, id_))
    return tuple(doubles)


def _add(connection: sqlite3.Connection, drawing: NewDrawing, content: bytes, writer: int | None) -> int | None:
    """The id, or None for a double."""
    digest = digest_of(content)
    if _is_double(connection, digest, drawing.label, drawing.label, writer, drawing.alphabet):
        return None
    when = time.time() if drawing.time is None else drawing.time
    return connection.execute(
        "INSERT INTO drawings (alphabet, writer, label, first_label, source, time, content, digest) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (drawing.alphabet, writer, drawing.label, drawing.label, drawing.source, when, content, digest),
    ).lastrowid


def _is_double(
    connection: sqlite3.Connection, digest: bytes, label: str, first_label: str, writer: int | None, alphabet: int
) -> bool:
    # The plus keeps SQLite from going through all drawings of a label instead of the few of a digest.
    query = (
        "SELECT 1 FROM drawings WHERE digest = ? AND writer IS ? AND +alphabet = ? AND deleted IS NULL "
        "AND (+label IN (?, ?) OR first_label IN (?, ?))"
    )
    values = (digest, writer, alphabet, label, first_label, label, first_label)
    return connection.execute(query, values).fetchone() is not None
