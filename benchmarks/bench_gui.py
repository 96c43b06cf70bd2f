"""How lively the window is while it trains. Prints a Markdown table.

    python -m benchmarks.bench_gui

It takes about eight minutes. `benchmarks.soak` measures for an hour whether its memory grows.

Runs offscreen unless QT_QPA_PLATFORM says otherwise. Run it while nothing else runs. What other programs take from it
all the same is told apart, on Linux: "without waiting" is the same figure less the time in which the thread in question
could have run but had no core (/proc/…/schedstat), or in processor time for what is measured as a ratio of two
programs. A goal counts as met by that figure. "Own work" is how much of it the window's thread computed.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as run_window does

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPointF, Qt, qVersion
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QWidget

from benchmarks.gui_clocks import Moment, Times, median_ratio, percentiles, waited
from benchmarks.gui_drag import drag_rows
from benchmarks.gui_launch import launch_rows
from benchmarks.gui_loop import Lateness, PaintClock, spin, spin_until
from benchmarks.gui_row import Row
from benchmarks.gui_stalls import closing_row, large_rows
from benchmarks.gui_views import view_rows
from handwriting_app.app import TURN_S, build_window
from handwriting_app.data.augment import Variations
from handwriting_app.engine.config import DescentMode, TrainingConfig
from handwriting_app.engine.settings import DESCENT
from handwriting_app.engine.training import train
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import normalise
from handwriting_app.session.model import Model
from handwriting_app.session.reading import read, read_normalised
from handwriting_app.session.session import Session
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.ui.frame.main_window import MainWindow

MODES = DESCENT.values
ROUNDS = 7
DIGITS = 30
POINTS = 100_000


# The window while it trains


def open_window() -> tuple[MainWindow, Session]:
    """The window with its plots built and painted, on settings of its own, under the conditions of `run_window`."""
    sys.setswitchinterval(TURN_S)
    file = Path(tempfile.mkdtemp(prefix="bench-gui-")) / "settings.json"
    window = build_window(settings=SettingsFile(file), theme="light")
    window.resize(1440, 900)
    window.show()
    spin_until(lambda: window.findChild(QWidget, "cost_plot") is not None)
    spin(1.0)
    gc.freeze()
    session = window.findChild(Session)
    assert session is not None
    return window, session


def config_of(mode: DescentMode, variation: float = 0.0) -> TrainingConfig:
    rate = {"batch": 0.1, "stochastic": 0.005, "mini-batch": 0.05}[mode]
    return TrainingConfig(
        descent=mode,
        learning_rate=rate,
        update_rule="plain",
        variation=variation,
        epochs=10**7,
        stop_when_converged=False,
    )


def start(session: Session, config: TrainingConfig) -> None:
    """Start a run and wait until it reports."""
    session.start_training(config)
    spin_until(lambda: len(session.timeline.history) > 0)
    spin(0.5)


def stop(session: Session) -> float:
    """Stop the run; the seconds until it has stopped."""
    loop = QEventLoop()
    session.training.ended.connect(loop.quit)
    began = time.perf_counter()
    session.training.stop()
    loop.exec()
    took = time.perf_counter() - began
    session.training.ended.disconnect(loop.quit)
    return took


def seconds_an_epoch_in_the_window(session: Session, config: TrainingConfig, seconds: float) -> tuple[Times, Times]:
    """Time of an epoch while all plots are seen, and the lateness of the event loop meanwhile."""
    start(session, config)
    others = [int(task.name) for task in Path("/proc/self/task").glob("*") if task.name != str(os.getpid())]
    lateness = Lateness()
    first, waited_before = session.timeline.history.last, waited(others)
    spin(seconds)
    last, waiting = session.timeline.history.last, waited(others) - waited_before
    late = lateness.stop()
    assert first is not None
    assert last is not None
    stop(session)
    epochs, took = last.epoch - first.epoch, last.seconds - first.seconds
    return Times([took / epochs], [(took - waiting) / epochs]), late


def seconds_an_epoch_alone(session: Session, config: TrainingConfig, seconds: float) -> Times:
    """Time of an epoch of the same run by the engine alone."""
    data = session.digits.of(session.shelf.present.config)
    assert data is not None
    rng = np.random.default_rng(config.seed)
    network = Model.untrained(config, rng).network.copy()
    vary = Variations.of_run(data, config, network.classes)
    steps = train(network, vary.examples(data), config, rng, vary=vary)
    reports = (report for report in steps if report is not None)
    first, waited_before = next(reports), waited()
    while (last := next(reports)).seconds - first.seconds < seconds:
        pass
    waiting = waited() - waited_before
    steps.close()
    epochs, took = last.epoch - first.epoch, last.seconds - first.seconds
    return Times([took / epochs], [(took - waiting) / epochs])


def training_rows(session: Session, seconds: float) -> list[Row]:
    rows = []
    cases = [(mode, config_of(mode)) for mode in MODES]
    cases.append(("mini-batch, digits varied", config_of("mini-batch", variation=1.0)))
    for name, config in cases:
        inside, alone, late = Times(), Times(), Times()
        for _ in range(ROUNDS):
            times, lateness = seconds_an_epoch_in_the_window(session, config, seconds)
            inside.extend(times)
            alone.extend(seconds_an_epoch_alone(session, config, seconds))
            late.extend(lateness)
        (_, tail, worst), (_, free_tail, free_worst) = percentiles(late.clock), percentiles(late.unhindered)
        ratio = median_ratio(inside.clock, alone.clock)
        free = median_ratio(inside.unhindered, alone.unhindered)
        rows += [
            Row(
                f"event-loop lateness, {name}",
                "p99 ≤ 5 ms, worst ≤ 16 ms",
                f"{tail:.1f} / {worst:.1f} ms",
                f"{free_tail:.1f} / {free_worst:.1f} ms",
                free_tail <= 5 and free_worst <= 16,
            ),
            Row(f"training in the window over headless, {name}", "≤ 1.10", f"{ratio:.2f}", f"{free:.2f}", free <= 1.1),
        ]
    return rows


# The pen


class Pen:
    """Draws on the canvas with mouse events, as the window system would send them."""

    def __init__(self, window: MainWindow) -> None:
        canvas = window.findChild(QWidget, "canvas")
        bars = window.findChild(QWidget, "probability_bars")
        assert canvas is not None
        assert bars is not None
        clear = window.findChild(QAction, "action_clear")
        assert clear is not None
        self._clear = clear
        self._canvas = canvas
        self._ink = PaintClock(canvas)
        self._digit = PaintClock(bars)

    def draw(self, digits: int) -> tuple[Times, Times]:
        """Draw digits of one stroke; how long ink takes to be painted, and after pen-up the reading."""
        ink, digit = Times(), Times()
        rng = np.random.default_rng(0)
        side = min(self._canvas.width(), self._canvas.height())
        for _ in range(digits):
            self._clear.trigger()
            spin(0.02)
            points = side * (0.5 + 0.3 * np.cumsum(rng.normal(0, 0.15, (12, 2)), axis=0).clip(-1, 1))
            self._send(QEvent.Type.MouseButtonPress, points[0])
            for point in points[1:-1]:
                sent = self._send(QEvent.Type.MouseMove, point)
                spin_until(lambda sent=sent: self._ink.painted_at.clock > sent.clock, 5)
                ink.add(sent, self._ink.painted_at)
                spin(0.008)
            self._send(QEvent.Type.MouseMove, points[-1])
            sent = self._send(QEvent.Type.MouseButtonRelease, points[-1])
            spin_until(lambda sent=sent: self._digit.painted_at.clock > sent.clock, 5)
            digit.add(sent, self._digit.painted_at)
            spin(0.02)
        return ink, digit

    def _send(self, kind: QEvent.Type, point: np.ndarray) -> Moment:
        at = QPointF(*point)
        is_move = kind is QEvent.Type.MouseMove
        button = Qt.MouseButton.NoButton if is_move else Qt.MouseButton.LeftButton
        held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
        everywhere = QPointF(self._canvas.mapToGlobal(at.toPoint()))
        event = QMouseEvent(kind, at, everywhere, button, held, Qt.KeyboardModifier.NoModifier)
        sent = Moment.now()
        QCoreApplication.sendEvent(self._canvas, event)
        return sent


def pen_rows(window: MainWindow, session: Session) -> list[Row]:
    pen = Pen(window)
    _, idle = pen.draw(DIGITS)
    ink, busy = Times(), Times()
    for mode in MODES:
        start(session, config_of(mode))
        some_ink, some_digits = pen.draw(DIGITS)
        ink.extend(some_ink)
        busy.extend(some_digits)
        stop(session)
    return [
        pen_row("pen-up to digit shown, training at full speed", busy, 16),
        pen_row("pen-up to digit shown, idle", idle, 5),
        pen_row("pen event to painted ink, training", ink, 16),
    ]


def pen_row(what: str, times: Times, goal_ms: float) -> Row:
    (_, tail, _), (_, free, _) = percentiles(times.clock), percentiles(times.unhindered)
    return Row(what, f"p99 < {goal_ms:g} ms", f"{tail:.1f} ms", f"{free:.1f} ms", free < goal_ms)


# Plots, engine


def plot_row() -> Row:
    from handwriting_app.ui.learning.learning_view import LearningView

    view = LearningView()
    view.resize(600, 800)
    view.show()
    config = replace(config_of("batch"), epochs=POINTS)
    view.start_run(config, ("64→128", "128→64", "64→32", "32→10"))
    epochs = np.arange(1.0, POINTS + 1)
    rng = np.random.default_rng(0)
    values = [np.exp(-epochs / 30_000 + 0.05 * rng.normal(size=POINTS)) * (1 + k) for k in range(4)]
    spin(0.2)
    took = Times()
    for end in range(POINTS - 200, POINTS):
        began = Moment.now()
        view.gradient.show_values(epochs[:end], [line[:end] for line in values])
        view.gradient.viewport().repaint()
        took.add(began, Moment.now())
    (median, tail, _), (free, free_tail, _) = percentiles(took.clock[20:]), percentiles(took.unhindered[20:])
    view.close()
    return Row(
        "plot update and repaint, four curves of 100,000 points",
        "≤ 2.5 ms",
        f"{median:.1f} (p99 {tail:.1f}) ms",
        f"{free:.1f} (p99 {free_tail:.1f}) ms",
        free <= 2.5,
    )


def reading_row(session: Session) -> Row:
    angles = np.linspace(0, 2 * np.pi, 60)
    ring = np.stack([0.5 + 0.25 * np.cos(angles), 0.5 + 0.35 * np.sin(angles)], axis=1)
    drawing = Drawing((ring,))
    weights, digit = session.timeline.weights, normalise(drawing)
    views = digit.views()
    alone = time_of(lambda: weights.network.predict(views), 5_000)
    reading = time_of(lambda: read_normalised(weights, digit), 2_000)
    whole = time_of(lambda: read(weights, drawing), 200)
    return Row(
        f"the network on one drawing's {len(views)} views / the reading of them / strokes to digit",
        "– / – / ≤ 1 ms",
        f"{1e3 * alone:.3f} / {1e3 * reading:.3f} / {1e3 * whole:.2f} ms",
        "the same: medians",
        whole <= 1e-3,
    )


def time_of(call: Callable[[], object], times: int) -> float:
    """Median seconds of a call."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        took.append(time.perf_counter() - began)
    return float(np.median(took))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=2.5, help="of each measurement while training (default 2.5)")
    arguments = parser.parse_args()
    rows = [*launch_rows(), closing_row()]
    window, session = open_window()
    rows.append(reading_row(session))
    rows.append(plot_row())
    start(session, config_of("mini-batch"))  # loads scikit-learn and the digits
    stop(session)
    rows += training_rows(session, arguments.seconds)
    rows += pen_rows(window, session)
    rows += drag_rows(window, session, config_of("mini-batch"))
    rows += view_rows(window, session)
    rows += large_rows(window, session)
    session.shutdown()
    show_rows(rows)
    return 0


def show_rows(rows: list[Row]) -> None:
    print(f"Python {platform.python_version()}, Qt {qVersion()}, numpy {np.__version__}, {os.cpu_count()} cores\n")
    print("| what | goal | measured | without waiting for a core | own work | met |\n|---|---|---|---|---|---|")
    for row in rows:
        met = "yes" if row.is_met else "**no**"
        print(f"| {row.what} | {row.goal} | {row.measured} | {row.unhindered} | {row.processor} | {met} |")


if __name__ == "__main__":
    sys.exit(main())
