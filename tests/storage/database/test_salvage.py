"""Row by row; whole files that were damaged are in test_opening.py."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from handwriting_app.storage.data_folder import DATABASE
from handwriting_app.storage.database.alphabets import add_alphabet, alphabets
from handwriting_app.storage.database.drawings import NewDrawing, add_drawings, drawings, relabel, tally
from handwriting_app.storage.database.opening import connect, open_database
from handwriting_app.storage.database.runs import RunStart, begin_run, end_run, run_model, runs
from handwriting_app.storage.database.salvage import bring_over
from handwriting_app.storage.errors import DatabaseError
from tests.storage.database.made import CONFIG, drawing, is_whole, trained


def filled(path: Path) -> None:
    opened = open_database(path)
    letters = add_alphabet(opened, "Letters", ["a", "b"]).id
    add_drawings(opened, [NewDrawing(drawing(n), "ab"[n % 2], writer="Ben", alphabet=letters) for n in range(4)])
    relabel(opened, {1: "b"})
    end_run(opened, begin_run(opened, RunStart(CONFIG)), "finished", trained(2), drawing(1))
    opened.close()


def brought_over(damaged: Path, target: Path) -> str:
    opened = open_database(target)
    with closing(connect(target)) as connection:
        said = bring_over(damaged, connection)
    opened.close()
    assert is_whole(target)
    return said


def test_everything_is_brought_over_from_a_whole_file(tmp_path: Path) -> None:
    filled(tmp_path / "old.sqlite3")
    before = (tmp_path / "old.sqlite3").read_bytes()
    assert brought_over(tmp_path / "old.sqlite3", tmp_path / DATABASE) == (
        "4 drawings and 1 run could be brought over."
    )
    assert (tmp_path / "old.sqlite3").read_bytes() == before
    old, new = open_database(tmp_path / "old.sqlite3"), open_database(tmp_path / DATABASE)
    assert alphabets(old) == alphabets(new)
    assert tally(old) == tally(new)
    assert [kept.label for kept in drawings(new)] == ["b", "b", "a", "b"]
    assert runs(old) == runs(new)
    assert len(run_model(new, 1).reports) == 2
    old.close()
    new.close()


def test_drawings_whose_writer_or_alphabet_is_lost_stay_apart(tmp_path: Path) -> None:
    filled(tmp_path / "old.sqlite3")
    with closing(sqlite3.connect(tmp_path / "old.sqlite3", isolation_level=None)) as connection:
        connection.execute("DELETE FROM writers")
        connection.execute("DELETE FROM alphabets WHERE id > 1")
    brought_over(tmp_path / "old.sqlite3", tmp_path / DATABASE)
    opened = open_database(tmp_path / DATABASE)
    assert {kept.writer for kept in drawings(opened)} == {"Writer 1"}
    assert [alphabet.name for alphabet in alphabets(opened)] == ["Digits", "Alphabet 2"]
    opened.close()


def test_rows_that_do_not_fit_are_left_out(tmp_path: Path) -> None:
    filled(tmp_path / "old.sqlite3")
    with closing(sqlite3.connect(tmp_path / "old.sqlite3", isolation_level=None)) as connection:
        connection.execute("UPDATE drawings SET content = x'00' WHERE id = 1")
        connection.execute("UPDATE drawings SET content = x'00', digest = 'text' WHERE id = 2")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE drawings SET source = 'stolen' WHERE id = 3")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM runs")
    assert brought_over(tmp_path / "old.sqlite3", tmp_path / DATABASE).startswith("1 drawing and 0 runs")


def test_what_is_no_database_gives_nothing(tmp_path: Path) -> None:
    (tmp_path / "old.sqlite3").write_bytes(b"no database " * 1000)
    with pytest.raises(DatabaseError):
        brought_over(tmp_path / "old.sqlite3", tmp_path / DATABASE)
    assert is_whole(tmp_path / DATABASE)
