"""Holds the window to the table of keys: a key goes to the widget with the focus where it belongs to that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from handwriting_app.ui.keys import CHARACTERS, keys_of, shortcuts
from handwriting_app.ui.widgets.live_view import LiveView

_TYPED_IN: Final = QLineEdit | QAbstractSpinBox | QTextEdit | QPlainTextEdit
_FIELDS: Final = (
    (_TYPED_IN, keys_of("type", "edit")),
    (QAbstractSpinBox, keys_of("spin")),
    (QComboBox | QAbstractItemView, keys_of("choose")),
    (QAbstractSlider, keys_of("slide")),
    (QAbstractButton, keys_of("press")),
    (QTabBar, keys_of("tabs")),
)
"""What each kind of field keeps."""


@runtime_checkable
class OwnsKeys(Protocol):
    """A widget that keeps keys of its own, taken from the table (`keys_of`), while it has the focus."""

    own_keys: frozenset[str]


@runtime_checkable
class OwnsKeysWithin(Protocol):
    """A widget that keeps keys of the table while what has the focus is within it.

    A field in it comes first; a key that this widget's parts make nothing of comes to its `keyPressEvent`, and if it
    makes nothing of it either, to those around it.
    """

    keys_within: frozenset[str]


class KeyPolicy(QObject):
    """Holds one window to the table.

    Before Qt looks for a shortcut it offers the key to the widget with the focus, as a `ShortcutOverride` that rises to
    the window unless someone keeps it. So one filter on the window sees every key that the widget itself does not
    claim, and none of what happens elsewhere. A key that is kept goes to the widget as an ordinary key press.
    """

    def __init__(
        self,
        window: QWidget,
        leave: Callable[[], bool],
        view_in_front: Callable[[], LiveView | None],
        stop: Callable[[], object],
    ) -> None:
        """``leave``: ends a presentation, and tells whether there was one. ``stop``: stops what runs, if any does."""
        super().__init__(window)
        self._leave = leave
        self._view_in_front = view_in_front
        self._stop = stop
        window.installEventFilter(self)
        (key,) = shortcuts("let_go")
        escape = QShortcut(key, window)
        escape.setAutoRepeat(False)  # or a key held a moment too long would let go and stop
        escape.activated.connect(self.let_go_or_stop)

    def let_go_or_stop(self) -> None:
        """Leave a presentation; else let go of what is chosen in the view in front; else stop what runs."""
        if self._leave():
            return
        view = self._view_in_front()
        if view is None or not (view.let_go() or view.halt()):
            self._stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep a key for the widget with the focus, if it is one of its own."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            focus = QApplication.focusWidget()
            if focus is not None and _keeps(focus, event):
                event.accept()
                return True
        return super().eventFilter(watched, event)


def _keeps(widget: QWidget, event: QKeyEvent) -> bool:
    keys = keys_kept_by(widget)
    return _name(event) in keys or (CHARACTERS in keys and _types(event))


def keys_kept_by(widget: QWidget) -> frozenset[str]:
    """The keys of the table that belong to ``widget`` while it has the focus."""
    keys = frozenset[str]().union(*(keys for kind, keys in _FIELDS if isinstance(widget, kind)))
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is not None and group.exclusive():
        keys |= keys_of("segment")
    if isinstance(widget, OwnsKeys):
        keys |= widget.own_keys
    around: QWidget | None = widget
    while around is not None:
        if isinstance(around, OwnsKeysWithin):
            keys |= around.keys_within
        around = around.parentWidget()
    return keys


def _name(event: QKeyEvent) -> str:
    """The key as the table writes it; those of a keypad are keys like others."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return QKeySequence(modifiers.value | event.key()).toString(QKeySequence.SequenceFormat.PortableText)


def _types(event: QKeyEvent) -> bool:
    commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    return bool(event.text()) and event.text().isprintable() and not event.modifiers() & commands
