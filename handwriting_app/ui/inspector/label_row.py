"""A button for each class, or a list of many: which digit is this really?"""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from handwriting_app.engine.classes import Classes
from handwriting_app.names import shown_name
from handwriting_app.numerals import with_article
from handwriting_app.session.reading import Prediction
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.widgets.fields import ComboBox
from handwriting_app.ui.widgets.plain_text import in_menu, in_tooltip
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.tips import set_tip
from handwriting_app.ui.widgets.words import set_caption

MOST_BUTTONS: Final = 14
MOST_CHARACTERS: Final = 24
"""Of all names together; where there are more of either, a list takes the buttons' place."""


class LabelRow(QWidget):
    """Shows the digit that the drawing is taken for.

    Signals:
        label_chosen(int): the user says which digit it is.
    """

    label_chosen = Signal(object)

    def __init__(self, classes: Classes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes = classes
        self._digits = self._choices()
        title = QLabel("It is a")
        set_tip(
            title,
            "The cost is measured against this. Until you choose, it is what the network reads; where it has no idea, "
            "any one stands for an example.",
        )
        self._note = QLabel()
        set_caption(self._note)
        self._row = layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, 8)
        layout.addWidget(title)
        layout.addWidget(self._digits, 1)
        layout.addWidget(self._note)

    def show_classes(self, classes: Classes) -> None:
        """Offer each of these, and none of them if the network has an output for that."""
        if classes != self._classes:
            self._classes = classes
            before = self._digits
            self._digits = self._choices()
            self._row.replaceWidget(before, self._digits)
            before.hide()
            before.setObjectName("")
            before.deleteLater()

    def _choices(self) -> SegmentedButtons[int] | ComboBox:
        names = [self._classes.called(label) for label in range(self._classes.outputs)]
        fit = len(names) <= MOST_BUTTONS and sum(map(len, names)) <= MOST_CHARACTERS
        digits = self._buttons() if fit else self._list()
        digits.setObjectName("true_digit")
        digits.setAccessibleName(self._classes.worded("True digit"))
        return digits

    def _list(self) -> ComboBox:
        digits = ComboBox()
        digits.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        digits.setMinimumContentsLength(8)
        for label in range(self._classes.outputs):
            digits.addItem(shown_name(self._classes.called(label), 40), label)
        set_tip(digits, "What the drawing is")
        digits.activated.connect(lambda place: self.label_chosen.emit(place))  # the place of a label is its number
        return digits

    def _buttons(self) -> SegmentedButtons[int]:
        digits: SegmentedButtons[int] = SegmentedButtons(
            [
                (label, in_menu(self._classes.called(label)), in_tooltip(_words(self._classes, label)))
                for label in range(self._classes.outputs)
            ]
        )
        digits.value_changed.connect(self.label_chosen)
        for label in range(self._classes.outputs):
            button = digits.button(label)
            scaled(button.setMinimumWidth, 20)
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
            if isinstance(self._digits, ComboBox):
                self._digits.setCurrentIndex(digit)
            else:
                self._digits.set_value(digit)
        self._note.setText(origin)
        return digit

    def label(self) -> int:
        """The digit that is shown."""
        return self._digits.currentIndex() if isinstance(self._digits, ComboBox) else self._digits.value()


def _words(classes: Classes, label: int) -> str:
    if label == classes.none:
        return f"The drawing is {classes.none_named}: the cost of the last output is looked at"
    name = classes.names[label]
    if not name.isdecimal() or len(name) > 1:
        return f"The drawing is “{shown_name(name)}”"
    return f"The drawing is {with_article(int(name))} (key {name})"
