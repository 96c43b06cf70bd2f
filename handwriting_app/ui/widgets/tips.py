"""Tooltips: Qt writes one without line breaks on a single line, however long; here every line can be read at a glance.

All of the program's come through here.
"""

from __future__ import annotations

import textwrap
from typing import Final, Protocol

from PySide6.QtCore import QPoint
from PySide6.QtGui import Qt  # which knows of HTML, unlike QtCore's
from PySide6.QtWidgets import QToolTip, QWidget

WIDEST: Final = 88
"""Characters of a line."""


class HasTip(Protocol):
    """A widget, or an action."""

    def setToolTip(self, words: str, /) -> None: ...


def wrapped(words: str) -> str:
    """The words of a tooltip with breaks where a line would be too long; HTML, which Qt breaks itself, as it is."""
    if Qt.mightBeRichText(words):
        return words
    lines = (
        textwrap.wrap(line, WIDEST, break_on_hyphens=False, replace_whitespace=False, drop_whitespace=True) or [""]
        for line in words.split("\n")
    )
    return "\n".join(part for parts in lines for part in parts)


def set_tip(of: HasTip, words: str) -> None:
    """Give a widget or an action this tooltip."""
    of.setToolTip(wrapped(words))


def show_tip(place: QPoint, words: str, of: QWidget) -> None:
    """Show a tooltip of a widget at once, at a place of the screen."""
    QToolTip.showText(place, wrapped(words), of)
