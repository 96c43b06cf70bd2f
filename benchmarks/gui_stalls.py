"""The longest that the window did not answer: over a large network, and when it closes.

python -m benchmarks.gui_stalls
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as run_window does

from benchmarks.gui_clocks import percentiles
from benchmarks.gui_loop import Lateness, spin, spin_until
from benchmarks.gui_row import Row
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.messages import RunState
from handwriting_app.session.session import Session
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.views import import_rooms

GOAL_MS = 100
LARGE = TrainingConfig(hidden=(5000, 3900), epochs=10**6, variation=0.0, stop_when_converged=False)
SECONDS = 1.0
LONG_SECONDS = 5.0
"""What is worked out in the background for a large network has come by then."""


def large_rows(window: MainWindow, session: Session) -> list[Row]:
    """Reset to, look at, train, save and open a network of nearly as many weights as there may be."""
    tabs = window.findChild(LazyTabs)
    assert tabs is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.safetensors"
        units = ",".join(map(str, LARGE.hidden))
        return [
            stall_row(f"{units}: Reset", lambda: session.reset(LARGE), until(lambda: is_large(session))),
            *(
                stall_row(f"{units}: {name}", lambda name=name: tabs.show_view(name), lambda: spin(LONG_SECONDS))
                for name in tabs.names()
            ),
            stall_row(f"{units}: Train", lambda: session.start_training(replace(LARGE, seed=1)), until_begun(session)),
            stall_row(f"{units}: Stop", session.training.stop, until(lambda: session.training.state is RunState.IDLE)),
            stall_row(
                f"{units}: Save",
                lambda: session.save(session.shelf.present, path),
                until(lambda: not session.saving.is_busy),
            ),
            stall_row(
                f"{units}: Open", lambda: session.open_model(path), until(lambda: session.shelf.present.name == "large")
            ),
        ]


def stall_row(what: str, act: Callable[[], object], wait: Callable[[], None] = lambda: spin(SECONDS)) -> Row:
    """The longest that the event loop did not turn, from ``act`` to the end of ``wait``."""
    spin(0.05)
    lateness = Lateness()
    spin(0.02)
    act()
    wait()
    spin(0.2)
    late = lateness.stop()
    worst, free, own = (percentiles(times)[2] for times in (late.clock, late.unhindered, late.processor))
    measured, unhindered, processor = (f"{milliseconds:.0f} ms" for milliseconds in (worst, free, own))
    return Row(f"longest stall: {what}", f"≤ {GOAL_MS} ms", measured, unhindered, free <= GOAL_MS, processor)


def until(is_done: Callable[[], bool]) -> Callable[[], None]:
    return lambda: spin_until(is_done)


def until_begun(session: Session) -> Callable[[], None]:
    before = session.shelf.present.history
    return until(lambda: session.shelf.present.history is not before)


def is_large(session: Session) -> bool:
    return session.shelf.present.network.sizes[1:-1] == LARGE.hidden


_CLOSING = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.frame.main_window import MainWindow
show = MainWindow.show
def watched(window):
    def look():
        tabs = window.findChild(LazyTabs)
        if tabs is None or tabs.current_view() is None:
            QTimer.singleShot(5, look)
            return
        window.findChild(QPushButton, "train_button").click()
        QTimer.singleShot(int(sys.argv[1]), close)
    def close():
        print(time.monotonic(), time.process_time(), flush=True)
        window.close()
    show(window)
    look()
MainWindow.show = watched
from handwriting_app.cli import main
sys.exit(main([]))
"""


def closing_row() -> Row:
    """From the closing of a window whose digits load to the end of the process, at its slowest."""
    took, worked = [], []
    for milliseconds in (20, 150, 300, 600):
        with tempfile.TemporaryDirectory() as settings:
            command = [sys.executable, "-c", _CLOSING, str(milliseconds)]
            environment = os.environ | {"XDG_CONFIG_HOME": settings, "XDG_DATA_HOME": settings}
            before = _work_of_children()
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
            at, work = map(float, done.stdout.split()[:2])
            took.append(time.monotonic() - at)
            worked.append(_work_of_children() - before - work)
    worst, own = max(took), max(worked)
    what = "closing while the digits load, to the end of the process"
    return Row(what, "≤ 0.5 s", f"{worst:.2f} s", "", worst <= 0.5, f"{own:.2f} s, all threads")


def _work_of_children() -> float:
    """Processor seconds of the programs that were started from here and have ended."""
    times = os.times()
    return times.children_user + times.children_system


def main() -> int:
    from benchmarks.bench_gui import open_window, show_rows
    from benchmarks.gui_views import draw_digit

    rows = [closing_row()]
    window, session = open_window()
    import_rooms()
    draw_digit(session)
    rows += large_rows(window, session)
    window.close_unasked()
    show_rows(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
