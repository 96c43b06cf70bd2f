"""The time line: a slider back over the epochs of the run, with buttons that play it; every view shows that epoch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from handwriting_app.numerals import count
from handwriting_app.session.speeds import FASTEST, SLOWEST, USUAL
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.fields import Slider, SpinBox
from handwriting_app.ui.widgets.live_view import LiveView

_SHORTEST: Final = 12 * GRID
"""The slider."""
_PAUSE: Final = "❚❚"
_NOTHING_YET = "Once a network has been trained here, this goes back through its epochs."
_TOOLTIP = (
    "Go back to an earlier epoch: the reading of your digit and every view show the network as it was then.\n"
    "Training goes on meanwhile. Arrow keys: one step; Home: the first; End: now. "
    "▶ and ◀ play the run; Esc stops."
)


class EpochScrubber(LiveView):
    """A thin strip: which epoch is looked at, what plays the run, the slider, and a button back to the present.

    While the slider is held its steps stay where they are, however many epochs the run adds meanwhile.

    Signals:
        look_back_requested(int | None): Look at this epoch; None for the present.
        play_requested(int): Go through the epochs by themselves, onwards (1) or back (-1).
        stop_requested(): Stay where it has come to.
        speed_changed(int): Epochs a second.
    """

    look_back_requested = Signal(object)
    play_requested = Signal(int)
    stop_requested = Signal()
    speed_changed = Signal(int)

    help_text = _TOOLTIP

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("time_line")
        self.setAccessibleName("Time line of the run")
        self._epochs: tuple[int, ...] = (0,)
        self._looked_at: int | None = None
        self._steps: tuple[int, ...] = ()  # the epoch of each step of the slider
        self._label = QLabel(self)
        self._label.setObjectName("epoch_looked_at")
        self._label.setAccessibleName("Epoch that is looked at")
        self._label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._slider = Slider(self)
        self._slider.setObjectName("epoch_slider")
        self._slider.setAccessibleName("Epoch to look back at")
        self._slider.setPageStep(5)
        self._direction: int | None = None
        self._play = _PlayButton("time_line_play", "▶", "Play the run", "Go through the epochs by themselves", self)
        self._play_back = _PlayButton(
            "time_line_play_back", "◀", "Play the run back", "Go back through the epochs by themselves", self
        )
        self._speed = SpinBox(self)
        self._speed.setObjectName("time_line_speed")
        self._speed.setAccessibleName("Epochs a second")
        self._speed.setToolTip(f"How fast the run is played: {SLOWEST} to {FASTEST} epochs a second")
        self._speed.setRange(SLOWEST, FASTEST)
        self._speed.setValue(USUAL)
        self._speed.setSuffix(" /s")
        self._now = QToolButton(self)
        self._now.setObjectName("now_button")
        self._now.setText("Now")
        self._now.setToolTip("Back to the network as it is now")
        self._now.setAccessibleName("Back to now")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, GRID // 2)
        layout.addWidget(self._label)
        layout.addWidget(self._play_back)
        layout.addWidget(self._play)
        layout.addWidget(self._speed)
        layout.addWidget(self._slider, 1)
        layout.addWidget(self._now)
        for part in (self._play_back, self._play, self._speed, self._slider, self._now):
            part.raise_()  # the order of children is that of Tab
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._fit_label()
        self._slider.valueChanged.connect(self._look_back)
        self._slider.sliderPressed.connect(self.stop_requested)
        self._slider.sliderReleased.connect(self.mark_stale)
        self._now.clicked.connect(self._show_now)
        self._play.clicked.connect(lambda: self._on_play(1))
        self._play_back.clicked.connect(lambda: self._on_play(-1))
        self._speed.valueChanged.connect(self.speed_changed)

    def show_epochs(self, epochs: Sequence[int], looked_at: int | None) -> None:
        """Show which epochs can be looked at, ascending, at least one, and which of them is; None: the present."""
        self._epochs, self._looked_at = tuple(epochs), looked_at
        self.mark_stale()

    def show_playing(self, direction: int | None) -> None:
        """Show which way the run is played; None: it is not."""
        self._direction = direction
        self._play.show_playing(direction == 1)
        self._play_back.show_playing(direction == -1)

    def refresh(self) -> None:
        if self._slider.isSliderDown() and self._steps[:1] == self._epochs[:1]:
            self._show_label()
            return
        self._steps = self._epochs
        can_look_back = len(self._steps) > 1
        for button in (self._play, self._play_back):
            button.setEnabled(can_look_back)
            button.setToolTip(button.help_text if can_look_back else _NOTHING_YET)
        self._speed.setEnabled(can_look_back)
        for widget in (self._label, self._slider):
            widget.setEnabled(can_look_back)
            widget.setToolTip(_TOOLTIP if can_look_back else _NOTHING_YET)
        with QSignalBlocker(self._slider):  # showing where we are is not asking to go there
            self._slider.setRange(0, max(len(self._steps) - 1, 1))
            present = self._slider.maximum()
            self._slider.setValue(present if self._looked_at is None else self._steps.index(self._looked_at))
        self._show_label()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, the slider needs the room that the speed and the way back would take."""
        super().resizeEvent(event)
        self._fit_buttons()

    def _fit_buttons(self) -> None:
        room = self.width() - sum(each.sizeHint().width() for each in (self._play, self._now)) - self._label.width()
        for widget in (self._play_back, self._speed):
            room -= widget.sizeHint().width()
            widget.setVisible(room >= px(_SHORTEST))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for the words when the font changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_label()
            self._fit_buttons()

    def _fit_label(self) -> None:
        # Room for every number of as many digits: the slider must not move under the pointer while the numbers grow.
        most = int("8" * max(len(str(self._epochs[-1])), 2))
        width = QFontMetrics(self._label.font()).horizontalAdvance(f"Epoch {count(most)} of {count(most)}")
        if not self._slider.isSliderDown():
            self._label.setFixedWidth(width + px(GRID // 2))

    def _show_label(self) -> None:
        last = self._epochs[-1]
        self._fit_label()
        self._now.setEnabled(self._looked_at is not None)
        if self._looked_at is None:
            self._label.setText(f"Now: epoch {count(last)}" if last else "No epochs yet")
        elif self._looked_at == 0:
            self._label.setText("Before epoch 1")
        else:
            self._label.setText(f"Epoch {count(self._looked_at)} of {count(last)}")

    def _look_back(self, value: int) -> None:
        if len(self._steps) > 1:
            is_now = value >= len(self._steps) - 1
            self.look_back_requested.emit(None if is_now else self._steps[value])
            self._show_label()  # at once, not with the next frame: it is what the hand is doing

    def _on_play(self, direction: int) -> None:
        if self._direction == direction:
            self.stop_requested.emit()
        else:
            self.play_requested.emit(direction)

    def _show_now(self) -> None:
        self.look_back_requested.emit(None)
        self._slider.setFocus()


class _PlayButton(QToolButton):
    """Plays, and while it does, stops."""

    def __init__(self, name: str, sign: str, what: str, sentence: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._sign, self._what = sign, what
        self.help_text = f"{sentence}; Esc stops them"
        self.setAutoRepeat(False)
        self.show_playing(False)

    def show_playing(self, is_playing: bool) -> None:
        """Show what a press does now."""
        self.setText(_PAUSE if is_playing else self._sign)
        self.setAccessibleName("Stop playing" if is_playing else self._what)
