"""What the learner expects: a number to type or a choice to click, before the thing is done."""

from __future__ import annotations

from textwrap import wrap
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from handwriting_app.lab.answer import Answer
from handwriting_app.lab.diagnosis import answer_words
from handwriting_app.lab.lesson import Guess
from handwriting_app.typed import typed_number
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.plain_text import in_menu
from handwriting_app.ui.widgets.prose import Prose

_EXAMPLE = "Type a number, such as 0.25 or 1/4."


LONGEST_LINE: Final = 34
"""Characters of a choice: a button wraps no words, and one that is wide would cut the whole page."""


class GuessBox(QWidget):
    """Asks; once answered it says what was guessed, and in the end what happened.

    Signals:
        guessed(float | str): The learner has said what will happen.
    """

    guessed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guess: Guess | None = None
        self.question = Prose("guess_question", self, is_bold=True)
        self.field = QLineEdit(self)
        self.field.setObjectName("guess_field")
        self.field.setAccessibleName("Your guess")
        self.field.setPlaceholderText("your guess")
        self.field.setMaxLength(40)
        self.field.returnPressed.connect(self._submit)
        self.button = QPushButton("That is my guess", self)
        self.button.setObjectName("guess_button")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self._submit)
        self.problem = Prose("guess_problem", self)
        self.result = Prose("guess_result", self)
        self._choices: list[QPushButton] = []
        self._choice_rows = QVBoxLayout()
        scaled(self._choice_rows.setSpacing, 4)
        number_row = QHBoxLayout()
        number_row.addWidget(self.field, 1)
        number_row.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, GRID // 2)
        layout.addWidget(self.question)
        layout.addLayout(number_row)
        layout.addLayout(self._choice_rows)
        layout.addWidget(self.problem)
        layout.addWidget(self.result)

    def show_guess(self, guess: Guess | None, answer: Answer | None, *, is_asked: bool) -> None:
        """Show a task's guess, if it has one.

        Args:
            guess: What is asked.
            answer: What was answered, and what came of it.
            is_asked: Whether it can still be answered.
        """
        if guess != self._guess:
            self._guess = guess
            self._show_choices(guess)
        self.setVisible(guess is not None and (is_asked or answer is not None))
        if guess is None:
            return
        self.question.show_text(guess.ask)
        is_number = not guess.choices
        for widget in (self.field, self.button):
            widget.setVisible(is_asked and is_number)
        for button in self._choices:
            button.setVisible(is_asked)
        text, is_right = _result(guess, answer)
        self.result.show_text(text, "good" if is_right else "info")

    def clear(self) -> None:
        """Forget what was typed."""
        self.field.clear()
        self.problem.show_text("")

    def focus(self) -> None:
        """Put the focus where the guess is made."""
        (self._choices[0] if self._choices else self.field).setFocus()

    def _show_choices(self, guess: Guess | None) -> None:
        for button in self._choices:
            button.setParent(None)
            button.deleteLater()
        self._choices = []
        if guess is None:
            return
        for index, choice in enumerate(guess.choices, 1):
            words = answer_words(guess, choice)
            button = QPushButton("\n".join(map(in_menu, wrap(words, LONGEST_LINE))), self)
            button.setAccessibleName(words)
            button.setObjectName(f"guess_choice_{index}")
            button.setAutoDefault(True)  # Enter presses it, too
            button.clicked.connect(lambda _checked=False, of=choice: self.guessed.emit(of))
            self._choices.append(button)
            self._choice_rows.addWidget(button)

    def _submit(self) -> None:
        value = typed_number(self.field.text())
        if value is None:
            self.problem.show_text(_EXAMPLE, "warning")
        else:
            self.problem.show_text("")
            self.guessed.emit(value)


def _result(guess: Guess, answer: Answer | None) -> tuple[str, bool]:
    if answer is None:
        return "", False
    guessed = answer_words(guess, answer.guess)
    if answer.outcome is None:
        return f"Your guess: {guessed}", False
    sign = "✓ You guessed" if answer.is_right else "You guessed"
    return f"{sign} {guessed}; it was {answer_words(guess, answer.outcome)}.", answer.is_right
