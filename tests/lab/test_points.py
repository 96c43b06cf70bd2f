"""Points on the plane, and the line across it."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.lab.points import HIGH, LOW, MAX_POINTS, TABLES, Point, Points, boundary


@pytest.mark.parametrize(("name", "labels"), [("AND", [0, 0, 0, 1]), ("OR", [0, 1, 1, 1]), ("XOR", [0, 1, 1, 0])])
def test_tables_of_truth(name: str, labels: list[int]) -> None:
    points = TABLES[name]
    assert points.name == name
    assert points.x().tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert points.labels().tolist() == labels


def test_a_changed_table_is_ones_own() -> None:
    points = TABLES["AND"]
    for changed in (points.added(0.5, 0.5, 1), points.moved(0, 0.1, 0), points.relabelled(0), points.removed(0)):
        assert changed.name == "own"
        assert changed != points


def test_points_stay_on_the_plane() -> None:
    moved = TABLES["OR"].moved(3, 99, -99)
    assert moved.items[3] == Point(HIGH, LOW, 1)


def test_there_is_room_for_a_limited_number() -> None:
    points = Points()
    for _ in range(MAX_POINTS + 5):
        points = points.added(0, 0, 1)
    assert len(points) == MAX_POINTS


def test_no_points_are_empty_arrays() -> None:
    assert Points().x().shape == (0, 2)


@pytest.mark.parametrize(
    ("weights", "offset"),
    [((1.0, 0.0), -0.5), ((0.0, 2.0), 1.0), ((1.0, 1.0), -1.0), ((-3.0, 0.2), 0.1), ((1.0, -1.0), 0.0)],
)
def test_a_boundary_lies_on_the_line_and_reaches_the_edges(weights: tuple[float, float], offset: float) -> None:
    ends = boundary(np.array(weights), offset)
    assert ends is not None
    for x1, x2 in ends:
        assert weights[0] * x1 + weights[1] * x2 + offset == pytest.approx(0, abs=1e-9)
        assert any(abs(x - edge) < 1e-9 for x in (x1, x2) for edge in (LOW, HIGH))


@pytest.mark.parametrize(("weights", "offset"), [((0.0, 0.0), 1.0), ((1.0, 0.0), 50.0)])
def test_no_boundary_where_nothing_changes(weights: tuple[float, float], offset: float) -> None:
    assert boundary(np.array(weights), offset) is None
