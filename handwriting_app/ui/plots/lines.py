"""Everything within the axes of a plot, painted at one go."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from handwriting_app.ui.plots.axes import Grid
from handwriting_app.ui.plots.cursor import Cursor
from handwriting_app.ui.plots.curve import Curve
from handwriting_app.ui.widgets.painting import guarded_item


class Lines(pg.GraphicsObject):  # type: ignore[misc]
    """The grid, the curves and the cursor as one graphics item.

    While a network trains, each call between Python and Qt is a moment at which the other thread may take the
    interpreter, and keep it for some milliseconds. One item for all lines, whose size is that of the view, needs far
    fewer calls than an item for each would.
    """

    def __init__(self, grid: Grid, cursor: Cursor) -> None:
        self._area = QRectF()
        self._grid = grid
        self._cursor = cursor
        self._curves: tuple[Curve, ...] = ()
        self._more: tuple[Callable[[QPainter], None], ...] = ()
        super().__init__()

    def set_curves(self, curves: Sequence[Curve]) -> None:
        """The curves from back to front."""
        self._curves = tuple(curves)

    def add(self, stroke: Callable[[QPainter], None]) -> None:
        """Have something else painted above the curves, in the units of the axes; it leaves the transform as it was."""
        self._more = (*self._more, stroke)

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
        for stroke in self._more:
            stroke(painter)
        self._cursor.stroke(painter, self._area)
