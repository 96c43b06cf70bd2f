"""What a lesson's file says of the state that a view is in: the inverse of what `StateSchema.read` does."""

from __future__ import annotations

from enum import Enum
from operator import attrgetter
from typing import Final

from handwriting_app.lab.for_lessons import VIEW_STATES, LabState
from handwriting_app.lab.points import Points
from handwriting_app.lab.points_kind import PointsKind

_ELSEWHERE: Final = {
    "terms": "expression.terms",
    "target": "expression.target",
    "expression_kind": "expression.kind",
}
"""Where in the state a field is that is no attribute of its own name."""


def values_of(view: str, state: LabState) -> dict[str, object]:
    """By the names of the fields, all that ``VIEW_STATES[view].read`` needs to give ``state`` back.

    Steps that were taken since are no part of it. What is None is left out.

    Raises:
        KeyError: Nothing can be set in this view.
        AttributeError: The state is not one of this view.
    """
    values = {}
    for field in VIEW_STATES[view].fields:
        value = attrgetter(_ELSEWHERE.get(field.name, field.name))(state)
        if value is not None:
            values[field.name] = _plain(value)
    return values


def _plain(value: object) -> object:
    if isinstance(value, Points):
        return PointsKind().write(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value
