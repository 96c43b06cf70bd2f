from __future__ import annotations

from dataclasses import replace

import pytest

from handwriting_app.storage.database.alphabets import (
    DIGITS,
    LONGEST_LABEL,
    MOST_CLASSES,
    Alphabet,
    add_alphabet,
    alphabets,
    change_alphabet,
    delete_alphabet,
    rename_symbol,
    restore_alphabet,
)
from handwriting_app.storage.database.connection import Database
from handwriting_app.storage.database.drawings import (
    NewDrawing,
    Wanted,
    add_drawings,
    drawings,
    purge_alphabets,
    purge_drawings,
)
from handwriting_app.storage.errors import DatabaseError
from tests.storage.database.made import drawing

TEN = Alphabet(DIGITS, "Digits", (), True)


def test_the_ten_digits_are_always_there(database: Database) -> None:
    assert alphabets(database) == (TEN,)
    assert TEN.classes == tuple("0123456789")
    for act in (lambda: delete_alphabet(database, DIGITS), lambda: change_alphabet(database, replace(TEN, name="x"))):
        with pytest.raises(ValueError, match="stay as they are"):
            act()


def test_an_alphabet_keeps_the_order_of_its_symbols(database: Database) -> None:
    made = add_alphabet(database, "Mine", ["b", "a", "♥", "a sign", "\U0001f469\u200d\U0001f4bb"], with_digits=True)
    assert alphabets(database) == (TEN, made)
    assert made.classes[:11] == (*"0123456789", "b")
    changed = replace(made, symbols=("a", "b"), with_digits=False, name="Ours")
    change_alphabet(database, changed)
    assert alphabets(database)[1] == changed
    assert changed.classes == ("a", "b")


@pytest.mark.parametrize(
    ("name", "symbols", "with_digits", "sentence"),
    [
        ("", ["a"], False, "The name of an alphabet is one line"),
        ("Digits", ["a"], False, "called Digits already"),
        ("x", ["a", "b", "a"], False, "has a twice"),
        ("x", ["7"], True, "has 7 twice"),
        ("x", [""], False, "A symbol's name is one line"),
        ("x", [" a"], False, "without space around it"),
        ("x", ["a\nb"], False, "not “a�b”"),
        ("x", ["a" * (LONGEST_LABEL + 1)], False, "1 to 40 characters"),
        ("x", [f"s{n}" for n in range(MOST_CLASSES - 9)], True, "at most 100 symbols"),
    ],
)
def test_what_cannot_be_an_alphabet_is_refused(
    database: Database, name: str, symbols: list[str], with_digits: bool, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        add_alphabet(database, name, symbols, with_digits=with_digits)
    assert alphabets(database) == (TEN,)


def test_a_hundred_symbols_are_fine(database: Database) -> None:
    assert len(add_alphabet(database, "x", [f"s{n}" for n in range(90)], with_digits=True).classes) == MOST_CLASSES


def test_a_symbol_is_renamed_with_its_drawings(database: Database) -> None:
    made = add_alphabet(database, "Mine", ["a", "b"])
    add_drawings(database, [NewDrawing(drawing(n), "ab"[n % 2], alphabet=made.id) for n in range(4)])
    add_drawings(database, [NewDrawing(drawing(9), "a")])
    rename_symbol(database, made.id, "a", "alpha")
    assert alphabets(database)[1].symbols == ("alpha", "b")
    assert [kept.label for kept in drawings(database, Wanted(made.id))] == ["alpha", "b"] * 2
    assert [kept.label for kept in drawings(database, Wanted(DIGITS))] == ["a"]
    with pytest.raises(ValueError, match="has b twice"):
        rename_symbol(database, made.id, "alpha", "b")
    with pytest.raises(ValueError, match="no symbol c"):
        rename_symbol(database, made.id, "c", "d")


def test_a_deleted_alphabet_comes_back_with_its_drawings(database: Database) -> None:
    made = add_alphabet(database, "Mine", ["a"])
    add_drawings(database, [NewDrawing(drawing(1), "a", alphabet=made.id)])
    delete_alphabet(database, made.id)
    assert alphabets(database) == (TEN,)
    assert drawings(database) == ()
    with pytest.raises(ValueError, match="not there any more"):
        add_drawings(database, [NewDrawing(drawing(2), "a", alphabet=made.id)])
    with pytest.raises(DatabaseError, match="no alphabet Mine"):
        change_alphabet(database, made)
    add_alphabet(database, "Mine", ["z"])
    restore_alphabet(database, made.id)
    assert [alphabet.name for alphabet in alphabets(database)] == ["Digits", "Mine (2)", "Mine"]
    assert len(drawings(database, Wanted(made.id))) == 1


def test_what_is_cleared_away_does_not_come_back(database: Database) -> None:
    made = add_alphabet(database, "Mine", ["a"])
    add_drawings(database, [NewDrawing(drawing(1), "a", alphabet=made.id)])
    delete_alphabet(database, made.id)
    assert purge_drawings(database) == 1
    with pytest.raises(DatabaseError, match="cannot be brought back"):
        restore_alphabet(database, made.id)


def test_symbols_that_cannot_be_read_are_left_out(database: Database) -> None:
    with database.writing() as connection:
        for name, symbols in (("a", "{"), ("b", '[1, null, "x", "x", ""]'), ("c", "7")):
            connection.execute("INSERT INTO alphabets (name, symbols, with_digits) VALUES (?, ?, 0)", (name, symbols))
    assert [alphabet.symbols for alphabet in alphabets(database)] == [(), (), ("x",), ()]


def test_only_these_alphabets_are_cleared_away_and_only_if_they_were_deleted(database: Database) -> None:
    here, there, still = (add_alphabet(database, name, ("A",)) for name in ("here", "there", "still"))
    add_drawings(database, [NewDrawing(drawing(each.id), "A", alphabet=each.id) for each in (here, there, still)])
    for each in (here, there):
        delete_alphabet(database, each.id)
    assert purge_alphabets(database, {here.id, still.id}) == 1
    restore_alphabet(database, there.id)
    assert [each.name for each in alphabets(database)[1:]] == ["there", "still"]
    assert len(drawings(database)) == 2
