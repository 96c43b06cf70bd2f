"""Everything within the axes of a plot, painted at one go."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from handwriting_app.ui.plots.axes import Grid
from handwriting_app.ui.plots.curve import Curve
from handwriting_app.ui.widgets.painting import guarded_item


class Lines(pg.GraphicsObject):  # type: ignore[misc]
    """The grid and the curves as one graphics item.

    While a network trains, each call between Python and Qt is a moment at which the other thread may take the
    interpreter, and keep it for some milliseconds. One item for all lines, whose size is that of the view, needs far
    fewer calls than an item for each would.
    """

    def __init__(self, grid: Grid) -> None:
        self._area = QRectF()
        self._grid = grid
        self._curves: tuple[Curve, ...] = ()
        super().__init__()

    def set_curves(self, curves: Sequence[Curve]) -> None:
        """The curves from back to front."""
        self._curves = tuple(curves)

    def set_area(self, area: QRectF) -> None:
        """The part of the plane that is seen."""
        self.prepareGeometryChange()
        self._area = area

    def boundingRect(self) -> QRectF:
        return self._area

    @guarded_item
    def paint(self, painter: QPainter) -> None:
        self._grid.stroke(painter)
        for curve in self._curves:
            curve.stroke(painter)
