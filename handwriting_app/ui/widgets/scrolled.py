"""Whatever does not fit into a small window can be scrolled to; where there is room, nothing of it shows."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QWidget

from handwriting_app.ui.sizes import px
from handwriting_app.ui.theme import GRID

MOST_WIDTH: Final = 390
"""Pixels of width at 100 % that a view may ask the window for; whoever needs more is scrolled sideways."""
LEAST_HEIGHT: Final = 160
"""Pixels of height at 100 % that are left of a view in the lowest window."""


class SlimScrollBar(QScrollBar):
    """A scroll bar as wide as a column's margin, or as high if it lies."""

    def sizeHint(self) -> QSize:
        usual = super().sizeHint()
        is_upright = self.orientation() is Qt.Orientation.Vertical
        return QSize(px(GRID), usual.height()) if is_upright else QSize(usual.width(), px(GRID))


class Scrolled(QScrollArea):
    """A frame that is not seen: gives ``content`` all the room there is, and scroll bars where it needs more.

    It never takes the focus; the wheel over a field that has not the focus scrolls it.
    """

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBar(SlimScrollBar(Qt.Orientation.Vertical))
        self.setHorizontalScrollBar(SlimScrollBar(Qt.Orientation.Horizontal))
        self.setWidget(content)
        self._content = content
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        return self._content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        least = self._content.minimumSizeHint().expandedTo(self._content.minimumSize())
        return QSize(min(least.width() + px(GRID), px(MOST_WIDTH)), min(least.height(), px(LEAST_HEIGHT)))
