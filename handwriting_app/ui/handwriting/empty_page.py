"""What My handwriting says while nothing is kept, or nothing can be listed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from handwriting_app.engine.classes import TEN_DIGITS, Classes
from handwriting_app.session.prompt import EACH
from handwriting_app.ui.handwriting.room_button import room_button
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID

EMPTY: Final = (
    "Your own handwriting appears here once you have said what a drawing really is.\n\n"
    "Draw a digit, then press its key, or click it under the reading. Or let the program ask you for "
    f"{EACH} of each, or import what somebody has written."
)


class EmptyPage(QWidget):
    """Words, and what helps: a round of prompts, or another try.

    Signals:
        round_requested(), again_requested()
    """

    round_requested = Signal()
    again_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes = TEN_DIGITS
        self._problem = ""
        self._words = QLabel(self)
        self._words.setObjectName("kept_empty")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._ask_me = room_button(
            self, "Ask me for digits", "first_round_button", f"Asks for {EACH} of each, one after another"
        )
        self._ask_me.clicked.connect(self.round_requested)
        self._again = room_button(self, "Try again", "list_again_button", "Look for the drawings again")
        self._again.clicked.connect(self.again_requested)
        column = QVBoxLayout(self)
        scaled(column.setSpacing, 2 * GRID)
        column.addStretch(1)
        column.addWidget(self._words)
        for button in (self._ask_me, self._again):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._show()

    def show_classes(self, classes: Classes) -> None:
        """What can be drawn."""
        self._classes = classes
        self._show()

    def show_problem(self, problem: str) -> None:
        """Why nothing can be listed; empty where there is nothing to list."""
        self._problem = problem
        self._show()

    def _show(self) -> None:
        self._words.setText(self._problem or self._classes.worded(EMPTY))
        self._ask_me.setText(self._classes.worded("Ask me for digits"))
        self._ask_me.setAccessibleName(self._ask_me.text())
        self._ask_me.setVisible(not self._problem)
        self._again.setVisible(bool(self._problem))
