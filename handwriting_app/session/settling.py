"""Tells when the hand is off: while someone drags a slider, what it passes is not yet what was meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

QUIET_MS: Final = 200
"""Whoever types into a field, or moves a slider by the keys, is done when nothing has come for so long."""

LONGEST_MS: Final = 1000
"""What changes by itself meanwhile, such as a run, is looked at as often as this."""

HELD_MS: Final = 40


class Settling(QObject):
    """Waits until what was touched has come to rest.

    Signals:
        settled(): Once after any number of touches.
    """

    settled = Signal()

    def __init__(
        self, is_held: Callable[[], bool], is_typed: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        """``is_held``: whether a mouse button or a pen is down; ``is_typed``: whether the keys belong to a field."""
        super().__init__(parent)
        self._is_held = is_held
        self._is_typed = is_typed
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def touch(self) -> None:
        if not self._since.isValid():
            self._since.start()
        left = LONGEST_MS - self._since.elapsed()
        self._timer.start(max(0, min(QUIET_MS, left)) if self._is_typed() else 0)

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
