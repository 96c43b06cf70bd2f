"""Whatever is dropped anywhere on the window goes to the first who has a use for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class Taker(Protocol):
    """Takes one kind of things that are dropped."""

    def has_use_for(self, data: QMimeData) -> bool:
        """Whether `take` would take it, as far as that can be told while it is still held over the window."""

    def take(self, data: QMimeData | None) -> bool:
        """Take it; returns whether there was anything to take."""


class Drops(QObject):
    """Watches one window."""

    def __init__(self, window: QWidget, takers: Sequence[Taker]) -> None:
        super().__init__(window)
        self._takers = tuple(takers)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent):
            if any(taker.has_use_for(event.mimeData()) for taker in self._takers):
                event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            if any(taker.has_use_for(event.mimeData()) and taker.take(event.mimeData()) for taker in self._takers):
                event.acceptProposedAction()
            return True
        return super().eventFilter(watched, event)
