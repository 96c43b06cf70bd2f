from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report
from handwriting_app.engine.training import train
from handwriting_app.lab.race import USUAL_LANES, Lane, LaneNews, Race, run_race

BASE = TrainingConfig(hidden=(12,), seed=5, batch_size=16, held_out=0.3)


@pytest.fixture
def data() -> DataSet:
    rng = np.random.default_rng(0)
    x = rng.random((140, 8)).astype(np.float32)
    y = (x @ rng.normal(size=(8, 3))).argmax(axis=1)
    return DataSet(x[:100], y[:100], x[100:], y[100:])


def news_of(race: Race, data: DataSet) -> list[LaneNews]:
    return [news for news in run_race(race, data) if news is not None]


def test_every_lane_starts_from_bit_identical_weights(data: DataSet, monkeypatch: pytest.MonkeyPatch) -> None:
    starts: list[bytes] = []

    def watch(network: Network, *args: object, **more: object) -> object:
        starts.append(network.parameters.tobytes())
        return train(network, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("handwriting_app.lab.race.train", watch)
    race = Race(BASE, length=1, unit="epochs")
    at_start = [news.report for news in news_of(race, data) if news.report is not None and news.report.epoch == 0]
    assert len(starts) == 3
    assert set(starts) == {race.first_network(data).parameters.tobytes()}
    assert len({(report.training_cost, report.held_out_accuracy) for report in at_start}) == 1


def test_lanes_do_not_share_memory(data: DataSet) -> None:
    race = Race(BASE, length=1, unit="epochs")
    assert not np.shares_memory(race.first_network(data).parameters, race.first_network(data).parameters)


def test_a_lane_learns_as_it_would_alone(data: DataSet) -> None:
    race = Race(BASE, length=5, unit="epochs")
    reports = {
        lane: [news.report for news in news_of(race, data) if news.lane == lane and news.report] for lane in range(3)
    }
    for lane, choice in enumerate(race.lanes):
        config = race.config_of(choice)
        alone = [
            report
            for report in train(race.first_network(data), data, config, np.random.default_rng([config.seed, 1]))
            if report is not None
        ]
        assert [report.held_out_cost for report in reports[lane][1:]] == [report.held_out_cost for report in alone]


def test_epochs_end_every_lane_at_the_same_epoch(data: DataSet) -> None:
    news = news_of(Race(BASE, length=4, unit="epochs"), data)
    assert {each.lane for each in news if each.end == "finished"} == {0, 1, 2}
    last = {each.lane: each.report for each in news if each.report is not None}
    assert [last[lane].epoch for lane in range(3)] == [4, 4, 4]
    assert [last[lane].updates for lane in range(3)] == [4, 400, 28]


class Work:
    """A clock that only the lanes' work moves on: so many seconds at each of a lane's turns."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *seconds: float) -> None:
        self.now = 0.0
        self._seconds = iter(seconds)
        monkeypatch.setattr("handwriting_app.lab.race.train", self._train)

    def __call__(self) -> float:
        return self.now

    def _train(self, *args: Any) -> Iterator[Report | None]:
        seconds = next(self._seconds)

        def turns() -> Iterator[Report | None]:
            with closing(train(*args)) as run:
                for report in run:
                    if report is not None:  # how often there is none depends on the computer
                        self.now += seconds
                        yield report

        return turns()


def test_seconds_end_every_lane_after_as_much_work(data: DataSet, monkeypatch: pytest.MonkeyPatch) -> None:
    work = Work(monkeypatch, 0.25, 1.0, 0.5)
    last = {}
    for news in run_race(Race(BASE, length=3), data, work):
        if news is not None and news.report is not None:
            last[news.lane] = news.report
    assert [last[lane].seconds for lane in range(3)] == [3.0, 3.0, 3.0]
    assert [last[lane].epoch for lane in range(3)] == [12, 3, 6]
    assert work.now == 9.0, "every lane is given as much, however many there are"


def test_seconds_are_processor_time_however_busy_the_computer_is(data: DataSet) -> None:
    is_over = threading.Event()

    def keep_busy() -> None:
        while not is_over.is_set():
            sum(range(1000))

    others = [threading.Thread(target=keep_busy) for _ in range(2)]
    for other in others:
        other.start()
    try:
        begun = time.thread_time()
        last = {each.lane: each.report for each in news_of(Race(BASE, length=0.03), data) if each.report is not None}
        spent = time.thread_time() - begun
    finally:
        is_over.set()
        for other in others:
            other.join()
    assert all(report.seconds >= 0.03 for report in last.values())
    assert sum(report.seconds for report in last.values()) <= spent


def test_turns_go_to_the_lane_that_has_worked_least(data: DataSet, monkeypatch: pytest.MonkeyPatch) -> None:
    worked = [0.0, 0.0, 0.0]
    turns = []
    for news in run_race(Race(BASE, length=4), data, Work(monkeypatch, 0.25, 1.0, 0.5)):
        assert news is not None
        if news.end:
            break
        if news.report is not None and news.report.epoch:
            assert worked[news.lane] == min(worked)
            worked[news.lane] = news.report.seconds
            turns.append(news.lane)
    assert turns[:7] == [0, 1, 2, 0, 0, 2, 0]
    assert min(worked) == 3.0


def test_a_lane_that_ends_above_its_start_has_diverged(data: DataSet) -> None:
    """Its numbers are finite, and it has done nothing but climb."""
    lanes = (Lane("batch", 0.1), Lane("stochastic", 50))
    for race in (Race(BASE, lanes, length=3, unit="epochs"), Race(BASE, lanes, length=0.02)):
        news = news_of(race, data)
        costs = {each.lane: each.report.training_cost for each in news if each.report is not None}
        assert costs[1] > 3 * news[0].report.training_cost  # type: ignore[union-attr]
        ends = {each.lane: each for each in news if each.end}
        assert [ends[lane].end for lane in (0, 1)] == ["finished", "diverged"]
        assert "above" in ends[1].message
        assert "50 is too high here; try 5." in ends[1].message


def test_a_lane_that_diverges_ends_alone(data: DataSet) -> None:
    lanes = (Lane("batch", 0.1), Lane("stochastic", 1000))
    news = news_of(Race(replace(BASE, l2=10), lanes, length=3, unit="epochs"), data)
    ends = {each.lane: each for each in news if each.end}
    assert ends[0].end == "finished"
    assert ends[1].end == "diverged"
    assert "too high" in ends[1].message


def test_closing_a_race_in_the_middle_gives_the_threads_back(data: DataSet) -> None:
    from threadpoolctl import threadpool_info

    def threads() -> list[int]:
        return [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]

    before = threads()
    race = run_race(Race(BASE, length=100), data)
    for _ in range(20):
        next(race)
    race.close()
    assert threads() == before


@pytest.mark.parametrize("count", [1, 5])
def test_a_race_needs_two_to_four_lanes(count: int) -> None:
    with pytest.raises(ValueError, match="2 to 4 lanes"):
        Race(BASE, (USUAL_LANES[0],) * count)
