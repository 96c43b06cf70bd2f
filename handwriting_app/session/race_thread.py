"""A thin shell round a race: it runs off the GUI thread, and sends its news at most 30 times a second."""

from __future__ import annotations

import time
import traceback
from dataclasses import dataclass

from PySide6.QtCore import QObject, QThread, Signal

from handwriting_app.data.digits import load_digits_split
from handwriting_app.lab.race import LaneNews, Race, run_race
from handwriting_app.lab.race_figures import Memory, memory_held, updates_per_epoch
from handwriting_app.session.messages import Ended, EndReason
from handwriting_app.session.training_thread import REPORT_INTERVAL


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is known once the digits are loaded.

    Attributes:
        samples: Training digits.
        updates_per_epoch: Of each lane.
        memory: Of each lane.
    """

    samples: int
    updates_per_epoch: tuple[int, ...]
    memory: tuple[Memory, ...]


class RaceThread(QThread):
    """One race. Every message carries its number, so that late ones of an earlier race can be told apart.

    Signals:
        prepared(number, Prepared): the digits are there, and the lanes start.
        reported(number, tuple[LaneNews, ...]): at most 20 a second.
        race_ended(number, Ended): the last message of every race.
    """

    prepared = Signal(int, object)
    reported = Signal(int, object)
    race_ended = Signal(int, object)

    def __init__(self, number: int, race: Race, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self._race = race
        self._outbox: list[LaneNews] = []
        self._sent_at = 0.0

    def run(self) -> None:
        try:
            reason = self._run_race()
            ended = Ended(reason, "The race was stopped." if reason == "stopped" else "The race is over.")
        except Exception as error:
            ended = Ended(
                "failed",
                f"The race stopped because of an error in the program: {error or type(error).__name__}",
                traceback.format_exc(),
            )
        self._send()
        self.race_ended.emit(self._number, ended)

    def _run_race(self) -> EndReason:
        race = self._race
        data = load_digits_split(race.base.held_out, race.base.seed)
        network, samples = race.first_network(data), len(data.train_y)
        configs = [race.config_of(lane) for lane in race.lanes]
        self.prepared.emit(
            self._number,
            Prepared(
                samples,
                tuple(updates_per_epoch(config, samples) for config in configs),
                tuple(memory_held(config, network, samples) for config in configs),
            ),
        )
        turns = run_race(race, data)
        try:
            for news in turns:
                if news is not None:
                    self._outbox.append(news)
                if time.monotonic() - self._sent_at >= REPORT_INTERVAL:
                    self._send()
                if self.isInterruptionRequested():
                    return "stopped"
        finally:
            turns.close()
        return "finished"

    def _send(self) -> None:
        if self._outbox:
            self.reported.emit(self._number, tuple(self._outbox))
            self._outbox.clear()
        self._sent_at = time.monotonic()
