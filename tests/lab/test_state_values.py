"""A view's state as a lesson's file says it, and back."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handwriting_app.lab.fields import Field
from handwriting_app.lab.for_lessons import VIEW_STATES
from handwriting_app.lab.kinds import Flag, Number, ThreeNumbers, Whole, Word
from handwriting_app.lab.points import TABLES, Points
from handwriting_app.lab.points_kind import PointsKind
from handwriting_app.lab.state_values import values_of
from tests.lab.test_points_kind import POINTS


def given_for(field: Field[object]) -> st.SearchStrategy[object]:
    """Whatever a file may give a field."""
    match field.kind:
        case Number(low=low, high=high):
            return st.floats(low, high)
        case Whole(low=low, high=high):
            return st.integers(low, int(min(high, 10**6)))
        case Flag():
            return st.booleans()
        case Word(words=words):
            return st.sampled_from(words)
        case ThreeNumbers(each=each):
            return st.lists(st.floats(each.low, each.high), min_size=3, max_size=3)
        case PointsKind():
            own = POINTS.map(lambda items: PointsKind().write(Points(tuple(items))))
            return st.one_of(st.sampled_from(tuple(TABLES)), own)
    raise AssertionError(f"no values are known for {field}")


def given_to(view: str) -> st.SearchStrategy[Mapping[str, object]]:
    return st.fixed_dictionaries({}, optional={field.name: given_for(field) for field in VIEW_STATES[view].fields})


@pytest.mark.parametrize("view", VIEW_STATES)
@given(data=st.data())
def test_a_state_is_written_and_read_again(view: str, data: st.DataObject) -> None:
    schema = VIEW_STATES[view]
    state = schema.read(data.draw(given_to(view)))
    assert schema.read(values_of(view, state)) == state


@pytest.mark.parametrize("view", VIEW_STATES)
@given(data=st.data())
def test_every_field_that_is_given_is_written(view: str, data: st.DataObject) -> None:
    """A field of another name than its attribute must be named in ``lab/state_values.py``."""
    given_values = data.draw(given_to(view))
    assert given_values.keys() <= values_of(view, VIEW_STATES[view].read(given_values)).keys()


def test_a_view_without_a_state_has_no_values() -> None:
    with pytest.raises(KeyError):
        values_of("learning_view", VIEW_STATES["neuron_lab"].read({}))
