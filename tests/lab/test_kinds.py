"""Kinds of values: what each takes, and how it says so."""

from __future__ import annotations

import re

import pytest

from handwriting_app.lab.kinds import Flag, Kind, Number, ThreeNumbers, Whole, Word

WORD = Word(("", "batch"))
THREE = ThreeNumbers(Number(-100, 100))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Number(), "a number"),
        (Number(-1, 2), "a number from −1 to 2"),
        (Number(1e-6, 1e3), "a number from 0.000001 to 1,000"),
        (Number(0.05, 0.9), "a number from 0.05 to 0.9"),
        (Number(0), "a number of at least 0"),
        (Number(high=1), "a number of at most 1"),
        (Whole(0), "a whole number of at least 0"),
        (Whole(0, 2**32 - 1), "a whole number from 0 to 4,294,967,295"),
        (WORD, "one of an empty word, batch"),
        (THREE, "three numbers from −100 to 100"),
    ],
)
def test_a_kind_says_what_it_takes(kind: Kind[object], words: str) -> None:
    assert kind.describe() == words
    with pytest.raises(ValueError, match=re.escape(f"must be {words}, not True")):
        kind.read(True)


@pytest.mark.parametrize(
    ("kind", "given", "read"),
    [
        (Number(0, 1), 1, 1.0),
        (Number(), -1e300, -1e300),
        (Whole(1, 3), 3, 3),
        (Whole(1, 3), 2.0, 2),
        (WORD, "batch", "batch"),
        (THREE, [1, 2.5, -100], (1.0, 2.5, -100.0)),
        (Flag(), True, True),
    ],
)
def test_what_is_of_a_kind_is_read_in_its_type(kind: Kind[object], given: object, read: object) -> None:
    value = kind.read(given)
    assert value == read
    assert type(value) is type(read)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (Number(0, 1), 1.1),
        (Number(), float("nan")),
        (Number(), float("inf")),
        (Number(), "1"),
        (Whole(1, 3), 0),
        (Whole(1, 3), 1.5),
        (Whole(1), float("nan")),
        (Whole(1), float("inf")),
        (WORD, "Batch"),
        (WORD, None),
        (THREE, [1, 2]),
        (THREE, [1, 2, 101]),
        (THREE, "123"),
    ],
)
def test_what_is_of_no_kind_is_refused(kind: Kind[object], given: object) -> None:
    with pytest.raises(ValueError, match="must be "):
        kind.read(given)


@pytest.mark.parametrize("kind", [Number(), Whole(1), WORD, THREE])
def test_a_number_that_python_does_not_write_out_is_refused_in_a_few_words(kind: Kind[object]) -> None:
    with pytest.raises(ValueError, match="not a number of thousands of digits"):
        kind.read(10**5000)


@pytest.mark.parametrize("given", [1, 0.0, "true", None])
def test_a_flag_is_true_or_false_and_nothing_like_it(given: object) -> None:
    with pytest.raises(ValueError, match="must be true or false, not "):
        Flag().read(given)
