"""A plot of several runs over their epochs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from handwriting_app.numerals import PERCENT
from handwriting_app.ui.plots.curve import LineStyle
from handwriting_app.ui.plots.envelope import Array
from handwriting_app.ui.plots.plot import Plot, PlotText
from handwriting_app.ui.plots.strokes import DASH_DOT, DASH_DOT_DOT, DASHED, DOTTED, SOLID

COST: Final = PlotText(
    name="runs_cost_plot",
    title="Held-out cost",
    unit="mean cost",
    empty="Choose one run or more: their cost appears here.",
    help="How wrong each run's network was on what is held out after each epoch. Costs of different cost functions "
    "are not to be compared.",
)
ACCURACY: Final = PlotText(
    name="runs_accuracy_plot",
    title="Held-out accuracy",
    unit="read rightly",
    suffix=PERCENT,
    empty="Choose one run or more: their accuracy appears here.",
    help="The share of what is held out that each run's network read rightly after each epoch.",
)

_COLOURS: Final = 8
_STROKES: Final = (SOLID, DASHED, DASH_DOT, DASH_DOT_DOT, DOTTED)


@dataclass(frozen=True, slots=True, eq=False)
class RunCurves:
    """The curves of one run.

    Attributes:
        run: Its id.
        name: In the legend.
        epochs: Shape (n,), rising.
        cost: Shape (n,), of the held-out digits.
        accuracy: Shape (n,), likewise; shares.
        is_changed: Whether its learning rate was changed on the way.
    """

    run: int
    name: str
    epochs: Array
    cost: Array
    accuracy: Array
    is_changed: bool = False


def style_of(index: int, name: str) -> LineStyle:
    """How the run in this place is drawn: the first forty differ in colour or in dashes, and neighbours in both."""
    return LineStyle(name, index % _COLOURS, _STROKES[index % len(_STROKES)])


class RunsPlot(Plot):
    """Every line has epochs of its own."""

    def show_curves(self, names: Sequence[str], curves: Sequence[tuple[Array, Array]]) -> None:
        """Show for each run its epochs, (n,), rising, and its values, (n,)."""
        self.set_lines([style_of(index, name) for index, name in enumerate(names)], None)
        for curve, (epochs, values) in zip(self.lines, curves, strict=True):
            curve.set_values(epochs, values)
        self._refresh()

    def _places_known(self) -> Array:
        return np.unique(np.concatenate([np.empty(0), *(curve.epochs for curve in self.lines)]))
