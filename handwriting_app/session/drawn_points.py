"""A drawing as a file keeps it: with no more digits than it takes to be read just the same. Free of Qt."""

from __future__ import annotations

from typing import Final

import numpy as np

from handwriting_app.ink.drawing import Drawing, Stroke
from handwriting_app.lab.lesson import Points
from handwriting_app.session.reading import Prediction, read
from handwriting_app.session.weights import Weights

DECIMALS: Final = (3, 4, 5, 6, 7)
"""Of the size of the canvas: the first is a third of a pixel."""


def points_of(drawing: Drawing, weights: Weights) -> tuple[Points, ...]:
    """The strokes of ``drawing``, rounded as far as ``weights`` read it alike to the last digit."""
    if drawing.is_empty:
        return ()
    reading = read(weights, drawing)
    for decimals in DECIMALS:
        rounded = Drawing(tuple(_rounded(stroke, decimals) for stroke in drawing.strokes))
        if _is_alike(read(weights, rounded), reading):
            return _plain(rounded)
    return _plain(drawing)


def _rounded(stroke: Stroke, decimals: int) -> Stroke:
    points = np.round(stroke, decimals) + 0.0
    # Points that have come to lie on one another say nothing.
    is_new = np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]
    return np.asarray(points[is_new])


def _is_alike(one: Prediction, other: Prediction) -> bool:
    return (
        np.array_equal(one.probabilities, other.probabilities)
        and np.array_equal(one.normalised.counts, other.normalised.counts)
        and one.doubt == other.doubt
    )


def _plain(drawing: Drawing) -> tuple[Points, ...]:
    return tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in drawing.strokes)
