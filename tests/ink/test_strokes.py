from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.strokes import distance_to, fitted, framed


@pytest.mark.parametrize(
    ("point", "expected"),
    [((0.5, 0.2), 0.2), ((1.3, 0.4), 0.5), ((-0.3, 0.0), 0.3), ((0.25, 0.0), 0.0)],
)
def test_distance_to_a_line(point: tuple[float, float], expected: float) -> None:
    stroke = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 0.0]])
    assert distance_to(stroke, *point) == pytest.approx(expected)


def test_distance_to_a_dot() -> None:
    assert distance_to(np.array([[0.0, 0.0]]), 3.0, 4.0) == 5.0


def test_a_drawing_inside_the_square_stays_where_it_is() -> None:
    drawing = Drawing((np.array([[0.0, 1.0], [0.2, 0.3]]),))
    assert fitted(drawing) is drawing
    assert fitted(Drawing()).is_empty


def test_a_drawing_of_another_unit_is_brought_into_the_square() -> None:
    drawing = Drawing((np.array([[-100.0, 200.0], [100.0, 200.0]]), np.array([[0.0, 300.0]])))
    points = np.concatenate(fitted(drawing, margin=0.1).strokes)
    np.testing.assert_allclose(points, [[0.1, 0.3], [0.9, 0.3], [0.5, 0.7]])


def test_a_dot_far_outside_lands_in_the_middle() -> None:
    (stroke,) = fitted(Drawing((np.array([[50.0, 70.0]]),))).strokes
    np.testing.assert_allclose(stroke, [[0.5, 0.5]])


def test_a_small_drawing_is_made_as_large_as_its_frame() -> None:
    (stroke,) = framed(Drawing((np.array([[0.4, 0.4], [0.6, 0.5]]),)), margin=0.1).strokes
    np.testing.assert_allclose(stroke, [[0.1, 0.3], [0.9, 0.7]])
