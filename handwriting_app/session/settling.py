"""Tells when the hand is off: while someone drags a slider, what it passes is not yet what was meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

QUIET_MS: Final = 200
"""A person who types or holds a key is done when nothing has come for so long."""

LONGEST_MS: Final = 1000
"""What changes by itself, such as a run, is looked at as often as this."""

HELD_MS: Final = 40


class Settling(QObject):
    """Waits until what was touched has come to rest.

    Signals:
        settled(): Once after any number of touches.
    """

    settled = Signal()

    def __init__(self, is_held: Callable[[], bool], quiet_ms: int = QUIET_MS, parent: QObject | None = None) -> None:
        """``is_held``: whether a mouse button or a pen is down; ``quiet_ms``: without a touch it has settled."""
        super().__init__(parent)
        self._quiet_ms = quiet_ms
        self._is_held = is_held
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def touch(self) -> None:
        if not self._since.isValid():
            self._since.start()
        left = LONGEST_MS - self._since.elapsed()
        self._timer.start(max(0, min(self._quiet_ms, left)))

    def drop(self) -> None:
        """What was touched is of no interest any more."""
        self._timer.stop()
        self._since.invalidate()

    def _look(self) -> None:
        if self._is_held():
            self._timer.start(HELD_MS)
        else:
            self._since.invalidate()
            self.settled.emit()
