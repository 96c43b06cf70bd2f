"""Asks what is to go on paper, and whether by a printer or as a PDF file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from handwriting_app.ui.lessons.paper import can_print
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.widgets.fields import ComboBox


class PaperDialog(QDialog):
    """Two ways to paper.

    Signals:
        print_requested(int), pdf_requested(int): For what stands in this place of the list; 0 where there is no list.
    """

    print_requested = Signal(int)
    pdf_requested = Signal(int)

    def __init__(self, title: str, words: str, choices: Sequence[str], chosen: int, parent: QWidget) -> None:
        """``choices``: titles of what can go on paper; the one at ``chosen`` is proposed."""
        super().__init__(parent)
        self.setObjectName("paper_dialog")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.choice = ComboBox(self)
        self.choice.setObjectName("paper_choice")
        self.choice.setAccessibleName("Lesson")
        self.choice.addItems(list(choices))
        self.choice.setCurrentIndex(chosen)
        self.choice.setVisible(bool(choices))
        scaled(self.choice.setMinimumWidth, 320)
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
        pdf = buttons.addButton("Save as PDF…", QDialogButtonBox.ButtonRole.AcceptRole)
        pdf.setObjectName("paper_pdf")
        pdf.setDefault(True)
        pdf.clicked.connect(lambda: self._choose(self.pdf_requested.emit))
        if can_print():
            printer = buttons.addButton("Print…", QDialogButtonBox.ButtonRole.ActionRole)
            printer.setObjectName("paper_print")
            printer.clicked.connect(lambda: self._choose(self.print_requested.emit))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(label)
        layout.addWidget(self.choice)
        layout.addWidget(buttons)

    def _choose(self, tell: Callable[[int], object]) -> None:
        self.accept()
        tell(max(self.choice.currentIndex(), 0))
