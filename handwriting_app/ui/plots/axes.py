"""Axes and grid of a plot, with ticks that this program places."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from handwriting_app.ui.plots.ticks import Ticks
from handwriting_app.ui.sizes import px, pxf
from handwriting_app.ui.theme import GRID, Theme
from handwriting_app.ui.widgets.painting import guarded_item

_WIDEST_NUMBER: Final = "5·10⁻¹²"
_OVERHANG: Final = 32
"""Pixels by which a number may reach beyond the end of its axis."""


class Axis(pg.AxisItem):  # type: ignore[misc]
    """An axis whose size does not depend on the numbers on it: nothing moves while training, and plots line up."""

    def __init__(self, orientation: str, label: str) -> None:
        super().__init__(orientation, maxTickLength=0)
        self._ticks: Ticks | None = None  # none of ours yet: pyqtgraph would place its own
        self.setCacheMode(self.CacheMode.DeviceCoordinateCache)
        self.enableAutoSIPrefix(False)
        self.setLabel(label)

    def set_look(self, font: QFont, theme: Theme) -> None:
        """Font and colours."""
        metrics = QFontMetricsF(font)
        self.label.setFont(font)
        self.setStyle(tickFont=font, tickTextOffset=px(5), hideOverlappingLabels=px(_OVERHANG))
        if self.orientation == "left":
            self.setWidth(round(metrics.horizontalAdvance(_WIDEST_NUMBER) + metrics.height() + pxf(12)))
        else:
            self.setHeight(round(metrics.height() + pxf(8)))
        self.setPen(pg.mkPen(theme.grid, width=pxf(1)))
        self.setTextPen(pg.mkPen(theme.muted))
        self.resizeEvent()

    def show_ticks(self, ticks: Ticks) -> None:
        """Put numbers at these places; an axis whose numbers stay is not drawn anew."""
        if ticks != self._ticks:
            self._ticks = ticks
            self.setTicks([ticks])

    @guarded_item
    def paint(self, painter: QPainter) -> None:
        super().paint(painter, None, None)

    def wheelEvent(self, event: Any) -> None:
        """Zoom the view in the direction of the axis."""
        with self._free():
            super().wheelEvent(event)

    def mouseDragEvent(self, event: Any) -> None:
        """Move the view in the direction of the axis."""
        with self._free():
            super().mouseDragEvent(event)

    @contextmanager
    def _free(self) -> Iterator[None]:
        """Let the view be zoomed up and down, too, meanwhile."""
        view = self.linkedView()
        view.setMouseEnabled(x=True, y=True)
        try:
            yield
        finally:
            view.setMouseEnabled(x=True, y=False)

    def resizeEvent(self, event: Any = None) -> None:
        super().resizeEvent(event)
        if self.orientation == "bottom" and self.label is not None:
            # The word stands before the numbers, in the corner that is free, and takes no line of its own.
            box = self.label.boundingRect()
            self.label.setPos(QPointF(-box.width() - pxf(4), (self.size().height() - box.height()) / 2 + pxf(1)))
        elif self.label is not None:
            # In a low plot it would reach into the legend.
            self.label.setVisible(self.label.boundingRect().width() <= self.size().height() + pxf(2 * GRID))


class Grid(pg.PlotCurveItem):  # type: ignore[misc]
    """All lines of the grid as one curve: pyqtgraph's own grid takes 10 ms at every repaint."""

    def __init__(self) -> None:
        super().__init__(connect="pairs", antialias=False, skipFiniteCheck=True)
        self.setFlag(self.GraphicsItemFlag.ItemHasNoContents)

    def set_lines(self, across: Ticks, up: Ticks, ranges: tuple[tuple[float, float], tuple[float, float]]) -> None:
        """Draw lines at the ticks of the horizontal axis (`across`) and of the vertical one (`up`) over the ranges."""
        (left, right), (bottom, top) = ranges
        x = [place for tick, _ in across for place in (tick, tick)] + [left, right] * len(up)
        y = [bottom, top] * len(across) + [place for tick, _ in up for place in (tick, tick)]
        self.setData(np.array(x, dtype=float), np.array(y, dtype=float))

    def boundingRect(self) -> QRectF:
        return QRectF()

    def paint(self, *args: Any) -> None:
        """Nothing: `Lines` paints the grid with the curves."""

    def stroke(self, painter: QPainter) -> None:
        """Paint the grid."""
        super().paint(painter, None, None)
