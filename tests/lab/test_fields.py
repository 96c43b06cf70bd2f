"""States are read of what a file gives by name."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from handwriting_app.lab.fields import Field, FieldError, StateSchema
from handwriting_app.lab.kinds import Number, Word

PAGE = Field("page", Word(("first", "second")))
RATE = Field("rate", Number(0, 1))


def pair(values: Mapping[str, object]) -> tuple[str, float]:
    return PAGE.of(values, "first"), RATE.of(values, 0.5)


SCHEMA = StateSchema((PAGE, RATE), pair)


def test_what_is_not_given_is_as_usual() -> None:
    assert SCHEMA.read({}) == ("first", 0.5)
    assert SCHEMA.read({"rate": 1}) == ("first", 1.0)
    assert SCHEMA.read({"rate": 1, "page": "second"}) == ("second", 1.0)


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"page": "first", "rat": 1}, "rat", "there is no 'rat' to set here, only page, rate"),
        ({"page": "third"}, "page", "page must be one of first, second, not 'third'"),
        ({"page": "second", "rate": 2}, "rate", "rate must be a number from 0 to 1, not 2"),
    ],
)
def test_the_field_that_is_wrong_is_named(values: Mapping[str, object], field: str, words: str) -> None:
    with pytest.raises(FieldError, match=re.escape(words)) as problem:
        SCHEMA.read(values)
    assert problem.value.field == field
