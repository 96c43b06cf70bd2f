"""Tooltips that depend on the place under the pointer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QWidget

from handwriting_app.ui.widgets.tips import show_tip


class PlaceTips(QObject):
    """Asks for the words of a place of one widget whenever its tooltip is due.

    A filter, since a widget that paints must not override ``event`` (see `painting`).
    """

    def __init__(self, widget: QWidget, words_at: Callable[[QPoint], str | None]) -> None:
        """``words_at``: what is said at a place of ``widget``; "": nothing; None: the tooltip of the widget itself."""
        super().__init__(widget)
        self._widget = widget
        self._words_at = words_at
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QHelpEvent) or event.type() is not QEvent.Type.ToolTip:
            return False
        words = self._words_at(event.pos())
        if words is None:
            return False
        show_tip(event.globalPos(), words, self._widget)
        return True
