"""Learn my hand: the present network learns from the kept drawings, and can be brought back as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QObject, Signal

from handwriting_app.engine.classes import Classes
from handwriting_app.engine.network import Network
from handwriting_app.ink.normalise import Ink
from handwriting_app.session.archive import Archive
from handwriting_app.session.background import Background
from handwriting_app.session.hand import Hand, HandEnded, HandReport
from handwriting_app.session.history import RunHistory
from handwriting_app.session.kept import TEN_DIGITS
from handwriting_app.session.latest import Latest
from handwriting_app.session.messages import Ended, RunState, TrainingNews
from handwriting_app.session.model import Model
from handwriting_app.session.shelf import Shelf
from handwriting_app.session.task import Work
from handwriting_app.session.training import Training

if TYPE_CHECKING:
    # SQLite is loaded by whoever first keeps or looks for something.
    from handwriting_app.storage.database.connection import Database
    from handwriting_app.storage.database.drawings import KeptDrawing

MOST: Final = 500
"""Of more drawings, the newest are learned from: a few seconds, and soon stopped."""

A_LOOK: Final = 200
"""Drawings that are looked at between two turns of others at the database."""

MOST_OUTCOMES: Final = 20
"""As many as models are put aside."""

NAME_ENDS: Final = ", my hand"
"""What the name of a network ends with that has learned a hand."""

A_RUN: Final = "A run is under way. Stop it, or wait for its end, then the network can learn your hand."
A_RACE: Final = "A race is being timed. Stop it, or wait for its end, then the network can learn your hand."
OTHER_SYMBOLS: Final = (
    "The network in the window reads other symbols than the ten digits. Open one that reads digits, and it can learn "
    "how you write them."
)
NO_DRAWINGS: Final = "There is nothing to learn from yet: say of a few drawings what they are first."


@dataclass(frozen=True, slots=True, eq=False)
class _Outcome:
    """A report on the ``network`` that it left behind; ``before`` is None where that is as it was."""

    report: HandReport
    network: Network
    before: Model | None = None
    previous: RunHistory | None = None


class HandLearning(QObject):
    """There is at most one such run; it is the one of `Training` meanwhile.

    Signals:
        changed(): there is another `report` or `epoch`, or `is_under_way` or `can_undo` have changed.
        refused(str): why it does not begin, or has come to nothing, in a sentence or two.
        found(Hand): the drawings are there: the session is to call `start`.
        left(Model, RunHistory | None): the model that is to be back in place of the present one, and the run before it.
    """

    changed = Signal()
    refused = Signal(str)
    found = Signal(object)
    left = Signal(object, object)

    def __init__(
        self, background: Background, archive: Archive, shelf: Shelf, training: Training, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._archive = archive
        self._shelf = shelf
        self._training = training
        self._before: Model | None = None  # while its run is under way
        self._previous: RunHistory | None = None
        self._is_shown = False
        self._is_looking = False
        self._epoch = 0
        self._outcomes: tuple[_Outcome, ...] = ()
        self._job: Latest[Hand] = background.job()
        self._job.done.connect(self._on_hand)
        self._job.failed.connect(self._on_no_hand)
        training.reported.connect(self._on_reported)
        training.ended.connect(self._on_ended)
        shelf.model_changed.connect(self.changed)

    @property
    def is_under_way(self) -> bool:
        """Whether the network learns a hand, or is about to."""
        return self._is_looking or self._before is not None

    @property
    def epoch(self) -> int:
        """The last whole epoch of the run under way; 0 before the first."""
        return self._epoch

    @property
    def report(self) -> HandReport | None:
        """What came of it, if it was the present network that learned, and nothing has changed it since."""
        network = self._shelf.present.network
        return next((each.report for each in reversed(self._outcomes) if each.network is network), None)

    @property
    def can_undo(self) -> bool:
        """Whether there is a network that the present one has come from by learning a hand, and by nothing else."""
        return self._to_undo() is not None and not self.is_under_way

    def begin(self) -> None:
        """Look for drawings, and learn from them; `refused` tells why not."""
        if self.is_under_way:
            return
        why_not = self._why_not()
        if why_not:
            self.refused.emit(why_not)
            return
        self._is_looking = True
        names = self._shelf.present.network.classes.names
        self._job.ask(partial(collected, self._looks, names))
        self.changed.emit()

    def start(self, hand: Hand) -> None:
        """Learn; no run is under way."""
        self._before, self._previous = self._shelf.present, self._shelf.previous_history
        self._is_shown, self._epoch = False, 0
        self._training.learn_hand(self._before, hand)
        self.changed.emit()

    def beginning(self, network: Network) -> Model:
        """The model that learns, before its first epoch: it takes the place of the present one."""
        from handwriting_app.session.hand_task import hand_config

        self._is_shown = True
        before = self._shelf.present
        name = before.name.removesuffix(NAME_ENDS) + NAME_ENDS
        model = Model.beginning(network, hand_config(before.config), name)
        return replace(
            model,
            temperature=before.temperature,
            digits_version=before.digits_version,
            normalisation_version=before.normalisation_version,
        )

    def stop(self) -> None:
        """End the run under way: the network is as it was."""
        if self._is_looking:
            self._is_looking = False
            self._job.drop()
            self.changed.emit()
        elif self._before is not None:
            self._training.stop()

    def undo(self) -> None:
        """Bring back the network that has learned, bit for bit as it was, in place of the one that came of it."""
        outcome = self._to_undo()
        if outcome is None or outcome.before is None or self.is_under_way:
            return
        self._outcomes = tuple(each for each in self._outcomes if each.network is not outcome.network)
        self.left.emit(outcome.before, outcome.previous)
        self.changed.emit()

    def _why_not(self) -> str:
        if self._training.state is not RunState.IDLE:
            return A_RUN
        if self._background.in_the_way(Work.TRAINING) is not None:
            return A_RACE
        if self._shelf.present.network.classes.names != Classes.numbered(10).names:
            return OTHER_SYMBOLS
        return ""

    def _looks(self, begin: int) -> tuple[tuple[KeptDrawing, ...], int]:
        """Some kept drawings, the newest first, and how many there are at all; in the background."""
        return self._archive.with_database(partial(_look, begin))()

    def _on_hand(self, hand: Hand) -> None:
        self._is_looking = False
        why_not = self._why_not()
        if not (why_not or hand.drawings):
            why_not = NO_DRAWINGS
        if why_not:
            self.changed.emit()
            self.refused.emit(why_not)
        else:
            self.found.emit(hand)

    def _on_no_hand(self, message: str, _details: str) -> None:
        self._is_looking = False
        self.changed.emit()
        self.refused.emit(message)

    def _on_reported(self, news: TrainingNews) -> None:
        if self._before is not None:
            self._epoch = news.reports[-1].epoch
            self.changed.emit()

    def _on_ended(self, ended: Ended) -> None:
        before, self._before = self._before, None
        if before is None:
            return
        report = ended.report if isinstance(ended, HandEnded) else None
        outcome: _Outcome | None
        if report is not None and report.share:
            outcome = _Outcome(report, self._shelf.present.network, before, self._previous)
        else:
            if self._is_shown:
                self.left.emit(before, self._previous)
            outcome = None if report is None else _Outcome(report, self._shelf.present.network)
        if outcome is not None:
            self._outcomes = (*self._outcomes, outcome)[-MOST_OUTCOMES:]
        self.changed.emit()
        if report is None:
            self.refused.emit(ended.message)

    def _to_undo(self) -> _Outcome | None:
        network = self._shelf.present.network
        return next(
            (each for each in reversed(self._outcomes) if each.network is network and each.before is not None), None
        )


def collected(
    looks: Callable[[int], tuple[tuple[KeptDrawing, ...], int]], names: tuple[str, ...], most: int = MOST
) -> Hand:
    """The newest ``most`` drawings that can be learned from.

    Args:
        looks: Gives `A_LOOK` kept drawings or less from this place on, the newest first, and how many there are.
        names: Of the classes that the network reads.
        most: So many at most.
    """
    drawings: list[Ink] = []
    classes: list[int] = []
    begin, number = 0, 1
    is_cut = False
    while begin < number and not is_cut:
        kept, number = looks(begin)
        begin += A_LOOK
        for each in kept:
            if each.label in names:
                is_cut = len(drawings) == most
                if is_cut:
                    break
                drawings.append(each.ink)
                classes.append(names.index(each.label))
    return Hand(tuple(reversed(drawings)), np.array(classes[::-1], np.intp), is_cut)


def _look(begin: int, database: Database) -> tuple[tuple[KeptDrawing, ...], int]:
    from handwriting_app.storage.database.drawings import Wanted, drawings, tally

    wanted = Wanted(TEN_DIGITS)
    kept = drawings(database, wanted, begin=begin, most=A_LOOK, newest_first=True)
    return kept, tally(database, wanted).total()
