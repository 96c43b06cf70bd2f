"""Which of the kept runs the table shows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from handwriting_app.storage.database.runs import STATES
from handwriting_app.ui.runs.runs_model import ShownRuns
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.fields import ComboBox
from handwriting_app.ui.widgets.tips import set_tip


class RunsFilter(QWidget):
    """Words, a state, stars and lessons.

    Signals:
        changed(): A person wants to see others.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLineEdit(self)
        self.words.setPlaceholderText("Filter by any words")
        self.words.setClearButtonEnabled(True)
        set_tip(self.words, "Show only runs that have all these words in a cell: adam relu")
        self.state = ComboBox(self)
        self.state.addItem("Any state", "")
        for state in STATES:
            self.state.addItem(state.capitalize(), state)
        self.starred = QCheckBox("★ only", self)
        self.lessons = QCheckBox("Lessons too", self)
        set_tip(self.lessons, "Show the runs that were begun in a lesson as well")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        scaled(row.setSpacing, GRID)
        for widget, name, words in (
            (self.words, "runs_filter", "Filter runs by words"),
            (self.state, "runs_state", "Filter runs by their state"),
            (self.starred, "runs_starred", "Only runs with a star"),
            (self.lessons, "runs_lessons", "Runs of lessons too"),
        ):
            widget.setObjectName(name)
            widget.setAccessibleName(words)
            row.addWidget(widget, 1 if widget is self.words else 0)
        self.words.textChanged.connect(self.changed)
        self.state.currentIndexChanged.connect(self.changed)
        self.starred.toggled.connect(self.changed)
        self.lessons.toggled.connect(self.changed)

    def apply_to(self, shown: ShownRuns) -> None:
        """Let ``shown`` show what is wanted, and nothing else."""
        shown.show_only(
            self.words.text(),
            self.state.currentData() or "",
            only_stars=self.starred.isChecked(),
            with_exercises=self.lessons.isChecked(),
        )
