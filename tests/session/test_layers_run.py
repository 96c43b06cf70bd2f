"""The small network of the neuron lab, trained in the background."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import ActivationName, TrainingConfig
from handwriting_app.lab.points import TABLES, Points
from handwriting_app.lab.race import Race
from handwriting_app.lab.two_layers import Progress, TwoLayers
from handwriting_app.session.layers_run import LayersRun
from handwriting_app.session.messages import RunState
from handwriting_app.session.race_run import RaceRun
from handwriting_app.session.session import Session
from handwriting_app.session.task import Work
from tests.ui.trained import untrained_session

WAIT = 30_000
XOR = TABLES["XOR"]


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    session = untrained_session(TrainingConfig(hidden=(6,), held_out=0.5))
    yield session
    session.shutdown()


@pytest.fixture
def run(session: Session) -> LayersRun:
    return LayersRun(session.background, session)


@pytest.fixture
def told(run: LayersRun) -> list[Progress]:
    told: list[Progress] = []
    run.progressed.connect(told.append)
    return told


def step(qtbot: QtBot, run: LayersRun, epochs: int) -> None:
    with qtbot.waitSignal(run.progressed, timeout=WAIT):
        run.step(epochs)


def test_it_begins_untrained(run: LayersRun, told: list[Progress]) -> None:
    run.begin(XOR, 3, "tanh", 0, 0.05)
    (progress,) = told
    assert (progress.epochs, progress.is_over) == (0, False)
    assert progress.network.sizes == (2, 3, 2)


@pytest.mark.parametrize(
    ("points", "hidden", "activation", "rate", "strides"),
    [("XOR", 3, "tanh", 0.1, (2,)), ("XOR", 4, "relu", 0.05, (10, 2)), ("ring", 8, "sigmoid", 0.3, (7, 100))],
)
def test_it_comes_to_the_same_end_as_the_network_trained_directly(
    qtbot: QtBot,
    run: LayersRun,
    told: list[Progress],
    points: str,
    hidden: int,
    activation: ActivationName,
    rate: float,
    strides: tuple[int, ...],
) -> None:
    run.begin(TABLES[points], hidden, activation, 5, rate)
    while not told[-1].is_over:
        step(qtbot, run, strides[len(told) % len(strides)])
    directly = TwoLayers(TABLES[points], hidden, activation, 5, rate)
    directly.advance(10_000)
    expected = directly.progress()
    assert told[-1].message == expected.message
    assert (told[-1].epochs, told[-1].cost) == (expected.epochs, expected.cost)
    assert np.array_equal(told[-1].network.parameters, expected.network.parameters)


def test_a_step_is_as_long_as_it_was_asked_to_be(qtbot: QtBot, run: LayersRun, told: list[Progress]) -> None:
    run.begin(XOR, 3, "tanh", 0, 0.05)
    for epochs in (10, 2, 1, 5):
        step(qtbot, run, epochs)
    assert [progress.epochs for progress in told] == [0, 10, 12, 13, 18]


def test_nothing_of_the_former_network_is_told_after_it_begins_anew(
    qtbot: QtBot, run: LayersRun, told: list[Progress]
) -> None:
    run.begin(XOR, 3, "tanh", 0, 0.05)
    run.step(20)
    run.begin(XOR, 5, "tanh", 0, 0.05)
    del told[:]
    step(qtbot, run, 2)
    assert [(each.network.sizes[1], each.epochs) for each in told] == [(5, 2)]


def test_once_it_is_over_steps_do_nothing(qtbot: QtBot, session: Session, run: LayersRun, told: list[Progress]) -> None:
    run.begin(Points(), 3, "tanh", 0, 0.05)
    assert told[-1].is_over
    run.step(2)
    qtbot.waitUntil(lambda: session.background.worker(Work.LAYERS) is None, timeout=WAIT)
    run.step(2)
    assert len(told) == 1


def test_between_steps_it_stands_still(qtbot: QtBot, session: Session, run: LayersRun) -> None:
    run.begin(XOR, 3, "tanh", 0, 0.05)
    step(qtbot, run, 2)
    worker = session.background.worker(Work.LAYERS)
    assert worker is not None
    assert worker.state is RunState.PAUSED
    with qtbot.assertNotEmitted(run.progressed, wait=100):
        pass


def test_while_a_race_is_timed_it_waits(qtbot: QtBot, session: Session, run: LayersRun, told: list[Progress]) -> None:
    race = RaceRun(session.background, session.digits, session)
    race.start(Race(TrainingConfig(hidden=(6,), held_out=0.5), length=1000))
    assert run.is_waiting
    run.begin(XOR, 3, "tanh", 0, 0.05)
    run.step(2)
    run.begin(XOR, 4, "tanh", 0, 0.05)
    run.step(7)
    qtbot.waitUntil(lambda: race.record is not None and len(race.record.histories[0]) > 1, timeout=WAIT)
    assert [each.epochs for each in told] == [0, 0]
    race.stop()
    qtbot.waitUntil(lambda: len(told) == 3, timeout=WAIT)
    assert (told[-1].network.sizes[1], told[-1].epochs) == (4, 7)
    assert not run.is_waiting


def test_nothing_is_told_after_the_shutdown(qtbot: QtBot, session: Session, run: LayersRun) -> None:
    run.begin(XOR, 3, "tanh", 0, 0.05)
    run.step(1000)
    session.shutdown()
    with qtbot.assertNotEmitted(run.progressed, wait=100):
        run.step(2)
    assert session.background.worker(Work.LAYERS) is None
