"""What the inspector says before there is a digit to look at."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from handwriting_app.ui.widgets.words import set_title


class EmptyPage(QWidget):
    """A title and what will appear here, in the middle of the room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel("Draw a digit to follow it through the network")
        title.setObjectName("inspector_empty")
        set_title(title)
        words = QLabel(
            "Here you will walk through every number with it: from the ink to the reading, on to the cost, and "
            "back to each weight. Every gradient is checked beside it by a second way of finding it."
        )
        way = QLabel("x  →  z  →  a  →  p  →  C  →  δ  →  ∂C/∂W  →  ∂C/∂x")
        layout = QVBoxLayout(self)
        layout.setSpacing(16)
        layout.addStretch(1)
        for label in (title, words, way):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addStretch(2)
