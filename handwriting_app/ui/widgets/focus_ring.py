"""Where the keys go: the ring about a widget that has the focus and whose style shows nothing of it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from handwriting_app.ui.sizes import px
from handwriting_app.ui.theme import theme_of

_HALF_LINE: Final = 1
"""Pixels at 100 %."""


def paint_focus_ring(on: QWidget) -> None:
    """Draw the ring just within ``on``, a widget or its viewport; call it at the end of the paintEvent."""
    half = px(_HALF_LINE)
    with QPainter(on) as painter:
        painter.setPen(QPen(theme_of(on.palette()).accent, 2 * half, j=Qt.PenJoinStyle.MiterJoin))
        painter.drawRect(on.rect().adjusted(half, half, -half, -half))
