"""Dialogs that do not hold up the program: an error, a text, a question."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from handwriting_app.ui.widgets.words import set_title


def message_box(
    parent: QWidget, name: str, icon: QMessageBox.Icon, title: str, text: str, more: str = ""
) -> QMessageBox:
    """A dialog of this objectName that shows its words as they are; who asks for it adds buttons and opens it.

    Args:
        parent: The window that it belongs to.
        name: Its objectName.
        icon: Beside the words.
        title: Of its window.
        text: What it says; it is the title of ``more`` where there is that.
        more: What it says in smaller type below.
    """
    box = QMessageBox(parent)
    box.setObjectName(name)
    box.setIcon(icon)
    box.setWindowTitle(title)
    box.setText(text)
    if more:
        box.setInformativeText(more)
    for label in box.findChildren(QLabel):
        # QMessageBox.setTextFormat leaves the smaller words out, which would be taken for HTML.
        label.setTextFormat(Qt.TextFormat.PlainText)
        if more and label.text() == text:
            set_title(label)
    return box


def show_error(parent: QWidget, title: str, text: str, details: str = "") -> None:
    """Say what went wrong, in the log too; ``details`` can be copied from the dialog."""
    logging.getLogger(__name__).warning("%s: %s", title, text)
    # The title stands in the dialog, where it wraps: the frame of a dialog as narrow as its text would cut it.
    program = QGuiApplication.applicationDisplayName()
    box = message_box(parent, "error_dialog", QMessageBox.Icon.Warning, program, title, text)
    if details:
        box.setDetailedText(details)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def show_text(parent: QWidget, title: str, text: str) -> None:
    """Show plain sentences."""
    box = message_box(parent, "text_dialog", QMessageBox.Icon.NoIcon, title, text)
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def ask(parent: QWidget, title: str, text: str, consent: str, then: Callable[[], None]) -> None:
    """Ask a question that ``consent``, the words on a button, answers with yes; only then do ``then``."""
    box = message_box(parent, "question_dialog", QMessageBox.Icon.Question, title, text)
    box.setStandardButtons(QMessageBox.StandardButton.Cancel)
    yes = box.addButton(consent, QMessageBox.ButtonRole.AcceptRole)
    yes.setObjectName("consent_button")
    yes.clicked.connect(then)
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def choose(
    parent: QWidget, name: str, title: str, text: str, choices: Sequence[tuple[str, str, Callable[[], None]]]
) -> None:
    """Ask a question with several answers, or Cancel; then do what belongs to the answer.

    Args:
        parent: The window that it belongs to.
        name: Its objectName.
        title: Of its window.
        text: The question.
        choices: For each answer the objectName of its button, the words on it, and what is done; the first is the
            default.
    """
    box = message_box(parent, name, QMessageBox.Icon.Question, title, text)
    box.setStandardButtons(QMessageBox.StandardButton.Cancel)
    for button_name, words, then in choices:
        button = box.addButton(words, QMessageBox.ButtonRole.AcceptRole)
        button.setObjectName(button_name)
        button.clicked.connect(then)
        if (button_name, words, then) == choices[0]:
            box.setDefaultButton(button)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
