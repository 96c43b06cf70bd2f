"""Asks what a lesson that is made from what is seen is called, what is read and done in it, and what it locks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from handwriting_app.lab.control_words import controls_beside
from handwriting_app.lab.lesson import Task
from handwriting_app.lab.made_lesson import Seen
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.plain_text import in_menu
from handwriting_app.ui.widgets.tips import set_tip
from handwriting_app.ui.widgets.words import set_caption

LONGEST_TITLE = 100
LONGEST_TEXT = 8_000

_NAME = Qt.ItemDataRole.UserRole
"""What lessons call a control in the list."""


class MakeDialog(QDialog):
    """Title, text, the tasks that were suggested, and what is locked.

    Signals:
        made(str, tuple[str, ...], tuple[Task, ...], frozenset[str] | None): Title, paragraphs, tasks, and the names of
            all that can be used; None for everything.
    """

    made = Signal(str, object, object, object)

    def __init__(self, seen: Seen, tasks: Sequence[Task], parent: QWidget) -> None:
        """``tasks``: at least one."""
        super().__init__(parent)
        self.setObjectName("make_dialog")
        self.setWindowTitle("Make a lesson from what I see")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._tasks = tuple(tasks)
        self.title = QLineEdit(self)
        self.title.setObjectName("make_title")
        self.title.setMaxLength(LONGEST_TITLE)
        self.title.setPlaceholderText("What the lesson is called")
        self.text = QPlainTextEdit(self)
        self.text.setObjectName("make_text")
        self.text.setPlaceholderText("What is read before one begins; an empty line begins a paragraph")
        self.text.setTabChangesFocus(True)
        scaled(self.text.setMinimumHeight, 96)
        self.tasks = [QCheckBox(in_menu(task.do), self) for task in tasks]
        for number, box in enumerate(self.tasks, 1):
            box.setObjectName(f"make_task_{number}")
            box.setChecked(True)
            box.toggled.connect(self._show)
        self.lock = QCheckBox("&Lock everything but:", self)
        self.lock.setObjectName("make_lock")
        set_tip(self.lock, "Nothing else can be set until the lesson is left; Train, Step and Run stay")
        self.only = _list_of(controls_beside(seen.view), self)
        self.only.setEnabled(False)
        self.lock.toggled.connect(self.only.setEnabled)
        note = QLabel(_words(seen), self)
        note.setWordWrap(True)
        note.setTextFormat(Qt.TextFormat.PlainText)
        set_caption(note)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
        self.make = buttons.addButton("Save the lesson…", QDialogButtonBox.ButtonRole.AcceptRole)
        self.make.setObjectName("make_save")
        buttons.accepted.connect(self._make)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        scaled(layout.setSpacing, GRID)
        for words, field in (("&Title", self.title), ("&Text", self.text)):
            label = QLabel(words, self)
            label.setBuddy(field)
            field.setAccessibleName(words.replace("&", ""))
            layout.addWidget(label)
            layout.addWidget(field)
        layout.addWidget(QLabel("Tasks", self))
        for box in self.tasks:
            layout.addWidget(box)
        layout.addWidget(self.lock)
        layout.addWidget(self.only, 1)
        layout.addWidget(note)
        layout.addWidget(buttons)
        scaled(self.setMinimumWidth, 480)
        self.title.textChanged.connect(self._show)
        self._show()

    def _show(self) -> None:
        has_title, has_task = bool(self.title.text().strip()), any(box.isChecked() for box in self.tasks)
        self.make.setEnabled(has_title and has_task)
        set_tip(self.make, "" if has_title and has_task else "A lesson needs a title and at least one task")

    def _make(self) -> None:
        chosen = tuple(task for task, box in zip(self._tasks, self.tasks, strict=True) if box.isChecked())
        paragraphs = self.text.toPlainText()[:LONGEST_TEXT].split("\n\n")
        text = tuple(words for paragraph in paragraphs if (words := " ".join(paragraph.split())))
        title = " ".join(self.title.text().split())
        only = self._chosen_controls() if self.lock.isChecked() else None
        self.accept()
        self.made.emit(title, text or (f"{title}.",), chosen, only)

    def _chosen_controls(self) -> frozenset[str]:
        items = (self.only.item(row) for row in range(self.only.count()))
        return frozenset(item.data(_NAME) for item in items if item.checkState() is Qt.CheckState.Checked)


def _list_of(controls: Mapping[str, str], parent: QWidget) -> QListWidget:
    """A list with a box to check for each, whose height leaves the dialog within the smallest screen."""
    listed = QListWidget(parent)
    listed.setObjectName("make_only")
    listed.setAccessibleName("What can be used in the lesson")
    for name, words in controls.items():
        item = QListWidgetItem(words, listed)
        item.setData(_NAME, name)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked)
    scaled(listed.setMinimumHeight, 96)
    scaled(listed.setMaximumHeight, 144)
    return listed


def _words(seen: Seen) -> str:
    parts = ["the view " + seen.view.title]
    if seen.lab is not None:
        parts.append("what is set in it")
    parts.append("the settings and the seed of the training panel")
    parts.append("the shipped network" if seen.network == "default" else "fresh weights, which train to what yours are")
    if seen.drawing:
        parts.append("the drawing")
    return (
        f"It begins with {', '.join(parts[:-1])} and {parts[-1]}. The file is plain text: words, numbers, "
        "guesses and further tasks can be changed in any editor, as docs/lessons.md of the program says."
    )
