"""Plots of one run show the same epochs: zooming or moving one across does it to the others."""

from __future__ import annotations

from collections.abc import Sequence

from handwriting_app.ui.plots.plot import Plot


def link_across(plots: Sequence[Plot]) -> None:
    """Link their bottom axes, which must count the same; each keeps a left axis of its own."""
    for plot in plots:
        for other in plots:
            if other is not plot:
                plot.zoomed_across.connect(other.show_across)
                plot.zoom_was_reset.connect(other.reset_zoom)
