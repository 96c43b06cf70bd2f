"""Ten buttons: which digit is this really?"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from handwriting_app.numerals import with_article
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.words import set_caption

LabelOrigin = Literal["as read", "you say", "as before", "for example"]


class LabelRow(QWidget):
    """Shows the digit that the drawing is taken for.

    Signals:
        label_chosen(int): the user says which digit it is.
    """

    label_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digits: SegmentedButtons[int] = SegmentedButtons(
            [(digit, str(digit), f"The drawing is {with_article(digit)} (key {digit})") for digit in range(10)]
        )
        self._digits.setObjectName("true_digit")
        self._digits.setAccessibleName("True digit")
        self._digits.value_changed.connect(self.label_chosen)
        title = QLabel("It is a")
        title.setToolTip(
            "The cost is measured against this digit. Until you choose, it is what the network reads; "
            "where it has no idea, any digit stands for an example."
        )
        self._note = QLabel()
        set_caption(self._note)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(self._digits, 1)
        layout.addWidget(self._note)
        for digit in range(10):
            self.button(digit).setMinimumWidth(20)

    def show_label(self, digit: int, origin: LabelOrigin) -> None:
        """Show the digit.

        Args:
            digit: 0 to 9.
            origin: Whether the user said so, the network reads it, did so before it was broken on purpose, or none of
                these, for it has no idea.
        """
        with QSignalBlocker(self._digits):
            self._digits.set_value(digit)
        self._note.setText(origin)

    def label(self) -> int:
        """The digit that is shown."""
        return self._digits.value()

    def button(self, digit: int) -> QWidget:
        """The button of a digit."""
        return self._digits.button(digit)
