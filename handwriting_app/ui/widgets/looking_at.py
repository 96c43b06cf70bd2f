"""The badge of whoever looks back: at which epoch."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from handwriting_app.numerals import count
from handwriting_app.ui.sizes import in_type, px, scaled
from handwriting_app.ui.theme import GRID, caption_font, theme_of
from handwriting_app.ui.widgets.painting import guarded


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
        self.setToolTip("What is seen is the network as it was then. “Now” at the time line goes back to the present.")
        scaled(self.setContentsMargins, GRID, 1, GRID, 1)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        in_type(self, _bold_caption)
        self.hide()

    def show_epoch(self, epoch: int | None) -> None:
        """Show which epoch is looked back at; None: the present, and no badge."""
        if epoch is not None:
            words = f"looking at epoch {count(epoch)}"
            self.setText(words)
            self.setAccessibleName(words.capitalize())
        self.setVisible(epoch is not None)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the plate behind the words."""
        theme = theme_of(self.palette())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            line = px(1)
            painter.setPen(QPen(theme.accent, line))
            painter.setBrush(theme.tint)
            plate = QRectF(self.rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2)
            painter.drawRoundedRect(plate, plate.height() / 2, plate.height() / 2)
        super().paintEvent(event)


def _bold_caption(base: QFont) -> QFont:
    font = caption_font(base)
    font.setBold(True)
    return font
