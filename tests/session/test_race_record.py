"""What is known of a race grows with its news."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.lab.race import Lane, LaneNews, Race
from handwriting_app.session.race_record import RaceRecord, names_of
from tests.session.runs import report

RACE = Race(TrainingConfig(hidden=(8,)), (Lane("batch", 0.2), Lane("stochastic", 0.02)))


def test_news_go_to_their_lanes() -> None:
    record = RaceRecord(RACE)
    record.take([LaneNews(0, report(1)), LaneNews(1, report(1)), LaneNews(1, report(2)), LaneNews(0, end="finished")])
    assert [len(history) for history in record.histories] == [1, 2]
    assert record.ends == ["finished", ""]
    assert record.finished == 1
    np.testing.assert_array_equal(record.places(1, "epochs"), [1, 2])
    np.testing.assert_array_equal(record.places(1, "updates"), [1, 2])


def test_a_lane_that_diverged_says_why_and_leads_no_more() -> None:
    record = RaceRecord(RACE)
    record.take([LaneNews(0, report(1)), LaneNews(1, report(1)), LaneNews(1, end="diverged", message="Too fast.")])
    assert record.trouble == "Stochastic: Too fast."
    found = record.leader("epochs")
    assert found is None or found.lane == 0


def test_lanes_are_called_by_what_tells_them_apart() -> None:
    assert names_of(RACE.lanes) == ["batch", "stochastic"]
    twice = (Lane("batch", 0.2), Lane("batch", 0.1), Lane("stochastic", 0.1))
    assert names_of(twice) == ["batch, η 0.2", "batch, η 0.1", "stochastic"]
    rules = (Lane("batch", 0.2), Lane("batch", 0.2, "momentum"))
    assert names_of(rules) == ["batch, plain", "batch, momentum"]


def test_who_is_first_depends_on_what_one_counts() -> None:
    record = RaceRecord(RACE)
    assert (record.first_by("epochs"), record.first_by("seconds"), record.diverged) == ("", "", 0)
    batch = [replace(report(epoch), seconds=0.1 * epoch, training_cost=1 / epoch) for epoch in (1, 2, 3, 4)]
    stochastic = [replace(report(epoch), seconds=epoch, training_cost=0.9 / epoch) for epoch in (1, 2)]
    record.take([LaneNews(0, each) for each in batch] + [LaneNews(1, each) for each in stochastic])
    assert record.first_by("epochs") == "stochastic"
    record.take([LaneNews(0, replace(report(20), seconds=1.5, training_cost=0.01))])
    assert record.first_by("seconds") == "batch"
    record.take([LaneNews(1, end="diverged", message="Too fast."), LaneNews(0, end="finished")])
    assert (record.finished, record.diverged) == (1, 1)
