"""Which class it is to be read as: a button for each, or a list of many."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from handwriting_app.engine.classes import Classes
from handwriting_app.names import shown_name
from handwriting_app.session.ledger import called
from handwriting_app.ui.sizes import fit_words, scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.fields import ComboBox
from handwriting_app.ui.widgets.plain_text import in_menu, in_tooltip
from handwriting_app.ui.widgets.segmented import SegmentedButtons

MOST_BUTTONS: Final = 14
MOST_CHARACTERS: Final = 24
"""Of all names together; where there are more of either, a list takes the buttons' place."""


class ClassChoice(QWidget):
    """One class is chosen.

    Signals:
        chosen(int): by a person, also the one that was chosen already.
    """

    chosen = Signal(object)

    def __init__(self, classes: Classes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes = classes
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        scaled(self._row.setSpacing, GRID)
        self._title = QLabel("Why not", self)
        self._row.addWidget(self._title)
        self._choices = self._made()
        self._row.addWidget(self._choices, 1)

    def show_classes(self, classes: Classes) -> None:
        """Offer these; not what is none of them, which no ink is drawn for."""
        if classes.names == self._classes.names:
            return
        self._classes = classes
        before = self._choices
        self._choices = self._made()
        self._row.replaceWidget(before, self._choices)
        before.hide()
        before.setObjectName("")
        before.deleteLater()

    def show_chosen(self, label: int) -> None:
        """Show that this one is chosen; tells nobody."""
        with QSignalBlocker(self._choices):
            if isinstance(self._choices, ComboBox):
                self._choices.setCurrentIndex(label)
            else:
                self._choices.set_value(label)

    def _made(self) -> SegmentedButtons[int] | ComboBox:
        names = self._classes.names
        is_short = len(names) <= MOST_BUTTONS and sum(map(len, names)) <= MOST_CHARACTERS
        choices = self._buttons() if is_short else self._list()
        choices.setObjectName("why_not_class")
        choices.setAccessibleName("What it is to be read as")
        return choices

    def _list(self) -> ComboBox:
        choices = ComboBox(self)
        choices.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choices.setMinimumContentsLength(8)
        choices.setToolTip("What the drawing is to be read as")
        for name in self._classes.names:
            choices.addItem(shown_name(name, 40))
        choices.activated.connect(lambda place: self.chosen.emit(place))  # the place of a class is its number
        return choices

    def _buttons(self) -> SegmentedButtons[int]:
        names = enumerate(self._classes.names)
        choices: SegmentedButtons[int] = SegmentedButtons(
            [(label, in_menu(name), in_tooltip(f"What is missing for {called(name)}?")) for label, name in names], self
        )
        for label in range(len(self._classes)):
            button = choices.button(label)
            button.setObjectName(f"why_not_class_{label}")
            fit_words(button, 6, 20)
            # One that was chosen for a person is chosen by a click on it too; the arrow keys click as well.
            button.clicked.connect(partial(self.chosen.emit, label))
        choices.value_changed.connect(self.chosen)
        return choices
