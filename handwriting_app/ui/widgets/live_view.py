"""The base of every tab: a view is brought up to date when it is seen, and costs nothing while it is not."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QShowEvent
from PySide6.QtWidgets import QWidget

from handwriting_app.ui.widgets.painting import report_once

FRAME_MS = 33
"""Milliseconds between two refreshes: news that arrives in between is shown together."""


class LiveView(QWidget):
    """Call `mark_stale` whenever what the view shows has changed; override `refresh` to show it.

    Attributes:
        help_text: What F1 shows for this view: plain sentences.
    """

    help_text = ""
    accessible_role = QAccessible.Role.Pane

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_stale = True
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setInterval(FRAME_MS)
        self._frame.timeout.connect(self.refresh_now)

    def mark_stale(self, *_news: object) -> None:
        """Refresh with the next frame if the view is seen, otherwise once it is shown. Fits any signal as a slot."""
        self._is_stale = True
        if self.isVisible() and not self._frame.isActive():
            self._frame.start()

    def refresh_now(self) -> None:
        """Refresh without waiting for the frame, if there is news and anyone to see it."""
        if self._is_stale and self.isVisible():
            self._is_stale = False
            try:
                self.refresh()
            except Exception as error:  # one that leaves Python while Qt shows the view can take the process down
                report_once(self, error)

    def refresh(self) -> None:
        """Show the present state. Only called while visible and stale."""
        raise NotImplementedError

    def let_go(self) -> bool:
        """Let go of what is chosen in the view; returns whether there was anything. Esc asks for it."""
        return False

    def halt(self) -> bool:
        """Stop what the view itself keeps running; returns whether anything was. Esc asks for it next."""
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh_now()
