"""Break it on purpose: one click each, one click back, and what to watch."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from handwriting_app.explain.breakages import DESCRIPTIONS, Breakage
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.widgets.problem import MessageLine
from handwriting_app.ui.widgets.tips import set_tip
from handwriting_app.ui.widgets.words import set_caption


class BreakView(QWidget):
    """Shows the ways to break learning; a button that is down is broken, and mends when clicked again.

    Signals:
        toggle_requested(Breakage): break it, or mend it.
    """

    toggle_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[Breakage, QPushButton] = {}
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setHorizontalSpacing, 12)
        scaled(layout.setVerticalSpacing, 4)
        layout.setColumnStretch(1, 1)
        for row, (breakage, description) in enumerate(DESCRIPTIONS.items()):
            button = QPushButton(description.title)
            button.setObjectName(f"break_{breakage.value}")
            button.setCheckable(True)
            # The state is shown when it is so, not when the button is pressed.
            button.clicked.connect(partial(self._request, breakage))
            watch = QLabel(description.watch)
            set_caption(watch)
            watch.setWordWrap(True)
            layout.addWidget(button, row, 0)
            layout.addWidget(watch, row, 1)
            self._buttons[breakage] = button
        self._outcome = MessageLine(4)
        self._outcome.setObjectName("break_outcome")
        self._outcome.setAccessibleName("What the learning rate × 100 does")
        self._outcome.hide()
        layout.addWidget(self._outcome, len(DESCRIPTIONS), 0, 1, 2)

    def show_state(self, broken: frozenset[Breakage], blocked: Mapping[Breakage, str]) -> None:
        """Show what is broken, and what cannot be done now and why."""
        for breakage, button in self._buttons.items():
            is_broken = breakage in broken
            title = DESCRIPTIONS[breakage].title
            button.setChecked(is_broken)
            button.setText(f"Undo: {title[0].lower()}{title[1:]}" if is_broken else title)
            reason = blocked.get(breakage, "")
            button.setEnabled(not reason)
            set_tip(button, reason or ("Put it right again" if is_broken else DESCRIPTIONS[breakage].watch))

    def show_outcome(self, words: str) -> None:
        """Say what was found when what is broken was tried; nothing if empty."""
        self._outcome.show_text(words, "info")
        self._outcome.setVisible(bool(words))

    def _request(self, breakage: Breakage) -> None:
        button = self._buttons[breakage]
        button.setChecked(not button.isChecked())
        self.toggle_requested.emit(breakage)
