"""One line of a plot, for the whole life of the plot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from handwriting_app.ui.plots.envelope import Array, envelope
from handwriting_app.ui.plots.strokes import USUAL_WIDTH, Stroke
from handwriting_app.ui.sizes import pxf

_PIXELS_PER_BUCKET: Final = 2
_DOT: Final = 5.0
_MANY: Final = 120
"""Points above which a line is drawn as separate strokes: Qt joins the strokes of a pen wider than one pixel by hand,
which takes up to thirty times as long; between points a pixel or two apart nobody sees the joints."""
_BUSY: Final = 4.0
"""How many times as long as the plot is wide a line of many points may be before it is drawn one pixel wide."""
_MOST_DASHES: Final = 400
"""Dashes of a line above which they become longer: a line that goes up and down all the time has a long way."""
MARK: Final = 6.0
"""Pixels at 100 % of the mark that stands for a 0 below a log axis."""
_NOTHING: Final = np.empty(0)
_NOTHING.flags.writeable = False


Connect = NDArray[np.bool_] | Literal["all"]
"""Which points are joined to the next."""


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How a line is told from the others.

    Attributes:
        name: In the legend, beside the mouse and in a table of values.
        colour: An index into `Theme.layers`.
        stroke: Its dashes and width.
        remark: What the legend says of the line besides its name.
    """

    name: str
    colour: int
    stroke: Stroke
    remark: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """What is to be drawn of a curve.

    Attributes:
        x: Shape (m,).
        y: Shape (m,), NaN for gaps; on a log axis logarithms.
        zeros: Shape (k,): where a log axis has no place for the value because it is 0.
    """

    x: Array
    y: Array
    zeros: Array


class Curve(pg.PlotCurveItem):  # type: ignore[misc]
    """A curve that keeps the values it is given and draws their envelope in the view.

    Attributes:
        epochs: Shape (n,), as given.
    """

    def __init__(self, *, is_previous: bool, scale: float) -> None:
        """`scale`: what the values are multiplied with to be shown."""
        self.epochs: Array = _NOTHING
        self._values: Array = _NOTHING
        self._scale = scale
        self._end: QPointF | None = None
        self._marks: QPainterPath | None = None
        self._is_previous = is_previous
        self._joined_pen, self._stroke_pen, self._fine_pen, self._dot_pen = QPen(), QPen(), QPen(), QPen()
        self._dashes: Array = _NOTHING
        super().__init__(antialias=True, skipFiniteCheck=True)
        self.setFlag(self.GraphicsItemFlag.ItemHasNoContents)

    @property
    def values(self) -> Array:
        """Shape (n,), in the unit of the axis."""
        return self._values * self._scale

    @property
    def legend_pen(self) -> QPen:
        return self._joined_pen

    def set_look(self, name: str, colour: QColor, stroke: Stroke, device_pixels: float) -> None:
        """Name and colour the line; `device_pixels`: how many of them are one pixel of the plot across."""
        self.opts["name"] = name
        if self._is_previous:
            thin = stroke.width / USUAL_WIDTH / device_pixels
            stroke = Stroke(tuple(length * thin / stroke.width for length in stroke.dashes), thin)
        self._joined_pen = stroke.pen(colour, device_pixels)
        self._stroke_pen = replace(stroke, dashes=()).pen(colour, device_pixels)
        self._fine_pen = QPen(colour, pxf(1.0))
        self._dot_pen = QPen(colour, pxf(_DOT) * device_pixels)
        self._dot_pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        for pen in (self._joined_pen, self._stroke_pen, self._fine_pen, self._dot_pen):
            pen.setCosmetic(True)  # as wide as this in pixels, whatever the axes say
        # Where the pen is put down and lifted, in pixels.
        self._dashes = np.cumsum([pxf(length) for length in stroke.dashes])

    def set_values(self, epochs: Array, values: Array) -> None:
        """Take over the values of a run, both of shape (n,); they are seen after `draw`."""
        self.epochs, self._values = epochs, values

    def value_at(self, epoch: float) -> float | None:
        """The value at the last epoch that is known up to `epoch`; None outside the run."""
        if not len(self.epochs) or not self.epochs[0] <= epoch <= self.epochs[-1]:
            return None
        return float(self._values[int(np.searchsorted(self.epochs, epoch, side="right")) - 1]) * self._scale

    def reduce(self, first: float, last: float, width: float, *, is_log: bool) -> Points:
        """What is to be drawn between two epochs on `width` pixels.

        What is not finite is a gap; so is on a log axis what is not positive, but for its zeros, which are marked.
        """
        values: Array = self._values
        zeros: Array = _NOTHING
        if is_log and (is_zero := values == 0).any():
            zeros = _spread(self.epochs[is_zero], first, last, width / pxf(MARK + 2))
            values = np.where(is_zero, np.nan, values)  # else a bucket with one zero would hide its other values
        x, y = envelope(self.epochs, values, first, last, max(int(width / _PIXELS_PER_BUCKET), 8))
        usable = np.isfinite(y) & (y > 0) if is_log else np.isfinite(y)
        y = (y if usable.all() else np.where(usable, y, np.nan)) * self._scale
        return Points(x, np.log10(y) if is_log else y, zeros)

    def draw(self, points: Points, pixels_across: float, pixels_up: float, width: float, foot: float) -> None:
        """Draw the points that `reduce` gave.

        Args:
            points: See there.
            pixels_across: Width of one epoch on the screen.
            pixels_up: Height of one unit of y on the screen.
            width: Pixels from the left to the right of the plot.
            foot: The y at which the marks of the zeros stand.
        """
        x, y = points.x, points.y
        self._marks = None
        if len(points.zeros):
            self._marks = QPainterPath()
            for place in points.zeros.tolist():
                self._marks.addPath(zero_mark(place, foot, pxf(MARK) / pixels_across, pxf(MARK) / pixels_up))
        finite = np.isfinite(y)
        known = np.flatnonzero(finite)
        if not len(known):
            self._end = None
            self._show(_NOTHING, _NOTHING, "all", self._joined_pen)
            return
        heights = y[known]
        self._end = QPointF(float(x[known[-1]]), float(y[known[-1]]))
        connect: Connect = "all" if len(known) == len(y) else finite & np.append(finite[1:], False)
        pen = self._joined_pen
        is_stroked = len(known) > _MANY
        if is_stroked:
            travel = float(np.abs(np.diff(heights)).sum()) * pixels_up
            pen = self._fine_pen if travel > _BUSY * width else self._stroke_pen
            if len(self._dashes):
                x, y, connect = dashed(x, y, (pixels_across, pixels_up), self._dashes)
        self.opts["segmentedLineMode"] = "on" if is_stroked else "off"
        self._show(x, y, connect, pen)

    def _show(self, x: Array, y: Array, connect: Connect, pen: QPen) -> None:
        # What setData does, without telling view and scene of a change that they are told of once for all curves.
        self.xData, self.yData = x, y
        self.opts["connect"], self.opts["pen"] = connect, pen
        self.path = None
        self._lineSegmentsRendered = False

    def boundingRect(self) -> QRectF:
        return QRectF()

    def paint(self, *args: Any) -> None:
        """Nothing: `Lines` paints all curves."""

    def stroke(self, painter: QPainter) -> None:
        """Paint the line."""
        if self._marks is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillPath(self._marks, self._fine_pen.color())
        if not len(self.xData):
            return
        super().paint(painter, None, None)
        # A single epoch is a point, not a line; and the newest one leads the eye.
        if self._end is not None and not self._is_previous:
            # Mapped first: Qt draws a point as a line of 1/63 unit, which where an axis is short is many pixels.
            to_screen = painter.transform()
            painter.resetTransform()
            painter.setPen(self._dot_pen)
            painter.drawPoint(to_screen.map(self._end))
            painter.setTransform(to_screen)


