"""What the network reads: the digit, how sure it is, and the probability of each digit."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from handwriting_app.engine.reading import named_digit
from handwriting_app.numerals import percent
from handwriting_app.session.doubt import CONFIDENT
from handwriting_app.session.reading import Prediction
from handwriting_app.ui.theme import GRID, caption_font, theme_of
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.place_tips import PlaceTips
from handwriting_app.ui.widgets.words import set_title

NOTHING: Final = "–"
"""The digit of an empty canvas."""
LINES: Final = 2
"""Of the note: the longest doubt needs them in the narrowest column."""

NO_IDEA: Final = "?"
"""In place of a digit when all are equally likely."""


class PredictionView(QWidget):
    """The digit, large; beside it the note and ten bars. Its size does not depend on what it shows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digit = QLabel(NOTHING, self)
        self._digit.setObjectName("predicted_digit")
        self._digit.setAccessibleName("Digit read")
        self._digit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._digit.setToolTip("The digit that the network thinks you drew; grey when it is not sure")
        self._note = QLabel(self)
        self._note.setObjectName("prediction_note")
        self._note.setAccessibleName("How sure the network is")
        set_title(self._note)
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._note.setWordWrap(True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._note.setFixedHeight(LINES * self._note.fontMetrics().lineSpacing())
        self._note.setToolTip(
            "How probable the most probable digit is.\n"
            f"Below {percent(CONFIDENT)} the program says that it is not sure, instead of asserting."
        )
        self._bars = ProbabilityBars(self)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(GRID)
        layout.setVerticalSpacing(GRID // 2)
        layout.addWidget(self._digit, 0, 0, 2, 1)
        layout.addWidget(self._note, 0, 1)
        layout.addWidget(self._bars, 1, 1)
        layout.setColumnStretch(1, 1)
        layout.setRowStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._set_digit_size(96)
        self.show_prediction(None)

    def show_prediction(self, prediction: Prediction | None) -> None:
        """Show what was read; None when nothing is drawn."""
        is_sure = prediction is not None and not prediction.is_doubtful
        role = QPalette.ColorRole.WindowText if is_sure else QPalette.ColorRole.PlaceholderText
        self._digit.setText(_digit(prediction))
        self._digit.setForegroundRole(role)
        self._note.setText(_note(prediction))
        self._bars.show_probabilities(None if prediction is None else prediction.probabilities, is_sure=is_sure)

    def minimumSizeHint(self) -> QSize:
        """With the smallest digit: one that has grown with the window must not keep it large."""
        return QSize(200, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_digit_size(96 if self.width() < 360 else 128 if self.width() < 440 else 160)

    def _set_digit_size(self, height: int) -> None:
        font = self._digit.font()
        if font.pixelSize() == height:
            return
        font.setPixelSize(height)
        font.setBold(True)
        self._digit.setFont(font)
        self._digit.setFixedSize(height * 3 // 4, height)
        self.setFixedHeight(height)


class ProbabilityBars(QWidget):
    """Ten bars in the order of the digits, each over its digit, its number under the pointer. No reading, no bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._probabilities: NDArray[np.float64] | None = None
        self._is_sure = False
        self.setObjectName("probability_bars")
        self.setAccessibleName("Probability of each digit")
        self.setToolTip("How probable each digit is, 0 to 9")
        PlaceTips(self, self._words_at)

    @property
    def probabilities(self) -> NDArray[np.float64] | None:
        """What the bars show; None: no bars."""
        return self._probabilities

    def show_probabilities(self, probabilities: NDArray[np.float64] | None, *, is_sure: bool) -> None:
        """Show the probabilities of ten digits; a doubtful winner is not filled with the accent colour."""
        self._probabilities = probabilities
        self._is_sure = is_sure
        self.setAccessibleDescription(
            "No digit is drawn"
            if probabilities is None
            else ", ".join(f"{digit}: {percent(p)}" for digit, p in enumerate(probabilities))
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 72)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 48)

    def bar(self, digit: int) -> QRectF:
        """The rectangle of a digit's bar, as tall as the digit is probable. Empty without a reading."""
        track = self._track(digit)
        if self._probabilities is None:
            return QRectF(track.left(), track.bottom(), track.width(), 0)
        height = track.height() * float(self._probabilities[digit])
        return QRectF(track.left(), track.bottom() - height, track.width(), height)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self.palette())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(caption_font(self.font()))
            winner = None if self._probabilities is None else named_digit(self._probabilities)
            for digit in range(10):
                track = self._track(digit)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.grid)
                painter.drawRect(QRectF(track.left(), track.bottom(), track.width(), 1))
                painter.setBrush(self._fill(digit == winner))
                if self._probabilities is not None:
                    painter.drawRect(self.bar(digit))
                painter.setPen(theme.text if digit == winner else theme.muted)
                below = QRectF(
                    track.left() - 4, track.bottom() + 2, track.width() + 8, self.height() - track.bottom() - 2
                )
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(digit))

    def _words_at(self, place: QPoint) -> str | None:
        if self._probabilities is None:
            return None
        digit = min(max(place.x() * 10 // max(self.width(), 1), 0), 9)
        return f"{digit}: {percent(self._probabilities[digit])}"

    def _fill(self, is_winner: bool) -> QColor:
        theme = theme_of(self.palette())
        if not is_winner:
            return theme.outline
        return theme.accent if self._is_sure else theme.muted

    def _track(self, digit: int) -> QRectF:
        step = self.width() / 10
        labels = self.fontMetrics().height() + 2
        return QRectF(digit * step + step * 0.15, 0, step * 0.7, self.height() - labels)


def _digit(prediction: Prediction | None) -> str:
    if prediction is None:
        return NOTHING
    return NO_IDEA if prediction.has_no_idea else str(prediction.digit)


def _note(prediction: Prediction | None) -> str:
    if prediction is None:
        return "Draw a digit"
    return prediction.doubt or f"{percent(prediction.confidence)} sure"
