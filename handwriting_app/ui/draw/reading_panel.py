"""Below the canvas: the reading, and what the network saw."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from handwriting_app.engine.classes import Classes
from handwriting_app.session.reading import Prediction
from handwriting_app.ui.draw.network_sees import LabelledCounts, NetworkSees
from handwriting_app.ui.draw.prediction_view import PredictionView
from handwriting_app.ui.draw.true_labels import TrueLabels
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID


class ReadingPanel(QWidget):
    """The digit with its bars above, what it really is, and the normalised drawing below.

    Signals:
        normalisation_toggled(bool): by the user.
        label_chosen(str): the user says what the drawing really is.
        count_requested(int, int, int): row, column, and the count 0…16 that the user wants there.
        undo_count_requested(): the user takes the last change of a count back.
        redo_count_requested(): the user wants it again.
    """

    normalisation_toggled = Signal(bool)
    count_requested = Signal(int, int, int)
    undo_count_requested = Signal()
    redo_count_requested = Signal()
    label_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_asked_for = False
        self._prediction = PredictionView(self)
        self._labels = TrueLabels(self)
        self._labels.label_chosen.connect(self.label_chosen)
        self._sees = NetworkSees(self)
        self._sees.normalisation_toggled.connect(self.normalisation_toggled)
        self._sees.count_requested.connect(self.count_requested)
        self._sees.undo_count_requested.connect(self.undo_count_requested)
        self._sees.redo_count_requested.connect(self.redo_count_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, GRID)
        layout.addWidget(self._prediction)
        layout.addWidget(self._labels)
        layout.addWidget(self._sees)

    def show_prediction(self, prediction: Prediction | None) -> None:
        """Show the reading of the digit and what the network saw of it; None when there is nothing to read."""
        self._prediction.show_prediction(prediction)
        self._sees.show_digit(None if prediction is None else prediction.normalised)
        if prediction is not None:
            self._labels.show_classes(prediction.classes)
        self._labels.setEnabled(prediction is not None and not self._is_asked_for)

    def show_epoch(self, epoch: int | None) -> None:
        """Show which epoch's network reads; None: the present one."""
        self._prediction.show_epoch(epoch)

    def show_classes(self, classes: Classes) -> None:
        """What can be read from now on, also while nothing is drawn."""
        self._prediction.show_classes(classes)
        self._sees.show_classes(classes)
        self._labels.show_classes(classes)

    def show_said(self, label: str | None) -> None:
        """Show what the drawing was said to be; None: nothing was."""
        self._labels.show_said(label)

    def show_asked_for(self, is_asked_for: bool, *, is_read: bool) -> None:
        """What a round asks for is known: nobody need say it."""
        self._is_asked_for = is_asked_for
        self._labels.setEnabled(is_read and not is_asked_for)

    def takes_label(self, label: str) -> bool:
        """Whether the drawing can be said to be this."""
        return self._labels.isEnabled() and self._labels.has(label)

    def show_nearest(self, nearest: Sequence[LabelledCounts]) -> None:
        """Show up to three training digits most like what the network reads, the most like first; empty: none."""
        self._sees.show_nearest(nearest)
