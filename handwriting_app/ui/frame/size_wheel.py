"""The wheel with Ctrl held down, wherever the pointer is in the window."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QWidget

NOTCH: Final = 120
"""Eighths of a degree; a touch pad tells of fewer at a time."""


class SizeWheel(QObject):
    """Hears it before whatever is under the pointer does, which would scroll or zoom.

    Signals:
        turned(int): by so many notches, upwards; negative: downwards.
    """

    turned = Signal(int)

    def __init__(self, window: QWidget) -> None:
        """``window`` has been shown."""
        super().__init__(window)
        self._rest = 0
        handle = window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep a turn of the wheel with Ctrl."""
        if event.type() is not QEvent.Type.Wheel or not isinstance(event, QWheelEvent):
            return False
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._rest = 0
            return False
        notches, self._rest = divmod(self._rest + event.angleDelta().y(), NOTCH)
        if notches:
            self.turned.emit(notches)
        return True
