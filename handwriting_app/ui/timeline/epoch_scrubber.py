"""A slider back over the epochs of the run: every view then shows the network as it was."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from handwriting_app.numerals import count
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.fields import Slider
from handwriting_app.ui.widgets.live_view import LiveView

_NOTHING_YET = "Once a network has been trained here, this goes back through its epochs."
_TOOLTIP = (
    "Go back to an earlier epoch: the reading of your digit and every view show the network as it was then.\n"
    "Training goes on meanwhile. Arrow keys: one step; Home: the first; End: now."
)


class EpochScrubber(LiveView):
    """A thin strip: which epoch is looked at, the slider, and a button back to the present.

    While the slider is held its steps stay where they are, however many epochs the run adds meanwhile.

    Signals:
        look_back_requested(int | None): Look at this epoch; None for the present.
    """

    look_back_requested = Signal(object)

    help_text = _TOOLTIP

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("epoch_scrubber")
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
        self._now = QToolButton(self)
        self._now.setObjectName("now_button")
        self._now.setText("Now")
        self._now.setToolTip("Back to the network as it is now")
        self._now.setAccessibleName("Back to now")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._label)
        layout.addWidget(self._slider, 1)
        layout.addWidget(self._now)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._fit_label()
        self._slider.valueChanged.connect(self._look_back)
        self._slider.sliderReleased.connect(self.mark_stale)
        self._now.clicked.connect(self._show_now)

    def show_epochs(self, epochs: Sequence[int], looked_at: int | None) -> None:
        """Show which epochs can be looked at, ascending, at least one, and which of them is; None: the present."""
        self._epochs, self._looked_at = tuple(epochs), looked_at
        self.mark_stale()

    def refresh(self) -> None:
        if self._slider.isSliderDown() and self._steps[:1] == self._epochs[:1]:
            self._show_label()
            return
        self._steps = self._epochs
        can_look_back = len(self._steps) > 1
        for widget in (self._label, self._slider):
            widget.setEnabled(can_look_back)
            widget.setToolTip(_TOOLTIP if can_look_back else _NOTHING_YET)
        with QSignalBlocker(self._slider):  # showing where we are is not asking to go there
            self._slider.setRange(0, max(len(self._steps) - 1, 1))
            present = self._slider.maximum()
            self._slider.setValue(present if self._looked_at is None else self._steps.index(self._looked_at))
        self._show_label()

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for the words when the font changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_label()

    def _fit_label(self) -> None:
        # A fixed width: the slider must not move under the pointer while the numbers grow.
        widest = f"Epoch {count(8888)} of {count(8888)}"
        self._label.setFixedWidth(QFontMetrics(self._label.font()).horizontalAdvance(widest) + GRID)

    def _show_label(self) -> None:
        last = self._epochs[-1]
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

    def _show_now(self) -> None:
        self.look_back_requested.emit(None)
        self._slider.setFocus()
