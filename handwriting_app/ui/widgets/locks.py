"""Locks and hides controls for as long as a lesson asks for it, whatever their view does with them meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QWidget

from handwriting_app.ui.widgets.tips import set_tip

LOCKED: Final = "Locked by this lesson"


class Locks(QObject):
    """The controls of one view.

    A widget that sets several things is locked with any of them, and hidden with all of them; so are labels whose buddy
    it is. When a lock is taken off, the view should show itself anew: it knows what is usable by then.
    """

    def __init__(self, controls: Mapping[str, Collection[QWidget]], parent: QObject) -> None:
        """``controls``: by the names that lessons know, what sets each."""
        super().__init__(parent)
        self._names: dict[QWidget, set[str]] = {}
        for name, widgets in controls.items():
            for widget in widgets:
                self._names.setdefault(widget, set()).add(name)
        self._locks: list[_Lock | _Cover] = []

    def put_on(self, only: frozenset[str] | None, hidden: frozenset[str]) -> None:
        """Lock all but what is named in ``only``, nothing for None; hide ``hidden``. What was locked before is not."""
        for lock in reversed(self._locks):
            lock.take_off()
        self._locks = []
        for widget, names in self._names.items():
            labels = _labels_of(widget)
            if only is not None and not names <= only:
                self._locks += [_Lock(each, self) for each in (widget, *labels)]
            if names <= hidden:
                self._locks += [_Cover(each, self) for each in (widget, *labels)]


class _Lock(QObject):
    """Keeps one widget disabled; its tooltip, and those of its parts, say why."""

    def __init__(self, widget: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._widget = widget
        self._was_enabled = not widget.testAttribute(Qt.WidgetAttribute.WA_ForceDisabled)
        widget.setEnabled(False)
        self._tooltips: dict[QWidget, str] = {}
        for part in (widget, *widget.findChildren(QWidget)):
            self._tooltips[part] = part.toolTip()
            set_tip(part, LOCKED)
            part.installEventFilter(self)

    def take_off(self) -> None:
        for part, tooltip in self._tooltips.items():
            part.removeEventFilter(self)
            set_tip(part, tooltip)
        self._widget.setEnabled(self._was_enabled)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What the view wants of the widget is kept for later."""
        kind = event.type()
        if kind is QEvent.Type.ToolTipChange and isinstance(watched, QWidget) and watched.toolTip() != LOCKED:
            self._tooltips[watched] = watched.toolTip()
            set_tip(watched, LOCKED)
        elif kind is QEvent.Type.EnabledChange and watched is self._widget and self._widget.isEnabled():
            self._was_enabled = True
            self._widget.setEnabled(False)
        return False


class _Cover(QObject):
    """Keeps one widget hidden."""

    def __init__(self, widget: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._widget = widget
        self._was_shown = not widget.isHidden()
        widget.hide()
        widget.installEventFilter(self)

    def take_off(self) -> None:
        self._widget.removeEventFilter(self)
        self._widget.setVisible(self._was_shown)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """That the view wants to show the widget is kept for later."""
        if event.type() is QEvent.Type.ShowToParent:
            self._was_shown = True
            self._widget.hide()
        return False


def _labels_of(widget: QWidget) -> list[QLabel]:
    parent = widget.parentWidget()
    labels = [] if parent is None else parent.findChildren(QLabel)
    return [label for label in labels if label.buddy() is widget]
