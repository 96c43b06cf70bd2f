"""What there is to see in a plot, as one graphics item: it is what is painted, and what is exported."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtWidgets import QGraphicsGridLayout

from handwriting_app.ui.plots.axes import Axis
from handwriting_app.ui.plots.header import Header
from handwriting_app.ui.sizes import px
from handwriting_app.ui.theme import GRID


class Page(pg.GraphicsWidget):  # type: ignore[misc]
    """Header, axes and view. (`pg.PlotItem` has two more axes, and for its menu a form with thirty controls.)

    Attributes:
        header: Title and legend, above.
        left, bottom: The axes.
        view: What the curves are in.
    """

    def __init__(self, title: str, unit: str) -> None:
        super().__init__()
        self.header = Header(title)
        self.left, self.bottom = Axis("left", unit), Axis("bottom", "epoch")
        self.view = pg.ViewBox(parent=self, enableMenu=False)
        grid = QGraphicsGridLayout()
        self._grid = grid
        self.follow_size()
        grid.setSpacing(0)
        grid.addItem(self.header, 0, 0, 1, 2)
        grid.addItem(self.left, 1, 0)
        grid.addItem(self.view, 1, 1)
        grid.addItem(self.bottom, 2, 1)
        grid.setRowStretchFactor(1, 1)
        grid.setColumnStretchFactor(1, 1)
        self.setLayout(grid)
        for axis in (self.left, self.bottom):
            axis.linkToView(self.view)
            axis.setZValue(0.5)  # above the view, so that the pointer reaches it

    def follow_size(self) -> None:
        """Take margins that suit the size at which everything is shown."""
        self._grid.setContentsMargins(px(GRID), 0, px(3 * GRID), px(GRID // 2))
