"""One line of a plot, for the whole life of the plot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from handwriting_app.ui.plots.envelope import Array, envelope

_PIXELS_PER_BUCKET: Final = 2
_WIDTH: Final = 1.6
_DOT: Final = 5.0
_BUSY: Final = 3.0
"""How many times as long as the plot is wide a line may be before it is drawn one pixel wide: Qt joins the strokes of a
wider pen by hand, and a jagged line then takes fifty times as long."""
_NOTHING: Final = np.empty(0)
_NOTHING.flags.writeable = False


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How a line is told from the others: its name, its colour (an index into `Theme.layers`) and its dashes."""

    name: str
    colour: int
    dashes: Qt.PenStyle


class Curve(pg.PlotCurveItem):  # type: ignore[misc]
    """A curve that keeps the values it is given and draws their envelope in the view.

    Attributes:
        epochs: Shape (n,), as given.
        values: Shape (n,), as given: not finite, and on a log axis not positive, values are gaps.
    """

    def __init__(self, *, is_previous: bool) -> None:
        self.epochs: Array = _NOTHING
        self.values: Array = _NOTHING
        self._bounds: tuple[tuple[float, float] | None, tuple[float, float] | None] = (None, None)
        self._end: QPointF | None = None
        self._is_previous = is_previous
        self._is_busy = False
        self._pens = (QPen(), QPen())
        self._dot_pen = QPen()
        super().__init__(antialias=True, skipFiniteCheck=True)
        self.setZValue(0 if is_previous else 1)
        self.setSegmentedLineMode("auto")

    def set_look(self, name: str, colour: QColor, dashes: Qt.PenStyle, device_pixels: float) -> None:
        """Name and colour the line; `device_pixels`: how many of them are one pixel of the plot across."""
        self.opts["name"] = name
        fine = pg.mkPen(colour, width=1.0, style=dashes)
        self._pens = (fine if self._is_previous else pg.mkPen(colour, width=_WIDTH * device_pixels, style=dashes), fine)
        self._dot_pen = pg.mkPen(colour, width=_DOT * device_pixels)
        self._dot_pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        self.setPen(self._pens[self._is_busy])

    def set_values(self, epochs: Array, values: Array) -> None:
        """Take over the values of a run, both of shape (n,); they are seen after `draw`."""
        self.epochs, self.values = epochs, values

    def getOriginalDataset(self) -> tuple[Array | None, Array | None]:
        """Every value, also those between two pixels."""
        return (self.epochs, self.values) if len(self.epochs) else (None, None)

    def reduce(self, first: float, last: float, width: float, *, is_log: bool) -> tuple[Array, Array]:
        """What is to be drawn between two epochs on `width` pixels; gaps are NaN, values on a log axis logarithms."""
        x, y = envelope(self.epochs, self.values, first, last, max(int(width / _PIXELS_PER_BUCKET), 8))
        usable = np.isfinite(y) & (y > 0) if is_log else np.isfinite(y)
        if not usable.all():
            y = np.where(usable, y, np.nan)
        return x, np.log10(y) if is_log else y

    def draw(self, x: Array, y: Array, pixels_per_unit: float, width: float) -> None:
        """Draw the points that `reduce` gave.

        Args:
            x: Shape (m,).
            y: Shape (m,), NaN for gaps.
            pixels_per_unit: Height of one unit of y on the screen.
            width: Pixels from the left to the right of the plot.
        """
        finite = np.isfinite(y)
        known = np.flatnonzero(finite)
        if not len(known):
            self._bounds, self._end = (None, None), None
            self.setData(_NOTHING, _NOTHING)
            return
        heights = y[known]
        self._bounds = (float(x[0]), float(x[-1])), (float(heights.min()), float(heights.max()))
        newest = known[-1]
        self._end = QPointF(float(x[newest]), float(y[newest]))
        travel = float(np.abs(np.diff(heights)).sum()) * pixels_per_unit
        is_busy = travel > _BUSY * width
        if is_busy != self._is_busy:
            self._is_busy = is_busy
            self.setPen(self._pens[is_busy])
        self.setData(x, y, connect="all" if len(known) == len(y) else finite & np.append(finite[1:], False))

    def dataBounds(
        self,
        ax: int,
        frac: float = 1.0,
        orthoRange: tuple[float, float] | None = None,
    ) -> tuple[float | None, float | None]:
        return self._bounds[ax] or (None, None)

    def pixelPadding(self) -> float:
        return _DOT

    def paint(self, painter: QPainter, *args: Any) -> None:
        super().paint(painter, *args)
        # A single epoch is a point, not a line; and the newest one leads the eye.
        if self._end is not None and not self._is_previous:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self._dot_pen)
            painter.drawPoint(self._end)
