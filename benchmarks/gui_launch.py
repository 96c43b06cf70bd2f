"""How soon there is something to draw on, and something to see, against an empty window of PySide6."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

import numpy as np

from benchmarks.gui_clocks import Times
from benchmarks.gui_row import Row

LAUNCHES = 7

_CHILD = """
import sys, time
start = float(sys.argv[1])
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
class Painted(QObject):
    def __init__(self, widget, then):
        super().__init__(widget); self.then = then; widget.installEventFilter(self)
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self); watched.event(event); self.then()
            return True
        return False
def tell():
    print(time.monotonic() - start, time.process_time(), flush=True)
"""
_EMPTY = (
    _CHILD
    + """
application = QApplication(sys.argv)
window = QMainWindow(); window.setCentralWidget(QWidget()); window.resize(1024, 700)
Painted(window, lambda: (tell(), application.quit()))
window.show(); application.exec()
"""
)
_WINDOW = (
    # As the program itself does: first the command line, then, without the garbage collector, Qt.
    "from handwriting_app.cli import main; import gc; gc.disable()"
    + _CHILD
    + """
import handwriting_app.ui.frame.main_window as module
show = module.MainWindow.show
def done():
    tell()
    print(",".join(name for name in ("sklearn", "scipy") if name in sys.modules) or "neither", flush=True)
    QApplication.instance().quit()
def watch(window):
    def look():
        plot = window.findChild(QWidget, "cost_plot")
        QTimer.singleShot(1, look) if plot is None else Painted(plot.viewport(), done)
    Painted(window.findChild(QWidget, "canvas"), lambda: (tell(), look()))
    show(window)
module.MainWindow.show = watch
main([])
"""
)


def launch_rows() -> list[Row]:
    canvas, plots, imports = Times(), Times(), "neither"
    for launch in range(LAUNCHES + 1):
        empty, empty_processor = map(float, _launch(_EMPTY))
        *times, imports = _launch(_WINDOW)
        if launch:  # the first one compiles
            seconds, processor, all_seconds, all_processor = map(float, times)
            canvas.clock.append(seconds / empty)
            canvas.unhindered.append(processor / empty_processor)
            plots.clock.append(all_seconds / empty)
            plots.unhindered.append(all_processor / empty_processor)
    return [
        launch_row("launch to painted canvas, over an empty window", canvas, 1.45),
        launch_row("launch to painted plots, over an empty window", plots, 4.5),
        Row("scikit-learn or scipy imported before Train", "neither", imports, imports, imports == "neither"),
    ]


def launch_row(what: str, ratios: Times, goal: float) -> Row:
    clock, processor = float(np.median(ratios.clock)), float(np.median(ratios.unhindered))
    return Row(what, f"≤ {goal:g}", f"{clock:.2f}", f"{processor:.2f}", processor <= goal)


def _launch(program: str) -> list[str]:
    with tempfile.TemporaryDirectory() as settings:
        environment = os.environ | {"XDG_CONFIG_HOME": settings}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # without compiled modules nothing is as a person has it
        command = [sys.executable, "-c", program, repr(time.monotonic())]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
        return done.stdout.split()
