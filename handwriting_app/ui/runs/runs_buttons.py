"""What can be done with the runs that are chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from handwriting_app.storage.database.runs import KeptRun
from handwriting_app.ui.sizes import fit_words, scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.tips import set_tip


class RunsButtons(QWidget):
    """A button for each.

    Signals:
        open_requested(), again_requested(), star_requested(), delete_requested()
        table_requested(), files_requested(): Export them.
    """

    open_requested = Signal()
    again_requested = Signal()
    star_requested = Signal()
    delete_requested = Signal()
    table_requested = Signal()
    files_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.open = QPushButton("Open", self)
        self.again = QPushButton("Run again", self)
        self.star = QPushButton("★ Star", self)
        self.delete = QPushButton("Delete", self)
        self.export = QPushButton("Export", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        scaled(row.setSpacing, GRID // 2)
        for button, name, words in (
            (self.open, "runs_open", "Open the chosen run"),
            (self.again, "runs_again", "Run again"),
            (self.star, "runs_star", "Give the chosen runs a star, or take it away"),
            (self.delete, "runs_delete", "Delete the chosen runs"),
            (self.export, "runs_export", "Export the chosen runs"),
        ):
            name_button(button, name, words)
            row.addWidget(button)
        row.addStretch(1)
        set_tip(self.star, "Runs with a star are kept whatever the limit")
        menu = QMenu(self.export)
        table = menu.addAction("Table of their figures (.csv)…")
        files = menu.addAction("A model file of each (.safetensors)…")
        table.setObjectName("runs_export_table")
        files.setObjectName("runs_export_files")
        self.export.setMenu(menu)
        self.open.clicked.connect(self.open_requested)
        self.again.clicked.connect(self.again_requested)
        self.star.clicked.connect(self.star_requested)
        self.delete.clicked.connect(self.delete_requested)
        table.triggered.connect(self.table_requested)
        files.triggered.connect(self.files_requested)

    def show_chosen(self, chosen: Sequence[KeptRun], why_not_again: str, versions: str) -> None:
        """Enable what can be done with these.

        Args:
            chosen: The runs.
            why_not_again: Of the one that is chosen, why it cannot be made once more; empty if it can.
            versions: What would be otherwise then; empty for nothing.
        """
        one = chosen[0] if len(chosen) == 1 else None
        self.open.setEnabled(one is not None and one.size > 0)
        set_tip(
            self.open,
            "Read with the network of this run, and see its curves (Enter)"
            if one is not None and one.size
            else "This run ended before its first epoch: it has no network"
            if one is not None
            else "Choose one run",
        )
        reason = "Choose one run" if one is None else why_not_again
        self.again.setEnabled(not reason)
        set_tip(self.again, reason or versions or "Make this run once more from its seed, number for number")
        self.star.setEnabled(bool(chosen))
        self.star.setText("☆ Unstar" if chosen and all(run.star for run in chosen) else "★ Star")
        can_go = [run for run in chosen if run.state != "running"]
        self.delete.setEnabled(bool(can_go))
        set_tip(
            self.delete,
            "A run under way cannot be deleted" if chosen and not can_go else "Can be brought back for a minute (Del)",
        )
        self.export.setEnabled(bool(chosen))


def name_button(button: QPushButton, name: str, words: str) -> None:
    """Give it its names, and a width that its words fit into."""
    button.setObjectName(name)
    button.setAccessibleName(words)
    fit_words(button, 20)
