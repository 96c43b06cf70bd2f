"""A thin shell round the engine's generator: it trains off the GUI thread, and answers pause and stop."""

from __future__ import annotations

import threading
import time
import traceback
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QThread, Signal

from handwriting_app.data.augment import Variations
from handwriting_app.data.digits import load_digits_split
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report
from handwriting_app.engine.training import Controls, Diverged, train
from handwriting_app.session.messages import Ended, EndReason

REPORT_INTERVAL = 1 / 20
"""Seconds between two batches of reports: often enough for the eye, whatever the length of an epoch, and seldom enough
that showing them does not slow training down."""


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """What one thread is to do.

    Attributes:
        number: Counts the runs of a session, so that late messages of an earlier run can be told apart.
        network: Trained in place; it belongs to the thread from its start on.
        data: None to load the digits, which takes a second the first time.
        last: The report to count on from when a run goes on, or None for a new run.
        one_epoch: Pause as soon as the first epoch is done.
    """

    number: int
    network: Network
    config: TrainingConfig
    rng: np.random.Generator
    data: DataSet | None
    last: Report | None = None
    one_epoch: bool = False


class TrainingThread(QThread):
    """One run. Every message carries the number of its run and arrives in the thread that made this object.

    Signals:
        data_loaded(number, DataSet): before the first report, if the digits had to be loaded.
        reported(number, tuple[Report, ...], Network): whole epochs, and a read-only snapshot of the weights after the
            last of them; at most 20 a second.
        paused(number): all that was trained so far has been reported, and nothing happens until `resume`.
        run_ended(number, Ended): the last message of every run, whatever happened in it.
    """

    data_loaded = Signal(int, object)
    reported = Signal(int, object, object)
    paused = Signal(int)
    run_ended = Signal(int, object)

    def __init__(self, job: Job, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = job
        self._controls = Controls(job.config.learning_rate)
        self._gate = threading.Condition()
        self._hold = False
        self._hold_after_epoch = job.one_epoch
        self._outbox: list[Report] = []
        self._sent_at = 0.0

    def set_learning_rate(self, learning_rate: float) -> None:
        """Takes effect with the next epoch."""
        self._controls.learning_rate = learning_rate

    def pause(self) -> None:
        with self._gate:
            self._hold = True

    def resume(self, *, one_epoch: bool = False) -> None:
        """Go on; with ``one_epoch``, pause again after the next whole epoch."""
        with self._gate:
            self._hold = False
            self._hold_after_epoch = one_epoch
            self._gate.notify_all()

    def stop(self) -> None:
        """Ask for the end; the run goes back to its last whole epoch and ends with `run_ended`."""
        with self._gate:
            self.requestInterruption()
            self._gate.notify_all()

    def run(self) -> None:
        try:
            ended = self._train()
        except Diverged as error:
            self._send()
            ended = Ended("diverged", str(error))
        except Exception as error:
            self._send()
            ended = Ended(
                "failed",
                f"Training stopped because of an error in the program: {error or type(error).__name__}",
                traceback.format_exc(),
            )
        self.run_ended.emit(self._job.number, ended)

    def _train(self) -> Ended:
        job = self._job
        data = job.data
        if data is None:
            data = load_digits_split(job.config.held_out, job.config.seed)
            self.data_loaded.emit(job.number, data)
        vary = Variations(data.train_x, data.train_y, strength=job.config.variation, seed=job.config.seed)
        for _ in vary.prepare():
            self._wait_while_held(whole_epoch=False)
            if self.isInterruptionRequested():
                return Ended("stopped", _MESSAGES["stopped"])
        steps = train(job.network, data, job.config, job.rng, controls=self._controls, vary=vary, last=job.last)
        reason: EndReason = "finished"
        try:
            for report in steps:
                if report is not None:
                    self._outbox.append(report)
                    if report.converged:
                        reason = "converged"
                    if time.monotonic() - self._sent_at >= REPORT_INTERVAL:
                        self._send()
                self._wait_while_held(whole_epoch=report is not None)
                if self.isInterruptionRequested():
                    reason = "stopped"
                    break
        finally:
            steps.close()
        self._send()
        return Ended(reason, _MESSAGES[reason])

    def _wait_while_held(self, *, whole_epoch: bool) -> None:
        with self._gate:
            if whole_epoch and self._hold_after_epoch:
                self._hold, self._hold_after_epoch = True, False
            if not self._hold:
                return
            if whole_epoch:
                self._send()
            self.paused.emit(self._job.number)
            while self._hold and not self.isInterruptionRequested():
                self._gate.wait()

    def _send(self) -> None:
        if not self._outbox:
            return
        reports, self._outbox = tuple(self._outbox), []
        self._sent_at = time.monotonic()
        self.reported.emit(self._job.number, reports, self._job.network.frozen())


_MESSAGES: dict[EndReason, str] = {
    "finished": "Trained for all its epochs.",
    "converged": "Converged: the cost has stopped falling.",
    "stopped": "Stopped; the last whole epoch is kept.",
}
