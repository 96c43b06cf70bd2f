"""A plot of several runs whose bottom axis counts epochs, updates, digits or seconds, if need be logarithmically."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from handwriting_app import numerals
from handwriting_app.lab.race_figures import Axis
from handwriting_app.ui.plots.curve import Curve
from handwriting_app.ui.plots.envelope import Array
from handwriting_app.ui.plots.plot import SHORTEST, Plot, Range
from handwriting_app.ui.plots.ticks import Ticks, linear_ticks, log_ticks, tick_step

_MARGIN: Final = 0.015
_LABELS: Final[dict[Axis, str]] = {"epochs": "epochs", "updates": "updates", "samples": "digits", "seconds": "seconds"}
_WORDS: Final[dict[Axis, str]] = {"epochs": "epoch", "updates": "update", "samples": "digit"}


class RacePlot(Plot):
    """Every line has places of its own on the bottom axis; on a logarithmic one the curves hold their logarithms."""

    _axis: Axis = "seconds"
    _is_log_across = False

    def set_axis(self, axis: Axis, *, is_log: bool) -> None:
        """What the bottom axis counts; values are to be shown anew afterwards."""
        self._axis, self._is_log_across = axis, is_log
        self._bottom.setLabel(_LABELS[axis])
        self._bottom.resizeEvent()
        self._view.setLimits(minXRange=1e-3 if is_log or axis == "seconds" else SHORTEST)
        self.reset_zoom()

    def show_lanes(self, lanes: Sequence[tuple[Array, Array]]) -> None:
        """Show for each line its places, (points,), rising, and its values, (points,)."""
        for curve, (places, values) in zip(self.lines, lanes, strict=True):
            if self._is_log_across:
                is_beyond = places > 0
                curve.set_values(np.log10(places[is_beyond]), values[is_beyond])
            else:
                curve.set_values(places, values)
        self._refresh()

    def places_of(self, curve: Curve) -> Array:
        """As counted, also where the axis is logarithmic."""
        return np.asarray(10.0**curve.epochs) if self._is_log_across else curve.epochs

    def _across_to_show(self) -> Range:
        shown = [curve.epochs for curve in self.lines if len(curve.epochs)]
        last = max((float(places[-1]) for places in shown), default=0.0)
        if self._is_log_across:
            first = min((float(places[0]) for places in shown), default=0.0)
            return first, max(last, first + 1) + _MARGIN * max(last - first, 1)
        end = max(last, 1e-3 if self._axis == "seconds" else SHORTEST)
        # In steps of a twentieth or so: an axis that moved with every point would twitch.
        step = tick_step(end, 20)
        return 0.0, float(np.ceil(end / step)) * step * (1 + _MARGIN)

    def _ticks_across(self, across: Range, count: int) -> Ticks:
        if self._is_log_across:
            return log_ticks(*across, count)
        ticks = linear_ticks(*across, count, whole=self._axis != "seconds")
        # The label of the axis stands to the left of 0.
        return [(place, text if place > 0 else "0") for place, text in ticks if place >= 0]

    def _number_at(self, place: float) -> float:
        return 10.0 ** min(place, 300.0) if self._is_log_across else place

    def _places_known(self) -> Array:
        return np.unique(np.concatenate([np.empty(0), *(curve.epochs for curve in self.lines)]))

    def _span_in_words(self, last: float) -> str:
        return f"up to {self._words_at(last)}"

    def _words_at(self, place: float) -> str:
        value = self._number_at(place)
        return numerals.seconds(value) if self._axis == "seconds" else f"{_WORDS[self._axis]} {numerals.count(value)}"
