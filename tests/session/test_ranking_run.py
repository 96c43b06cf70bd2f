"""The ranking of units in the background."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.engine.data_set import DataSet
from handwriting_app.explain.unit_ranking import UnitRanking, rank_units
from handwriting_app.session.ranking_run import RankingRun
from handwriting_app.session.session import Session
from handwriting_app.session.task import Work
from tests.session.runs import WAIT, Feed

DATA = DataSet(*(np.random.default_rng(0).random((30, 64)), np.arange(30) % 10) * 2)


def at_hand() -> Generator[None, None, DataSet]:
    yield None
    return DATA


@pytest.fixture
def run(session: Session) -> RankingRun:
    return RankingRun(session.background, session)


def plainly(session: Session) -> UnitRanking:
    steps = rank_units(session.timeline.weights.network, DATA.held_x, DATA.held_y)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def test_it_ranks_what_was_asked_for_and_tells_how_far_it_is(qtbot: QtBot, session: Session, run: RankingRun) -> None:
    shares: list[float] = []
    run.progressed.connect(shares.append)
    weights = session.timeline.weights
    with qtbot.waitSignal(run.ranked, timeout=WAIT) as blocker:
        run.begin(weights, at_hand)
        assert run.is_under_way
    of, ranking = blocker.args
    assert of is weights
    assert ranking.units == plainly(session).units
    assert shares[-1] == 1.0
    qtbot.waitUntil(lambda: not run.is_under_way, timeout=WAIT)


def test_what_is_left_tells_nothing(qtbot: QtBot, session: Session, run: RankingRun) -> None:
    told: list[object] = []
    run.ranked.connect(lambda *news: told.append(news))
    run.begin(session.timeline.weights, at_hand)
    run.stop()
    assert not run.is_under_way
    assert session.background.worker(Work.RANKING) is None
    with qtbot.waitSignal(run.ranked, timeout=WAIT):
        run.begin(session.timeline.weights, at_hand)
    assert len(told) == 1


def test_a_failure_is_told(qtbot: QtBot, session: Session, run: RankingRun) -> None:
    def lost() -> Generator[None, None, DataSet]:
        yield None
        raise OSError("The digits are gone.")

    with qtbot.waitSignal(run.failed, timeout=WAIT):
        run.begin(session.timeline.weights, lost)
    qtbot.waitUntil(lambda: not run.is_under_way, timeout=WAIT)


def test_it_waits_for_a_race(qtbot: QtBot, session: Session, run: RankingRun) -> None:
    race = Feed()
    session.background.start(race.task(Work.RACE))
    told: list[object] = []
    run.ranked.connect(lambda *news: told.append(news))
    run.begin(session.timeline.weights, partial(at_hand))
    assert run.is_waiting
    assert session.background.worker(Work.RANKING) is None
    with qtbot.waitSignal(run.ranked, timeout=WAIT):
        session.background.stop(Work.RACE)
