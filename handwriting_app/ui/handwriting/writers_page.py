"""Who wrote the kept drawings, and how well the present network reads each; writers can be renamed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from handwriting_app.numerals import percent
from handwriting_app.session.by_writer import Figures
from handwriting_app.session.ledger import some
from handwriting_app.ui.handwriting.writers_table import WritersTable
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.tips import set_tip

READING = "The network is reading the drawings …"


class WritersPage(QWidget):
    """A sentence, the table, and a button.

    Signals:
        writer_opened(str): this writer's drawings are wanted.
        rename_requested(str, str): this writer is to have another name; "" stands for no name.
    """

    writer_opened = Signal(str)
    rename_requested = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures = QLabel(READING, self)
        self._figures.setObjectName("writers_headline")
        self._figures.setWordWrap(True)
        self._table = WritersTable(self)
        self._table.writer_opened.connect(self.writer_opened)
        self._table.rename_requested.connect(self.rename_requested)
        self._table.chosen_changed.connect(self._show_chosen)
        self._rename = QPushButton("Rename", self)
        self._rename.setObjectName("rename_writer_button")
        self._rename.setAccessibleName("Rename the writer")
        self._rename.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._rename.clicked.connect(self._table.rename_chosen)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._rename)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, GRID)
        column.addWidget(self._figures)
        column.addWidget(self._table, 1)
        column.addLayout(buttons)
        self._show_chosen()

    def show_figures(self, figures: Figures) -> None:
        """How well each writer is read."""
        self._table.show_figures(figures)
        read = sum(each.count for each in figures.writers)
        right = sum(each.right for each in figures.writers)
        words = (
            f"{percent(right / read, None)} of {some(read)} read rightly by the present network"
            if read
            else "None of the drawings is anything that the present network can read"
        )
        if figures.left_out and read:
            words += f"; {some(figures.left_out)} of other symbols left out"
        self._figures.setText(words)

    def show_problem(self, problem: str) -> None:
        """Why writers cannot be compared."""
        self._figures.setText(problem)

    def _show_chosen(self) -> None:
        is_chosen = self._table.chosen is not None
        self._rename.setEnabled(is_chosen)
        set_tip(
            self._rename,
            "Write another name (F2); under a name that is there already, both become one writer. Can be undone"
            if is_chosen
            else "Choose a writer first",
        )
