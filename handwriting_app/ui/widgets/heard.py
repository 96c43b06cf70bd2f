"""What is heard of a window: to screen readers, a painted widget is what it shows, in words.

Qt describes its own widgets. What we paint ourselves would be a nameless "client area" with no content: here it becomes
a picture, or whatever its class says, and its description is made at the moment when somebody asks for it. So nothing
of this costs anything while nobody listens.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QFrame, QGraphicsView, QWidget

TWICE_A_SECOND_MS: Final = 500

_INSTALLED: Final = "_describes_painted_widgets"


@runtime_checkable
class InWords(Protocol):
    """A widget that says what it shows, in whole words; a description that was set comes before it."""

    def in_words(self) -> str: ...


@runtime_checkable
class HasRole(Protocol):
    """A widget that is more to a screen reader than a picture.

    Attributes:
        accessible_role: What it is.
    """

    accessible_role: QAccessible.Role


def describe_painted_widgets(application: QApplication) -> None:
    """Have the widgets that are painted by us described to screen readers, from now to the end of the program."""
    if not application.property(_INSTALLED):
        application.setProperty(_INSTALLED, True)
        QAccessible.installFactory(_interface_of)


def say(widget: QWidget, words: str) -> None:
    """Have a screen reader say something that just happened at ``widget``, once it has finished what it says."""
    if words and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


def is_painted_by_us(widget: object) -> bool:
    """Whether ``widget`` is one of Qt's bare widgets, with a ``paintEvent`` or scene of ours."""
    kinds = type(widget).__mro__
    of_qt = next((place for place, kind in enumerate(kinds) if kind.__module__.startswith("PySide6.")), 0)
    is_bare = kinds[of_qt] in (QWidget, QFrame, QGraphicsView)
    return is_bare and any("paintEvent" in vars(kind) for kind in kinds[:of_qt])


class _Painted(QAccessibleWidget):
    """Stands for one painted widget; Qt asks it whatever a screen reader wants to know."""

    def text(self, kind: QAccessible.Text) -> str:
        words = super().text(kind)
        if kind is not QAccessible.Text.Description:
            return words
        widget = self.object()
        if not isinstance(widget, InWords):
            return words
        try:
            return " ".join(filter(None, (widget.in_words(), words)))
        except Exception as error:  # nobody is there to catch it: Qt has asked
            from handwriting_app.ui.widgets.painting import report_once

            report_once(widget, error)
            return words


def _interface_of(_kind: str, of: QObject) -> QAccessibleInterface | None:
    """What stands for ``of``; None where Qt knows better."""
    if not isinstance(of, QWidget):
        return None
    if isinstance(of, HasRole):
        return _Painted(of, of.accessible_role)
    return _Painted(of, QAccessible.Role.Graphic) if is_painted_by_us(of) else None


class Seldom(QObject):
    """Does something at once when it is asked for, but not twice within half a second: then once more at its end."""

    def __init__(self, do: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._do = do
        self._since = QElapsedTimer()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._now)

    def ask(self) -> None:
        """Do it now, or as soon as may be."""
        if self._later.isActive():
            return
        left = TWICE_A_SECOND_MS - self._since.elapsed() if self._since.isValid() else 0
        if left <= 0:
            self._now()
        else:
            self._later.start(left)

    def _now(self) -> None:
        self._since.start()
        self._do()
