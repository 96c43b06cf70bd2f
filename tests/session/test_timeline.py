from __future__ import annotations

import gc
import weakref
from dataclasses import replace

import numpy as np
import pytest

from handwriting_app.session.model import Model
from handwriting_app.session.snapshots import MOST_SNAPSHOTS
from handwriting_app.session.timeline import MOST_ASIDE, TimeLine
from tests.session.runs import TINY, report


def untrained(seed=0):
    return Model.untrained(TINY, np.random.default_rng(seed))


def trained_by(model, epoch):
    """The same model with the weights of an epoch, which can be told apart."""
    network = model.network.copy()
    network.parameters[:] = epoch
    return replace(model, network=network.frozen(), unsaved=True)


@pytest.fixture
def timeline(qapp):
    model = untrained()
    timeline = TimeLine(model)
    timeline.model = model
    timeline.log = []
    timeline.weights_changed.connect(lambda weights: timeline.log.append("weights"))
    timeline.kept_changed.connect(lambda: timeline.log.append("kept"))
    timeline.history_replaced.connect(lambda: timeline.log.append("history"))
    return timeline


def extend(timeline, *epochs):
    """A report and a snapshot for each of the epochs."""
    for epoch in epochs:
        timeline.model = trained_by(timeline.model, epoch)
        timeline.extend([report(epoch)], timeline.model)


def shown(timeline):
    weights = timeline.weights
    return int(weights.network.parameters[0]), weights.epoch, weights.is_past


def test_the_present_is_read_with(timeline):
    assert (timeline.weights.epoch, timeline.weights.is_past) == (0, False)
    extend(timeline, 1, 2, 3)
    assert shown(timeline) == (3, 3, False)
    assert timeline.epochs == (0, 1, 2, 3)
    assert timeline.history.epochs.tolist() == [1, 2, 3]
    assert timeline.log == ["kept", "weights"] * 3


def test_several_epochs_may_come_at_once(timeline):
    timeline.extend([report(1), report(2), report(3)], trained_by(timeline.model, 3))
    assert timeline.epochs == (0, 3)
    assert len(timeline.history) == 3


def test_looking_back_takes_the_nearest_epoch_that_is_kept(timeline):
    extend(timeline, 10, 20, 30)
    timeline.log.clear()
    timeline.look_back(12)
    assert timeline.looked_at == 10
    assert shown(timeline) == (10, 10, True)
    assert timeline.log == ["kept", "weights"]


@pytest.mark.parametrize("epoch", [None, 30, 29, 1000])
def test_the_newest_epoch_is_the_present(timeline, epoch):
    extend(timeline, 10, 20, 30)
    timeline.look_back(10)
    timeline.look_back(epoch)
    assert timeline.looked_at is None
    assert shown(timeline) == (30, 30, False)


def test_who_looks_back_is_left_alone_by_new_reports(timeline):
    extend(timeline, 1, 2, 3)
    timeline.look_back(2)
    timeline.log.clear()
    extend(timeline, 4, 5)
    assert shown(timeline) == (2, 2, True)
    assert timeline.log == ["kept", "kept"]
    timeline.look_back(None)
    assert shown(timeline) == (5, 5, False)


@pytest.mark.parametrize("epoch", [1, 7, 62])
def test_who_looks_back_stays_at_that_epoch_through_thinning(timeline, epoch):
    extend(timeline, *range(1, MOST_SNAPSHOTS))
    timeline.look_back(epoch)
    for more in range(MOST_SNAPSHOTS, 20 * MOST_SNAPSHOTS):
        extend(timeline, more)
        assert timeline.looked_at == epoch
        assert shown(timeline) == (epoch, epoch, True)
    assert timeline.epochs[-1] == more
    assert len(timeline.epochs) <= MOST_SNAPSHOTS + 1


def test_another_model_begins_a_time_line_of_its_own(timeline):
    extend(timeline, 1, 2, 3)
    timeline.look_back(1)
    timeline.log.clear()
    other = untrained(1)
    timeline.follow(other)
    assert timeline.weights.network is other.network
    assert (timeline.looked_at, timeline.epochs, len(timeline.history)) == (None, (0,), 0)
    assert timeline.log == ["history", "kept", "weights"]


def test_an_opened_model_begins_at_its_last_epoch(timeline):
    opened = untrained(1)
    opened.history.append([report(1), report(40)])
    timeline.follow(opened)
    assert timeline.epochs == (40,)
    assert timeline.weights.epoch == 40


