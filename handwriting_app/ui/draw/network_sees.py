"""What the network sees: the 32 × 32 bitmap, the 8 × 8 counts, a switch for the normalisation, a picture's steps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from handwriting_app.engine.classes import TEN_DIGITS, Classes
from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.ink.steps import Step
from handwriting_app.names import shown_name
from handwriting_app.numerals import count
from handwriting_app.ui.colour_maps import sequential_image
from handwriting_app.ui.draw.counts_editor import CountsEditor
from handwriting_app.ui.draw.picture_steps import LARGE, MOST, SMALL, WORDS, PictureSteps
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.theme import GRID, Theme, theme_of
from handwriting_app.ui.widgets.pixel_picture import PixelPicture
from handwriting_app.ui.widgets.words import set_caption

MOST_INK = 16
"""Ink pixels in a full block of 4 × 4."""

LabelledCounts: TypeAlias = tuple[NDArray[np.uint8], int]
"""The counts (8, 8) of a training digit, and the digit that it is."""


class NetworkSees(QWidget):
    """Two pictures of the normalised digit with the value under the pointer, and the switch.

    Of a digit that came as a picture there is a thumbnail for each step; the one under the pointer takes the place of
    the bitmap.

    Signals:
        normalisation_toggled(bool): the user switched the normalisation on or off.
        count_requested(int, int, int): row, column, and the count 0…16 that the user wants there.
        undo_count_requested(): the user takes the last change of a count back.
        redo_count_requested(): the user wants it again.
    """

    normalisation_toggled = Signal(bool)
    count_requested = Signal(int, int, int)
    undo_count_requested = Signal()
    redo_count_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digit: NormalisedDigit | None = None
        title = QLabel("What the network sees", self)
        set_caption(title)
        self._bitmap = PixelPicture(96, self._ink_at, self)
        self._bitmap.setObjectName("seen_bitmap")
        self._bitmap.setAccessibleName("The drawing as a bitmap of 32 by 32 pixels")
        self._bitmap.setToolTip("Your drawing as a bitmap of 32 × 32 pixels: upright, centred, filling the frame")
        self._counts = CountsEditor(96, self._count_at, self)
        self._counts.setAccessibleName("The 64 numbers that the network reads")
        self._counts.setToolTip(
            "The 64 numbers that the network reads: the ink pixels in each block of 4 × 4, 0 to 16.\n"
            "Click one, or come here by Tab, and change it by the keys: arrows, 0 to 9, + and −, Space"
        )
        self._counts.count_requested.connect(self.count_requested)
        self._counts.undo_requested.connect(self.undo_count_requested)
        self._counts.redo_requested.connect(self.redo_count_requested)
        self._switch = QCheckBox("Normalise", self)
        self._switch.setObjectName("normalise_switch")
        self._switch.setAccessibleName("Normalise the drawing")
        self._switch.setChecked(True)
        self._switch.setToolTip(
            "Set upright, stretch and centre the drawing and redraw it with a pen of one width,\n"
            "as was done to all that the network learned from.\n"
            "Switch it off to see why that matters: the network then meets what is unlike all it has learned."
        )
        self._explanation = QLabel(self)
        set_caption(self._explanation)
        self._explanation.setWordWrap(True)
        self._explanation.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._explanation.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._switch.toggled.connect(self._explain)
        self._switch.toggled.connect(self.normalisation_toggled)

        self._steps = PictureSteps(self)
        self._steps.hide()
        self._steps.looked_at.connect(self._look_at)
        self._step: Step | None = None  # under the pointer
        self._nearest = _NearestDigits(self)
        self._nearest.hide()
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self._switch)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setHorizontalSpacing, GRID)
        scaled(layout.setVerticalSpacing, GRID // 2)
        layout.addLayout(head, 0, 0, 1, 3)
        layout.addWidget(self._bitmap, 1, 0)
        layout.addWidget(self._counts, 1, 1)
        # In one cell, top and bottom: what comes and goes must not move the rest.
        layout.addWidget(self._explanation, 1, 2)
        layout.addWidget(self._steps, 1, 2, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._nearest, 1, 2, Qt.AlignmentFlag.AlignBottom)
        self._captions = [QLabel(self) for _ in range(3)]
        for column, caption in enumerate(self._captions):
            set_caption(caption)
            caption.setObjectName(("bitmap_caption", "counts_caption", "steps_caption")[column])
            caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            layout.addWidget(caption, 2, column)
        self._captions[0].setText("32 × 32 pixels")
        self._captions[1].setText("8 × 8 counts")
        layout.setColumnStretch(2, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._explain(True)

    def show_digit(self, digit: NormalisedDigit | None) -> None:
        """Show what the network read; None when nothing is drawn."""
        if digit is not self._digit:  # while training, the same digit is read again and again
            self._digit = digit
            self._step = None
            steps = () if digit is None else digit.steps
            self._steps.setVisible(bool(steps))
            self._steps.show_steps(steps)
            self._explanation.setVisible(not steps)
            self._captions[2].setText("Step by step" if steps else "")
            self._show()

    def show_nearest(self, nearest: Sequence[LabelledCounts]) -> None:
        """Show up to three training digits most like what the network reads, the most like first; empty: none."""
        self._nearest.setVisible(bool(nearest))
        self._nearest.show_digits(nearest)

    def show_classes(self, classes: Classes) -> None:
        """What training digits may be from now on."""
        self._nearest.show_classes(classes)

    def set_normalisation(self, on: bool) -> None:
        """Put the switch where the session has it, without a signal."""
        blocked = self._switch.blockSignals(True)
        self._switch.setChecked(on)
        self._switch.blockSignals(blocked)
        self._explain(on)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._show()
        elif event.type() is QEvent.Type.FontChange:
            self._fit()

    def minimumSizeHint(self) -> QSize:
        """With the smallest pictures: those that have grown with the window must not keep it large."""
        return QSize(px(240), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        side = 96 if self.width() < px(360) else 128 if self.width() < px(440) else 160
        self._bitmap.set_side(side)
        self._counts.set_side(side)
        self._steps.set_side(LARGE if side == 160 else SMALL)

    def _show(self) -> None:
        digit, theme = self._digit, theme_of(self.palette())
        if self._step is not None:
            self._bitmap.set_image(sequential_image(self._step.picture, MOST, theme))
        else:
            self._bitmap.set_image(None if digit is None else _picture(digit.bitmap, 1, theme))
        self._captions[0].setText("32 × 32 pixels" if self._step is None else WORDS[self._step.name][0])
        ink, pixels = (0, 0) if digit is None else (int(digit.bitmap.sum()), digit.bitmap.size)
        words = f"{count(ink)} of {count(pixels)} pixels have ink" if ink else "No ink"
        self._bitmap.setAccessibleDescription(words if self._step is None else WORDS[self._step.name][1])
        self._counts.show_counts(None if digit is None else digit.counts)

    def _look_at(self, step: Step | None) -> None:
        self._step = step
        self._show()

    def _explain(self, on: bool) -> None:
        self._explanation.setText("Set upright, centred, filling the frame" if on else "As drawn, only scaled to fit")

    def _ink_at(self, row: int, column: int) -> str:
        if self._step is not None:
            return WORDS[self._step.name][1]
        has_ink = self._digit is not None and bool(self._digit.bitmap[row, column])
        return f"Row {row + 1}, column {column + 1}: {'ink' if has_ink else 'paper'}"

    def _count_at(self, row: int, column: int) -> str:
        ink = 0 if self._digit is None else int(self._digit.counts[row, column])
        return f"Row {row + 1}, column {column + 1}: {ink} of {MOST_INK} pixels have ink"


class _NearestDigits(QWidget):
    """A row of small training digits, each with its meaning and its numbers under the pointer."""

    COUNT = 3
    SIDE = 24

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._digits: Sequence[LabelledCounts] = ()
        self._pictures = [PixelPicture(self.SIDE, partial(self._words, place), self) for place in range(self.COUNT)]
        caption = QLabel("Most like it", self)
        set_caption(caption)
        self._caption = caption
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, GRID // 2)
        layout.addWidget(caption, 0, 0, 1, self.COUNT + 1)
        for place, picture in enumerate(self._pictures):
            picture.setObjectName(f"nearest_digit_{place + 1}")
            layout.addWidget(picture, 1, place)
        layout.setColumnStretch(self.COUNT, 1)
        self._classes = TEN_DIGITS
        self.show_classes(self._classes)

    def show_classes(self, classes: Classes) -> None:
        """What the digits may be from now on."""
        self._classes = classes
        words = "The training digits whose 64 numbers are nearest to those of your drawing"
        self._caption.setToolTip(classes.worded(words))
        self._show()

    def show_digits(self, digits: Sequence[LabelledCounts]) -> None:
        self._digits = digits
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._show()

    def _show(self) -> None:
        theme = theme_of(self.palette())
        for place, picture in enumerate(self._pictures):
            digit = self._digits[place] if place < len(self._digits) else None
            picture.setVisible(digit is not None)
            picture.set_image(None if digit is None else _picture(digit[0], MOST_INK, theme))
            words = self._classes.worded("A training digit most like the drawing")
            picture.setAccessibleName("" if digit is None else f"{words}, number {place + 1}: {self._name(digit[1])}")

    def _words(self, place: int, row: int, column: int) -> str:
        counts, label = self._digits[place]
        words = self._classes.worded("A training digit")
        return f"{words}: {self._name(label)}\nRow {row + 1}, column {column + 1}: {counts[row, column]} of {MOST_INK}"

    def _name(self, label: int) -> str:
        return shown_name(self._classes.names[label]) if label < len(self._classes) else str(label)


def _picture(values: NDArray[np.bool_ | np.uint8], limit: float, theme: Theme) -> QImage:
    return sequential_image(values, limit, theme)
