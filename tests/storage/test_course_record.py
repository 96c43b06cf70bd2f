from __future__ import annotations

import json
import math
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handwriting_app.lab.answer import Answer
from handwriting_app.storage.course_record import CourseRecord, as_json, record_from

RECORD = CourseRecord(
    "xor",
    2,
    (((0.1, 0.25), (1.0, 0.5)), ((0.3, 0.3),)),
    MappingProxyType({"sum": frozenset({0, 1}), "own/mine": frozenset({3})}),
    MappingProxyType({"sum": MappingProxyType({0: Answer(5.5, 6.0), 1: Answer("up", "up", True)})}),
    True,
)


def test_what_is_written_is_read_again() -> None:
    assert record_from(json.loads(json.dumps(as_json(RECORD)))) == RECORD
    assert record_from(as_json(CourseRecord())) == CourseRecord()


@pytest.mark.parametrize(
    "value",
    [
        None,
        3,
        [],
        {"lesson": 3},
        {"drawing": [[[0, 9]]]},
        {"drawing": [[]]},
        {"drawing": [[[0.5, 0.5]] * 3001]},
        {"ticks": {"sum": 1}},
        {"ticks": [1]},
        {"answers": {"sum": [[0, math.nan, 1, True]]}},
        {"answers": {"sum": [[0, 10**400, 1, True]]}},
        {"answers": {"Not a key\n": [[0, 1, 1, True]]}},
    ],
)
def test_what_is_not_usable_is_left_out(value: object) -> None:
    assert not any(record_from(value).ticks.values())
    assert not any(record_from(value).answers.values())
    assert record_from(value).lesson == ""
    assert record_from(value).drawing == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["lesson", "page", "drawing", "ticks", "answers", "a"]), inner)
    ),
    max_leaves=20,
)


@given(JSON)
def test_whatever_a_file_holds_gives_a_record_that_can_be_written(value: object) -> None:
    record = record_from(value)
    assert record_from(json.loads(json.dumps(as_json(record), allow_nan=False))) == record
