"""The state of the descent lab that lessons put in place."""

from __future__ import annotations

import re

import pytest

from handwriting_app.lab.descent_state import DESCENT_STATE, DescentLabState
from handwriting_app.lab.fields import FieldError
from handwriting_app.lab.valley import REACH, ValleyDescent


def test_a_state_from_a_lesson() -> None:
    state = DESCENT_STATE.read({"page": "surface", "valley": "two valleys", "learning_rate": 2})
    assert state == DescentLabState(page="surface", valley="two valleys", learning_rate=2.0)


def test_an_empty_state_is_the_first() -> None:
    assert DESCENT_STATE.read({}) == DescentLabState()
    assert DescentLabState().descent() == ValleyDescent()


def test_the_ball_is_at_the_start_of_its_valley() -> None:
    descent = DescentLabState(valley="narrow", learning_rate=0.25).descent()
    assert (descent.name, descent.learning_rate, descent.facts()["descent.steps"]) == ("narrow", 0.25, 0)
    assert descent.facts()["descent.status"] == "ready"


@pytest.mark.parametrize("start", [-REACH, REACH])
def test_the_ball_may_start_at_the_edge_of_the_picture(start: float) -> None:
    assert DESCENT_STATE.read({"start": start}).descent().w == start


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"page": "hill"}, "page must be one of valley, surface, not 'hill'"),
        ({"valley": "deep"}, "valley must be one of wide, narrow, two valleys, not 'deep'"),
        ({"learning_rate": 0}, "learning_rate must be a number from 0.000001 to 100, not 0"),
        ({"start": 101}, "start must be a number from −4 to 4, not 101"),
        ({"start": -4.01}, "start must be a number from −4 to 4, not -4.01"),
        ({"rate": 1}, "there is no 'rate' to set here, only page, valley, learning_rate"),
    ],
)
def test_a_wrong_state_says_what_is_wrong(values: dict[str, object], words: str) -> None:
    with pytest.raises(FieldError, match=re.escape(words)):
        DESCENT_STATE.read(values)
