"""A guess at the gradient before it is shown: a switch, a field for the guess, and what became of it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from handwriting_app.explain.backprop_trace import BackpropTrace
from handwriting_app.explain.choice import Choice
from handwriting_app.explain.quantity import Quantity
from handwriting_app.ui.inspector.guessing import Guessing
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.widgets.problem import MessageLine
from handwriting_app.ui.widgets.tips import set_tip

_ASKED = "Work it out from the factors that are shown, type it, and press Enter."
_SHOWN = "Shown: this one cannot be guessed any more. Choose another weight or neuron."


class GuessRow(QWidget):
    """Asks for a guess at the gradient of whatever is looked at; whoever owns it covers the gradient meanwhile.

    Attributes:
        guessing: Where the guess stands.

    Signals:
        changed(): guesses are asked for from now on, or no longer; one was made, or given up.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.guessing = Guessing()
        self._looked_at: tuple[BackpropTrace, Quantity, Choice] | None = None
        self._switch = QCheckBox("Guess first")
        self._switch.setObjectName("gradient_guess_mode")
        self._switch.setAccessibleName("Guess the gradient before it is shown")
        set_tip(self._switch, "Covers the gradient of the chosen number until it is guessed")
        self._field = QLineEdit()
        self._field.setObjectName("gradient_guess")
        self._field.setAccessibleName("Your result")
        self._field.setPlaceholderText("Your result, as −0.021")
        set_tip(self._field, "As −0.021, 2.1e−2 or 2.1·10⁻²; then Enter")
        self._field.setMaxLength(40)
        self._show = QPushButton("Show it")
        self._show.setObjectName("gradient_guess_show")
        set_tip(self._show, "Give up on this one, and see the gradient")
        self._words = MessageLine(2)
        self._words.setObjectName("gradient_guess_feedback")
        self._words.setAccessibleName("What became of your result")
        self._caption = QLabel("Your result")
        self._caption.setBuddy(self._field)
        row = QHBoxLayout()
        scaled(row.setSpacing, 8)
        for widget, stretch in ((self._switch, 0), (self._caption, 0), (self._field, 1), (self._show, 0)):
            row.addWidget(widget, stretch)
        row.addStretch(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, 1)
        layout.addLayout(row)
        layout.addWidget(self._words)
        self._switch.toggled.connect(self._on_switch)
        self._field.returnPressed.connect(self._answer)
        self._show.clicked.connect(self._give_up)
        self._show_asking(False)

    def is_on(self) -> bool:
        """Whether it asks for guesses."""
        return self._switch.isChecked()

    def switch(self, is_on: bool) -> None:
        """Ask for guesses, or do not, as if nothing had been shown; not told by a signal."""
        self.guessing.begin(is_on)
        with QSignalBlocker(self._switch):
            self._switch.setChecked(is_on)
        self._field.clear()
        self._show_asking(is_on)

    def ask(self, seen: BackpropTrace, quantity: Quantity, choice: Choice) -> None:
        """Ask for the gradient of a number on a digit's way; ``choice``: the neurons that are looked at."""
        self._looked_at = seen, quantity, choice
        guessing = self.guessing
        if guessing.ask(seen, quantity):
            self._field.clear()  # what was typed was for the one before
        self._field.setEnabled(not guessing.is_shown)
        self._show.setEnabled(guessing.is_covering)
        diagnosis = guessing.diagnosis
        if guessing.problem:
            self._words.show_text(guessing.problem, "warning")
        elif diagnosis is not None:
            self._words.show_text(diagnosis.words, "good" if diagnosis.is_right else "warning")
        else:
            self._words.show_text(_SHOWN if guessing.is_shown else _ASKED if guessing.is_covering else "", "hint")

    def _on_switch(self, is_on: bool) -> None:
        self.guessing.switch(is_on)
        self._field.clear()
        self._show_asking(is_on)
        self.changed.emit()
        if is_on:
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer(self) -> None:
        if self._looked_at is not None and self.guessing.is_covering:
            self.guessing.answer(self._field.text(), *self._looked_at)
            self.changed.emit()

    def _give_up(self) -> None:
        self.guessing.give_up()
        self._field.clear()
        self.changed.emit()

    def _show_asking(self, is_asking: bool) -> None:
        for widget in (self._caption, self._field, self._show, self._words):
            widget.setVisible(is_asking)
