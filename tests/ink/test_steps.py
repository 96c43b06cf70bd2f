"""Each step of a picture can be seen, whichever way the picture takes."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import normalise
from handwriting_app.ink.picture import normalise_picture
from handwriting_app.ink.steps import SIDE
from tests.figures import STROKES, box, ink_of

NAMES = ["light", "ink", "lines", "specks", "middle", "upright"]


@pytest.mark.parametrize("is_light", [True, False])
@pytest.mark.parametrize("size", [16, 28, 240, 1000])
def test_every_step_has_a_small_picture_with_dark_ink(size: int, is_light: bool) -> None:
    ink = ink_of(5, size, room=0.2 if size == 1000 else 0.8)
    steps = normalise_picture(ink if is_light else 255 - ink).steps
    assert [step.name for step in steps] == NAMES
    for step in steps:
        assert step.picture.dtype == np.uint8
        assert max(step.picture.shape) <= SIDE
        assert step.picture.max() > 200, step.name
        assert np.median(step.picture[[0, -1]]) < 60 or step.name == "specks"


def test_a_box_is_there_before_it_is_taken_out_and_not_after() -> None:
    steps = normalise_picture(255 - np.maximum(ink_of(3, room=0.5), box(160, 0.06))).steps
    inked = {step.name: step.picture > 127 for step in steps}
    assert inked["ink"].sum() > inked["lines"].sum() + 40
    assert inked["ink"][:, :8].any()
    assert not inked["lines"][:, :8].any()


def test_a_drawing_has_no_steps() -> None:
    assert normalise(Drawing(tuple(np.array(stroke) for stroke in STROKES[4]))).steps == ()


def test_the_upright_line_is_upright() -> None:
    ink = np.zeros((120, 120), np.uint8)
    for row in range(10, 110):
        ink[row, 80 - row // 2 : 88 - row // 2] = 255
    upright = normalise_picture(255 - ink).steps[-1].picture
    assert np.ptp(np.nonzero(upright)[1]) < 8
