"""Words of any length that wrap within their column, in the colour of what they are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.ui.sizes import in_type
from handwriting_app.ui.widgets.problem import KindLabel, MessageKind


class Prose(KindLabel):
    """Plain text that takes the height it needs; a `MessageLine` keeps its room without words too."""

    def __init__(self, name: str, parent: QWidget | None = None, *, is_bold: bool = False) -> None:
        super().__init__("info", parent)
        self.setObjectName(name)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        # However long a word is, it never widens the column.
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if is_bold:
            in_type(self, _half_bold)

    def show_text(self, text: str, kind: MessageKind = "info") -> None:
        """Show ``text``; with none the label takes no room."""
        self.setText(text)
        self.setVisible(bool(text))
        self.set_kind(kind)


def _half_bold(base: QFont) -> QFont:
    font = QFont(base)
    font.setWeight(QFont.Weight.DemiBold)
    return font