def dashed(x: Array, y: Array, scales: tuple[float, float], dashes: Array) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Cut a polyline into dashes by its length on the screen, however its points lie.

    A pen of Qt's would do it, but joins the strokes of thousands of points by hand (see `_MANY`).

    Args:
        x: Shape (n,).
        y: Shape (n,), NaN for gaps.
        scales: Pixels of one unit across and up.
        dashes: Rising lengths in pixels at which the pen is lifted and put down by turns; then it begins again.

    Returns:
        x and y of the points, those among them at which a dash begins or ends; and which are joined to the next.
    """
    known = np.flatnonzero(np.isfinite(y))
    x, y = x[known], y[known]
    is_joined = np.diff(known) == 1
    way = np.where(is_joined, np.hypot(np.diff(x) * scales[0], np.diff(y) * scales[1]), 0.0)
    at = np.concatenate(([0.0], np.cumsum(way)))
    period = dashes[-1] * max(1.0, at[-1] / dashes[-1] / _MOST_DASHES)
    turns = (np.arange(int(at[-1] / period) + 1)[:, None] * period + dashes * (period / dashes[-1])).ravel()
    turns = turns[turns < at[-1]]
    places = np.sort(np.concatenate((at, turns)), kind="stable")
    middles = (places[:-1] + places[1:]) / 2
    is_down = np.searchsorted(dashes * (period / dashes[-1]), middles % period, side="right") % 2 == 0
    of = np.clip(np.searchsorted(at, middles, side="right") - 1, 0, max(len(at) - 2, 0))
    is_down &= places[1:] > places[:-1]  # a gap has no length
    connect = np.append(is_down & is_joined[of], False) if len(is_joined) else np.zeros(len(places), bool)
    return _along(places, at, x), _along(places, at, y), connect


def _along(places: Array, at: Array, values: Array) -> Array:
    """The values at places of a polyline whose points lie ``at`` rising places; of equal ones each keeps its own."""
    found = np.interp(places, at, values)
    found[np.searchsorted(places, at, side="left") + _rank(at)] = values
    return found


def _rank(at: Array) -> NDArray[np.intp]:
    """Of each place, how many equal ones come before it."""
    return np.arange(len(at)) - np.searchsorted(at, at, side="left")


def zero_mark(x: float, foot: float, width: float, height: float) -> QPainterPath:
    """A small triangle that points down to a place below the axis; ``height`` upwards from ``foot``."""
    mark = QPainterPath(QPointF(x - width / 2, foot + height))
    mark.lineTo(x + width / 2, foot + height)
    mark.lineTo(x, foot)
    mark.closeSubpath()
    return mark


def _spread(places: Array, first: float, last: float, room: float) -> Array:
    """Those of the rising places between the ends, but not more than one for each of ``room`` stretches."""
    within = places[(places >= first) & (places <= last)]
    _, kept = np.unique(np.floor((within - first) / (last - first) * room), return_index=True)
    return within[kept]
