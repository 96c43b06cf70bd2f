"""A drawing whose ink can be moved: the pen's way as dots, each of which can go elsewhere, its neighbours with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from handwriting_app.explain.soft_ink import soft_ink
from handwriting_app.ink.drawing import Drawing, Stroke
from handwriting_app.ink.normalise import DOTS_ACROSS, NormalisedDigit, Trace, normalise, traces_of
from handwriting_app.ink.raster import ways_along

MOST_DOTS: Final = 600
"""A digit has about 130 dots; what has more than this is a scribble, and would take seconds."""

STIFF: Final = 4.0
LOOSE: Final = 2.0
"""Dots over which a stroke resists bending: a wave of 2π times as many is half as strong."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class MovableInk:
    """How far each dot of a drawing's way goes: u (dots, 2), in sizes of the drawing.

    Attributes:
        drawing: As it is.
        normalised: Whether the drawing is normalised before it is read.
        dots: (dots, 2), the drawing scaled to a size of about 1, tidied as it is read.
        longest_step: How far one step may move a dot: further, the slope is another one.
    """

    drawing: Drawing
    normalised: bool
    dots: Floats
    longest_step: float
    _points: tuple[Stroke, ...]
    _traces: tuple[Trace, ...]
    _size: float
    _stiff: tuple[Floats, ...]
    _loose: tuple[Floats, ...]

    @classmethod
    def of(cls, drawing: Drawing, *, normalised: bool = True) -> MovableInk:
        """Prepare ``drawing``, which is not empty.

        Raises:
            ValueError: It is no digit but a long scribble.
        """
        traces = tuple(traces_of(drawing.strokes, tidy=normalised))
        lengths = [len(trace.dots) for trace in traces]
        if sum(lengths) > MOST_DOTS:
            raise ValueError("There is too much ink here for one digit. Draw one digit, in a few strokes.")
        size = float(np.ptp(np.concatenate(drawing.strokes), axis=0).max()) or 1.0
        return cls(
            drawing,
            normalised,
            np.concatenate([trace.dots for trace in traces]),
            0.05,
            tuple(_close(stroke, size / DOTS_ACROSS) for stroke in drawing.strokes),
            traces,
            size,
            tuple(_bending(length, STIFF) for length in lengths),
            tuple(_bending(length, LOOSE) for length in lengths),
        )

    @property
    def nothing(self) -> Floats:
        return np.zeros_like(self.dots)

    def moved(self, u: Floats) -> Drawing:
        """The drawing with its ink moved by ``u``; where points lie far apart, there are more of them."""
        if not u.any():
            return self.drawing
        moved = list(self._points)
        for trace, part in zip(self._traces, self._by_trace(u), strict=True):
            points = self._points[trace.stroke]
            travelled = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))))
            places = np.linspace(trace.start, trace.end, len(part))
            along = travelled / (travelled[-1] or 1.0)
            moves = np.column_stack([np.interp(along, places, part[:, axis]) for axis in (0, 1)])
            moved[trace.stroke] = points + moves * self._size
        return Drawing(tuple(moved))

    def seen(self, u: Floats) -> NormalisedDigit:
        return normalise(self.moved(u), enabled=self.normalised)

    def pull_back(self, u: Floats, slopes: Floats) -> Floats:
        return soft_ink(self.dots + u, normalised=self.normalised).pull_back(slopes)

    def smoothed(self, slopes: Floats, *, loosely: bool) -> Floats:
        """Along each stroke, so that it bends as a wire does; whole strokes turn, stretch and shift freely."""
        kernels = self._loose if loosely else self._stiff
        parts = zip(kernels, self._by_trace(slopes), strict=True)
        return np.concatenate([kernel @ part for kernel, part in parts])

    def far(self, u: Floats) -> Floats:
        """How far each dot goes, (dots,), as a share of the drawing's height."""
        height = float(np.ptp(np.concatenate(self.drawing.strokes)[:, 1]))
        return np.asarray(np.hypot(*u.T) * (self._size / height if height > 0 else 1.0))

    def in_drawing(self, u: Floats) -> Floats:
        """Where the dots are after ``u``, (dots, 2), in the unit of the drawing."""
        low = np.concatenate(self.drawing.strokes).min(axis=0)
        return np.asarray((self.dots + u) * self._size + low)

    def _by_trace(self, u: Floats) -> list[Floats]:
        return np.split(u, np.cumsum([len(trace.dots) for trace in self._traces])[:-1])


def _bending(dots: int, stiffness: float) -> Floats:
    """(I + s⁴ D₂ᵀ D₂)⁻¹, (dots, dots), where D₂ takes second differences: what bends is held back, the rest is not."""
    bends = np.diff(np.eye(dots), n=2, axis=0) if dots > 2 else np.zeros((1, dots))
    return np.asarray(np.linalg.inv(np.eye(dots) + stiffness**4 * bends.T @ bends))


def _close(stroke: Stroke, spacing: float) -> Stroke:
    """The stroke, or, where its points lie further than three ``spacing`` apart, dots along the way that is read."""
    is_far = len(stroke) > 1 and float(np.hypot(*np.diff(stroke, axis=0).T).max()) > 3 * spacing
    return ways_along((stroke,), spacing)[0] if is_far else stroke
