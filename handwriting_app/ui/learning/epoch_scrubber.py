"""A slider back over the epochs of the run: every view then shows the network as it was."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from handwriting_app.session.session import Session
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
    """

    help_text = _TOOLTIP

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("epoch_scrubber")
        self._session = session
        self._epochs: tuple[int, ...] = ()
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
        for news in (session.snapshots_changed, session.history_replaced, session.changes_changed):
            news.connect(self.mark_stale)

    def refresh(self) -> None:
        session = self._session
        if self._slider.isSliderDown() and session.snapshots.epochs[:1] == self._epochs[:1]:
            self._show_label()
            return
        self._epochs = session.snapshots.epochs
        can_look_back = len(self._epochs) > 1
        for widget in (self._label, self._slider):
            widget.setEnabled(can_look_back)
            widget.setToolTip(_TOOLTIP if can_look_back else _NOTHING_YET)
        blocked = self._slider.blockSignals(True)  # showing where we are is not asking to go there
        self._slider.setRange(0, max(len(self._epochs) - 1, 1))
        present = self._slider.maximum()
        self._slider.setValue(present if session.looked_at is None else session.looked_at)
        self._slider.blockSignals(blocked)
        self._show_label()

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for the words when the font changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_label()

    def _fit_label(self) -> None:
        # A fixed width: the slider must not move under the pointer while the numbers grow.
        self._label.setFixedWidth(QFontMetrics(self._label.font()).horizontalAdvance("Epoch 8888 of 8888") + GRID)

    def _show_label(self) -> None:
        session = self._session
        looked_at = session.looked_at
        epochs = session.snapshots.epochs
        last = epochs[-1]
        self._now.setEnabled(looked_at is not None)
        if looked_at is None:
            self._label.setText(f"Now: epoch {last:,}" if last else "Not trained yet")
        elif epochs[looked_at] == 0:
            self._label.setText("Before training")
        else:
            self._label.setText(f"Epoch {epochs[looked_at]:,} of {last:,}")

    def _look_back(self, value: int) -> None:
        if len(self._epochs) < 2:
            return
        is_now = value >= len(self._epochs) - 1
        self._session.look_back(None if is_now else self._session.snapshots.nearest(self._epochs[value]))
        self._show_label()

    def _show_now(self) -> None:
        self._session.look_back(None)
        self._slider.setFocus()
