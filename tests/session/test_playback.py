"""Playing the run: where it begins and ends, how fast it is, and what stops it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.session.model import Model
from handwriting_app.session.playback import Playback
from handwriting_app.session.timeline import TimeLine
from tests.session.runs import TINY, report


def extend(timeline: TimeLine, model: Model, *epochs: int) -> Model:
    for epoch in epochs:
        network = model.network.copy()
        network.parameters[:] = epoch
        model = replace(model, network=network.frozen())
        timeline.extend([report(epoch)], model)
    return model


@pytest.fixture
def timeline(qtbot: QtBot) -> TimeLine:
    model = Model.untrained(TINY, np.random.default_rng(0))
    timeline = TimeLine(model)
    extend(timeline, model, *range(1, 41))
    return timeline


@pytest.fixture
def playback(timeline: TimeLine) -> Playback:
    playback = Playback(timeline)
    playback._timer.setInterval(10**6)  # only as far as `advance` says
    return playback


def test_from_the_present_it_begins_at_the_start(timeline: TimeLine, playback: Playback) -> None:
    playback.play(1)
    assert playback.direction == 1
    assert timeline.looked_at == 0
    playback.advance(0.5)
    assert timeline.looked_at == 5  # at the usual 10 epochs a second


@pytest.mark.parametrize("speed", [1, 7, 60])
def test_it_is_as_fast_as_it_is_told(timeline: TimeLine, playback: Playback, speed: int) -> None:
    playback.speed = speed
    playback.play(1)
    for _ in range(30):
        playback.advance(1 / 60)
    assert timeline.looked_at == int(speed * 30 / 60 + 1e-9)


def test_it_begins_where_one_looks_and_ends_at_the_present(timeline: TimeLine, playback: Playback) -> None:
    timeline.look_back(38)
    playback.play(1)
    assert timeline.looked_at == 38
    playback.advance(0.1)
    assert timeline.looked_at == 39
    playback.advance(5)
    assert timeline.looked_at is None
    assert playback.direction is None


def test_back_it_ends_at_the_start(timeline: TimeLine, playback: Playback) -> None:
    playback.play(-1)
    playback.advance(1)
    assert timeline.looked_at == 30
    playback.advance(100)
    assert timeline.looked_at == 0
    assert playback.direction is None
    playback.play(-1)  # from the start it begins at the end
    assert playback.direction == -1
    assert timeline.looked_at is None


def test_between_two_kept_epochs_it_shows_the_earlier(qtbot: QtBot) -> None:
    model = Model.untrained(TINY, np.random.default_rng(0))
    timeline = TimeLine(model)
    extend(timeline, model, 10, 20, 30)
    playback = Playback(timeline)
    playback._timer.setInterval(10**6)
    playback.play(1)
    playback.advance(1.9)
    assert timeline.looked_at == 10
    playback.advance(0.1)
    assert timeline.looked_at == 20


def test_it_keeps_to_the_clock(qtbot: QtBot, timeline: TimeLine) -> None:
    playback = Playback(timeline)
    playback.speed = 60
    seen: list[int | None] = []
    timeline.kept_changed.connect(lambda: seen.append(timeline.looked_at))
    with qtbot.waitSignals([playback.changed, playback.changed], timeout=5000):
        playback.play(1)
    assert seen[0] == 0
    assert seen[-1] is None
    steps = [epoch for epoch in seen if epoch is not None]
    assert steps == sorted(steps)


def test_whoever_looks_elsewhere_stops_it(timeline: TimeLine, playback: Playback) -> None:
    playback.play(1)
    playback.advance(0.5)
    timeline.look_back(20)
    assert playback.direction is None
    playback.advance(1)
    assert timeline.looked_at == 20


def test_another_run_stops_it(timeline: TimeLine, playback: Playback) -> None:
    playback.play(1)
    timeline.follow(Model.untrained(TINY, np.random.default_rng(1)))
    assert playback.direction is None
    assert timeline.looked_at is None


def test_stop_says_whether_anything_played(playback: Playback) -> None:
    assert not playback.stop()
    playback.play(1)
    assert playback.stop()
    assert not playback.stop()


def test_a_single_epoch_is_not_played(qtbot: QtBot) -> None:
    playback = Playback(TimeLine(Model.untrained(TINY, np.random.default_rng(0))))
    playback.play(1)
    assert playback.direction is None


def test_a_run_that_grows_meanwhile_is_played_to_its_new_end(qtbot: QtBot) -> None:
    model = Model.untrained(TINY, np.random.default_rng(0))
    timeline = TimeLine(model)
    model = extend(timeline, model, *range(1, 11))
    playback = Playback(timeline)
    playback._timer.setInterval(10**6)
    playback.play(1)
    playback.advance(0.9)
    assert timeline.looked_at == 9
    extend(timeline, model, 11, 12)
    playback.advance(0.2)
    assert timeline.looked_at == 11
    assert playback.direction == 1
