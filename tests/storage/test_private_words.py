"""What is taken out of words that are kept or handed on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handwriting_app.storage.private_words import MOST_PLACES, place_of, without_people, without_values

HOME = Path("/home/anna")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("/home/anna/Pictures/my sevens/seven.png: no", "…/seven.png: no"),
        ("no such file: '/srv/school/class 3/ben/x.tra'", "no such file: '…/x.tra'"),
        ("in ~/x/y.toml, and /a/b", "in …/y.toml, and …/b"),
        (r"C:\Users\anna\digits\a.png is no picture", "…/a.png is no picture"),
        ("anna may not read this", "user may not read this"),
        ("the savanna, 1/2 of 3/4, digits / epochs, m/s", "the savanna, 1/2 of 3/4, digits / epochs, m/s"),
        ("bad.toml, line 3: start", "bad.toml, line 3: start"),
        ("kept in /home/anna", "kept in ~"),
    ],
)
def test_folders_and_people_are_left_out(text: str, left: str) -> None:
    assert without_people(text, HOME) == left
    assert without_people(left, HOME) == left


@pytest.mark.parametrize("home", [Path(), Path("/"), Path("/root"), Path("/x")])
def test_a_home_that_says_nothing_takes_nothing(home: Path) -> None:
    assert without_people("a / b, x, and it works", home) == "a / b, x, and it works"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("could not convert string to float: 'secret'", "could not convert string to float: …"),
        ("index 5 of [[0.1, 0.2], [3, [4]]] is too large", "index 5 of … is too large"),
        ("it isn't there, and the digits' bars aren't", "it isn't there, and the digits' bars aren't"),
        ('“seven” and "eight" and `nine`', "… and … and …"),
    ],
)
def test_values_are_left_out(text: str, left: str) -> None:
    assert without_values(text) == left


@given(st.text(st.sampled_from("a'/\\\" [].~:anC…\n“”"), max_size=60))
def test_any_text_comes_to_an_end_and_names_no_home(text: str) -> None:
    assert str(HOME) not in without_people(without_values(text) + " /home/anna/x", HOME)


def test_places_are_named_by_files_and_functions_alone() -> None:
    def deep(left: int) -> None:
        if not left:
            raise ValueError("x")
        deep(left - 1)

    try:
        deep(200)
    except ValueError:
        places = place_of(sys.exc_info()[2])
    assert len(places) == MOST_PLACES
    assert places[-1].startswith("storage/test_private_words.py:")
    assert places[-1].endswith(" in deep")
