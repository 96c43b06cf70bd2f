"""Labels: a few words in the colour of what they mean, and a text that comes only whole."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from handwriting_app.ui.theme import theme_of
from handwriting_app.ui.widgets.painting import guarded

Meaning = Literal["good", "error", "warning", "muted"]


class SignLabel(QLabel):
    """Shows "✓ they agree" in green, "✗ they differ" in red, and the like."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._meaning: Meaning = "muted"
        font = self.font()
        font.setBold(True)
        self.setFont(font)

    def show_sign(self, words: str, meaning: Meaning) -> None:
        """Show other words."""
        self._meaning = meaning
        self.setText(words)
        self._put_on_colour()

    def meaning(self) -> Meaning:
        """What the colour says."""
        return self._meaning

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._put_on_colour()

    def _put_on_colour(self) -> None:
        theme = theme_of(self.palette())
        colour = {"good": theme.good, "error": theme.error, "warning": theme.warning, "muted": theme.muted}[
            self._meaning
        ]
        if self.palette().color(QPalette.ColorRole.WindowText) != colour:
            palette = QPalette(self.palette())
            palette.setColor(QPalette.ColorRole.WindowText, colour)
            self.setPalette(palette)


class FittingLabel(QLabel):
    """A text that is rather not shown than cut off; the tooltip has it anyway."""

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.fontMetrics().horizontalAdvance(self.text()) <= self.width():
            super().paintEvent(event)
