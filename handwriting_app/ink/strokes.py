"""The stroke under the pen, and where strokes lie."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from handwriting_app.ink.drawing import Drawing, Stroke


class Line:
    """A growing stroke. Points are only ever added, so that views handed out before never change."""

    def __init__(self, x: float, y: float) -> None:
        self._buffer = np.empty((64, 2))
        self._buffer[0] = x, y
        self._size = 1

    def append(self, x: float, y: float) -> bool:
        last_x, last_y = self._buffer[self._size - 1]
        if x == last_x and y == last_y:
            return False
        if self._size == len(self._buffer):
            grown = np.empty((2 * self._size, 2))
            grown[: self._size] = self._buffer
            self._buffer = grown
        self._buffer[self._size] = x, y
        self._size += 1
        return True

    def points(self) -> Stroke:
        view = self._buffer[: self._size]
        view.flags.writeable = False
        return view


def distance_to(stroke: Stroke, x: float, y: float) -> float:
    """The distance from a point to the nearest place on the line through the points of `stroke`."""
    point = np.array([x, y])
    if len(stroke) == 1:
        return float(np.hypot(*(stroke[0] - point)))
    start, along = stroke[:-1], np.diff(stroke, axis=0)
    length = np.maximum((along**2).sum(axis=1), np.finfo(np.float64).tiny)
    share = np.clip(((point - start) * along).sum(axis=1) / length, 0.0, 1.0)
    gap: NDArray[np.float64] = start + share[:, None] * along - point
    return float(np.sqrt((gap**2).sum(axis=1).min()))


def fitted(drawing: Drawing, margin: float = 0.12) -> Drawing:
    """`drawing` in the unit square: as it is when it lies inside, else scaled and centred with `margin` around it."""
    if drawing.is_empty:
        return drawing
    points = np.concatenate(drawing.strokes)
    if points.min() >= 0 and points.max() <= 1:
        return drawing
    return framed(drawing, margin)


def framed(drawing: Drawing, margin: float = 0.12) -> Drawing:
    """`drawing`, which is not empty, as large as the unit square allows, centred with `margin` around it."""
    points = np.concatenate(drawing.strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (1 - 2 * margin) / (float((high - low).max()) or 1.0)
    return Drawing(tuple((stroke - (low + high) / 2) * scale + 0.5 for stroke in drawing.strokes))
