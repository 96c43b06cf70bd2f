from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.sketch import MOST_STEPS, Sketch


def draw(sketch: Sketch, *points: tuple[float, float]) -> None:
    sketch.begin(*points[0])
    for point in points[1:]:
        sketch.extend(*point)
    sketch.finish()


@pytest.fixture
def two_lines() -> Sketch:
    sketch = Sketch()
    draw(sketch, (0.1, 0.1), (0.1, 0.9))
    draw(sketch, (0.9, 0.1), (0.9, 0.9))
    return sketch


def test_a_new_sketch_is_empty_and_has_no_history() -> None:
    sketch = Sketch()
    assert sketch.drawing.is_empty
    assert not sketch.can_undo
    assert not sketch.can_redo
    sketch.undo()
    sketch.redo()
    sketch.clear()
    sketch.finish()
    assert not sketch.can_undo


def test_a_stroke_has_the_points_it_was_given() -> None:
    sketch = Sketch()
    draw(sketch, (0.1, 0.2), (0.3, 0.4), (0.5, 0.6))
    (stroke,) = sketch.drawing.strokes
    np.testing.assert_array_equal(stroke, [(0.1, 0.2), (0.3, 0.4), (0.5, 0.6)])


def test_a_click_makes_a_dot() -> None:
    sketch = Sketch()
    draw(sketch, (0.5, 0.5))
    assert sketch.drawing.strokes[0].shape == (1, 2)


def test_a_resting_pen_adds_no_points() -> None:
    sketch = Sketch()
    sketch.begin(0.5, 0.5)
    assert not sketch.extend(0.5, 0.5)
    assert sketch.extend(0.5, 0.6)
    assert len(sketch.drawing.strokes[0]) == 2


def test_moving_a_pen_that_is_not_down_draws_nothing() -> None:
    sketch = Sketch()
    assert not sketch.extend(0.5, 0.5)
    assert sketch.drawing.is_empty


def test_the_open_stroke_is_part_of_the_drawing() -> None:
    sketch = Sketch()
    sketch.begin(0.1, 0.1)
    assert sketch.is_stroke_open
    assert len(sketch.drawing.strokes) == 1
    assert sketch.can_undo


def test_a_snapshot_never_changes_and_cannot_be_written() -> None:
    sketch = Sketch()
    sketch.begin(0.0, 0.0)
    sketch.extend(0.25, 0.25)
    snapshot = sketch.drawing
    before = snapshot.strokes[0].copy()
    for step in range(500):  # past several growths of the buffer
        sketch.extend(0.001 * step, 0.5)
    np.testing.assert_array_equal(snapshot.strokes[0], before)
    with pytest.raises(ValueError, match="read-only"):
        snapshot.strokes[0][0] = 1.0
    assert len(sketch.drawing.strokes[0]) == 502


def test_undo_and_redo_go_stroke_by_stroke(two_lines: Sketch) -> None:
    both = two_lines.drawing
    two_lines.undo()
    assert len(two_lines.drawing.strokes) == 1
    two_lines.undo()
    assert two_lines.drawing.is_empty
    assert not two_lines.can_undo
    two_lines.redo()
    two_lines.redo()
    assert two_lines.drawing is both
    assert not two_lines.can_redo


def test_a_new_stroke_ends_the_redo_history(two_lines: Sketch) -> None:
    two_lines.undo()
    draw(two_lines, (0.5, 0.5))
    assert not two_lines.can_redo


def test_clear_can_be_undone(two_lines: Sketch) -> None:
    two_lines.clear()
    assert two_lines.drawing.is_empty
    two_lines.undo()
    assert len(two_lines.drawing.strokes) == 2


def test_clearing_an_empty_drawing_is_no_step() -> None:
    sketch = Sketch()
    draw(sketch, (0.5, 0.5))
    sketch.clear()
    sketch.clear()
    sketch.undo()
    assert len(sketch.drawing.strokes) == 1


def test_undo_in_the_middle_of_a_stroke_takes_that_stroke_away(two_lines: Sketch) -> None:
    two_lines.begin(0.5, 0.5)
    two_lines.extend(0.6, 0.6)
    two_lines.undo()
    assert len(two_lines.drawing.strokes) == 2
    assert not two_lines.is_stroke_open
    two_lines.redo()
    assert len(two_lines.drawing.strokes) == 3


def test_beginning_a_stroke_finishes_the_one_before() -> None:
    sketch = Sketch()
    sketch.begin(0.1, 0.1)
    sketch.begin(0.9, 0.9)
    sketch.finish()
    assert len(sketch.drawing.strokes) == 2
    sketch.undo()
    assert len(sketch.drawing.strokes) == 1


def test_the_eraser_takes_whole_strokes_that_it_touches(two_lines: Sketch) -> None:
    two_lines.begin_erasing()
    assert not two_lines.erase_near(0.5, 0.5, 0.05)
    assert two_lines.erase_near(0.12, 0.5, 0.05)  # far from both ends: the line between them counts
    two_lines.finish()
    (left,) = two_lines.drawing.strokes
    assert left[0, 0] == 0.9


def test_one_pass_of_the_eraser_is_one_step(two_lines: Sketch) -> None:
    two_lines.begin_erasing()
    two_lines.erase_near(0.1, 0.5, 0.05)
    two_lines.erase_near(0.9, 0.5, 0.05)
    assert two_lines.can_undo
    two_lines.finish()
    assert two_lines.drawing.is_empty
    two_lines.undo()
    assert len(two_lines.drawing.strokes) == 2


def test_an_eraser_that_touches_nothing_is_no_step(two_lines: Sketch) -> None:
    two_lines.undo()
    two_lines.begin_erasing()
    two_lines.erase_near(0.5, 0.5, 0.01)
    two_lines.finish()
    assert two_lines.can_redo
    assert not two_lines.erase_near(0.1, 0.5, 0.05)  # the pass is over
    assert len(two_lines.drawing.strokes) == 1


def test_a_replacement_can_be_undone(two_lines: Sketch) -> None:
    other = Drawing((np.array([[0.5, 0.5]]),))
    two_lines.replace(other)
    assert two_lines.drawing is other
    two_lines.undo()
    assert len(two_lines.drawing.strokes) == 2
    two_lines.replace(two_lines.drawing)
    assert two_lines.can_redo


def test_the_latest_gestures_can_be_undone_and_no_others() -> None:
    sketch = Sketch()
    for number in range(MOST_STEPS + 3):
        draw(sketch, (0.1, 0.2), (number / 1000, 0.5))
    for _ in range(MOST_STEPS):
        assert sketch.can_undo
        sketch.undo()
    assert not sketch.can_undo
    assert len(sketch.drawing.strokes) == 3
    for _ in range(MOST_STEPS):
        sketch.redo()
    assert len(sketch.drawing.strokes) == MOST_STEPS + 3
