"""What is said about where most changed."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.network import Network
from handwriting_app.explain.flip import Flip, MovedInk
from handwriting_app.explain.flip_words import changed_where
from handwriting_app.explain.smallest_change import Goal
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.session.reading import Prediction

CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 2.0], [1.0, 2.0], [0.5, 1.0]])


def flip_of(moved: MovedInk | None, counts: np.ndarray | None = None) -> Flip:
    network = Network((64, 10), "relu", "cross-entropy", np.zeros(650))
    blank = NormalisedDigit(np.zeros((32, 32), np.bool_), np.full((8, 8), 4, np.uint8))
    after = blank if counts is None else NormalisedDigit(blank.bitmap, counts)
    readings = tuple(Prediction(np.full(10, 0.1), digit) for digit in (blank, after))
    return Flip(Goal(network, 1.0, 4), 7, True, 3, (Drawing(), Drawing()), readings, moved)


@pytest.mark.parametrize(
    ("corner", "move", "words"),
    [
        (0, (0.1, 0.0), "at the top, on the left: by 20 % of the digit's height, to the right;"),
        (3, (0.0, -0.1), "at the bottom, on the right: by 20 % of the digit's height, up;"),
        (4, (-0.07, 0.07), "half-way up: by 20 % of the digit's height, down and to the left;"),
    ],
)
def test_moved_ink(corner: int, move: tuple[float, float], words: str) -> None:
    moves, far = np.zeros((5, 2)), np.zeros(5)
    moves[corner], far[corner] = move, 0.2
    said = changed_where(flip_of(MovedInk(CORNERS, moves, far)))
    assert words in said.replace("\u202f", " ")
    assert said.endswith("by 4.0\u202f%.")


def test_counts() -> None:
    counts = np.full((8, 8), 4, np.uint8)
    counts[2, 4] = 13
    counts[0, 0] = 1
    counts[7, 7] = 2
    said = changed_where(flip_of(None, counts))
    assert said == ("9 pixels of ink came and 5 went, in 3 of the 64 blocks; most in row 3, column 5: 9 more of 16.")


def test_nothing() -> None:
    assert changed_where(flip_of(None)) == ""
    assert changed_where(flip_of(MovedInk(CORNERS, np.zeros((5, 2)), np.zeros(5)))) == ""
