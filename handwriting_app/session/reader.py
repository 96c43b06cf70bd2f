"""What is drawn and how it is read: the drawing or picture of the moment, and its reading by the weights in use."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NormalisedDigit, normalise
from handwriting_app.session.reading import Prediction, read_normalised
from handwriting_app.session.weights import Weights


class Reader(QObject):
    """Reads whenever the digit or the weights change.

    Signals:
        drawing_changed(Drawing)
        picture_changed(NormalisedDigit | None): a digit that was not drawn is read, or no longer. Again where other
            weights are surer of it with ink for paper.
        prediction_changed(Prediction | None): None when there is nothing to read.
        digit_replaced(): another digit is read from now on, not the same one drawn further.
    """

    drawing_changed = Signal(object)
    picture_changed = Signal(object)
    prediction_changed = Signal(object)
    digit_replaced = Signal()

    def __init__(self, weights: Weights, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._weights = weights
        self._drawing = Drawing()
        self._digit: NormalisedDigit | None = None
        self._prediction: Prediction | None = None
        self._has_picture = False
        self._normalisation = True

    @property
    def drawing(self) -> Drawing:
        return self._drawing

    @property
    def ink(self) -> Drawing | NormalisedDigit | None:
        """What is read: the drawing, or the digit of a picture as it is read; None where there is nothing to read."""
        if self._has_picture:
            return None if self._prediction is None else self._prediction.normalised
        return None if self._drawing.is_empty else self._drawing

    @property
    def digit(self) -> NormalisedDigit | None:
        """What every network is given to read, before any has chosen between the ways to see a picture."""
        return self._digit

    @property
    def prediction(self) -> Prediction | None:
        return self._prediction

    @property
    def normalisation(self) -> bool:
        """Whether drawings are set upright, centred and redrawn before they are read."""
        return self._normalisation

    def set_drawing(self, drawing: Drawing) -> None:
        is_other = self._has_picture or self._drawing.is_empty or drawing.is_empty
        if self._has_picture:
            self._has_picture = False
            self.picture_changed.emit(None)
        self._drawing = drawing
        self._digit = None if drawing.is_empty else normalise(drawing, enabled=self._normalisation)
        self.drawing_changed.emit(drawing)
        if is_other:
            self.digit_replaced.emit()
        self._read()

    def set_picture(self, digit: NormalisedDigit) -> None:
        """Read a digit that is not drawn: a picture, or one of the data set's digits. The next stroke replaces it."""
        self._drawing = Drawing()
        self.drawing_changed.emit(self._drawing)
        self._digit = digit
        self._has_picture = True
        prediction = read_normalised(self._weights, digit)
        self.picture_changed.emit(prediction.normalised)
        self.digit_replaced.emit()
        self._tell(prediction)

    def set_normalisation(self, enabled: bool) -> None:
        self._normalisation = enabled
        if not self._drawing.is_empty:
            self._digit = normalise(self._drawing, enabled=enabled)
            self._read()

    def read_with(self, weights: Weights) -> None:
        """Read with these weights from now on."""
        self._weights = weights
        if self._digit is not None:
            self._read()

    def _read(self) -> None:
        before = self._prediction
        prediction = None if self._digit is None else read_normalised(self._weights, self._digit)
        if self._has_picture and prediction and before and prediction.normalised is not before.normalised:
            self.picture_changed.emit(prediction.normalised)
        self._tell(prediction)

    def _tell(self, prediction: Prediction | None) -> None:
        self._prediction = prediction
        self.prediction_changed.emit(prediction)
