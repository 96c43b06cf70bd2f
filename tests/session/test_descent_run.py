"""The descent lab's background work: planes, surfaces and walks, and what is dropped on the way."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.data.digits import load_digits_split
from handwriting_app.engine.backpropagation import cost_of
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.lab.descent_paths import Path
from handwriting_app.lab.race import Race
from handwriting_app.lab.surface import Cut, Slice, Surface, WeightPlace, digits_for
from handwriting_app.session.descent_run import DescentRun
from handwriting_app.session.race_run import RaceRun
from handwriting_app.session.session import Session
from handwriting_app.session.task import Work
from tests.ui.trained import untrained_session

WAIT = 30_000
CONFIG = TrainingConfig(hidden=(8,), seed=3, non_digits=False)


class Heard:
    """All that a run has told, in order."""

    def __init__(self, run: DescentRun) -> None:
        self.slices: list[Slice] = []
        self.surfaces: list[Surface] = []
        self.begun: list[float] = []
        self.paths: list[tuple[Path, ...]] = []
        self.troubles: list[str] = []
        run.slice_changed.connect(self.slices.append)
        run.surface_changed.connect(self.surfaces.append)
        run.surface_begun.connect(self.begun.append)
        run.paths_changed.connect(self.paths.append)
        run.failed.connect(self.troubles.append)

    @property
    def is_complete(self) -> bool:
        return bool(self.surfaces) and self.surfaces[-1].is_complete

    @property
    def updates(self) -> list[int]:
        return [path.updates for path in self.paths[-1]]


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    session = untrained_session(CONFIG)
    yield session
    session.shutdown()


@pytest.fixture
def run(session: Session) -> DescentRun:
    return DescentRun(session.background, session.digits, session)


@pytest.fixture
def heard(run: DescentRun) -> Heard:
    return Heard(run)


@pytest.fixture
def network(session: Session) -> Network:
    return session.timeline.weights.network


@pytest.fixture
def on_plane(qtbot: QtBot, run: DescentRun, heard: Heard, network: Network) -> Heard:
    """A plane that is laid, with its surface complete."""
    run.cut(network, CONFIG, Cut())
    qtbot.waitUntil(lambda: heard.is_complete, timeout=WAIT)
    return heard


def test_a_plane_comes_before_its_paths_and_its_surface(on_plane: Heard, network: Network) -> None:
    (plane,) = on_plane.slices
    assert all(surface.slice is plane for surface in on_plane.surfaces)
    assert on_plane.updates == [0, 0, 0]
    digits = digits_for(load_digits_split(CONFIG.held_out, CONFIG.seed), 10)
    surface = on_plane.surfaces[-1]
    middle = surface.cost[len(surface.b) // 2, len(surface.a) // 2]
    assert middle == pytest.approx(cost_of(network, digits.x, digits.targets), rel=1e-6)


def test_until_there_is_a_surface_it_is_told_how_much_of_it_is_worked_out(
    qtbot: QtBot, run: DescentRun, heard: Heard, network: Network
) -> None:
    slow = Network.initialise((64, 400, 400, 10), "tanh", "cross-entropy", np.random.default_rng(1)).frozen()
    run.cut(slow, CONFIG, Cut())
    qtbot.waitUntil(lambda: bool(heard.surfaces), timeout=WAIT)
    assert heard.begun, "the surface of a large network takes a while"
    assert heard.begun == sorted(heard.begun)
    assert all(0 < share < 1 for share in heard.begun)


def test_another_plane_takes_the_place_of_one_that_is_not_there_yet(
    qtbot: QtBot, run: DescentRun, heard: Heard, network: Network
) -> None:
    other = Network.initialise((64, 5, 10), "tanh", "cross-entropy", np.random.default_rng(1)).frozen()
    run.cut(network, CONFIG, Cut())
    run.cut(other, CONFIG, Cut())  # while the digits are being loaded: the first plane is laid all the same
    qtbot.waitUntil(lambda: heard.is_complete, timeout=WAIT)
    (plane,) = heard.slices
    assert plane.network is other


def test_nothing_of_the_former_plane_is_told_once_another_is_asked_for(
    qtbot: QtBot, run: DescentRun, heard: Heard, network: Network
) -> None:
    run.cut(network, CONFIG, Cut())
    qtbot.waitUntil(lambda: bool(heard.surfaces), timeout=WAIT)
    assert not heard.is_complete
    run.cut(network, CONFIG, Cut(roll=1))
    heard.surfaces.clear()
    heard.slices.clear()
    qtbot.waitUntil(lambda: heard.is_complete, timeout=WAIT)
    (plane,) = heard.slices
    assert all(surface.slice is plane for surface in heard.surfaces)


def test_a_step_moves_all_three_and_clear_takes_them_back(qtbot: QtBot, run: DescentRun, on_plane: Heard) -> None:
    run.step(0.5, "update")
    qtbot.waitUntil(lambda: on_plane.updates == [1, 1, 1], timeout=WAIT)
    run.step(0.5, "epoch")
    qtbot.waitUntil(lambda: on_plane.updates == [2, 301, 25], timeout=WAIT)
    run.clear()
    assert on_plane.updates == [0, 0, 0]
    run.step(0.5, "update")
    qtbot.waitUntil(lambda: on_plane.updates == [1, 1, 1], timeout=WAIT)


def test_back_takes_all_three_a_step_back(qtbot: QtBot, run: DescentRun, on_plane: Heard) -> None:
    run.back()
    assert on_plane.updates == [0, 0, 0], "there is nothing before the start"
    run.step(0.5, "update")
    qtbot.waitUntil(lambda: on_plane.updates == [1, 1, 1], timeout=WAIT)
    first = on_plane.paths[-1]
    run.step(0.5, "epoch")
    qtbot.waitUntil(lambda: on_plane.updates == [2, 301, 25], timeout=WAIT)
    run.back()
    qtbot.waitUntil(lambda: on_plane.updates == [1, 1, 1], timeout=WAIT)
    for path, other in zip(on_plane.paths[-1], first, strict=True):
        assert np.array_equal(path.points, other.points)


def test_back_waits_for_the_step_that_is_being_worked_out(qtbot: QtBot, run: DescentRun, on_plane: Heard) -> None:
    run.step(0.5, "update")
    qtbot.waitUntil(lambda: on_plane.updates == [1, 1, 1], timeout=WAIT)
    run.step(0.5, "epoch")
    run.back()
    run.back()
    run.step(0.5, "update")
    qtbot.waitUntil(lambda: on_plane.updates == [0, 0, 0], timeout=WAIT)


def test_the_steps_are_those_of_the_descents_taken_directly(qtbot: QtBot, run: DescentRun, on_plane: Heard) -> None:
    plane = run._plane
    assert plane is not None
    directly = plane.descents(None)
    for count in range(1, 6):
        run.step(0.3, "update")
        expected = directly.advance(0.3, "update")
        qtbot.waitUntil(lambda count=count: on_plane.updates == [count] * 3, timeout=WAIT)
    for path, other in zip(on_plane.paths[-1], expected, strict=True):
        assert np.array_equal(path.points, other.points)


def test_descents_begin_where_they_are_put(qtbot: QtBot, run: DescentRun, on_plane: Heard) -> None:
    run.start_at((0.5, -0.5))
    assert all(path.place == (0.5, -0.5) for path in on_plane.paths[-1])
    run.step(0.5, "update")
    qtbot.waitUntil(lambda: on_plane.updates == [1, 1, 1], timeout=WAIT)
    assert tuple(on_plane.paths[-1][2].points[0]) == (0.5, -0.5)


def test_zooming_keeps_plane_and_paths(qtbot: QtBot, run: DescentRun, on_plane: Heard) -> None:
    run.step(0.5, "update")
    qtbot.waitUntil(lambda: on_plane.updates == [1, 1, 1], timeout=WAIT)
    on_plane.surfaces.clear()
    run.zoom(1.25)
    qtbot.waitUntil(lambda: on_plane.is_complete, timeout=WAIT)
    assert on_plane.surfaces[-1].a[-1] == pytest.approx(1.25)
    assert len(on_plane.slices) == 1
    assert on_plane.updates == [1, 1, 1]


def test_without_a_plane_there_is_nothing_to_walk_on(qtbot: QtBot, run: DescentRun, on_plane: Heard) -> None:
    network = on_plane.slices[-1].network
    run.cut(network, CONFIG, Cut(roll=1))
    run.start_at((9.0, 9.0))
    run.zoom(2.0)
    run.step(0.5, "update")
    qtbot.waitUntil(lambda: len(on_plane.slices) == 2, timeout=WAIT)
    assert on_plane.updates == [0, 0, 0]
    assert on_plane.paths[-1][0].place != (9.0, 9.0)
    qtbot.waitUntil(lambda: on_plane.surfaces[-1].slice is on_plane.slices[-1] and on_plane.is_complete, timeout=WAIT)
    assert on_plane.surfaces[-1].a[-1] == pytest.approx(1.0)


def test_a_long_step_is_cut_short_by_another_plane(qtbot: QtBot, run: DescentRun, on_plane: Heard) -> None:
    network = on_plane.slices[-1].network
    run.step(0.5, "epoch")
    run.cut(network, CONFIG, Cut(roll=1))
    told = len(on_plane.paths)
    qtbot.waitUntil(lambda: len(on_plane.slices) == 2, timeout=WAIT)
    assert len(on_plane.paths) == told + 1, "only the new plane's first paths"
    assert on_plane.updates == [0, 0, 0]


def test_what_goes_wrong_is_told(qtbot: QtBot, run: DescentRun, heard: Heard, network: Network) -> None:
    same = WeightPlace(0, 1, 2)
    run.cut(network, CONFIG, Cut((same, same), is_random=False))
    qtbot.waitUntil(lambda: bool(heard.troubles), timeout=WAIT)
    assert "Choose two different weights" in heard.troubles[0]


def test_while_a_race_is_timed_everything_waits(
    qtbot: QtBot, session: Session, run: DescentRun, on_plane: Heard
) -> None:
    race = RaceRun(session.background, session.digits, session)
    race.start(Race(CONFIG, length=1000))
    assert run.is_waiting
    run.step(0.5, "update")
    run.zoom(1.25)
    on_plane.surfaces.clear()
    qtbot.waitUntil(lambda: race.record is not None and len(race.record.histories[0]) > 1, timeout=WAIT)
    assert on_plane.updates == [0, 0, 0]
    assert not on_plane.surfaces
    race.stop()
    qtbot.waitUntil(lambda: on_plane.is_complete and on_plane.updates == [1, 1, 1], timeout=WAIT)
    assert not run.is_waiting


def test_nothing_is_told_after_the_shutdown(
    qtbot: QtBot, session: Session, run: DescentRun, heard: Heard, network: Network
) -> None:
    run.cut(network, CONFIG, Cut())
    qtbot.waitUntil(lambda: bool(heard.slices), timeout=WAIT)
    session.shutdown()
    heard.surfaces.clear()
    with qtbot.assertNotEmitted(run.surface_changed, wait=100):
        run.step(0.5, "update")
    assert session.background.worker(Work.WALK) is None