def test_each_epoch_reads_with_its_own_temperature(timeline):
    for epoch in (1, 2, 3):
        timeline.model = replace(trained_by(timeline.model, epoch), temperature=1 + epoch / 10)
        timeline.extend([report(epoch)], timeline.model)
    assert timeline.weights.temperature == 1.3
    timeline.look_back(1)
    assert timeline.weights.temperature == 1.1
    timeline.look_back(0)
    assert timeline.weights.temperature == 1.0
    timeline.look_back(None)
    assert timeline.weights.temperature == 1.3


def test_another_name_is_no_news(timeline):
    extend(timeline, 1)
    timeline.log.clear()
    timeline.follow(replace(timeline.model, name="kept", unsaved=False))
    assert timeline.log == []


def test_weights_changed_by_hand_are_those_of_the_newest_epoch(timeline):
    extend(timeline, 1, 2)
    timeline.look_back(1)
    timeline.model = trained_by(timeline.model, 99)
    timeline.follow(timeline.model)
    assert shown(timeline) == (99, 2, False)
    assert timeline.epochs == (0, 1, 2)
    extend(timeline, 3)
    timeline.look_back(2)
    assert shown(timeline) == (99, 2, True)


def kept(timeline):
    """Every epoch that can be looked at, with its very weights."""
    seen = []
    for epoch in timeline.epochs:
        timeline.look_back(epoch)
        seen.append((epoch, timeline.weights.network, timeline.weights.temperature))
    timeline.look_back(None)
    return seen


def test_a_run_that_is_back_has_its_kept_epochs_again(timeline):
    extend(timeline, 1, 2, 3)
    first, before = timeline.model, kept(timeline)
    timeline.model = untrained(1)
    timeline.follow(timeline.model)
    assert timeline.epochs == (0,)
    extend(timeline, 1, 2)
    other, of_other = timeline.model, kept(timeline)
    timeline.follow(first)
    assert kept(timeline) == before
    timeline.follow(other)
    assert kept(timeline) == of_other
    timeline.follow(replace(first, network=trained_by(first, 7).network))
    assert timeline.epochs == (0, 1, 2, 3)
    assert shown(timeline) == (7, 3, False)


def test_the_epochs_of_earlier_runs_take_up_no_more_than_they_may(timeline, monkeypatch):
    extend(timeline, 1, 2, 3)
    first = timeline.model
    monkeypatch.setattr("handwriting_app.session.timeline.ASIDE_BYTES", 5 * first.network.parameters.nbytes)
    timeline.model = second = untrained(1)
    timeline.follow(second)
    extend(timeline, 1)
    second = timeline.model
    timeline.follow(untrained(2))  # four weights of the first and two of the second: one too many
    timeline.follow(first)
    assert timeline.epochs == (3,)
    timeline.follow(second)
    assert timeline.epochs == (0, 1)


def test_runs_that_cannot_come_back_are_let_go(timeline):
    """However small: whoever trains all day long would fill the memory with their curves."""
    extend(timeline, 1)
    old = [timeline.model]
    for seed in range(MOST_ASIDE + 1):
        timeline.model = untrained(seed)
        timeline.follow(timeline.model)
        extend(timeline, 1)
        old.append(timeline.model)
    gone, oldest = weakref.ref(old[0].network), old[2]  # the present one is put aside first
    del old
    gc.collect()
    assert gone() is None
    timeline.follow(oldest)
    assert timeline.epochs == (0, 1)


def test_a_run_that_goes_on_from_an_earlier_epoch_has_the_epochs_up_to_it(timeline):
    extend(timeline, 1, 2, 3, 4)
    timeline.look_back(2)
    trunk, before = timeline.model, timeline.kept
    branch = trunk.at(timeline.weights)
    timeline.follow(branch)
    assert timeline.looked_at is None
    assert timeline.epochs == (0, 1, 2)
    assert [each.network for each in timeline.kept] == [each.network for each in before[:3]]
    assert all(each.run is branch.history for each in timeline.kept)
    timeline.model = branch
    extend(timeline, 3)
    assert timeline.epochs == (0, 1, 2, 3)
    timeline.follow(trunk)  # and the other one is as it was
    assert timeline.epochs == (0, 1, 2, 3, 4)
