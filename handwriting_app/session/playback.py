"""Plays the run: goes through its kept epochs at an even pace, onwards or back."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from handwriting_app.session.speeds import USUAL
from handwriting_app.session.timeline import TimeLine

FRAME_MS: Final = 16

Direction = Literal[1, -1]
"""Onwards or back."""


class Playback(QObject):
    """Moves the epoch that is looked at, until it comes to the end of the run, or to its start.

    An epoch between two kept ones is shown as the earlier of them, since nothing is known in between. Whoever looks at
    another epoch meanwhile, or begins a run, stops it.

    Attributes:
        speed: Epochs a second.

    Signals:
        changed(): it plays, or no longer does, or in another direction.
    """

    changed = Signal()

    def __init__(self, timeline: TimeLine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.speed: float = USUAL
        self._timeline = timeline
        self._direction: Direction | None = None
        self._place = 0.0  # in epochs, also between two of them
        self._shown: int | None = None  # what it looks at itself
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._on_frame)
        timeline.kept_changed.connect(self._on_kept)
        timeline.history_replaced.connect(self.stop)

    @property
    def direction(self) -> Direction | None:
        """1 onwards, −1 back; None while nothing plays."""
        return self._direction

    def play(self, direction: Direction) -> None:
        """Begin where one looks; at the end that lies in this direction, begin at the other one."""
        epochs = self._timeline.epochs
        if len(epochs) < 2:
            return
        first, last = epochs[0], epochs[-1]
        now = last if self._timeline.looked_at is None else self._timeline.looked_at
        self._place = now
        if direction > 0 and now == last:
            self._place = first
        elif direction < 0 and now == first:
            self._place = last
        self._direction = direction
        self._clock.start()
        self._timer.start()
        self._show(self._place)
        self.changed.emit()

    def stop(self) -> bool:
        """Stay at the epoch that is shown; returns whether anything played."""
        if self._direction is None:
            return False
        self._timer.stop()
        self._direction = None
        self.changed.emit()
        return True

    def advance(self, seconds: float) -> None:
        """Go on as far as is played in this time."""
        if self._direction is None:
            return
        epochs = self._timeline.epochs
        self._place += self._direction * self.speed * seconds
        is_over = self._place >= epochs[-1] if self._direction > 0 else self._place <= epochs[0]
        self._place = min(max(self._place, epochs[0]), epochs[-1])
        self._show(self._place)
        if is_over:
            self.stop()

    def _on_frame(self) -> None:
        self.advance(self._clock.restart() / 1000)

    def _show(self, place: float) -> None:
        epoch = max(kept for kept in self._timeline.epochs if kept <= place)
        self._shown = None if epoch == self._timeline.epochs[-1] else epoch
        if self._shown != self._timeline.looked_at:
            self._timeline.look_back(self._shown)

    def _on_kept(self) -> None:
        if self._timeline.looked_at != self._shown:
            self.stop()
