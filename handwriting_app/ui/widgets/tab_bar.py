"""The row of tabs: words, with a line under those that are in front."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCursor, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QTabBar

from handwriting_app.ui.sizes import px
from handwriting_app.ui.theme import GRID, theme_of
from handwriting_app.ui.widgets.fields import has_wheel
from handwriting_app.ui.widgets.painting import guarded

LINE = 2
"""Pixels at 100 %."""


class TabBar(QTabBar):
    """Paints itself, as `handwriting_app.ui.widgets.buttons` do; the wheel turns it only while it has the focus."""

    def tabSizeHint(self, index: int) -> QSize:
        words = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.tabText(index))
        return QSize(words.width() + px(GRID), words.height() + px(10) + 2 * px(LINE))

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = theme_of(self.palette())
        hovered = self.tabAt(self.mapFromGlobal(QCursor.pos())) if self.underMouse() else -1
        line, foot = px(LINE), px(1)
        with QPainter(self) as painter:
            painter.fillRect(0, self.height() - foot, self.width(), foot, theme.grid)
            for index in range(self.count()):
                place, is_chosen = self.tabRect(index), index == self.currentIndex()
                painter.setPen(theme.text if is_chosen or index == hovered else theme.muted)
                painter.drawText(
                    place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic, self.tabText(index)
                )
                if is_chosen:
                    painter.fillRect(place.x(), place.bottom() + 1 - line, place.width(), line, theme.accent)
                    if self.hasFocus():
                        painter.fillRect(place.x(), place.y(), place.width(), line, theme.outline)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if has_wheel(self, event):
            super().wheelEvent(event)
