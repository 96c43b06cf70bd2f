"""The badge of whoever looks back: at which epoch."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy, QWidget

from handwriting_app.numerals import count
from handwriting_app.ui.theme import GRID, caption_font, theme_of
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.tips import set_tip


def epoch_named(epoch: int) -> str:
    """The words for an epoch, on a button or in a sentence."""
    return f"epoch {count(epoch)}" if epoch else "epoch 0, before training"


class LookingAt(QLabel):
    """Seen only while somebody looks back, so that the past is never taken for the present."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """``name`` is the objectName."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        set_tip(self, "What is seen is the network as it was then. “Now” at the time line goes back to the present.")
        self.setContentsMargins(GRID, 1, GRID, 1)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._dress()
        self.hide()

    def show_epoch(self, epoch: int | None) -> None:
        """Show which epoch is looked back at; None: the present, and no badge."""
        if epoch is not None:
            words = f"looking at epoch {count(epoch)}"
            self.setText(words)
            self.setAccessibleName(words.capitalize())
        self.setVisible(epoch is not None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ApplicationFontChange):
            self._dress()

    def _dress(self) -> None:
        font = caption_font(QApplication.font())
        font.setBold(True)
        if font != self.font():
            self.setFont(font)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the plate behind the words."""
        theme = theme_of(self.palette())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme.accent)
            painter.setBrush(theme.tint)
            plate = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(plate, plate.height() / 2, plate.height() / 2)
        super().paintEvent(event)
