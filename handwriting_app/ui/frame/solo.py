"""Gives one widget all of its window: everything around it is hidden, and comes back as it was."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QSplitterHandle, QWidget


class Solo(QObject):
    """In force until `end`; what the program shows meanwhile stays hidden until then."""

    def __init__(self, widget: QWidget, window: QWidget, keep: Collection[QWidget] = ()) -> None:
        """``keep``: what is not hidden."""
        super().__init__(window)
        self._hidden: list[QWidget] = []
        within, around = widget, widget.parentWidget()
        while around is not None and within is not window:
            if not isinstance(around, QAbstractScrollArea):  # it shows and hides its scroll bars itself
                for sibling in around.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
                    if sibling is not within and sibling not in keep and _is_part(sibling):
                        self._hidden.append(sibling)
            within, around = around, around.parentWidget()
        for each in self._hidden:
            each.hide()
            each.installEventFilter(self)

    def end(self) -> None:
        """Show everything again."""
        hidden, self._hidden = self._hidden, []
        for each in hidden:
            each.removeEventFilter(self)
            each.show()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hide again what is shown before the end."""
        if event.type() is QEvent.Type.ShowToParent and watched in self._hidden and isinstance(watched, QWidget):
            watched.hide()
        return False


def _is_part(widget: QWidget) -> bool:
    return not (widget.isHidden() or widget.isWindow() or isinstance(widget, QSplitterHandle))
