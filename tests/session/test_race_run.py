"""A race in the background: what is known of it, and what it stops for itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.data.digits import load_digits_split
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.lab.race import Lane, LaneNews, Race, run_race
from handwriting_app.session.messages import RunState
from handwriting_app.session.race_run import RaceRun
from handwriting_app.session.session import Session
from handwriting_app.session.task import Work
from tests.ui.trained import untrained_session

WAIT = 30_000
CONFIG = TrainingConfig(hidden=(6,), held_out=0.5, seed=3)
SHORT = Race(CONFIG, length=2, unit="epochs")
LONG = Race(CONFIG, length=1000)


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    session = untrained_session(CONFIG)
    yield session
    session.shutdown()


@pytest.fixture
def run(session: Session) -> RaceRun:
    return RaceRun(session.background, session.digits, session)


def wait_for_news(qtbot: QtBot, run: RaceRun) -> None:
    qtbot.waitUntil(lambda: run.record is not None and len(run.record.histories[0]) > 1, timeout=WAIT)


def test_every_lane_goes_all_the_way(qtbot: QtBot, run: RaceRun) -> None:
    assert (run.record, run.ended, run.is_running) == (None, None, False)
    ends: list[int] = []
    run.lane_ended.connect(lambda: ends.append(run.record.finished if run.record is not None else -1))
    run.start(SHORT)
    assert run.is_running
    assert run.record is not None
    assert run.record.prepared is None
    qtbot.waitUntil(lambda: not run.is_running, timeout=WAIT)
    assert run.ended is not None
    assert run.ended.reason == "finished"
    assert run.record.ends == ["finished"] * 3
    assert run.record.prepared is not None
    assert ends[-1] == 3


def test_the_curves_are_those_of_the_race_run_directly(qtbot: QtBot, run: RaceRun) -> None:
    run.start(SHORT)
    qtbot.waitUntil(lambda: not run.is_running, timeout=WAIT)
    costs: dict[int, list[float]] = {0: [], 1: [], 2: []}
    for news in run_race(SHORT, load_digits_split(CONFIG.held_out, CONFIG.seed)):
        if isinstance(news, LaneNews) and news.report is not None:
            costs[news.lane].append(news.report.training_cost)
    assert run.record is not None
    assert [list(history.training_cost) for history in run.record.histories] == [costs[lane] for lane in range(3)]


def test_stop_ends_it_and_keeps_what_is_known(qtbot: QtBot, run: RaceRun) -> None:
    run.start(LONG)
    wait_for_news(qtbot, run)
    run.stop()
    qtbot.waitUntil(lambda: not run.is_running, timeout=WAIT)
    assert run.ended is not None
    assert (run.ended.reason, run.ended.message) == ("stopped", "The race was stopped.")
    assert run.record is not None
    assert run.record.finished == 0


def test_another_start_takes_the_place_of_the_race_under_way(qtbot: QtBot, run: RaceRun) -> None:
    run.start(LONG)
    wait_for_news(qtbot, run)
    run.start(SHORT)
    qtbot.waitUntil(lambda: run.record is not None and run.record.race is SHORT and not run.is_running, timeout=WAIT)
    assert run.record is not None
    assert run.record.finished == 3


def test_what_is_forgotten_is_gone_but_not_while_it_runs(qtbot: QtBot, run: RaceRun) -> None:
    run.start(LONG)
    run.forget()
    assert run.record is not None
    wait_for_news(qtbot, run)
    run.stop()
    qtbot.waitUntil(lambda: not run.is_running, timeout=WAIT)
    with qtbot.waitSignal(run.changed):
        run.forget()
    assert (run.record, run.ended) == (None, None)


def test_the_training_is_stopped_for_it_and_keeps_its_last_epoch(qtbot: QtBot, session: Session, run: RaceRun) -> None:
    with qtbot.waitSignal(session.training.reported, timeout=WAIT):
        session.start_training(CONFIG)
    run.start(SHORT)
    assert not run.is_running, "the training has not ended yet"
    qtbot.waitUntil(lambda: run.is_running, timeout=WAIT)
    assert session.training.state is RunState.IDLE
    assert session.timeline.history.last is not None


def test_a_race_that_waits_for_the_training_can_be_called_off(qtbot: QtBot, session: Session, run: RaceRun) -> None:
    with qtbot.waitSignal(session.training.reported, timeout=WAIT):
        session.start_training(CONFIG)
    with qtbot.waitSignal(session.training.ended, timeout=WAIT):
        run.start(LONG)
        run.stop()
    assert session.background.worker(Work.RACE) is None
    assert run.record is None


def test_a_lane_that_diverges_says_so(qtbot: QtBot, run: RaceRun) -> None:
    run.start(Race(CONFIG, (SHORT.lanes[0], Lane("stochastic", 1000.0, "momentum")), 2, "epochs"))
    qtbot.waitUntil(lambda: not run.is_running, timeout=WAIT)
    assert run.record is not None
    assert run.record.ends == ["finished", "diverged"]
    assert run.record.trouble.startswith("Stochastic: Training diverged")


def test_nothing_is_told_after_the_shutdown(qtbot: QtBot, session: Session, run: RaceRun) -> None:
    run.start(LONG)
    wait_for_news(qtbot, run)
    session.shutdown()
    with qtbot.assertNotEmitted(run.changed, wait=100):
        pass
    assert session.background.worker(Work.RACE) is None
