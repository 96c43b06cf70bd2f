from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NormalisedDigit, normalise
from handwriting_app.storage.database import drawings as module
from handwriting_app.storage.database.alphabets import add_alphabet
from handwriting_app.storage.database.connection import Database
from handwriting_app.storage.database.drawings import (
    NOBODY,
    Added,
    NewDrawing,
    Wanted,
    add_drawings,
    delete_drawings,
    drawings,
    purge_drawings,
    relabel,
    rename_writer,
    restore_drawings,
    same_ink,
    take_back_name,
    tally,
    writers,
)
from handwriting_app.storage.database.opening import open_database
from tests.storage.database.made import drawing


def labels(database: Database, wanted: Wanted = module.EVERY) -> list[str]:
    return [kept.label for kept in drawings(database, wanted)]


def test_a_drawing_is_kept_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    database = open_database(tmp_path / "a.sqlite3")
    add_drawings(database, [NewDrawing(drawing(1), "7", "imported", "Anna Ü", time=123.5)])
    database.close()
    database = open_database(tmp_path / "a.sqlite3")
    (kept,) = drawings(database)
    assert (kept.label, kept.source, kept.writer, kept.time, kept.alphabet) == ("7", "imported", "Anna Ü", 123.5, 1)
    assert isinstance(kept.ink, Drawing)
    for read, written in zip(kept.ink.strokes, drawing(1).strokes, strict=True):
        np.testing.assert_array_equal(read, written)
    np.testing.assert_array_equal(kept.seen().counts, normalise(drawing(1)).counts)
    database.close()


def test_a_picture_is_kept_as_the_network_saw_it(database: Database) -> None:
    seen = normalise(drawing(2))
    add_drawings(database, [NewDrawing(seen, "3", "picture")])
    (kept,) = drawings(database)
    assert isinstance(kept.ink, NormalisedDigit)
    np.testing.assert_array_equal(kept.seen().bitmap, seen.bitmap)


def test_they_are_found_by_label_writer_source_and_alphabet(database: Database) -> None:
    letters = add_alphabet(database, "Letters", ["a"]).id
    add_drawings(
        database,
        [
            NewDrawing(drawing(1), "1", "drawn"),
            NewDrawing(drawing(2), "2", "imported", "Ben"),
            NewDrawing(drawing(3), "1", "imported", "Anna"),
            NewDrawing(drawing(4), "a", "drawn", alphabet=letters),
        ],
    )
    assert labels(database) == ["1", "2", "1", "a"]
    assert labels(database, Wanted(label="1")) == ["1", "1"]
    assert labels(database, Wanted(writer="Ben")) == ["2"]
    assert labels(database, Wanted(writer=NOBODY)) == ["1", "a"]
    assert labels(database, Wanted(source="imported", label="1", writer="Anna", alphabet=1)) == ["1"]
    assert labels(database, Wanted(alphabet=letters)) == ["a"]
    assert [kept.label for kept in drawings(database, begin=1, most=2)] == ["2", "1"]
    assert tally(database) == {("1", ""): 1, ("2", "Ben"): 1, ("1", "Anna"): 1, ("a", ""): 1}
    assert writers(database) == ("Anna", "Ben")


def test_thirty_files_of_a_class_are_merged_without_loss_or_doubles(database: Database) -> None:
    files = [
        [NewDrawing(drawing(100 * pupil + n), str(n % 10), "imported", f"Pupil {pupil}") for n in range(20)]
        for pupil in range(30)
    ]
    for _ in range(2):
        for file in files:
            add_drawings(database, file)
    assert len(drawings(database)) == 600
    assert set(tally(database).values()) == {2}
    assert add_drawings(database, [new for file in files for new in file] * 2) == Added((), 1200)


def test_the_same_ink_is_kept_by_each_writer_and_for_each_meaning(database: Database) -> None:
    same = [("0", ""), ("0", "Anna"), ("O", "Anna")]
    assert len(add_drawings(database, [NewDrawing(drawing(1), label, writer=who) for label, who in same]).ids) == 3


def test_a_label_that_was_set_right_is_not_added_again_from_its_file(database: Database) -> None:
    (id_,) = add_drawings(database, [NewDrawing(drawing(1), "1")]).ids
    assert relabel(database, {id_: "7", 999: "8"}) == {id_: "1"}
    assert add_drawings(database, [NewDrawing(drawing(1), "1"), NewDrawing(drawing(1), "7")]).doubles == 2
    assert labels(database) == ["7"]
    relabel(database, {id_: "1"})
    assert labels(database) == ["1"]


def test_what_was_deleted_can_be_brought_back(database: Database) -> None:
    ids = add_drawings(database, [NewDrawing(drawing(n), str(n)) for n in range(4)]).ids
    gone = delete_drawings(database, [ids[1], ids[2], 999])
    assert gone == ids[1:3]
    assert labels(database) == ["0", "3"]
    assert delete_drawings(database, gone) == ()
    assert restore_drawings(database, gone) == gone
    assert labels(database) == ["0", "1", "2", "3"]


def test_what_was_added_anew_meanwhile_does_not_come_back_twice(database: Database) -> None:
    (id_,) = add_drawings(database, [NewDrawing(drawing(1), "1")]).ids
    delete_drawings(database, [id_])
    assert len(add_drawings(database, [NewDrawing(drawing(1), "1")]).ids) == 1
    assert restore_drawings(database, [id_]) == ()
    assert labels(database) == ["1"]


