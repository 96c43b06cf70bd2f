"""The event loop of Qt: to let it run, and to measure how late it is."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from benchmarks.gui_clocks import Moment, Times

TIMER_MS = 5


def spin(seconds: float) -> None:
    """Let the event loop run."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def spin_until(is_done: Callable[[], bool], seconds: float = 60.0) -> None:
    """Let the event loop run until something is so."""
    end = time.perf_counter() + seconds
    while not is_done():
        if time.perf_counter() > end:
            raise TimeoutError(f"not done after {seconds:g} s")
        spin(0.002)


class Lateness(QObject):
    """Seconds by which a 5 ms timer comes late."""

    def __init__(self) -> None:
        # Owned by Qt, and deleted by its loop.
        super().__init__(QCoreApplication.instance())
        self._times = Times()
        self._last = Moment.now()
        self._timer = QTimer(self, interval=TIMER_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._note)
        self._timer.start()

    def _note(self) -> None:
        now = Moment.now()
        self._times.add(self._last, now, TIMER_MS / 1000)
        self._last = now

    def stop(self) -> Times:
        self._timer.stop()
        self.deleteLater()
        return self._times


class PaintClock(QObject):
    """When a widget was last painted, to the end of its painting."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.painted_at = Moment(0.0, 0.0, 0.0)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.Paint:
            return False
        watched.event(event)
        self.painted_at = Moment.now()
        return True
