"""How soon the window shows an epoch that the slider of the time line is dragged to: ``python -m benchmarks.gui_drag``.

A part of ``make bench-gui``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QSlider, QStyle, QStyleOptionSlider

from benchmarks.gui_clocks import Moment, Times, percentiles
from benchmarks.gui_loop import spin, spin_until
from benchmarks.gui_row import Row
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.messages import RunState
from handwriting_app.session.session import Session
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.mistakes.mistakes_view import MistakesView
from handwriting_app.ui.plots.plot import Plot

GOAL_MS = 50
EPOCHS = 60
PLOTS = ("cost_plot", "gradient_plot", "accuracy_plot", "own_digit_plot")


def drag_rows(window: MainWindow, session: Session, config: TrainingConfig) -> list[Row]:
    """Drag back through a run of ``config``, in the Learning view and in Mistakes."""
    session.start_training(replace(config, epochs=EPOCHS))
    spin_until(lambda: len(session.timeline.history) == EPOCHS and session.training.state is RunState.IDLE)
    tabs, slider = window.findChild(LazyTabs), window.findChild(QSlider, "epoch_slider")
    assert tabs is not None
    assert slider is not None
    rows = []
    for view, what in (
        ("learning_view", "reading, four cursors and the rows of the layers"),
        ("mistakes_view", "reading and confusion matrix"),
    ):
        tabs.show_view(view)
        spin(2.0)
        times = dragged(session, slider, lambda view=view: is_shown(window, session, view))  # type: ignore[misc]
        session.timeline.look_back(None)
        (median, _, worst), (half, _, free) = percentiles(times.clock), percentiles(times.unhindered)
        rows.append(
            Row(
                f"dragged to an epoch, to {what}: median / worst",
                f"≤ {GOAL_MS} ms",
                f"{median:.1f} / {worst:.1f} ms",
                f"{half:.1f} / {free:.1f} ms",
                free <= GOAL_MS,
            )
        )
    return rows


def dragged(session: Session, slider: QSlider, is_there: Callable[[], bool]) -> Times:
    """From each move of the mouse that comes to another epoch until it is shown and painted."""
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    handle = slider.style().subControlRect(
        QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, slider
    )
    times, last = Times(), session.timeline.looked_at
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=handle.center())
    for x in range(handle.center().x(), 4, -5):
        begin = Moment.now()
        QTest.mouseMove(slider, QPoint(x, handle.center().y()))
        if session.timeline.looked_at != last:
            last = session.timeline.looked_at
            while not is_there():
                spin(0)
            spin(0)  # what was asked to be painted is, before a timer of no time
            times.add(begin, Moment.now())
        spin(0.003)
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(4, handle.center().y()))
    return times


def is_shown(window: MainWindow, session: Session, view: str) -> bool:
    """Whether badge, cursors and table are those of the epoch that is looked at."""
    epoch = session.timeline.looked_at
    badge = window.findChild(QLabel, "looking_at")
    assert badge is not None
    if badge.text() != f"looking at epoch {epoch}":
        return False
    if view == "mistakes_view":
        mistakes = window.findChild(MistakesView)
        assert mistakes is not None
        measured = mistakes._measured
        is_painted = mistakes._painted is mistakes._readings
        return is_painted and measured is not None and measured.network is session.timeline.weights.network
    plots = (window.findChild(Plot, name) for name in PLOTS)
    return all(plot is not None and plot.cursor_place == epoch for plot in plots)


def main() -> int:
    from benchmarks.bench_gui import config_of, open_window, show_rows
    from benchmarks.bench_reading import drawings

    window, session = open_window()
    session.reader.set_drawing(drawings()["7 of three points"])
    show_rows(drag_rows(window, session, config_of("mini-batch")))
    window.close_unasked()
    return 0


if __name__ == "__main__":
    sys.exit(main())
