"""Ctrl+C in the terminal, and what an operating system sends a program that is to end, as a Qt signal."""

from __future__ import annotations

import signal
import socket
from types import FrameType
from typing import Final

from PySide6.QtCore import QObject, QSocketNotifier, Signal

_NAMES: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Those that this system knows are listened to."""


class EndSignals(QObject):
    """Tells of such a signal at once, though Qt's loop would let no Python run before the next event.

    Python writes the number of each signal into a socket, and Qt wakes up when there is something to read. Only one is
    told: a second one ends the process, so that nobody is kept by a window that does not close.

    Signals:
        received(int): The number of the signal.
    """

    received = Signal(int)

    def __init__(self, parent: QObject) -> None:
        """Listen, to the end of the process; only in the main thread."""
        super().__init__(parent)
        self._near, self._far = socket.socketpair()
        self._near.setblocking(False)
        self._far.setblocking(False)
        notifier = QSocketNotifier(self._near.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(self._on_signal)
        signal.set_wakeup_fd(self._far.fileno(), warn_on_full_buffer=False)
        self._numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
        for number in self._numbers:
            signal.signal(number, _nothing)

    def _on_signal(self) -> None:
        numbers = [number for number in self._near.recv(64) if number in self._numbers]
        if numbers:
            for number in self._numbers:
                signal.signal(number, signal.SIG_DFL)
            self.received.emit(numbers[0])


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """Python writes into the socket only for signals that it handles."""
