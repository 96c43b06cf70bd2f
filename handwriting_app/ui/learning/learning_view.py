"""Cost, gradient norms and accuracy of a run, live."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from handwriting_app.engine.classes import TEN_DIGITS, Classes
from handwriting_app.engine.config import CostName, TrainingConfig
from handwriting_app.engine.settings import COST
from handwriting_app.numerals import PERCENT
from handwriting_app.session.history import RunHistory
from handwriting_app.ui.learning.own_digit_plot import OwnDigitPlot
from handwriting_app.ui.plots.curve import LineStyle
from handwriting_app.ui.plots.envelope import Array
from handwriting_app.ui.plots.linked import link_across
from handwriting_app.ui.plots.plot import Plot, PlotText
from handwriting_app.ui.plots.strokes import DASHED, SOLID, stroke_of
from handwriting_app.ui.plots.tools import PlotTools
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID

_COST: Final = PlotText(
    name="cost_plot",
    title="Cost",
    unit="cost per digit",
    empty="Press Train: the cost of each epoch appears here.",
    help="How wrong the network is on average. The dashed line is measured on held-out digits, from which the network "
    "never learns: where it rises while the other falls, the network learns by heart.",
)
_GRADIENT: Final = PlotText(
    name="gradient_plot",
    title="Gradient norm of each layer",
    unit="norm",
    empty="Press Train: how strongly each layer is told to change appears here, a line for each layer.",
    help="How strongly the cost tells each layer's weights to change. A line far below the others: that layer hardly "
    "learns. Lines that shoot up: the learning rate is too large.",
)
_ACCURACY: Final = PlotText(
    name="accuracy_plot",
    title="Accuracy",
    unit="read rightly",
    suffix=PERCENT,
    empty="Press Train: the share of digits that are read rightly appears here.",
    help="The share of digits that the network reads rightly. The dashed line is measured on held-out digits, which it "
    "has never learnt from: that is the one that counts.",
)
_COLOURS: Final = 8
_LOW: Final = 102
"""Pixels of a plot's height with which all four, and what is said of them, fit a window of 1024 × 700."""
_WITH_TWO_ROWS: Final = 118
"""Pixels of the plot whose legend is the longest."""
_NOTHING: Final = np.empty(0)


