"""Joins the training panel to the session: intents one way, state and progress the other."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.background import Latest
from handwriting_app.session.messages import Ended, EndReason, TrainingState
from handwriting_app.session.session import Session
from handwriting_app.ui.frame.model_files import show_error
from handwriting_app.ui.train.progress import describe_progress
from handwriting_app.ui.train.training_panel import TrainingPanel
from handwriting_app.ui.widgets.problem import MessageKind

_KINDS: dict[EndReason, MessageKind] = {
    "finished": "good",
    "converged": "good",
    "stopped": "info",
    "diverged": "warning",
    "failed": "error",
}


class TrainingWiring(QObject):
    """Keeps panel and session in step.

    Signals:
        summary_changed(str): the run in one line, for the status bar.
    """

    summary_changed = Signal(str)

    def __init__(self, session: Session, panel: TrainingPanel) -> None:
        super().__init__(panel)
        self._session = session
        self._panel = panel
        self._preview: Latest[NDArray[np.uint8]] = Latest(self)
        panel.train_requested.connect(session.start_training)
        panel.epoch_requested.connect(session.train_one_epoch)
        panel.pause_requested.connect(session.pause)
        panel.resume_requested.connect(session.resume)
        panel.stop_requested.connect(session.stop)
        panel.reset_requested.connect(session.reset)
        panel.learning_rate_changed.connect(session.set_learning_rate)
        panel.variation_preview_requested.connect(self._ask_for_preview)
        self._preview.done.connect(panel.show_variation_preview)
        session.state_changed.connect(panel.show_state)
        session.training_started.connect(self._on_started)
        session.training_reported.connect(self._show_progress)
        session.history_replaced.connect(self._on_history_replaced)
        session.training_ended.connect(self._on_ended)

    def start_pause_or_resume(self) -> None:
        """What the space bar does where nothing else keeps it."""
        if self._session.state is TrainingState.RUNNING:
            self._session.pause()
        elif self._session.state is TrainingState.PAUSED:
            self._session.resume()
        else:
            self.with_config(self._session.start_training)

    def go_on(self) -> None:
        """Train the present weights further, if they fit the settings."""
        self.with_config(self._go_on_with)

    def with_config(self, use: Callable[[TrainingConfig], None]) -> None:
        """Call ``use`` with the panel's settings, unless a field is invalid (the panel says which)."""
        config = self._panel.config()
        if config is not None:
            use(config)

    def shutdown(self) -> None:
        self._preview.wait()

    def _go_on_with(self, config: TrainingConfig) -> None:
        if self._session.can_continue(config):
            self._session.start_training(config, from_current=True)
        else:
            self._panel.show_message(
                "The settings describe another network than the one in the window. Set its layers, activation and cost "
                "again, or press Train to begin with fresh weights.",
                "warning",
            )

    def _on_started(self, config: TrainingConfig) -> None:
        self._panel.show_message("")
        self._panel.show_progress(0, config.epochs, None, 0.0, None)

    def _on_history_replaced(self) -> None:
        self._panel.clear_progress()
        self._panel.show_message("")
        self.summary_changed.emit("")
        self._show_progress()

    def _show_progress(self, *_reports: object) -> None:
        last = self._session.history.last
        if last is None:
            return
        epochs = max(self._session.info.config.epochs, last.epoch)
        remaining = None
        if self._session.state is not TrainingState.IDLE:
            remaining = last.seconds / last.epoch * (epochs - last.epoch)
        values = (last.epoch, epochs, last.held_out_accuracy, last.seconds, remaining)
        self._panel.show_progress(*values)
        self.summary_changed.emit(describe_progress(*values))

    def _on_ended(self, ended: Ended) -> None:
        self._show_progress()
        self._panel.show_message(ended.message, _KINDS[ended.reason])
        if ended.reason == "failed":
            show_error(self._panel.window(), "Training has stopped", ended.message, ended.details)

    def _ask_for_preview(self, strength: float, seed: int) -> None:
        self._preview.ask(partial(_preview, strength, seed))


def _preview(strength: float, seed: int) -> NDArray[np.uint8]:
    # Imported here because it loads the digits, which takes a second the first time.
    from handwriting_app.data.augment import preview

    return preview(strength, seed, 8)
