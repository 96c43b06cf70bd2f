"""A drawing in few digits reads as it did."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from handwriting_app.assets import default_model_path
from handwriting_app.ink.drawing import Drawing
from handwriting_app.session.drawn_points import points_of
from handwriting_app.session.model import Model
from handwriting_app.session.reading import read
from handwriting_app.session.weights import Weights
from handwriting_app.storage.model_file import load_model
from tests.figures import STROKES


@pytest.fixture(scope="module")
def weights() -> Weights:
    path: Path = default_model_path()
    return Model.opened(load_model(path), None).weights


def drawn(digit: int, rng: np.random.Generator) -> Drawing:
    """As a hand does: no two points on a grid."""
    return Drawing(tuple(np.array(stroke) + rng.normal(0, 0.003, (len(stroke), 2)) for stroke in STROKES[digit]))


@pytest.mark.parametrize("digit", range(10))
def test_a_drawing_reads_just_the_same(weights: Weights, digit: int) -> None:
    drawing = drawn(digit, np.random.default_rng(digit))
    points = points_of(drawing, weights)
    again = read(weights, Drawing(tuple(np.array(stroke) for stroke in points)))
    reading = read(weights, drawing)
    np.testing.assert_array_equal(again.probabilities, reading.probabilities)
    assert again.doubt == reading.doubt
    assert sum(map(len, points)) <= sum(map(len, drawing.strokes))


def test_most_drawings_need_few_digits(weights: Weights) -> None:
    rng = np.random.default_rng(0)
    longest = [
        max(len(repr(x)) for stroke in points_of(drawn(digit, rng), weights) for at in stroke for x in at)
        for digit in range(10)
    ]
    assert np.median(longest) <= 8


def test_an_empty_canvas_is_no_strokes(weights: Weights) -> None:
    assert points_of(Drawing(), weights) == ()
