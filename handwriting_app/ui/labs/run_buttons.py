"""Step, Run, Reset and Back: the same wherever something learns before one's eyes, and the timer that runs it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from handwriting_app.ui.sizes import fit_words, px, scaled

_ROUND_TEXT = 20
"""What a button needs besides its word."""


class RunButtons(QWidget):
    """Run is a switch: while it is on, `step_requested` comes ``per_second`` times a second.

    Signals:
        step_requested(): One step more.
        reset_requested()
        back_requested(): One step less; what runs has been stopped.
    """

    step_requested = Signal()
    reset_requested = Signal()
    back_requested = Signal()

    def __init__(
        self, name: str, per_second: int, tooltips: tuple[str, str, str], parent: QWidget, back: str = ""
    ) -> None:
        """``tooltips``: of Step, Run and Reset; ``back``: of Back, which is there if it has one."""
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(1000 // per_second)
        self._timer.timeout.connect(self.step_requested)
        self.step = QPushButton("Step", self)
        self.run = QPushButton("Run", self)
        self.run.setCheckable(True)
        self.reset = QPushButton("Reset", self)
        self.back = QPushButton("Back", self)
        self.back.setVisible(bool(back))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, 4)
        # Back stands at the left, where the way comes from.
        buttons = (self.back, self.step, self.run, self.reset)
        for button, tooltip in zip(buttons, (back, *tooltips), strict=True):
            button.setObjectName(f"{name}_{button.text().lower()}")
            button.setAccessibleName(button.text())
            button.setToolTip(tooltip)
            fit_words(button, _ROUND_TEXT)
            layout.addWidget(button)
        # As wide as its other word, so that nothing moves when it changes.
        scaled(self.run.setMinimumWidth, lambda each: each.fontMetrics().horizontalAdvance("Pause") + px(_ROUND_TEXT))
        self.step.clicked.connect(self._on_step)
        self.run.toggled.connect(self._on_run)
        self.reset.clicked.connect(self._on_reset)
        self.back.clicked.connect(self._on_back)

    def is_running(self) -> bool:
        return self._timer.isActive()

    def set_pace(self, per_second: int) -> None:
        self._timer.setInterval(1000 // per_second)

    def pause(self) -> bool:
        """Switch Run off; returns whether it was on."""
        was_running = self.is_running()
        self.run.setChecked(False)
        return was_running

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody sees does not run."""
        self.pause()
        super().hideEvent(event)

    def _on_run(self, is_on: bool) -> None:
        self.run.setText("Pause" if is_on else "Run")
        if is_on:
            self._timer.start()
            self.step_requested.emit()
        else:
            self._timer.stop()

    def _on_step(self) -> None:
        self.pause()
        self.step_requested.emit()

    def _on_reset(self) -> None:
        self.pause()
        self.reset_requested.emit()

    def _on_back(self) -> None:
        self.pause()
        self.back_requested.emit()
