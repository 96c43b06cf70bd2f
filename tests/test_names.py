from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handwriting_app.names import LONGEST, is_one_line, shown_name


@pytest.mark.parametrize("name", ["mine.safetensors", "Köln <b> & Sohn", "数字.png", "שבע.png", "a 'b' \"c\""])
def test_a_usual_name_is_shown_as_it_is(name):
    assert shown_name(name) == name
    assert shown_name(Path(name)) == name


def test_a_long_name_keeps_its_beginning_and_its_end():
    shown = shown_name("first" + "x" * 300 + ".safetensors")
    assert len(shown) == LONGEST
    assert shown.startswith("first")
    assert shown.endswith("x.safetensors")
    assert "…" in shown


@pytest.mark.parametrize(
    "character", ["\n", "\r", "\t", "\0", "\x1b", "\u202e", "\u200f", "\u2029", "\udcff", "\u200b"]
)
def test_what_breaks_lines_or_turns_them_is_replaced(character):
    assert shown_name(f"a{character}b") == "a�b"


@given(st.text())
def test_any_name_is_one_line_that_can_be_encoded(name):
    shown = shown_name(name)
    assert len(shown.splitlines()) <= 1
    assert len(shown) == min(len(name), LONGEST)
    shown.encode()


@pytest.mark.parametrize("name", ["a", "two words", "♥", "\U0001f469\u200d\U0001f4bb", "e\u0301", "x" * 20])
def test_what_can_be_kept_as_a_name(name):
    assert is_one_line(name, 20)


@pytest.mark.parametrize("name", ["", " ", " a", "a ", "a\nb", "a\0", "\x85", "\ud800", "a\u2028b", "x" * 21])
def test_what_cannot_be_kept_as_a_name(name):
    assert not is_one_line(name, 20)
