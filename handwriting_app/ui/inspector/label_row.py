"""A button for each class: which digit is this really?"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from handwriting_app.engine.classes import Classes
from handwriting_app.numerals import with_article
from handwriting_app.session.reading import Prediction
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.words import set_caption


class LabelRow(QWidget):
    """Shows the digit that the drawing is taken for.

    Signals:
        label_chosen(int): the user says which digit it is.
    """

    label_chosen = Signal(object)

    def __init__(self, classes: Classes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes = classes
        self._digits = self._buttons()
        title = QLabel("It is a")
        title.setToolTip(
            "The cost is measured against this digit. Until you choose, it is what the network reads; "
            "where it has no idea, any digit stands for an example."
        )
        self._note = QLabel()
        set_caption(self._note)
        self._row = layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(self._digits, 1)
        layout.addWidget(self._note)

    def show_classes(self, classes: Classes) -> None:
        """Have a button for each of these, and for none of them if the network has an output for that."""
        if classes != self._classes:
            self._classes = classes
            before = self._digits
            self._digits = self._buttons()
            self._row.replaceWidget(before, self._digits)
            before.deleteLater()

    def _buttons(self) -> SegmentedButtons[int]:
        digits: SegmentedButtons[int] = SegmentedButtons(
            [
                (label, self._classes.called(label), _words(self._classes, label))
                for label in range(self._classes.outputs)
            ]
        )
        digits.setObjectName("true_digit")
        digits.setAccessibleName("True digit")
        digits.value_changed.connect(self.label_chosen)
        for label in range(self._classes.outputs):
            button = digits.button(label)
            button.setMinimumWidth(20)
            # One that is shown already, as read, is said by a click on it too.
            button.clicked.connect(partial(self.label_chosen.emit, label))
        return digits

    def show_label(self, said: int | None, before: int | None, prediction: Prediction) -> int:
        """Show the digit and who says so; returns it.

        Args:
            said: By the user; None if nothing was.
            before: What the network read before it was broken on purpose; None if it was not.
            prediction: What it reads; it may have no idea.
        """
        if said is not None:
            digit, origin = said, "you say"
        elif before is not None:
            digit, origin = before, "as before"
        else:
            digit, origin = prediction.digit, "for example" if prediction.has_no_idea else "as read"
        with QSignalBlocker(self._digits):
            self._digits.set_value(digit)
        self._note.setText(origin)
        return digit

    def label(self) -> int:
        """The digit that is shown."""
        return self._digits.value()

    def button(self, digit: int) -> QWidget:
        """The button of a digit."""
        return self._digits.button(digit)


def _words(classes: Classes, label: int) -> str:
    if label == classes.none:
        return "The drawing is no digit: the cost of the last output is looked at"
    name = classes.names[label]
    if not name.isdecimal() or len(name) > 1:
        return f"The drawing is “{name}”"
    return f"The drawing is {with_article(int(name))} (key {name})"
