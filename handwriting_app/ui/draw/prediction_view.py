"""What the network reads: the digit, how sure it is, and the probability of each digit."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from handwriting_app.engine.classes import NONE, TEN_DIGITS, Classes
from handwriting_app.engine.reading import named_digit
from handwriting_app.names import shown_name
from handwriting_app.numerals import percent
from handwriting_app.session.doubt import CONFIDENT, PROBABLY_NONE
from handwriting_app.session.reading import Prediction
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.theme import GRID, caption_font, theme_of
from handwriting_app.ui.widgets.heard import Seldom, say
from handwriting_app.ui.widgets.looking_at import LookingAt, epoch_named
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.place_tips import PlaceTips
from handwriting_app.ui.widgets.words import set_title

NOTHING: Final = "–"
"""The digit of an empty canvas."""
LINES: Final = 2
"""Of the note: the longest doubt needs them in the narrowest column."""

APART: Final = 0.5
"""Bars that would have room between the classes and what is none of them."""

LONGEST_SHOWN: Final = 12
"""Characters of a name under its bar, or in place of the digit."""

NO_IDEA: Final = "?"
"""In place of a digit when all are equally likely."""


class PredictionView(QWidget):
    """The digit, large; beside it the note and the bars. Its size does not depend on what it shows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digit = QLabel(NOTHING, self)
        self._digit.setObjectName("predicted_digit")
        self._digit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._note = QLabel(self)
        self._note.setObjectName("prediction_note")
        self._note.setAccessibleName("How sure the network is")
        set_title(self._note)
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._note.setWordWrap(True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        scaled(self._note.setFixedHeight, lambda each: LINES * each.fontMetrics().lineSpacing())
        self._looking_at = LookingAt("looking_at", self)
        self._bars = ProbabilityBars(self)
        self._classes = TEN_DIGITS
        self._prediction: Prediction | None = None
        self._epoch: int | None = None
        self._told: object = None  # what was said last, but for how sure it was
        self._tell = Seldom(self._tell_now, self)
        self._height = 0
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setHorizontalSpacing, GRID)
        scaled(layout.setVerticalSpacing, GRID // 2)
        layout.addWidget(self._digit, 0, 0, 3, 1)
        layout.addWidget(self._note, 0, 1)
        layout.addWidget(self._looking_at, 1, 1, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._bars, 2, 1)
        layout.setColumnStretch(1, 1)
        layout.setRowStretch(2, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._set_digit_size(96)
        self.show_classes(self._classes)

    def show_classes(self, classes: Classes) -> None:
        """What can be read from now on."""
        self._classes = classes
        self._digit.setToolTip(classes.worded("The digit that the network thinks you drew; grey when it is not sure"))
        self._note.setToolTip(
            f"{classes.worded('How probable the most probable digit is.')}\n"
            f"Below {percent(CONFIDENT)} the program says that it is not sure, instead of asserting."
        )
        self._bars.show_classes(classes)
        self.show_prediction(self._prediction)

    def show_prediction(self, prediction: Prediction | None) -> None:
        """Show what was read; None when nothing is drawn."""
        self._prediction = prediction
        is_sure = prediction is not None and not prediction.is_doubtful
        role = QPalette.ColorRole.WindowText if is_sure else QPalette.ColorRole.PlaceholderText
        self._digit.setText(_digit(prediction))
        self._fit_name()
        self._digit.setForegroundRole(role)
        self._note.setText(_note(prediction, self._classes))
        self._fit_note()
        if prediction is None:
            self._bars.show_probabilities(None, is_sure=False)
        else:
            classes = prediction.classes
            self._bars.show_classes(classes)
            none = prediction.none if classes.has_none else None
            self._bars.show_probabilities(prediction.probabilities, is_sure=is_sure, none=none)
        self._tell.ask()

    def _tell_now(self) -> None:
        """Have the reading heard. Whatever else there is to hear is not drowned by how sure it is of the same ink."""
        words = _spoken(self._prediction, self._classes, self._epoch)
        self._digit.setAccessibleName(words)  # which tells that it changes
        read = self._prediction
        told = None if read is None else (read.normalised, read.doubt or read.name, self._epoch)
        if told != self._told:
            self._told = told
            say(self._digit, words)

    def show_epoch(self, epoch: int | None) -> None:
        """Show which epoch's network reads; None: the present one. The bars make room for the badge."""
        self._looking_at.show_epoch(epoch)
        self._fit_note()
        self._epoch = epoch
        self._tell.ask()

    def _fit_note(self) -> None:
        """Beside a badge it takes one line, if that is all it needs."""
        words = self._note.fontMetrics().horizontalAdvance(self._note.text())
        is_short = not self._looking_at.isHidden() and words <= self._note.width()
        scaled(self._note.setFixedHeight, lambda each: (1 if is_short else LINES) * each.fontMetrics().lineSpacing())

    def minimumSizeHint(self) -> QSize:
        """With the smallest digit: one that has grown with the window must not keep it large."""
        return QSize(px(200), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()
            self._fit_name()

    def _fit(self) -> None:
        self._fit_note()
        self._set_digit_size(96 if self.width() < px(360) else 128 if self.width() < px(440) else 160)

    def _set_digit_size(self, height: int) -> None:
        if self._height != height:
            self._height = height
            scaled(self._digit.setFixedSize, height * 3 // 4, height)
            scaled(self.setFixedHeight, height)
            self._fit_name()

    def _fit_name(self) -> None:
        """A name of more than one character is as large as its place is wide."""
        font = self._digit.font()
        font.setBold(True)
        font.setPixelSize(px(self._height))
        text = self._digit.text()
        if len(text) > 1:
            width = QFontMetrics(font).horizontalAdvance(text)
            room = px(self._height * 3 // 4)
            font.setPixelSize(max(int(px(self._height) * min(room / max(width, 1), 1)), px(9)))
        if font != self._digit.font():
            self._digit.setFont(font)


class ProbabilityBars(QWidget):
    """A bar for each class, over its name, its number under the pointer; no reading, no bars.

    Where the network has an output for what is none of them, its bar stands apart at the right: the others add up to 1
    without it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes = TEN_DIGITS
        self._probabilities: NDArray[np.float64] | None = None
        self._none: float | None = None
        self._is_sure = False
        self.setObjectName("probability_bars")
        PlaceTips(self, self._words_at)
        self._show_words()

    @property
    def probabilities(self) -> NDArray[np.float64] | None:
        """What the bars show; None: no bars."""
        return self._probabilities

    @property
    def none(self) -> float | None:
        """What the bar of none shows; None: there is no such bar."""
        return self._none

    def show_classes(self, classes: Classes) -> None:
        """Have a bar for each of these from now on."""
        if classes != self._classes:
            self._classes = classes
            self._show_words()
            self.update()

    def _show_words(self) -> None:
        self.setAccessibleName(self._classes.worded("Probability of each digit"))
        self.setToolTip(self._classes.worded("How probable each digit is"))

    def show_probabilities(
        self, probabilities: NDArray[np.float64] | None, *, is_sure: bool, none: float | None = None
    ) -> None:
        """Show the probability of each class, and of none; a doubtful winner is not filled with the accent colour."""
        self._probabilities = probabilities
        self._none = none
        self._is_sure = is_sure
        self.setAccessibleDescription(
            "Nothing is drawn"
            if probabilities is None
            else ", ".join(
                [f"{name}: {percent(p)}" for name, p in zip(self._classes.names, probabilities, strict=True)]
                + ([] if none is None else [f"{self._classes.none_named}: {percent(none)}"])
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(200), px(72))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), px(48))

    def bar(self, digit: int) -> QRectF:
        """The rectangle of a class's bar, as tall as it is probable. Empty without a reading."""
        share = 0.0 if self._probabilities is None else float(self._probabilities[digit])
        return _filled(self._track(digit), share)

    def none_bar(self) -> QRectF:
        """The rectangle of the bar of none; empty where there is none."""
        return _filled(self._track(len(self._classes), apart=True), self._none or 0.0)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self.palette())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(caption_font(self.font()))
            winner = None if self._probabilities is None else named_digit(self._probabilities)
            named = self._named(painter.fontMetrics(), winner)
            for digit, name in enumerate(self._classes.names):
                is_winner = digit == winner
                shown = shown_name(name, LONGEST_SHOWN) if digit in named else ""
                self._paint_bar(painter, self._track(digit), self.bar(digit), self._fill(is_winner), shown, is_winner)
            if self._classes.has_none:
                is_winner = (self._none or 0.0) >= PROBABLY_NONE
                fill = theme.positive if is_winner else theme.outline
                track = self._track(len(self._classes), apart=True)
                shown = NONE if is_winner or self._has_room_for_none(painter.fontMetrics(), winner) else ""
                self._paint_bar(painter, track, self.none_bar(), fill, shown, is_winner)

    def _paint_bar(
        self, painter: QPainter, track: QRectF, bar: QRectF, fill: QColor, name: str, is_winner: bool
    ) -> None:
        theme = theme_of(self.palette())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.grid)
        painter.drawRect(QRectF(track.left(), track.bottom(), track.width(), px(1)))
        painter.setBrush(fill)
        if self._probabilities is not None:
            painter.drawRect(bar)
        painter.setPen(theme.text if is_winner else theme.muted)
        left, right = self._under(painter.fontMetrics(), track, name)
        gap = px(2)
        below = QRectF(left, track.bottom() + gap, right - left, self.height() - track.bottom() - gap)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, name)

    def _under(self, metrics: QFontMetrics, track: QRectF, name: str) -> tuple[float, float]:
        """From where to where a name stands, within the widget."""
        half = (metrics.horizontalAdvance(name) + px(2)) / 2
        middle = min(max(track.center().x(), half), self.width() - half)
        return middle - half, middle + half

    def _has_room_for_none(self, metrics: QFontMetrics, winner: int | None) -> bool:
        if winner is None:
            return True
        name = shown_name(self._classes.names[winner], LONGEST_SHOWN)
        _, end = self._under(metrics, self._track(winner), name)
        begin, _ = self._under(metrics, self._track(len(self._classes), apart=True), NONE)
        return end <= begin + px(1)

    def _named(self, metrics: QFontMetrics, winner: int | None) -> frozenset[int]:
        """The classes that have room for their names: the winner always, the others evenly, none over another."""
        names = self._classes.names
        short = max((metrics.horizontalAdvance(name) for name in names if len(name) == 1), default=metrics.maxWidth())
        every = max(math.ceil((short + px(1)) / self._step()), 1)
        taken: list[tuple[float, float]] = []
        if self._classes.has_none:
            taken.append(self._under(metrics, self._track(len(names), apart=True), NONE))
        named = set()
        order = [] if winner is None else [winner]
        for place in (*order, *range(0, len(names), every)):
            left, right = self._under(metrics, self._track(place), shown_name(names[place], LONGEST_SHOWN))
            is_free = all(right <= begin or left >= end for begin, end in taken)
            if place == winner or (is_free and place not in named):
                named.add(place)
                taken.append((left, right))
        return frozenset(named)

    def _words_at(self, place: QPoint) -> str | None:
        if self._probabilities is None:
            return None
        if self._none is not None and place.x() >= self._track(len(self._classes), apart=True).left():
            none = self._classes.none_named.capitalize()
            return (
                f"{none}: {percent(self._none)}. One more output says so; it has learned from other signs and "
                "scribbles. The others tell how probable each is if it is one of them."
            )
        digit = min(max(int(place.x() / self._step()), 0), len(self._classes) - 1)
        return f"{self._classes.names[digit]}: {percent(self._probabilities[digit])}"

    def _fill(self, is_winner: bool) -> QColor:
        theme = theme_of(self.palette())
        if not is_winner:
            return theme.outline
        return theme.accent if self._is_sure else theme.muted

    def _step(self) -> float:
        """From one bar to the next."""
        return self.width() / (len(self._classes) + (1 + APART if self._classes.has_none else 0))

    def _track(self, place: int, *, apart: bool = False) -> QRectF:
        step = self._step()
        labels = self.fontMetrics().height() + px(2)
        return QRectF((place + (APART if apart else 0) + 0.15) * step, 0, step * 0.7, self.height() - labels)


def _filled(track: QRectF, share: float) -> QRectF:
    height = track.height() * share
    return QRectF(track.left(), track.bottom() - height, track.width(), height)


def _digit(prediction: Prediction | None) -> str:
    if prediction is None:
        return NOTHING
    return NO_IDEA if prediction.has_no_idea else shown_name(prediction.name, LONGEST_SHOWN)


def _spoken(prediction: Prediction | None, classes: Classes, epoch: int | None) -> str:
    """The reading in words: Read: 7, 94 % sure."""
    if prediction is None:
        return "Nothing is drawn"
    words = f"Read: {prediction.name}, {percent(prediction.confidence)} sure"
    if prediction.doubt:
        words = f"Read, {prediction.doubt}"
    return words if epoch is None else f"{words}, at {epoch_named(epoch)}"


def _note(prediction: Prediction | None, classes: Classes) -> str:
    if prediction is None:
        return classes.worded("Draw a digit")
    return prediction.doubt or f"{percent(prediction.confidence)} sure"
