from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.data.signs import SPACING, STROKES, dotted, strokes_of
from handwriting_app.ink.raster import SIDE


@pytest.mark.parametrize("name", STROKES)
def test_every_sign_fills_its_frame_with_dots_at_equal_distances(name: str) -> None:
    strokes = strokes_of(STROKES[name])
    for stroke in strokes:
        steps = np.hypot(*np.diff(stroke, axis=0).T)
        assert steps.max() <= 1.01 * SPACING
    dots = np.concatenate(strokes)
    assert np.ptp(dots, axis=0).max() > 0.7 * SIDE
    assert dots.min() > -0.2 * SIDE
    assert dots.max() < 1.2 * SIDE


def test_a_round_line_has_no_corner_and_a_straight_one_has() -> None:
    def sharpest(notation: str) -> float:
        (stroke,) = strokes_of(notation)
        steps = np.diff(stroke, axis=0)
        angle = np.arctan2(steps[:, 1], steps[:, 0])
        return float(np.abs(np.diff(np.unwrap(angle))).max())

    assert sharpest("0,0 100,0 100,100") == pytest.approx(np.pi / 2, abs=0.5)
    assert sharpest("~0,0 100,0 100,100") < np.pi / 4


def test_a_point_is_a_dot() -> None:
    assert len(dotted(np.array([[3.0, 4.0], [3.0, 4.0]]))) == 2
