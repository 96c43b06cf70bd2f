"""One weight or bias under a person's hand: its number to type, and what came of moving it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from handwriting_app.numerals import rounded
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.widgets.elided_button import ElidedButton
from handwriting_app.ui.widgets.number_field import Bounds, DecimalField
from handwriting_app.ui.widgets.problem import MessageKind, MessageLine
from handwriting_app.ui.widgets.steps import by
from handwriting_app.ui.widgets.tips import set_tip

LARGEST_BY_HAND: Final = 1e30
"""What a hand may put in place: more is no use, and float32 ends soon after."""
_DIGITS: Final = 6

CHOOSE: Final = (
    "Drag a weight or a bias up or down: any cell in a picture of W or b, at the steps “Sum” and “Back: blame δ”. "
    "With Shift it moves ten times as finely. C, p and the reading follow, beside what the gradient predicted."
)


class WeightView(QWidget):
    """Shows a number and what a move of it did.

    Signals:
        value_typed(float): the number is to be this.
        undo_requested(): take the last change of the weights back.
    """

    value_typed = Signal(float)
    undo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = QLabel("–")
        self._name.setObjectName("weight_name")
        self._name.setAccessibleName("The number under your hand")
        self.value = DecimalField(0.0, Bounds(-LARGEST_BY_HAND, LARGEST_BY_HAND), by(0.01))
        self.value.setObjectName("weight_value")
        self.value.setAccessibleName("The weight or bias")
        scaled(self.value.setFixedWidth, lambda each: each.fontMetrics().horizontalAdvance("−0.0000000") + px(34))
        self._shown = 0.0
        self.value.committed.connect(self._on_committed)
        self._undo = ElidedButton("Undo")
        self._undo.setObjectName("weight_drag_undo")
        self._undo.clicked.connect(self.undo_requested)
        self._report = MessageLine(4)
        self._report.setObjectName("weight_drag_report")
        self._report.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout()
        scaled(row.setSpacing, 8)
        row.addWidget(self._name)
        row.addWidget(self.value)
        row.addWidget(self._undo)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, 4)
        layout.addLayout(row)
        layout.addWidget(self._report)
        self.show_nothing()

    def show_nothing(self) -> None:
        """No weight and no bias is chosen."""
        self._name.setText("–")
        self.value.setEnabled(False)
        set_tip(self.value, "Choose a weight or a bias first")
        self._say(CHOOSE, "hint")

    def show_number(self, name: str, value: float, lines: tuple[str, ...], kind: MessageKind) -> None:
        """Show a number, and a few lines on it."""
        self._name.setText(name)
        self.value.setEnabled(True)
        set_tip(self.value, "Type it, or step by 0.01 with ↑ and ↓")
        # What a person is typing stays.
        if not (self.value.hasFocus() and rounded(value, _DIGITS) == self._shown):
            self._shown = rounded(value, _DIGITS)
            self.value.set_value(self._shown)
        self._say("\n".join(lines), kind)

    def show_allowed(self, reason: str, undoable: str) -> None:
        """Show what can be done.

        Args:
            reason: Why nothing can be moved now; empty when something can.
            undoable: What Undo would take back; empty for nothing.
        """
        if reason:
            self.value.setEnabled(False)
            set_tip(self.value, reason)
            self._say(reason, "warning")
        self._undo.setEnabled(bool(undoable) and not reason)
        set_tip(self._undo, reason or (f"Take back: {undoable}" if undoable else "Nothing to take back"))
        self._undo.setText(f"Undo: {undoable}" if undoable else "Undo")

    def _say(self, words: str, kind: MessageKind) -> None:
        self._report.show_text(words, kind)
        self._report.setAccessibleName(words)

    def _on_committed(self, value: float) -> None:
        if value != self._shown:
            self._shown = value
            self.value_typed.emit(value)
