"""The line for those who are new: one click leads to the first lesson, another puts it away for good."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.elided_label import ElidedLabel


class Greeting(QWidget):
    """One line below the views.

    Signals:
        begin_requested(): Open the first lesson.
        put_away(): It is not to be shown again.
    """

    begin_requested = Signal()
    put_away = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("greeting")
        begin = QPushButton("Begin with lesson 1", self)
        begin.setObjectName("greeting_begin")
        begin.setAutoDefault(True)  # Enter presses it, too
        begin.clicked.connect(self.begin_requested)
        close = QToolButton(self)
        close.setText("✕")
        close.setAutoRaise(True)
        close.setObjectName("greeting_close")
        close.setAccessibleName("Do not show this again")
        close.setToolTip("Do not show this again; the lessons are in the tab Course")
        close.clicked.connect(self.put_away)
        self._words = ElidedLabel(self)
        self._words.setText("New here?")
        self._words.setObjectName("greeting_words")
        scaled(self._words.setMinimumWidth, 30)  # in the smallest window the button says enough
        layout = QHBoxLayout(self)
        scaled(layout.setContentsMargins, GRID, 0, 0, 0)
        layout.addWidget(self._words)
        layout.addWidget(begin)
        layout.addStretch(1)
        layout.addWidget(close)

    def point_to_train(self) -> None:
        """A digit was read for the first time: what comes next is to see a network learn."""
        self._words.setText("Now press Train and watch it learn, or:")
