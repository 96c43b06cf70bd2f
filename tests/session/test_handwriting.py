"""My handwriting on a real database: kept, listed, changed, imported, exported, and told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NormalisedDigit, normalise
from handwriting_app.ink.unipen import Character
from handwriting_app.session.handwriting_files import Naming
from handwriting_app.session.kept import Filter, Page
from handwriting_app.session.ledger import Change
from handwriting_app.session.model import Model
from handwriting_app.session.session import Session
from handwriting_app.storage.data_folder import DATABASE
from handwriting_app.storage.database.connection import Database
from handwriting_app.storage.database.drawings import (
    NewDrawing,
    add_drawings,
    delete_drawings,
    drawings,
    restore_drawings,
)
from handwriting_app.storage.database.opening import open_database
from handwriting_app.storage.pen_file import save_pen_file
from tests.session.runs import TINY
from tests.storage.database.made import drawing

WAIT = 20_000


def start(tmp_path: Path) -> Session:
    return Session(Model.untrained(TINY, np.random.default_rng(0)), database=tmp_path / DATABASE)


@pytest.fixture
def kept(qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    session = start(tmp_path)
    yield session
    session.shutdown()


def say(qtbot: QtBot, session: Session, label: str) -> Change:
    with qtbot.waitSignal(session.handwriting.changed, timeout=WAIT) as told:
        session.handwriting.say(label)
    return told.args[0]


def page(
    qtbot: QtBot, session: Session, wanted: Filter | None = None, most: int = 200, older_than: int | None = None
) -> Page:
    with qtbot.waitSignal(session.handwriting.listed, timeout=WAIT) as told:
        session.handwriting.look_up(wanted or Filter(), most, older_than)
    return told.args[0]


def fill(tmp_path: Path, *new: NewDrawing) -> None:
    database = open_database(tmp_path / DATABASE)
    add_drawings(database, new)
    database.close()


def test_nothing_is_kept_or_opened_unasked(kept: Session, tmp_path: Path) -> None:
    kept.reader.set_drawing(drawing(1))
    kept.shutdown()
    assert not list(tmp_path.iterdir())
    kept.handwriting.say("7")  # too late
    assert not list(tmp_path.iterdir())


def test_what_is_said_is_there_after_the_next_start(qtbot: QtBot, kept: Session, tmp_path: Path) -> None:
    kept.handwriting.say("7")  # nothing is drawn
    kept.reader.set_drawing(drawing(1))
    say(qtbot, kept, "7")
    kept.shutdown()
    again = start(tmp_path)
    (found,) = page(qtbot, again).drawings
    assert (found.label, found.source, found.writer) == ("7", "drawn", "")
    assert isinstance(found.ink, Drawing)
    np.testing.assert_array_equal(found.ink.strokes[0], drawing(1).strokes[0])
    again.shutdown()


def test_what_was_said_is_told_while_the_drawing_stands(qtbot: QtBot, kept: Session) -> None:
    said: list[str | None] = []
    kept.handwriting.said_changed.connect(said.append)
    first = drawing(1)
    kept.reader.set_drawing(first)
    say(qtbot, kept, "7")
    say(qtbot, kept, "1")
    kept.reader.set_drawing(drawing(2))  # another stroke
    kept.reader.set_drawing(first)  # and taken back
    assert said == ["7", "1", None, "1"]
    with qtbot.waitSignal(kept.handwriting.changed, timeout=WAIT):
        kept.handwriting.undo()
    assert kept.handwriting.said == "7"
    assert len(page(qtbot, kept).drawings) == 1


def test_a_picture_is_kept_as_one(qtbot: QtBot, kept: Session) -> None:
    kept.reader.set_picture(normalise(drawing(1)))
    say(qtbot, kept, "4")
    assert kept.handwriting.said == "4"
    kept.reader.set_picture(normalise(drawing(2)))
    assert kept.handwriting.said is None
    (found,) = page(qtbot, kept).drawings
    assert found.source == "picture"
    assert isinstance(found.ink, NormalisedDigit)


def test_the_list_is_filtered_counted_and_comes_in_parts(qtbot: QtBot, kept: Session, tmp_path: Path) -> None:
    fill(
        tmp_path,
        *(NewDrawing(drawing(number), str(number % 2), "imported", ("", "Anna")[number % 2]) for number in range(10)),
    )
    whole = page(qtbot, kept)
    assert [each.label for each in whole.drawings] == ["1", "0"] * 5  # the newest first
    assert whole.tally == {("0", ""): 5, ("1", "Anna"): 5}
    ids = [each.id for each in whole.drawings]
    first = page(qtbot, kept, most=4)
    second = page(qtbot, kept, most=4, older_than=first.drawings[-1].id)
    assert [each.id for part in (first, second) for each in part.drawings] == ids[:8]
    assert (first.matching, second.matching, second.tally) == (10, None, None)
    assert page(qtbot, kept, older_than=ids[-1]).drawings == ()
    anna = page(qtbot, kept, Filter(writer="Anna"))
    assert (anna.matching, anna.tally.total()) == (5, 10)
    assert page(qtbot, kept, Filter(label="1", writer="")).matching == 0
    assert page(qtbot, kept, Filter(source="drawn")).matching == 0
    assert page(qtbot, kept, Filter(alphabet=7)).tally.total() == 0


def test_drawings_are_relabelled_deleted_and_brought_back(qtbot: QtBot, kept: Session, tmp_path: Path) -> None:
    fill(tmp_path, *(NewDrawing(drawing(number), "3") for number in range(3)))
    ids = [each.id for each in page(qtbot, kept).drawings]
    for act in (
        lambda: kept.handwriting.relabel(ids[:2], "8"),
        lambda: kept.handwriting.delete(ids[1:]),
    ):
        with qtbot.waitSignal(kept.handwriting.changed, timeout=WAIT):
            act()
    assert [each.label for each in page(qtbot, kept).drawings] == ["8"]
    assert kept.handwriting.next_undo == "deleting 2 drawings"
    for _ in range(2):
        with qtbot.waitSignal(kept.handwriting.changed, timeout=WAIT):
            kept.handwriting.undo()
    assert [each.label for each in page(qtbot, kept).drawings] == ["3"] * 3
    assert kept.handwriting.next_undo == ""


def test_what_was_deleted_is_cleared_away_at_the_end(qtbot: QtBot, kept: Session, tmp_path: Path) -> None:
    fill(tmp_path, NewDrawing(drawing(1), "3"), NewDrawing(drawing(2), "4"))
    (first, _) = page(qtbot, kept).drawings
    with qtbot.waitSignal(kept.handwriting.changed, timeout=WAIT):
        kept.handwriting.delete([first.id])
    kept.shutdown()
    connection = sqlite3.connect(tmp_path / DATABASE)
    assert connection.execute("SELECT count(*) FROM drawings").fetchone() == (1,)
    connection.close()


def test_another_window_that_closes_leaves_what_can_be_brought_back_here(
    qtbot: QtBot, kept: Session, tmp_path: Path
) -> None:
    fill(tmp_path, NewDrawing(drawing(1), "3"), NewDrawing(drawing(2), "4"))
    (first, second) = page(qtbot, kept).drawings
    other = start(tmp_path)
    for session, gone in ((kept, first), (other, second)):
        with qtbot.waitSignal(session.handwriting.changed, timeout=WAIT):
            session.handwriting.delete([gone.id])
    other.shutdown()
    with qtbot.waitSignal(kept.handwriting.changed, timeout=WAIT):
        kept.handwriting.undo()
    assert [each.id for each in page(qtbot, kept).drawings] == [first.id]
    kept.shutdown()
    connection = sqlite3.connect(tmp_path / DATABASE)
    assert connection.execute("SELECT id FROM drawings").fetchall() == [(first.id,)]
    connection.close()


def test_what_was_brought_back_is_not_cleared_away(qtbot: QtBot, kept: Session, tmp_path: Path) -> None:
    """Not even if another window deletes it meanwhile: that one may bring it back."""
    fill(tmp_path, NewDrawing(drawing(1), "3"))
    (only,) = page(qtbot, kept).drawings
    for act in (partial(kept.handwriting.delete, [only.id]), kept.handwriting.undo):
        with qtbot.waitSignal(kept.handwriting.changed, timeout=WAIT):
            act()
    database = open_database(tmp_path / DATABASE)
    assert delete_drawings(database, [only.id]) == (only.id,)
    kept.shutdown()
    assert restore_drawings(database, [only.id]) == (only.id,)
    database.close()


def test_thirty_files_are_merged_and_their_writers_kept_apart(qtbot: QtBot, kept: Session, tmp_path: Path) -> None:
    folder = tmp_path / "class"
    folder.mkdir()
    paths = [folder / f"pupil {number}.unipen" for number in range(30)]
    for number, path in enumerate(paths):
        save_pen_file(path, [Character(drawing(1), "1"), Character(drawing(100 + number), "2")])
    for words in ("Added 60 drawings.", "Added 0 drawings; 60 were there already."):
        with qtbot.waitSignal(kept.handwriting.changed, timeout=WAIT) as told:
            kept.handwriting.import_pen_files(paths, Naming())
        assert told.args[0].words == words
    tally = page(qtbot, kept).tally
    assert tally.total() == 60
    assert len({writer for _, writer in tally}) == 30


def test_export_and_import_give_the_same(qtbot: QtBot, kept: Session, tmp_path: Path) -> None:
    fill(tmp_path, *(NewDrawing(drawing(number), str(number), "drawn", "Anna") for number in range(5)))
    with qtbot.waitSignal(kept.handwriting.exported, timeout=WAIT):
        kept.handwriting.export_pen_file(tmp_path / "out.unipen", Filter())
    with qtbot.waitSignal(kept.handwriting.exported, timeout=WAIT):
        kept.handwriting.export_pictures(tmp_path / "out", Filter(label="3"))
    other = Session(Model.untrained(TINY, np.random.default_rng(0)), database=tmp_path / "other.sqlite3")
    with qtbot.waitSignal(other.handwriting.changed, timeout=WAIT):
        other.handwriting.import_pen_files([tmp_path / "out.unipen"], Naming())
    with qtbot.waitSignal(other.handwriting.changed, timeout=WAIT):
        other.handwriting.import_folder(tmp_path / "out", Naming("Béla"))
    mine, theirs = page(qtbot, kept).drawings, page(qtbot, other).drawings
    assert [(each.label, each.writer) for each in theirs] == [("3", "Béla"), *((e.label, e.writer) for e in mine)]
    other.shutdown()


def test_what_cannot_be_written_is_told(qtbot: QtBot, kept: Session, tmp_path: Path) -> None:
    fill(tmp_path, NewDrawing(drawing(1), "1"))
    with qtbot.waitSignal(kept.handwriting.refused, timeout=WAIT) as told:
        kept.handwriting.export_pen_file(tmp_path / "not there" / "out.unipen", Filter())
    assert told.args[0].startswith("Nothing more was written")
    with qtbot.waitSignal(kept.handwriting.refused, timeout=WAIT):
        kept.handwriting.export_pictures(tmp_path, Filter())


def test_writers_are_measured(qtbot: QtBot, kept: Session, tmp_path: Path) -> None:
    fill(tmp_path, *(NewDrawing(drawing(n), str(n % 10), "imported", f"w{n % 3}") for n in range(30)))
    weights = kept.timeline.weights
    with qtbot.waitSignal(kept.handwriting.measured, timeout=WAIT) as told:
        kept.handwriting.measure(weights, 1)
    assert told.args[0] is weights
    assert [(each.writer, each.count) for each in told.args[1].writers] == [("w0", 10), ("w1", 10), ("w2", 10)]


def test_a_locked_file_is_told_of_and_used_once_it_is_free(
    qtbot: QtBot, kept: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handwriting_app.storage.database.opening.BUSY_SECONDS", 0.05)
    fill(tmp_path, NewDrawing(drawing(1), "1"))
    other = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    kept.reader.set_drawing(drawing(2))
    with qtbot.waitSignal(kept.handwriting.refused, timeout=WAIT) as told:
        kept.handwriting.say("2")
    assert "another program uses it" in told.args[0]
    assert kept.handwriting.said is None
    other.execute("ROLLBACK")
    other.close()
    say(qtbot, kept, "2")
    assert [each.label for each in page(qtbot, kept).drawings] == ["2", "1"]


def test_a_damaged_file_is_set_aside_and_what_is_said_is_kept(qtbot: QtBot, kept: Session, tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"no database at all" * 999)
    noticed: list[str] = []
    kept.archive.noticed.connect(noticed.append)
    kept.reader.set_drawing(drawing(2))
    say(qtbot, kept, "2")
    assert len(page(qtbot, kept).drawings) == 1
    assert "damaged" in noticed[0]


def test_where_nothing_can_be_kept_the_list_says_so(qtbot: QtBot) -> None:
    session = Session(Model.untrained(TINY, np.random.default_rng(0)))
    with qtbot.waitSignal(session.handwriting.not_listed, timeout=WAIT) as told:
        session.handwriting.look_up(Filter())
    assert told.args[0]
    with qtbot.waitSignal(session.handwriting.not_measured, timeout=WAIT):
        session.handwriting.measure(session.timeline.weights, 1)
    session.shutdown()


def test_another_alphabet_is_kept_apart(qtbot: QtBot, kept: Session, tmp_path: Path) -> None:
    def letters(database: Database) -> int:
        from handwriting_app.storage.database.alphabets import add_alphabet

        return add_alphabet(database, "Letters", ["a"]).id

    alphabet = kept.archive.with_database(letters)()
    kept.handwriting.set_alphabet(alphabet)
    kept.reader.set_drawing(drawing(1))
    say(qtbot, kept, "a")
    assert page(qtbot, kept).matching == 0
    assert page(qtbot, kept, Filter(alphabet)).matching == 1
    assert len(kept.archive.with_database(drawings)()) == 1
