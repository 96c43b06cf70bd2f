"""Whether the window's memory grows while it is used for long: the default run again and again, a drawing every second.

    python -m benchmarks.soak                               sixty minutes
    python -m benchmarks.soak --minutes 5 --curve FILE.tsv  shorter, and every measurement as a line of FILE.tsv

Runs offscreen unless QT_QPA_PLATFORM says otherwise, with a data folder of its own. Every ten seconds it notes the
resident memory of the process (Linux); a run that ends is begun anew with the next seed. The exit status is 1 if the
memory grew by more than 5 MB after the first ten minutes, or after a sixth of a shorter time.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
import time
from dataclasses import dataclass, fields
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as run_window does

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QAbstractSpinBox, QPushButton, QWidget

from benchmarks.gui_loop import spin, spin_until
from handwriting_app.app import TURN_S, build_window
from handwriting_app.session.messages import RunState
from handwriting_app.session.session import Session
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.frame.main_window import MainWindow

DRAWING_MS = 1_000
MEASURED_MS = 10_000
GOAL_MB = 5.0
SETTLED_MINUTES = 10.0
POINTS = 24


@dataclass(frozen=True, slots=True)
class Sample:
    """What one measurement found.

    Attributes:
        seconds: Since the start.
        resident: MB.
        runs: Begun so far.
        epoch: Of the run under way.
        models: That were put aside: the shelf keeps twenty.
        objects: Known to the garbage collector.
        nones: References to None. PySide has lost one with each call before, until the process aborted.
    """

    seconds: float
    resident: float
    runs: int
    epoch: int
    models: int
    objects: int
    nones: int

    def line(self) -> str:
        counts = (self.runs, self.epoch, self.models, self.objects, self.nones)
        return "\t".join((f"{self.seconds:.0f}", f"{self.resident:.2f}", *map(str, counts)))


class Soak(QObject):
    """Trains and draws as a person would, with the button and the pen, and notes the memory."""

    def __init__(self, window: MainWindow, session: Session, curve: Path | None) -> None:
        super().__init__(window)
        canvas, clear = window.findChild(QWidget, "canvas"), window.findChild(QAction, "action_clear")
        button, seed = window.findChild(QPushButton, "train_button"), window.findChild(QAbstractSpinBox, "seed")
        assert canvas is not None
        assert clear is not None
        assert button is not None
        assert seed is not None
        self._canvas, self._clear, self._button, self._seed = canvas, clear, button, seed
        self._session, self._curve = session, curve
        self._runs = 0
        self._began = time.monotonic()
        self.samples: list[Sample] = []
        for milliseconds, slot in ((DRAWING_MS, self._draw), (MEASURED_MS, self._measure)):
            timer = QTimer(self, interval=milliseconds)
            timer.timeout.connect(slot)
            timer.start()
        if curve is not None:
            curve.write_text("\t".join(field.name for field in fields(Sample)) + "\n", encoding="utf-8")

    def _draw(self) -> None:
        """One drawing, in one go; and the next run, if none is under way."""
        if self._session.training.state is RunState.IDLE:
            if self._runs:
                self._seed.stepUp()
            self._button.click()
            self._runs += 1
        self._clear.trigger()
        side = min(self._canvas.width(), self._canvas.height())
        angles = np.linspace(0, 2 * np.pi, POINTS)
        points = side * np.stack([0.5 + 0.2 * np.cos(angles), 0.5 + 0.3 * np.sin(angles)], axis=1)
        kinds = [QEvent.Type.MouseButtonPress, *[QEvent.Type.MouseMove] * (POINTS - 2), QEvent.Type.MouseButtonRelease]
        for kind, point in zip(kinds, points, strict=True):
            at = QPointF(*point)
            button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
            held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
            everywhere = QPointF(self._canvas.mapToGlobal(at.toPoint()))
            event = QMouseEvent(kind, at, everywhere, button, held, Qt.KeyboardModifier.NoModifier)
            QCoreApplication.sendEvent(self._canvas, event)

    def _measure(self) -> None:
        last = self._session.timeline.history.last
        sample = Sample(
            seconds=time.monotonic() - self._began,
            resident=resident_mb(),
            runs=self._runs,
            epoch=0 if last is None else last.epoch,
            models=len(self._session.shelf.earlier),
            objects=len(gc.get_objects()),
            nones=sys.getrefcount(None),
        )
        self.samples.append(sample)
        if self._curve is not None:
            with self._curve.open("a", encoding="utf-8") as file:
                file.write(sample.line() + "\n")


def resident_mb() -> float:
    """Resident memory of this process in MB of 2²⁰ bytes (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def open_window(folder: Path) -> tuple[MainWindow, Session]:
    """The window with its first view painted, under the conditions of `run_window`."""
    sys.setswitchinterval(TURN_S)
    window = build_window(settings=SettingsFile(folder / "settings.json"), theme="light")
    window.resize(1440, 900)
    window.show()
    tabs, session = window.findChild(LazyTabs), window.findChild(Session)
    assert tabs is not None
    assert session is not None
    spin_until(lambda: tabs.current_view() is not None)
    spin(1.0)
    gc.freeze()
    return window, session


def growth(samples: list[Sample], settled: float) -> float:
    """MB between the mean of the first tenth after ``settled`` seconds and that of the last tenth."""
    after = [sample.resident for sample in samples if sample.seconds >= settled]
    tenth = max(len(after) // 10, 1)
    first, last = after[:tenth], after[-tenth:]
    return float(np.mean(last) - np.mean(first))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60.0, help="(default 60)")
    parser.add_argument("--curve", type=Path, metavar="FILE", help="where each measurement goes, as it is made")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        window, session = open_window(Path(folder))
        soak = Soak(window, session, arguments.curve)
        loop = QEventLoop()
        QTimer.singleShot(round(60_000 * arguments.minutes), loop.quit)
        loop.exec()
        samples = soak.samples
        window.close_unasked()
    settled = 60 * min(SETTLED_MINUTES, arguments.minutes / 6)
    grown = growth(samples, settled)
    highest = max(sample.resident for sample in samples)
    print(f"{arguments.minutes:g} minutes, {samples[-1].runs} runs: {grown:+.1f} MB after the first {settled:.0f} s,")
    print(f"{highest:.1f} MB at most. The goal is {GOAL_MB:g} MB: {'met' if grown <= GOAL_MB else 'not met'}.")
    return 0 if grown <= GOAL_MB else 1


if __name__ == "__main__":
    sys.exit(main())
