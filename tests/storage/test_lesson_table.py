from __future__ import annotations

import pytest

from handwriting_app.storage.lesson_table import Slip, Table

TABLE = Table({"word": "yes", "words": ["a", "b"], "inner": {"x": 1}, "empty": "  "}, ("task", 0), "task 1")


def test_what_is_there_is_given() -> None:
    assert TABLE.text("word", 10) == "yes"
    assert TABLE.text("none", 10, "usual") == "usual"
    assert TABLE.strings("words", 2, 10) == ("a", "b")
    assert TABLE.list("words", 2) == ["a", "b"]
    assert TABLE.table("inner", "the inner one").place == ("task", 0, "inner")
    assert TABLE.has("word")
    assert not TABLE.has("other")


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("other", "task 1 has no other"),
        ("words", "words of task 1 must be text"),
        ("empty", "empty of task 1 is empty"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(key: str, words: str) -> None:
    with pytest.raises(Slip, match=words) as slip:
        TABLE.text(key, 10)
    assert slip.value.where == ("task", 0, key)


def test_nothing_may_be_too_long_or_too_many() -> None:
    with pytest.raises(Slip, match="longer than 2 characters"):
        TABLE.text("word", 2)
    with pytest.raises(Slip, match="more than 1 parts"):
        TABLE.strings("words", 1, 10)
    with pytest.raises(Slip, match="has no place for word"):
        TABLE.only("words")
