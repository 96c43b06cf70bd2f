"""The units of a network, ranked in the background by what the held-out digits cost without each."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.network import Network
from handwriting_app.explain.unit_ranking import UnitRanking, rank_units
from handwriting_app.session.background import Background
from handwriting_app.session.messages import Ended
from handwriting_app.session.task import Task, Work
from handwriting_app.session.weights import Weights


@dataclass(frozen=True, slots=True)
class RankingEnded(Ended):
    """With the ranking, if it came to its end."""

    ranking: UnitRanking | None = None


class RankingRun(QObject):
    """There is at most one ranking; another one takes its place.

    Signals:
        progressed(float): the share that is done.
        ranked(Weights, UnitRanking): of the weights that were asked for.
        failed(str): why there is none.
        changed(): `is_under_way` is otherwise.
    """

    progressed = Signal(float)
    ranked = Signal(object, object)
    failed = Signal(str)
    changed = Signal()

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._asked: Weights | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether a ranking is worked out, or waits for a race to end."""
        return self._asked is not None

    @property
    def is_waiting(self) -> bool:
        """Whether a race must end before it can begin."""
        return self._background.in_the_way(Work.RANKING) is not None

    def begin(self, weights: Weights, load: Callable[[], Generator[None, None, DataSet]]) -> None:
        """Rank the hidden units of ``weights`` on the held-out digits, which ``load`` gives after heartbeats."""
        self._asked = weights
        self._background.when_free(Work.RANKING, partial(self._start, weights, load))
        self.changed.emit()

    def stop(self) -> None:
        """Leave it."""
        if self._asked is not None:
            self._asked = None
            self._background.drop(Work.RANKING)
            self.changed.emit()

    def _start(self, weights: Weights, load: Callable[[], Generator[None, None, DataSet]]) -> None:
        if weights is self._asked:
            worker = self._background.start(ranking_task(weights.network, load))
            worker.reported.connect(partial(self._on_reported, weights))
            worker.ended.connect(partial(self._on_ended, weights))

    def _on_reported(self, weights: Weights, share: float) -> None:
        if weights is self._asked:
            self.progressed.emit(share)

    def _on_ended(self, weights: Weights, ended: Ended) -> None:
        if weights is not self._asked:
            return
        self._asked = None
        if isinstance(ended, RankingEnded) and ended.ranking is not None:
            self.ranked.emit(weights, ended.ranking)
        elif ended.reason == "failed":
            self.failed.emit(ended.message)
        self.changed.emit()


def ranking_task(network: Network, load: Callable[[], Generator[None, None, DataSet]]) -> Task[float, float]:
    """The ranking as a task, which tells the share that is done and ends with a `RankingEnded`."""

    def steps() -> Generator[float | None, None, Ended]:
        data = yield from load()
        ranking = yield from rank_units(network, data.held_x, data.held_y)
        return RankingEnded("finished", "All units are ranked.", ranking=ranking)

    return Task(Work.RANKING, steps, lambda shares: shares[-1], "The ranking was stopped.")