class LearningView(QWidget):
    """Four plots over the epochs of a run, which show the same ones. While hidden it only remembers what it would show.

    Attributes:
        cost, gradient, accuracy, own_digit: The plots, from top to bottom.

    Signals:
        place_chosen(float): A click in a plot, or its cursor dragged: this epoch is to be looked at.
    """

    place_chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cost = Plot(_COST, lowest=0.0, has_cursor=True, parent=self)
        self.gradient = Plot(_GRADIENT, is_log=True, lowest=0.0, has_cursor=True, parent=self)
        self.accuracy = Plot(_ACCURACY, scale=100.0, highest=100.0, has_cursor=True, parent=self)
        self.own_digit = OwnDigitPlot(self)
        self._classes = TEN_DIGITS
        self._layer_names: tuple[str, ...] | None = None
        self._cost: CostName = COST.default
        self._is_varied = False
        self._history: RunHistory | None = None
        self._previous: RunHistory | None = None
        self._is_stale = False
        self._is_previous_stale = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, GRID)
        for plot in (*self.plots, self.own_digit):
            PlotTools(plot)
            column.addWidget(plot, 1)
            scaled(plot.setMinimumHeight, _WITH_TWO_ROWS if plot is self.gradient else _LOW)
            plot.place_chosen.connect(self.place_chosen)
        link_across((*self.plots, self.own_digit))

    def show_classes(self, classes: Classes) -> None:
        """What can be read from now on: where that is not digits, none are spoken of; the next run's lines too."""
        if classes != self._classes:
            self._classes = classes
            for plot in self.plots:
                plot.word(classes.worded)
        self.own_digit.show_classes(classes)

    def start_run(self, config: TrainingConfig, layer_names: Sequence[str]) -> None:
        """Empty the plots for a run of `config`; `layer_names`: shapes (``64→128``), the input's first."""
        self._history = None
        self._cost, self._is_varied = config.cost, config.variation > 0
        self._set_lines(tuple(layer_names), config.epochs)
        self._is_previous_stale = True
        self._mark_stale()

    def show_epoch(self, epoch: int | None) -> None:
        """Put the cursor at the epoch that is looked at, in all plots; None: at none."""
        for plot in (*self.plots, self.own_digit):
            plot.set_cursor(epoch)

    def show_history(self, history: RunHistory) -> None:
        """Show the run so far, at once if anyone can see it."""
        self._history = history
        self._mark_stale()

    def show_history_in(self, plot: Plot, history: RunHistory) -> None:
        """Show the run so far in one of the plots, for painting all of them at one go takes long for who draws."""
        self._history = history
        if self._is_stale or history.layer_names != self._layer_names or not self.isVisible():
            self._mark_stale()
        else:
            plot.show_values(*_columns(history)[self.plots.index(plot)])

    def show_previous(self, history: RunHistory | None) -> None:
        """Show another run faintly behind this one, or none.

        Costs, and gradients of costs, are compared only if both runs have the same cost function.
        """
        self._previous = history
        self._is_previous_stale = True
        self._mark_stale()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._refresh()

    def _mark_stale(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        self._is_stale = False
        if self._history is not None and self._history.layer_names != self._layer_names:
            self._set_lines(self._history.layer_names, None)
        if self._is_previous_stale:
            self._is_previous_stale = False
            self._show_previous()
        if self._history is not None:
            for plot, (epochs, values) in zip(self.plots, _columns(self._history), strict=True):
                plot.show_values(epochs, values)

    def _set_lines(self, layer_names: tuple[str, ...], planned_epochs: int | None) -> None:
        self._layer_names = layer_names
        sets = _set_styles(self._classes.worded("varied digits") if self._is_varied else "")
        for plot, styles in zip(self.plots, (sets, _layer_styles(layer_names), sets), strict=True):
            plot.set_lines(styles, planned_epochs)
        self.own_digit.start_run(planned_epochs)

    def _show_previous(self) -> None:
        previous = self._previous
        if previous is None:
            for plot in self.plots:
                plot.show_previous(_NOTHING, (), ())
            return
        cost = self._cost if self._history is None else self._history.cost
        sets = _set_styles()
        styles = (sets, _layer_styles(previous.layer_names), sets)
        for plot, (epochs, values), lines in zip(self.plots, _columns(previous), styles, strict=True):
            if plot is self.accuracy or previous.cost == cost:
                plot.show_previous(epochs, values, lines)
            else:
                its_own = COST.option(previous.cost).word
                plot.show_previous(_NOTHING, (), (), note=f"previous run not shown: its cost function is {its_own}")

    @property
    def plots(self) -> tuple[Plot, Plot, Plot]:
        """Those of what the run reports, from top to bottom."""
        return self.cost, self.gradient, self.accuracy


def _layer_styles(layer_names: Sequence[str]) -> tuple[LineStyle, ...]:
    return tuple(
        LineStyle(f"layer {index + 1} · {shape}", index % _COLOURS, stroke_of(index))
        for index, shape in enumerate(layer_names)
    )


def _set_styles(varied: str = "") -> tuple[LineStyle, LineStyle]:
    """The lines of the two sets of digits; of the first the legend says what is varied, for it is read less well."""
    return (
        LineStyle("training", 0, SOLID, varied),
        LineStyle("held-out", 1, DASHED),
    )


def _columns(history: RunHistory) -> tuple[tuple[Array, list[Array]], ...]:
    """What each plot shows: epochs, and the values of each line."""
    epochs = history.epochs
    return (
        (epochs, [history.training_cost, history.held_out_cost]),
        (epochs, list(history.gradient_norms.T)),
        (epochs, [history.training_accuracy, history.held_out_accuracy]),
    )
