"""What a run learns to read: the ten digits, or an alphabet of one's own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from handwriting_app.names import shown_name
from handwriting_app.ui.widgets.fields import ComboBox
from handwriting_app.ui.widgets.tips import set_tip


class SubjectRow(QWidget):
    """Hides itself where there is nothing to choose.

    Signals:
        subject_chosen(int): the user wants runs to learn the alphabet of this id.
    """

    subject_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._why_locked = ""
        self._choices: tuple[tuple[int, str], ...] = ()
        self._chosen = 0
        self._combo = ComboBox(self)
        self._combo.setObjectName("subject")
        self._combo.setAccessibleName("What is learned")
        self._combo.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._combo.setMinimumContentsLength(8)
        self._combo.activated.connect(self._choose)
        label = QLabel("Learns", self)
        label.setBuddy(self._combo)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label)
        layout.addWidget(self._combo, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_locked("")
        self.hide()

    def show_subjects(self, choices: Sequence[tuple[int, str]], chosen: int) -> None:
        """Offer these, ids and names; ``chosen`` is one of them."""
        if (tuple(choices), chosen) != (self._choices, self._chosen):
            self._choices, self._chosen = tuple(choices), chosen
            with QSignalBlocker(self._combo):
                self._combo.clear()
                for id_, name in choices:
                    self._combo.addItem(shown_name(name, 40), id_)
            self._show_chosen()
        self.setVisible(len(choices) > 1)

    def set_locked(self, why: str) -> None:
        """Nothing can be chosen, for this reason; empty: it can."""
        self._combo.setEnabled(not why)
        set_tip(self._combo, why or "What Train, One epoch and Reset begin with: digits, or your own alphabet")

    def _show_chosen(self) -> None:
        with QSignalBlocker(self._combo):
            self._combo.setCurrentIndex(self._combo.findData(self._chosen))

    def _choose(self, place: int) -> None:
        chosen = self._combo.itemData(place)
        self._show_chosen()  # until it is learned: there may be too few drawings
        if chosen != self._chosen:
            self.subject_chosen.emit(chosen)
