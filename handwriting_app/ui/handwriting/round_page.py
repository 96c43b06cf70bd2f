"""A round of prompts: what is to be drawn now, large, and how far it has come."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from handwriting_app.names import shown_name
from handwriting_app.session.ledger import called
from handwriting_app.session.prompt import Prompt
from handwriting_app.ui.sizes import in_type, px, scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.words import set_caption, set_title

BIG: Final = 96
"""Pixels of a symbol of one character, at 100 %."""


class RoundPage(QWidget):
    """Shows a `Prompt`.

    Signals:
        next_requested(): keep what is drawn, and ask for the next.
        stop_requested(): ask for no more.
    """

    next_requested = Signal()
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        centre = Qt.AlignmentFlag.AlignCenter
        self._ask = QLabel(self)
        self._ask.setObjectName("prompt")
        self._ask.setAccessibleName("What to draw now")
        self._ask.setAlignment(centre)
        self._ask.setTextFormat(Qt.TextFormat.PlainText)
        set_title(self._ask)
        self._symbol = QLabel(self)
        self._symbol.setAlignment(centre)
        self._symbol.setTextFormat(Qt.TextFormat.PlainText)
        self._symbol.setAccessibleName("")
        self._count = QLabel(self)
        self._count.setObjectName("prompt_count")
        self._count.setAlignment(centre)
        self._bar = QProgressBar(self)
        self._bar.setObjectName("prompt_progress")
        self._bar.setAccessibleName("How many are drawn")
        self._bar.setTextVisible(False)
        scaled(self._bar.setMaximumWidth, 40 * GRID)
        self._next = QPushButton("Next", self)
        self._next.setObjectName("next_prompt_button")
        self._next.setToolTip("Keep what is drawn, and ask for the next (Space or Enter)")
        self._stop = QPushButton("Stop", self)
        self._stop.setObjectName("stop_prompts_button")
        self._stop.setToolTip("Ask for no more; what is kept stays (Esc)")
        how = QLabel(
            "Draw it on the canvas, as you always write it. Space or Enter keeps it and asks for the next; a rest of "
            "the pen keeps nothing. What you have drawn stays when you stop.",
            self,
        )
        how.setWordWrap(True)
        how.setAlignment(centre)
        set_caption(how)
        for button in (self._next, self._stop):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # the canvas keeps the focus, and with it the keys
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._next)
        buttons.addWidget(self._stop)
        buttons.addStretch(1)
        bar = QHBoxLayout()
        bar.addStretch(1)
        bar.addWidget(self._bar, 4)
        bar.addStretch(1)
        column = QVBoxLayout(self)
        scaled(column.setSpacing, GRID)
        column.addStretch(1)
        column.addWidget(self._ask)
        column.addWidget(self._symbol)
        column.addLayout(bar)
        column.addWidget(self._count)
        column.addLayout(buttons)
        scaled(how.setContentsMargins, 0, GRID, 0, 0)  # more room above it than between the others
        column.addWidget(how)
        column.addStretch(2)
        self._next.clicked.connect(self.next_requested)
        self._stop.clicked.connect(self.stop_requested)

    def show_prompt(self, prompt: Prompt) -> None:
        """Show what is asked for now."""
        label = shown_name(prompt.label)
        self._ask.setText(f"Now {called(prompt.label)}")
        in_type(self._symbol, partial(_large, BIG if len(label) <= 2 else BIG // 3))
        self._symbol.setText(label)
        self._count.setText(f"{prompt.done} of {prompt.total}")
        self._bar.setMaximum(prompt.total)
        self._bar.setValue(prompt.done)
        self._next.setEnabled(prompt.is_drawn)
        self._next.setText("Next" if prompt.done + 1 < prompt.total else "Done")


def _large(height: float, base: QFont) -> QFont:
    """Bold, and so many pixels high at 100 %."""
    font = QFont(base)
    font.setPixelSize(px(height))
    font.setWeight(QFont.Weight.Bold)
    return font
