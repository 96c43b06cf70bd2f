"""Joins the training panel to the session: intents one way, state and progress the other."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from handwriting_app.data.subject import NOT_AT_HAND, Subject
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.fast import engines
from handwriting_app.explain.verdict import reads_well
from handwriting_app.names import shown_name
from handwriting_app.numerals import count, percent
from handwriting_app.session.kept import TEN_DIGITS
from handwriting_app.session.latest import Latest
from handwriting_app.session.messages import Ended, EndReason, ModelInfo, RunState
from handwriting_app.session.model import Model
from handwriting_app.session.session import Session
from handwriting_app.session.task import Work
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.train.progress import NO_RUN, Progress, describe_progress
from handwriting_app.ui.train.training_panel import TrainingPanel
from handwriting_app.ui.widgets.dialogs import show_error
from handwriting_app.ui.widgets.problem import MessageKind
from handwriting_app.ui.widgets.which_epoch import ask_which_epoch

_KINDS: dict[EndReason, MessageKind] = {
    "finished": "good",
    "converged": "good",
    "stopped": "info",
    "diverged": "warning",
    "failed": "error",
}

_OTHER_NETWORK = (
    "The settings describe another network than the one in the window. Set its layers, activation and cost again, or "
    "press Train to begin with fresh weights."
)

_AND_TRAIN = " Train begins with fresh weights, and none of them frozen."

_NONE_WHOLE = "The run diverged in its first epoch."
_NO_CURVES = "This model's file holds no curves: how it was trained is not known here."
_NO_EPOCH = "Stopped before the first epoch was over: the weights are as they were."


class TrainingJoin(QObject):
    """Keeps panel and session in step.

    Signals:
        summary_changed(str): the run in one line, for the status bar.
    """

    summary_changed = Signal(str)

    def __init__(self, session: Session, desk: Desk, panel: TrainingPanel) -> None:
        super().__init__(panel)
        self._session = session
        self._desk = desk
        self._panel = panel
        self._begun: tuple[int, float] = (0, 0.0)  # epoch and seconds at which the run under way began
        self._has_diverged = False
        self._is_paused = False
        self._preview: Latest[NDArray[np.uint8]] = session.background.job()
        panel.train_requested.connect(self._train)
        panel.epoch_requested.connect(self._train_one_epoch)
        panel.pause_requested.connect(session.training.pause)
        panel.resume_requested.connect(self._resume)
        panel.stop_requested.connect(session.training.stop)
        panel.reset_requested.connect(session.reset)
        panel.learning_rate_changed.connect(session.training.set_learning_rate)
        panel.variation_preview_requested.connect(self._ask_for_preview)
        self._preview.done.connect(panel.show_variation_preview)
        desk.config_requested.connect(self._show_config)
        desk.controls_requested.connect(panel.lock)
        session.training.state_changed.connect(panel.show_state)
        session.training.state_changed.connect(self._show_pause)
        session.training.started.connect(self._on_started)
        session.training.reported.connect(self.show_progress)
        session.training.ended.connect(self._on_ended)
        session.timeline.history_replaced.connect(self._on_history_replaced)
        session.shelf.opened.connect(self._on_opened)
        session.hand_changes.changed.connect(self.show_progress)
        session.shelf.frozen_changed.connect(self._show_frozen)
        session.digits.loaded.connect(self.show_progress)
        panel.subject_chosen.connect(session.alphabets.learn)
        session.alphabets.changed.connect(self._show_subjects)
        session.alphabets.refused.connect(self._show_refusal)
        session.digits.subject_changed.connect(self._show_subjects)
        session.hand_learning.changed.connect(self._show_hand)
        self._show_subjects()

    def _show_hand(self) -> None:
        self._panel.show_learns_hand(self._session.hand_learning.is_under_way)

    def show_progress(self, *_news: object) -> None:
        """Show how far the run is, at the panel and in the status bar."""
        progress = self._progress()
        if progress is None:
            self._panel.clear_progress(self._why_none())
        else:
            self._panel.show_progress(progress)
        self.summary_changed.emit(describe_progress(progress) if progress is not None else "")

    def _why_none(self) -> str:
        if self._has_diverged:
            return _NONE_WHOLE
        return _NO_CURVES if self._session.shelf.present.is_opened else NO_RUN

    def _show_pause(self, state: RunState) -> None:
        """A pause is told when it begins and when it ends."""
        if (state is RunState.PAUSED) is not self._is_paused:
            self._is_paused = not self._is_paused
            self.show_progress()

    def start_pause_or_resume(self) -> None:
        """What the space bar does where nothing else keeps it."""
        if self._session.training.state is RunState.RUNNING:
            self._session.training.pause()
        elif self._session.training.state is RunState.PAUSED:
            self._resume()
        else:
            self._with_config(self._train)

    def one_epoch(self) -> None:
        self._with_config(self._train_one_epoch)

    def go_on(self) -> None:
        """Train the present weights further, if they fit the settings."""
        self._with_config(self._go_on)

    def reset(self) -> None:
        self._with_config(self._session.reset)

    def _with_config(self, use: Callable[[TrainingConfig], None]) -> None:
        """Call ``use`` with the panel's settings, unless a field is invalid (the panel says which)."""
        config = self._panel.config()
        if config is not None:
            use(config)

    def _train(self, config: TrainingConfig) -> None:
        self._desk.begin(Work.TRAINING, partial(self._session.start_training, config))

    def _train_one_epoch(self, config: TrainingConfig) -> None:
        self._desk.begin(Work.TRAINING, partial(self._session.train_one_epoch, config))

    def _resume(self) -> None:
        self._desk.begin(Work.TRAINING, self._session.training.resume)

    def _show_subjects(self, *_news: object) -> None:
        alphabets, subject = self._session.alphabets, self._session.digits.subject
        choices = [
            (TEN_DIGITS, "The ten digits"),
            *((each.alphabet.id, each.alphabet.name) for each in alphabets.known),
        ]
        if alphabets.learned not in dict(choices):
            choices.append((alphabets.learned, subject.name))
        self._panel.show_subjects(choices, alphabets.learned, subject.classes(has_none=False))

    def _show_refusal(self, problem: str) -> None:
        self._panel.show_message(problem, "warning")

    def _go_on(self, config: TrainingConfig) -> None:
        if not self._session.shelf.present.subject.is_at_hand:
            self._panel.show_message(NOT_AT_HAND, "warning")
            return
        if not self._session.shelf.present.fits(config):
            self._panel.show_message(_OTHER_NETWORK, "warning")
            return
        epoch = self._session.timeline.looked_at
        if epoch is None:
            self._begin_going_on(config)
            return
        ask_which_epoch(
            self._panel.window(),
            "Go on from which epoch?",
            epoch,
            self._session.final_epoch,
            partial(self._begin_going_on, config, self._session.seen),
            partial(self._begin_going_on, config),
        )

    def _begin_going_on(self, config: TrainingConfig, start: Model | None = None) -> None:
        self._desk.begin(Work.TRAINING, partial(self._session.go_on, config, start))

    def _show_config(self, config: TrainingConfig) -> None:
        self._panel.set_config(config)
        self._session.training.set_learning_rate(config.learning_rate)

    def _on_opened(self, info: ModelInfo) -> None:
        """What one opens, the panel shows, so that Go on works at once; one click brings the settings back."""
        if info.config != self._panel.config():
            self._panel.lend_config(info.config, f"These are the settings of {shown_name(info.name)}.")

    def _on_started(self, config: TrainingConfig) -> None:
        frozen = len(self._session.shelf.present.frozen)
        words = [
            _frozen_in_words(frozen) if frozen else "",
            self._words_on_split(config),
            self._words_on_engine(config),
        ]
        self._panel.show_message("\n".join(filter(None, words)), "info")
        self._panel.keep_config()
        self._has_diverged = False
        last = self._session.timeline.history.last
        self._begun = (last.epoch, last.seconds) if last is not None else (0, 0.0)
        self.show_progress()

    def _show_frozen(self) -> None:
        frozen = len(self._session.shelf.present.frozen)
        self._panel.show_message(_frozen_in_words(frozen) + _AND_TRAIN if frozen else "")
        self.show_progress()

    def _words_on_split(self, config: TrainingConfig) -> str:
        """A run that goes on keeps the split of its digits, whatever the panel says; say so where that differs."""
        shown = self._panel.config()
        if shown is None or (shown.seed, shown.held_out) == (config.seed, config.held_out):
            return ""
        words = self._session.shelf.present.network.classes.worded("the digits")
        return (
            f"Goes on with {words} held out that were held out before (seed {config.seed}, share "
            f"{percent(config.held_out)}): others would include some that it has learned from."
        )

    def _words_on_engine(self, config: TrainingConfig) -> str:
        """What works the run out, where there is a choice."""
        if config.engine == "compiled":
            return "Worked out by the compiled loop."
        shown = self._panel.config()
        if shown is None or shown.engine == "numpy" or not engines.suits(config) or not engines.is_installed():
            return ""
        return "Worked out by NumPy; the compiled loop is getting ready for the next run."

    def _on_history_replaced(self) -> None:
        self._panel.show_message("")
        self._has_diverged = False
        self.show_progress()

    def _progress(self) -> Progress | None:
        """How far the run is; None if there is none of which anything is known."""
        config, history = self._session.shelf.present.config, self._session.timeline.history
        is_under_way = self._session.training.state is not RunState.IDLE
        last = history.last
        is_paused = self._session.training.state is RunState.PAUSED
        first, since = self._begun
        # Only before its first epoch: a long run's digits need not stay in memory.
        is_at_start = is_under_way and first == (last.epoch if last is not None else 0)
        is_loading = is_at_start and self._session.digits.of(config, self._session.shelf.present.subject) is None
        if last is None:
            progress = Progress(epoch=0, epochs=config.epochs, is_paused=is_paused, is_loading=is_loading)
            return progress if is_under_way else None
        epochs = max(config.epochs, last.epoch)
        is_timed = bool(history.seconds[0] > 0)  # a shipped model's seconds are not recorded
        remaining = None
        if is_under_way and last.epoch > first:
            remaining = (last.seconds - since) / (last.epoch - first) * (epochs - last.epoch)
        is_changed = bool(self._session.hand_changes.names)
        return Progress(
            epoch=last.epoch,
            epochs=epochs,
            held_out_accuracy=None if is_changed else last.held_out_accuracy,
            elapsed=last.seconds if is_timed else None,
            remaining=remaining,
            is_changed=is_changed,
            is_paused=is_paused,
            is_loading=is_loading,
            frozen=len(self._session.shelf.present.frozen),
        )

    def _on_ended(self, ended: Ended) -> None:
        self._has_diverged = ended.reason == "diverged"
        self.show_progress()
        last = self._session.timeline.history.last
        kind, message = _KINDS[ended.reason], ended.message
        if kind == "good" and last is not None and not reads_well(last):
            kind = "warning"
        if ended.reason == "stopped" and last is None:
            message = _NO_EPOCH
        self._panel.show_message(message, kind)
        if ended.reason == "failed":
            show_error(self._panel.window(), "Training has stopped", ended.message, ended.details)

    def _ask_for_preview(self, strength: float, seed: int) -> None:
        self._preview.ask(partial(_preview, strength, seed, self._session.digits.subject))


def _frozen_in_words(units: int) -> str:
    """What it means that so many units are frozen."""
    if units == 1:
        return "1 unit is frozen: what comes into it stays as it is when you go on from these weights."
    return f"{count(units)} units are frozen: what comes into them stays as it is when you go on from these weights."


def _preview(strength: float, seed: int, subject: Subject) -> NDArray[np.uint8]:
    # With the first look: what varies the digits takes a tenth of an empty window's time to load.
    from handwriting_app.data.augment import preview

    own = None if subject.own is None else subject.own.views()[0]
    return preview(strength, seed, 8, own, with_digits=subject.has_digits)
