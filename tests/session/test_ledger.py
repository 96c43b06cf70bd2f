"""What is done to the kept drawings, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from handwriting_app.session.ledger import MOST_UNDOS, Ledger, called, imported_words
from handwriting_app.storage.database.connection import Database
from handwriting_app.storage.database.drawings import KeptDrawing, NewDrawing, drawings
from handwriting_app.storage.database.opening import open_database
from handwriting_app.storage.errors import DatabaseError
from tests.storage.database.made import drawing


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path / "a.sqlite3")
    yield database
    database.close()


def labels(database: Database) -> list[str]:
    return [each.label for each in drawings(database)]


def test_what_is_said_twice_of_a_drawing_relabels_it(database: Database) -> None:
    ledger, ink = Ledger(), drawing(1)
    kept = ledger.say(database, NewDrawing(ink, "7"))
    assert (kept.kind, kept.words) == ("kept", "Kept as a 7 in My handwriting")
    assert list(kept.labels.values()) == ["7"]
    assert [(each is ink, label) for each, label in kept.recent] == [(True, "7")]
    again = ledger.say(database, NewDrawing(ink, "8"))
    assert (again.kind, again.words) == ("relabelled", "Now this is an 8")
    assert again.labels.keys() == kept.labels.keys()
    assert labels(database) == ["8"]
    assert ledger.say(database, NewDrawing(ink, "8")).kind == "nothing"


def test_a_drawing_is_known_again_after_a_restart(database: Database) -> None:
    Ledger().say(database, NewDrawing(drawing(1), "7"))
    ledger, ink = Ledger(), drawing(1)
    assert ledger.say(database, NewDrawing(ink, "7")).recent == ((ink, "7"),)
    ledger.say(database, NewDrawing(ink, "1"))
    assert labels(database) == ["1"]


def test_everything_is_taken_back_in_reverse(database: Database) -> None:
    ledger, ink = Ledger(), drawing(1)
    ledger.say(database, NewDrawing(ink, "7"))
    ledger.say(database, NewDrawing(ink, "4"))
    (id_,) = (each.id for each in drawings(database))
    change = ledger.delete(database, [id_])
    assert (change.gone, change.undo, change.recent) == ((id_,), "deleting 1 drawing", ())
    assert labels(database) == []
    assert ledger.undo(database).recent == ((ink, "4"),)
    assert labels(database) == ["4"]
    assert ledger.undo(database).words == "Taken back: this is a 7"
    assert labels(database) == ["7"]
    assert ledger.undo(database).undo == ""
    assert labels(database) == []
    assert ledger.undo(database).kind == "nothing"


def test_said_again_after_it_was_taken_back_it_is_kept_anew(database: Database) -> None:
    ledger, ink = Ledger(), drawing(1)
    ledger.say(database, NewDrawing(ink, "7"))
    ledger.undo(database)
    assert ledger.say(database, NewDrawing(ink, "1")).kind == "kept"
    assert labels(database) == ["1"]


def test_a_writer_is_renamed_and_the_name_taken_back(database: Database) -> None:
    ledger = Ledger()
    ledger.add(database, [NewDrawing(drawing(number), "3", "imported", "Ana") for number in range(3)])
    ledger.add(database, [NewDrawing(drawing(2), "3", "imported", "Anna")])
    change = ledger.rename_writer(database, "Ana", "Anna")
    assert (change.kind, change.undo) == ("renamed", "renaming Ana")
    assert change.words == "Now 2 drawings are by Anna; 1 drawing Anna had already"
    assert [each.writer for each in drawings(database)] == ["Anna"] * 3
    assert ledger.undo(database).words == "Taken back: 3 drawings are by Ana"
    assert [each.writer for each in drawings(database)] == ["Ana"] * 3 + ["Anna"]
    assert ledger.rename_writer(database, "Ana", "").words == "Now 3 drawings are without a name"
    assert ledger.undo(database).words == "Taken back: 3 drawings are by Ana"
    assert ledger.rename_writer(database, "Bob", "Ben").kind == "nothing"


def test_many_are_added_and_taken_back_at_once(database: Database) -> None:
    ledger = Ledger()
    new = [NewDrawing(drawing(number % 3), "3", "imported", "Anna") for number in range(4)]
    change = ledger.add(database, new, ["a.txt: no pen file."])
    assert change.words == "Added 3 drawings; 1 was there already. 1 file or picture was not read: a.txt: no pen file."
    assert change.kind == "kept"
    ledger.undo(database)
    assert labels(database) == []
    assert ledger.add(database, ()).kind == "nothing"


def test_what_is_no_symbol_of_the_alphabet_is_left_out(database: Database) -> None:
    change = Ledger().add(database, [NewDrawing(drawing(1), "holiday"), NewDrawing(drawing(2), "2")])
    assert change.words == "Added 1 drawing. 1 drawing left out: holiday is no symbol of this alphabet."
    assert labels(database) == ["2"]
    assert Ledger().add(database, [NewDrawing(drawing(1), "a", alphabet=9)]).kind == "nothing"


def test_labels_of_many_come_back_each_as_it_was(database: Database) -> None:
    ledger = Ledger()
    ledger.add(database, [NewDrawing(drawing(number), str(number)) for number in range(3)])
    ids = [each.id for each in drawings(database)]
    assert ledger.relabel(database, dict.fromkeys(ids, "2")).words == "Now each of 2 drawings is a 2"
    assert ledger.undo(database).words == "Taken back: 2 drawings are labelled as before"
    assert labels(database) == ["0", "1", "2"]
    assert ledger.relabel(database, {ids[0]: "0"}).kind == "nothing"


def test_what_is_said_of_a_drawing_from_the_gallery_relabels_it_whoever_wrote_it(database: Database) -> None:
    ledger = Ledger()
    ledger.add(database, [NewDrawing(drawing(1), "1", "imported", "Anna")])
    (kept,) = drawings(database)
    assert isinstance(kept, KeptDrawing)
    assert ledger.remember(kept).recent == ((kept.ink, "1"),)
    ledger.say(database, NewDrawing(kept.ink, "7"))
    assert [(each.label, each.writer) for each in drawings(database)] == [("7", "Anna")]


def test_what_fails_can_be_taken_back_later(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger()
    ledger.say(database, NewDrawing(drawing(1), "7"))

    def fail(*_arguments: object) -> None:
        raise DatabaseError("locked")

    with monkeypatch.context() as patch:
        patch.setattr("handwriting_app.storage.database.drawings.delete_drawings", fail)
        with pytest.raises(DatabaseError):
            ledger.undo(database)
    ledger.undo(database)
    assert labels(database) == []


def test_undos_do_not_pile_up(database: Database) -> None:
    ledger, ink = Ledger(), drawing(1)
    for number in range(MOST_UNDOS + 5):
        ledger.say(database, NewDrawing(ink, str(number % 2)))
    undone = 0
    while ledger.undo(database).kind != "nothing":
        undone += 1
    assert undone == MOST_UNDOS


def test_words() -> None:
    assert (called("8"), called("heart"), called("a\u202eb")) == ("an 8", "“heart”", "“a�b”")
    assert imported_words(1, 0, ()) == "Added 1 drawing."
    assert imported_words(1200, 2, ["x", "y"]) == (
        "Added 1,200 drawings; 2 were there already. 2 files or pictures were not read: x"
    )
