"""Draw what ``bench_engine`` measured: ``python -m benchmarks.plot_engine engine.json`` writes ``engine.png``."""

from __future__ import annotations

import json
import math
import sys
from itertools import pairwise
from pathlib import Path

import pyqtgraph as pg
from pyqtgraph.exporters import ImageExporter

from benchmarks.bench_engine import growth_name, ratio
from benchmarks.cases import CASES

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")  # Okabe and Ito
SYMBOLS = {"stochastic": "o", "stochastic, compiled": "d", "mini-batch": "s", "batch": "t"}
UNITS = {
    "rows": "rows",
    "width": "units in each of two hidden layers",
    "depth": "hidden layers of 64 units",
    "batch": "examples in a batch",
}


def draw_ratios(plot: pg.PlotItem, seconds: dict[str, dict[str, list[float]]]) -> None:
    """One group of bars for each case: how many times faster the engine is."""
    cases = [case for case in CASES if case.key in seconds]
    names = [name for name in seconds[cases[0].key] if name not in ("engine", "floor")]
    width = 0.8 / len(names)
    for index, name in enumerate(names):
        shown = [(number, case) for number, case in enumerate(cases) if seconds[case.key][name]]
        heights = [math.log10(ratio(seconds[case.key], name)) for _, case in shown]
        places = [number + (index - (len(names) - 1) / 2) * width for number, _ in shown]
        bars = pg.BarGraphItem(x=places, height=heights, width=width, brush=COLOURS[index], pen="w", name=name)
        plot.addItem(bars)
    ticks = [(number, case.key.replace("-", "\n", 1)) for number, case in enumerate(cases)]
    plot.getAxis("bottom").setTicks([ticks])
    plot.getAxis("bottom").setHeight(44)
    values = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)
    plot.getAxis("left").setTicks([[(math.log10(value), f"{value:g}×") for value in values]])
    plot.addLine(y=0, pen="k")
    plot.setTitle("An epoch of each, in epochs of this engine (above 1×: this engine is faster)")


def draw_growth(plot: pg.PlotItem, growth: list[dict[str, str | float]], what: str, unit: str) -> None:
    """One curve for each mode and engine, both axes logarithmic; the values that were measured are the ticks."""
    values: list[float] = []
    for colour, (name, symbol) in zip(COLOURS, SYMBOLS.items(), strict=False):
        points = [p for p in growth if p["what"] == what and growth_name(p) == name]
        if points:
            scale = 1e3 if unit == "seconds" else 1
            values = [float(p["value"]) for p in points]
            x, y = [math.log10(value) for value in values], [math.log10(float(p[unit]) * scale) for p in points]
            pen = pg.mkPen(colour, width=2)
            plot.plot(x, y, pen=pen, symbol=symbol, symbolBrush=colour, symbolPen=colour, name=name)
    gap = 0.15 * math.log(values[-1] / values[0])  # as wide as a number is written
    shown = [value for value, above in pairwise([*values, math.inf]) if math.log(above / value) > gap]
    plot.getAxis("bottom").setTicks([[(math.log10(value), _short(value)) for value in shown]])
    decades = (0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
    plot.getAxis("left").setTicks([[(math.log10(value), f"{value:g}") for value in decades]])
    for side in ("left", "bottom"):
        plot.getAxis(side).enableAutoSIPrefix(False)
    plot.getViewBox().setDefaultPadding(0.1)  # room for the outermost ticks
    plot.setLabel("bottom", UNITS[what])
    plot.setLabel("left", "ms an epoch" if unit == "seconds" else "MB")


def _short(value: float) -> str:
    return f"{value / 1000:.0f}k" if value >= 10_000 else f"{value:.0f}"


def main() -> None:
    """Draw and write."""
    source = Path(sys.argv[1])
    measured = json.loads(source.read_text())
    pg.setConfigOptions(background="w", foreground="k", antialias=True)
    pg.mkQApp()
    page = pg.GraphicsLayoutWidget()
    page.resize(1200, 1000 if measured["growth"] else 400)
    ratios = page.addPlot(row=0, col=0, colspan=4)
    ratios.addLegend(offset=(-10, 10), labelTextColor="k")
    draw_ratios(ratios, measured["seconds"])
    if measured["growth"]:
        for row, unit in enumerate(("seconds", "megabytes"), 1):
            for column, what in enumerate(UNITS):
                plot = page.addPlot(row=row, col=column)
                if (row, column) == (1, 0):
                    plot.addLegend(offset=(10, 10), labelTextColor="k")
                draw_growth(plot, measured["growth"], what, unit)
    page.grab()  # lays everything out
    ImageExporter(page.scene()).export(str(source.with_suffix(".png")))


if __name__ == "__main__":
    main()
