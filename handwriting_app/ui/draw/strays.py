"""What a canvas has no handler for: touches, and all that takes a pen away without lifting it.

Filters, since a widget that paints must not override ``event`` (see `widgets.painting`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QTouchEvent
from PySide6.QtWidgets import QApplication, QWidget

_ENDS_A_STROKE: Final = frozenset(
    {QEvent.Type.FocusOut, QEvent.Type.WindowDeactivate, QEvent.Type.UngrabMouse, QEvent.Type.Hide}
)


class Strays(QObject):
    """Watches one canvas."""

    def __init__(self, canvas: QWidget, touched: Callable[[QTouchEvent], None], lost: Callable[[], None]) -> None:
        """``touched`` is handed every touch; ``lost``: whoever draws can no longer be told to have stopped."""
        super().__init__(canvas)
        self._touched = touched
        self._lost = lost
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self._touched(event)
            return True
        if event.type() in _ENDS_A_STROKE:
            self._lost()
        return False


class PenInReach(QObject):
    """Tells when the pen leaves the tablet's reach. Only the application hears of it, so it is watched, but no longer
    than a stroke takes.
    """

    def __init__(self, parent: QObject, left: Callable[[], None]) -> None:
        super().__init__(parent)
        self._left = left

    def watch(self, on: bool) -> None:
        application = QApplication.instance()
        if application is not None:
            if on:
                application.installEventFilter(self)
            else:
                application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.TabletLeaveProximity:
            self._left()
        return False
