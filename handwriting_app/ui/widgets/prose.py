"""Words of any length that wrap within their column, in the colour of what they are."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from handwriting_app.ui.theme import theme_of
from handwriting_app.ui.widgets.problem import MessageKind, colour_of


class Prose(QLabel):
    """Plain text that takes the height it needs; a `MessageLine` keeps its room without words too."""

    def __init__(self, name: str, parent: QWidget | None = None, *, is_bold: bool = False) -> None:
        super().__init__(parent)
        self._kind: MessageKind = "info"
        self.setObjectName(name)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        # However long a word is, it never widens the column.
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if is_bold:
            font = self.font()
            font.setWeight(font.Weight.DemiBold)
            self.setFont(font)

    def show_text(self, text: str, kind: MessageKind = "info") -> None:
        """Show ``text``; with none the label takes no room."""
        self._kind = kind
        self.setText(text)
        self.setVisible(bool(text))
        self._put_on_colour()

    def kind(self) -> MessageKind:
        return self._kind

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._put_on_colour()

    def _put_on_colour(self) -> None:
        colour = colour_of(theme_of(self.palette()), self._kind)
        if self.palette().color(QPalette.ColorRole.WindowText) != colour:
            palette = QPalette(self.palette())
            palette.setColor(QPalette.ColorRole.WindowText, colour)
            self.setPalette(palette)
