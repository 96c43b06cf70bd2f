"""The curves of the runs that are chosen: side by side where there is room for two plots, else one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from handwriting_app.ui.plots.tools import PlotTools
from handwriting_app.ui.runs.runs_plot import ACCURACY, COST, RunCurves, RunsPlot
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.segmented import SegmentedButtons

_WIDE: Final = 604
"""Pixels of width at 100 % from which the plots stand side by side."""


class RunsPlots(QWidget):
    """Cost and accuracy; where only one fits, buttons say which."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cost = RunsPlot(COST, is_log=True, parent=self)
        self.accuracy = RunsPlot(ACCURACY, scale=100.0, highest=100.0, parent=self)
        for plot in (self.cost, self.accuracy):
            PlotTools(plot)
        self.which = SegmentedButtons[str](
            [("accuracy", "Accuracy", "Show the accuracy"), ("cost", "Cost", "Show the cost")], self
        )
        self.which.setObjectName("runs_which")
        self.which.setAccessibleName("Plot")
        self.which.value_changed.connect(self._arrange)
        row = QHBoxLayout()
        scaled(row.setSpacing, GRID)
        row.addWidget(self.cost, 1)
        row.addWidget(self.accuracy, 1)
        under = QVBoxLayout(self)
        scaled(under.setContentsMargins, 0, GRID // 2, 0, 0)
        scaled(under.setSpacing, GRID // 2)
        under.addWidget(self.which)
        under.addLayout(row, 1)

    def show_curves(self, names: Sequence[str], curves: Sequence[RunCurves]) -> None:
        """Draw these, one over the other."""
        self.cost.show_curves(names, [(each.epochs, each.cost) for each in curves])
        self.accuracy.show_curves(names, [(each.epochs, each.accuracy) for each in curves])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two plots where there is room for two."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._arrange()

    def _arrange(self, *_choice: object) -> None:
        is_wide = self.width() >= px(_WIDE)
        self.which.setVisible(not is_wide)
        self.cost.setVisible(is_wide or self.which.value() == "cost")
        self.accuracy.setVisible(is_wide or self.which.value() == "accuracy")
