"""Points as a lesson gives them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handwriting_app.lab.points import HIGH, LOW, MAX_POINTS, TABLES, Point, Points
from handwriting_app.lab.points_kind import PointsKind

COORDINATES = st.floats(LOW, HIGH)
POINTS = st.lists(st.builds(Point, COORDINATES, COORDINATES, st.sampled_from((0, 1))), max_size=MAX_POINTS)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_its_name(name: str) -> None:
    kind = PointsKind()
    assert kind.write(TABLES[name]) == name
    assert kind.read(name) is TABLES[name]


@given(POINTS)
def test_what_is_written_is_read_again(items: list[Point]) -> None:
    points = Points(tuple(items))
    assert PointsKind().read(PointsKind().write(points)) == points


def test_a_table_that_was_changed_is_written_point_by_point() -> None:
    assert PointsKind().write(TABLES["AND"].relabelled(0)) == [[0, 0, 1], [0, 1, 0], [1, 0, 0], [1, 1, 1]]


@pytest.mark.parametrize(
    "given_points",
    ["NAND", 3, [1], [[0, 0]], [[0, 0, 2]], [[0, 0, True]], [[0, 3, 1]], [["0", 0, 1]], [[0, 0, 1]] * (MAX_POINTS + 1)],
)
def test_what_are_no_points_is_refused(given_points: object) -> None:
    with pytest.raises(ValueError, match=r"must be one of AND, OR, XOR, ring, or a list of up to 60 points"):
        PointsKind().read(given_points)
