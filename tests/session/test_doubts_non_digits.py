"""The shipped model says what is no digit, and does not say it of digits."""

from __future__ import annotations

import pytest

from handwriting_app.assets import default_model_path
from handwriting_app.session.reading import read
from handwriting_app.session.weights import Weights
from handwriting_app.storage.model_file import load_model
from tests.made_non_digits import SHAPES, drawn
from tests.made_strokes import KINDS, made

DRAWINGS = 20
FEWEST_DOUBTED = DRAWINGS - 2


@pytest.fixture(scope="module")
def weights() -> Weights:
    model = load_model(default_model_path())
    return Weights(model.network, model.temperature)


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_no_digit_is_doubted(name: str, weights: Weights) -> None:
    doubted = sum(read(weights, drawing).is_doubtful for drawing in drawn(name, DRAWINGS))
    assert doubted >= FEWEST_DOUBTED, f"{doubted} of {DRAWINGS}"


def test_hardly_a_digit_is_called_none(weights: Weights) -> None:
    readings = [read(weights, one.drawing) for kind in KINDS for one in made(kind, 10)]
    called_none = sum(reading.doubt == "this looks like no digit" for reading in readings)
    assert called_none <= 0.02 * len(readings)
