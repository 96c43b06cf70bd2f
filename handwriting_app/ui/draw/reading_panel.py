"""Below the canvas: the reading, and what the network saw."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from handwriting_app.session.reading import Prediction
from handwriting_app.ui.draw.network_sees import LabelledCounts, NetworkSees
from handwriting_app.ui.draw.prediction_view import PredictionView
from handwriting_app.ui.theme import GRID


class ReadingPanel(QWidget):
    """The digit with its bars above, the normalised drawing below.

    Signals:
        normalisation_toggled(bool): by the user.
    """

    normalisation_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prediction = PredictionView(self)
        self._sees = NetworkSees(self)
        self._sees.normalisation_toggled.connect(self.normalisation_toggled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._prediction)
        layout.addWidget(self._sees)

    def show_prediction(self, prediction: Prediction | None) -> None:
        """Show the reading of the digit and what the network saw of it; None when there is nothing to read."""
        self._prediction.show_prediction(prediction)
        self._sees.show_digit(None if prediction is None else prediction.normalised)

    def show_nearest(self, nearest: Sequence[LabelledCounts]) -> None:
        """Show up to three training digits most like what the network reads, the most like first; empty: none."""
        self._sees.show_nearest(nearest)
