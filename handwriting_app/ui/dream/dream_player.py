"""One dream, large: the picture as it grows, how sure the network is of it, and the steps to go through."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from handwriting_app.numerals import count
from handwriting_app.ui.dream.probability_curve import ProbabilityCurve
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.array_picture import ArrayPicture
from handwriting_app.ui.widgets.fields import Slider
from handwriting_app.ui.widgets.prose import Prose
from handwriting_app.ui.widgets.tips import set_tip

PER_SECOND: Final = 20
"""Steps that pass while it plays."""

_PLAY: Final = "▶"
_PAUSE: Final = "❚❚"
_SMALLEST: Final = 8 * 20


class DreamPlayer(QWidget):
    """Shows the picture of a step, and plays through all of them.

    Signals:
        step_changed(int): Another step is shown.
        read_requested(): What is shown is to be read in place of the drawing.
    """

    step_changed = Signal(int)
    read_requested = Signal()

    def __init__(self, full: int, parent: QWidget | None = None) -> None:
        """``full``: the largest count."""
        super().__init__(parent)
        self._full = full
        self._counts: NDArray[np.uint8] = np.empty((0, 8, 8), np.uint8)
        self._timer = QTimer(self)
        self._timer.setInterval(1000 // PER_SECOND)
        self._timer.timeout.connect(self._play_on)
        self.picture = ArrayPicture(self, square=True)
        self.picture.setObjectName("dream_picture")
        self.picture.setAccessibleName("The dream, as the counts that the network reads")
        scaled(self.picture.setMinimumSize, _SMALLEST, _SMALLEST)
        self.curve = ProbabilityCurve(self)
        self.title = Prose("dream_title", self, is_bold=True)
        self.words = Prose("dream_words", self)
        self.reading = Prose("dream_reading", self)
        self._slider = Slider(self)
        self._slider.setObjectName("dream_slider")
        self._slider.setAccessibleName("Step of the dream")
        set_tip(self._slider, "Go through the steps: the start at the left, the finished dream at the right")
        self._slider.setPageStep(10)
        self._play = QToolButton(self)
        self._play.setObjectName("dream_play")
        self._play.setText(_PLAY)
        set_tip(self._play, "Watch it grow, step by step")
        self._where = QLabel(self)
        self._where.setObjectName("dream_step")
        self._where.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.read = QPushButton("Read it", self)
        self.read.setObjectName("dream_read")
        self.read.setAccessibleName("Read the dream in place of my drawing")
        set_tip(
            self.read,
            "Put the picture in place of your drawing: the reading and every other view then explain it.\n"
            "Your next stroke takes its place.",
        )
        self._arrange()
        self._slider.valueChanged.connect(self._on_step)
        self._play.clicked.connect(self._toggle)
        self.curve.step_chosen.connect(self._go_to)
        self.read.clicked.connect(self.read_requested)
        self._say()

    @property
    def step(self) -> int:
        """The step that is shown; 0 is the start."""
        return self._slider.value()

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    def counts(self) -> NDArray[np.uint8] | None:
        """The picture that is shown, (8, 8)."""
        return self._counts[self.step] if len(self._counts) else None

    def show_dream(self, counts: NDArray[np.uint8], probabilities: NDArray[np.float64], *, is_other: bool) -> None:
        """Show the pictures of all steps (steps + 1, 8, 8), and how sure of each the network is (steps + 1,).

        ``is_other``: another dream, which is shown at its end; otherwise the same one of weights a little further on,
        which stays at its step, or at its end.
        """
        before = self.step
        was_last = before == self._slider.maximum()
        if is_other:
            self.pause()
        self._counts = counts
        last = max(len(counts) - 1, 0)
        with QSignalBlocker(self._slider):
            self._slider.setRange(0, last)
            self._slider.setValue(last if is_other or (was_last and not self.is_playing) else min(before, last))
        self.curve.show_curve(probabilities, self.step)
        self._show_step()

    def pause(self) -> bool:
        """Stop playing; returns whether it was."""
        was_playing = self.is_playing
        self._timer.stop()
        self._say()
        return was_playing

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody sees does not play."""
        self.pause()
        super().hideEvent(event)

    def _arrange(self) -> None:
        words = QVBoxLayout()
        scaled(words.setSpacing, GRID // 2)
        words.addWidget(self.title)
        words.addWidget(self.words)
        words.addWidget(self.curve, 1)
        words.addWidget(self.reading)
        large = QHBoxLayout()
        scaled(large.setSpacing, 2 * GRID)
        large.addWidget(self.picture, 2)
        large.addLayout(words, 3)
        steps = QHBoxLayout()
        scaled(steps.setSpacing, GRID)
        steps.addWidget(self._play)
        steps.addWidget(self._slider, 1)
        steps.addWidget(self._where)
        steps.addWidget(self.read)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, GRID)
        column.addLayout(large, 1)
        column.addLayout(steps)

    def _go_to(self, step: int) -> None:
        self.pause()
        self._slider.setValue(step)

    def _toggle(self) -> None:
        if self.pause():
            return
        if self.step == self._slider.maximum():
            self._slider.setValue(0)
        self._timer.start()
        self._say()

    def _play_on(self) -> None:
        self._slider.setValue(self.step + 1)
        if self.step == self._slider.maximum():
            self.pause()

    def _on_step(self) -> None:
        self._show_step()
        self.step_changed.emit(self.step)

    def _show_step(self) -> None:
        counts = self.counts()
        if counts is None:
            self.picture.show_array(np.zeros((8, 8)), limit=self._full, signed=False)
        else:
            self.picture.show_array(counts, limit=self._full, signed=False, describe=self._describe)
        self.curve.show_step(self.step)
        self._say()

    def _describe(self, row: int, column: int) -> str:
        counts = self.counts()
        ink = 0 if counts is None else int(counts[row, column])
        return f"Row {row + 1}, column {column + 1}: {ink} of {self._full}"

    def _say(self) -> None:
        has_dream = len(self._counts) > 0
        for widget in (self._slider, self._play, self.read):
            widget.setEnabled(has_dream)
        self._play.setText(_PAUSE if self.is_playing else _PLAY)
        self._play.setAccessibleName("Pause the dream" if self.is_playing else "Play the dream")
        last = self._slider.maximum()
        widest = f"step {count(88)} of {count(max(last, 88))}"
        scaled(self._where.setFixedWidth, lambda each: each.fontMetrics().horizontalAdvance(widest) + px(GRID))
        self._where.setText(f"step {count(self.step)} of {count(last)}" if has_dream else "")
