"""What is said with emphasis."""

from __future__ import annotations

import pytest

from handwriting_app.ui.widgets.emphasis import emphasised, without_marks


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The *cost* is one number.", [("The ", False), ("cost", True), (" is one number.", False)]),
        ("*It is a*, above", [("It is a", True), (", above", False)]),
        ("2 * 3 * 4", [("2 * 3 * 4", False)]),
        ("a*b*c", [("a*b*c", False)]),
        ("**", [("**", False)]),
        ("*x*", [("x", True)]),
        ("", []),
    ],
)
def test_only_words_between_asterisks_are_emphasised(text: str, parts: list[tuple[str, bool]]) -> None:
    assert emphasised(text) == parts


def test_a_label_shows_the_words_alone() -> None:
    assert without_marks("The *cost* of 2*3 is one *number*.") == "The cost of 2*3 is one number."
