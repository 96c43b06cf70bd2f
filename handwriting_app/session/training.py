"""The run under way: start, pause, step, stop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.controls import Controls
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report
from handwriting_app.session.background import Background
from handwriting_app.session.digits import Digits
from handwriting_app.session.hand import Hand
from handwriting_app.session.job import Job
from handwriting_app.session.messages import Ended, RunState, TrainingNews
from handwriting_app.session.model import Model
from handwriting_app.session.task import Task, Work
from handwriting_app.session.worker import Worker


class Training(QObject):
    """There is at most one run; it is the arbiter who lets it begin.

    Signals:
        begun(Network): the read-only weights that the run begins with; before `started`.
        started(TrainingConfig): the first report is still to come.
        reported(TrainingNews): at most 20 a second.
        ended(Ended)
        state_changed(RunState)
    """

    begun = Signal(object)
    started = Signal(object)
    reported = Signal(object)
    ended = Signal(object)
    state_changed = Signal(object)
    _weights_drawn = Signal(object)  # in the worker's thread

    def __init__(self, background: Background, digits: Digits, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._digits = digits
        self._worker: Worker | None = None
        self._controls: Controls | None = None
        self._config: TrainingConfig | None = None
        self._is_fresh = True
        self._weights_drawn.connect(self._on_weights)

    @property
    def state(self) -> RunState:
        return RunState.IDLE if self._worker is None else self._worker.state

    @property
    def is_fresh(self) -> bool:
        """Whether the run under way, or the last one, began with fresh weights of its seed."""
        return self._is_fresh

    def when_free(self, action: Callable[[], None], *, begins: bool = True) -> None:
        """Do ``action`` once no run is under way; one that is, is stopped first; a race too if it ``begins`` one."""
        self._background.when_free(Work.TRAINING, action, begins=begins)

    def start(self, job: Job, *, one_epoch: bool = False) -> None:
        """Begin; with ``one_epoch``, pause after the first.

        Raises:
            RuntimeError: Something is in the way (see `when_free`).
        """
        # With the first run: what trains, and what varies the digits, takes a fifth of an empty window's time to load.
        from handwriting_app.session.training_task import training_task

        controls = Controls(job.config.learning_rate)
        self._is_fresh = job.network is None
        load, calibration = self._digits.loading, self._digits.calibration
        task = training_task(job, controls, load, calibration, self._weights_drawn.emit)
        self._controls = controls
        self._start(task, job.config, one_epoch=one_epoch)

    def learn_hand(self, model: Model, hand: Hand) -> None:
        """Begin to teach the network of ``model`` a person's hand; its learning rate cannot be set on the way.

        Raises:
            RuntimeError: Something is in the way.
        """
        from handwriting_app.session.hand_task import hand_config, hand_task

        load, calibration = self._digits.loading, self._digits.calibration
        self._is_fresh = False
        task = hand_task(model, hand, load, calibration, self._weights_drawn.emit)
        self._start(task, hand_config(model.config))

    def _start(self, task: Task[Report, TrainingNews], config: TrainingConfig, *, one_epoch: bool = False) -> None:
        self._config = config
        self._worker = self._background.start(task, one_step=one_epoch)
        self._worker.reported.connect(self._on_reported)
        self._worker.state_changed.connect(self._on_state)
        self._worker.ended.connect(self._on_ended)
        self.state_changed.emit(self.state)

    def pause(self) -> None:
        if self._worker is not None:
            self._worker.pause()

    def resume(self) -> None:
        """Go on after a pause; a race that runs meanwhile is stopped first."""
        self._background.go_on(Work.TRAINING)

    def step(self) -> None:
        """Go on after a pause for one epoch."""
        self._background.go_on(Work.TRAINING, one_step=True)

    def stop(self) -> None:
        """End the run and keep its last whole epoch; a run that was to follow is forgotten."""
        self._background.stop(Work.TRAINING)

    def set_learning_rate(self, learning_rate: float) -> None:
        """Takes effect with the next epoch."""
        if self._controls is not None:
            self._controls.learning_rate = learning_rate

    def _on_weights(self, network: Network) -> None:
        if not self._background.is_closed:
            self.begun.emit(network)
            self.started.emit(self._config)

    def _on_reported(self, news: TrainingNews) -> None:
        self.reported.emit(news)

    def _on_state(self, state: RunState) -> None:
        if state is not RunState.IDLE:
            self.state_changed.emit(state)

    def _on_ended(self, ended: Ended) -> None:
        self._worker = self._controls = None
        self.state_changed.emit(RunState.IDLE)
        self.ended.emit(ended)
