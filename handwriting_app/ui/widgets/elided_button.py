"""A button whose words give way: what does not fit is cut with an ellipsis, at the end."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from handwriting_app.ui.sizes import px

LEAST_WIDTH: Final = 64
"""Pixels at 100 % that it asks for, however long its words are."""

_BESIDE: Final = 24
"""Pixels at 100 % beside the words, for both edges."""


class ElidedButton(QPushButton):
    """No wider than its words; its owner sets the tooltip, which should have them whole."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def text(self) -> str:
        """The whole text, also where only a part of it is seen."""
        return self._whole

    def setText(self, text: str) -> None:
        if text != self._whole:
            self._whole = text
            self.setAccessibleName(text)
            self.updateGeometry()
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + px(_BESIDE), super().sizeHint().height())

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
        room = self.width() - px(_BESIDE - 4)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        if shown != super().text():
            super().setText(shown.replace("&", "&&"))
