"""A line of plain text that gives way: what does not fit is cut with an ellipsis, and the whole is the tooltip."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from handwriting_app.ui.sizes import px
from handwriting_app.ui.widgets.plain_text import in_tooltip

LEAST_WIDTH: Final = 64
"""Pixels at 100 % that it asks for, however long its text is."""


class ElidedLabel(QLabel):
    """Takes its text as it is, without mark-up. However long the text, it asks the window for next to nothing."""

    def __init__(self, parent: QWidget | None = None, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__(parent)
        self._whole = ""
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)

    def text(self) -> str:
        """The whole text, also where only a part of it is seen."""
        return self._whole

    def setText(self, text: str) -> None:
        """Show ``text``; line breaks in it are shown as spaces."""
        self._whole = " ".join(text.splitlines())
        self.setAccessibleName(self._whole)
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._whole) + px(2), metrics.lineSpacing() + px(2))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(px(LEAST_WIDTH), self.sizeHint().width()), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
            self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, self._mode, self.width())
        if shown != super().text():
            super().setText(shown)
        self.setToolTip(in_tooltip(self._whole) if shown != self._whole else "")