def test_what_is_cleared_away_is_gone_from_the_file(database: Database) -> None:
    ids = add_drawings(database, [NewDrawing(drawing(n), "1", writer="Ben") for n in range(300)]).ids
    delete_drawings(database, ids)
    with database.reading() as connection:
        before = connection.execute("PRAGMA page_count").fetchone()[0]
    assert purge_drawings(database, ids[:1]) == 1
    assert purge_drawings(database) == 299
    assert restore_drawings(database, ids) == ()
    with database.reading() as connection:
        assert connection.execute("PRAGMA page_count").fetchone()[0] < before
        assert connection.execute("SELECT count(*) FROM writers").fetchone() == (0,)


def test_writers_are_renamed_and_joined(database: Database) -> None:
    add_drawings(database, [NewDrawing(drawing(n), "1", writer=("", "Ana", "Anna")[n]) for n in range(3)])
    assert rename_writer(database, "Ana", "Anna").given == 1
    assert rename_writer(database, NOBODY, "Ben").given == 1
    assert tally(database) == {("1", "Anna"): 2, ("1", "Ben"): 1}
    assert rename_writer(database, "Ben", "Ben").ids == ()
    rename_writer(database, "Ben", NOBODY)
    assert writers(database) == ("Anna",)
    with pytest.raises(ValueError, match="The name of a writer"):
        rename_writer(database, "Anna", "a\nb")


def test_writers_are_joined_without_doubles(database: Database) -> None:
    add_drawings(database, [NewDrawing(drawing(n), "1", writer="Ana") for n in (1, 2)])
    add_drawings(database, [NewDrawing(drawing(n), "1", writer="Anna") for n in (2, 3)])
    renamed = rename_writer(database, "Ana", "Anna")
    assert (renamed.given, len(renamed.doubles)) == (1, 1)
    assert tally(database) == {("1", "Anna"): 3}


def test_a_name_is_taken_back_with_doubles_and_what_was_deleted(database: Database) -> None:
    ids = add_drawings(database, [NewDrawing(drawing(n), "1", writer="Ana") for n in (1, 2, 4)]).ids
    add_drawings(database, [NewDrawing(drawing(n), "1", writer="Anna") for n in (2, 3)])
    delete_drawings(database, ids[2:])
    take_back_name(database, rename_writer(database, "Ana", "Anna"))
    assert tally(database) == {("1", "Ana"): 2, ("1", "Anna"): 2}
    restore_drawings(database, ids[2:])
    assert tally(database) == {("1", "Ana"): 3, ("1", "Anna"): 2}


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (NewDrawing(Drawing(), "1"), "empty"),
        (NewDrawing(drawing(2), ""), "A symbol's name"),
        (NewDrawing(drawing(2), "1", writer=" x"), "The name of a writer"),
        (NewDrawing(drawing(2), "1", "stolen"), "comes from drawn, picture, imported, not from stolen"),  # type: ignore
        (NewDrawing(drawing(2), "1", alphabet=77), "alphabet .* is not there"),
    ],
)
def test_all_are_kept_or_none(database: Database, bad: NewDrawing, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        add_drawings(database, [NewDrawing(drawing(1), "1"), bad])
    assert drawings(database) == ()


def test_there_is_an_end_to_how_many_are_kept(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_DRAWINGS", 3)
    add_drawings(database, [NewDrawing(drawing(n), "1") for n in range(3)])
    with pytest.raises(ValueError, match="more than 3 drawings"):
        add_drawings(database, [NewDrawing(drawing(4), "1")])
    assert len(drawings(database)) == 3


def test_a_drawing_with_a_flipped_bit_is_left_out(database: Database) -> None:
    add_drawings(database, [NewDrawing(drawing(n), str(n)) for n in range(3)])
    with database.writing() as connection:
        content = bytearray(connection.execute("SELECT content FROM drawings WHERE label = '1'").fetchone()[0])
        content[-1] ^= 1
        connection.execute("UPDATE drawings SET content = ? WHERE label = '1'", (bytes(content),))
        connection.execute("UPDATE drawings SET content = 'text' WHERE label = '2'")
    assert labels(database) == ["0"]


def test_the_newest_come_first_where_that_is_asked(database: Database) -> None:
    add_drawings(database, [NewDrawing(drawing(number), str(number)) for number in range(5)])
    assert [kept.label for kept in drawings(database, begin=1, most=2, newest_first=True)] == ["3", "2"]
    (last, *_) = drawings(database, begin=2)
    assert [kept.label for kept in drawings(database, newest_first=True, older_than=last.id)] == ["1", "0"]


def test_the_same_ink_is_found_whatever_its_label(database: Database) -> None:
    (id_,) = add_drawings(database, [NewDrawing(drawing(1), "7", writer="Anna")]).ids
    relabel(database, {id_: "1"})
    assert same_ink(database, NewDrawing(drawing(1), "3", writer="Anna")) == (id_, "1")
    assert same_ink(database, NewDrawing(drawing(1), "3")) is None
    assert same_ink(database, NewDrawing(drawing(2), "7", writer="Anna")) is None
    delete_drawings(database, [id_])
    assert same_ink(database, NewDrawing(drawing(1), "7", writer="Anna")) is None
