"""What the run adds to the textbook's numbers, in words, and a switch that puts it into them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from handwriting_app.explain.run_terms import RunTerms
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.widgets.problem import MessageLine
from handwriting_app.ui.widgets.tips import set_tip


class RunTermsRow(QWidget):
    """Says what the run adds; takes no room where that is nothing.

    Signals:
        toggled(bool): whether its terms are to stand in C, δ and the step.
    """

    toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._switch = QCheckBox("As this run")
        self._switch.setObjectName("inspector_run_switch")
        self._switch.setAccessibleName("Put what this run adds into C, δ and the step")
        self._switch.toggled.connect(self.toggled)
        self._words = MessageLine(2)
        self._words.setObjectName("inspector_run_terms")
        self._words.setAccessibleName("What this run adds")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, 8)
        layout.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._words, 1)

    def is_on(self) -> bool:
        """Whether the run's terms are wanted."""
        return self._switch.isChecked() and self._switch.isEnabled()

    def show_terms(self, terms: RunTerms) -> None:
        """Show what the run adds."""
        self.setVisible(not terms.is_plain)
        self._switch.setEnabled(not terms.is_plain)
        set_tip(
            self._switch,
            "Put it into C, δ and the step, and check it by nudging. Otherwise they are those of the plain cost.\n"
            "An update of the run takes the mean over a batch of drawings, which may be varied afresh each epoch.",
        )
        self._words.show_text(terms.words(), "hint")
