from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from handwriting_app.ink.drawing import Drawing


def test_a_drawing_keeps_its_strokes_in_order_and_cannot_be_given_others() -> None:
    first, second = np.zeros((2, 2)), np.ones((1, 2))
    drawing = Drawing((first, second))
    assert drawing.strokes == (first, second)
    assert not drawing.is_empty
    assert Drawing().is_empty
    with pytest.raises(AttributeError):
        drawing.strokes = ()  # type: ignore[misc]


def test_the_empty_paper_needs_no_numpy() -> None:
    code = "import sys; from handwriting_app.ink.drawing import Drawing; Drawing(); print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
