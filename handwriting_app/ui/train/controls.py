"""The five buttons of a run, and when each of them can be pressed."""

from __future__ import annotations

from functools import partial
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from handwriting_app.session.messages import RunState
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.widgets.buttons import PrimaryButton

Button = TypeVar("Button", bound=QPushButton)

IDLE, RUNNING, PAUSED, STOPPING = RunState


class TrainingControls(QWidget):
    """Train, and under it Pause or Resume, One epoch, Stop and Reset.

    Signals:
        train_requested(), pause_requested(), resume_requested(), epoch_requested(), stop_requested(),
        reset_requested(): The person pressed the button.
    """

    train_requested = Signal()
    pause_requested = Signal()
    resume_requested = Signal()
    epoch_requested = Signal()
    stop_requested = Signal()
    reset_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = IDLE
        self.train = _set_up(PrimaryButton("Train"), "train_button")
        self.pause = _button("pause_button", "Pause")
        self.step = _button("step_button", "One epoch")
        self.stop = _button("stop_button", "Stop")
        self.reset = _button("reset_button", "Reset")

        self.train.clicked.connect(self.train_requested)
        self.pause.clicked.connect(self._pause_or_resume)
        self.step.clicked.connect(self.epoch_requested)
        self.stop.clicked.connect(self.stop_requested)
        self.reset.clicked.connect(self.reset_requested)

        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setHorizontalSpacing, 4)
        scaled(layout.setVerticalSpacing, 6)
        small = (self.pause, self.step, self.stop, self.reset)
        layout.addWidget(self.train, 0, 0, 1, len(small))
        for column, button in enumerate(small):
            layout.addWidget(button, 1, column)
            # Room by the length of the words; Pause gets that of Resume, so that nothing moves when it changes.
            words = "Resume" if button is self.pause else button.text()
            width_of = partial(_width_of, words)
            scaled(button.setMinimumWidth, width_of)
            layout.setColumnStretch(column, width_of(button))
        self.show_state(IDLE, "")

    def show_state(self, state: RunState, problem: str) -> None:
        """Enable what can be pressed in ``state``; ``problem`` says why no run can start, or is empty."""
        self._state = state
        is_running, is_paused = state is RUNNING, state is PAUSED
        stopping = "The run is ending; this takes a moment." if state is STOPPING else ""
        no_run = "" if is_running or is_paused else stopping or "There is no run under way."

        _set(
            self.train,
            "Train the network with these settings (Space)",
            stopping
            or ("A run is under way; stop it to start another." if is_running else "")
            or ("The run is paused: resume it, or stop it to start another." if is_paused else "")
            or problem,
        )
        self.pause.setText("Resume" if is_paused else "Pause")
        self.pause.setAccessibleName(self.pause.text())
        _set(self.pause, "Go on with the run (Space)" if is_paused else "Hold the run where it is (Space)", no_run)
        _set(
            self.step,
            "Train for one epoch, then wait",
            stopping or ("Pause the run first to go on one epoch at a time." if is_running else "") or problem,
        )
        _set(self.stop, "End the run and keep its last whole epoch (Esc)", no_run)
        _set(self.reset, "Forget what was learned: start from new random weights", stopping or problem)

    def _pause_or_resume(self) -> None:
        if self._state is PAUSED:
            self.resume_requested.emit()
        else:
            self.pause_requested.emit()


def _width_of(words: str, button: QWidget) -> int:
    return button.fontMetrics().horizontalAdvance(words) + px(12)


def _button(name: str, text: str) -> QPushButton:
    return _set_up(QPushButton(text), name)


def _set_up(button: Button, name: str) -> Button:
    button.setObjectName(name)
    button.setAccessibleName(button.text())
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    button.setAutoDefault(False)
    scaled(button.setMinimumHeight, 26)
    return button


def _set(button: QPushButton, tooltip: str, unusable: str) -> None:
    button.setEnabled(not unusable)
    button.setToolTip(unusable or tooltip)
