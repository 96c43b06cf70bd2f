"""Dreams of epochs in the background: which comes first, what is not dreamt again, and what is broken off."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.engine.network import Network
from handwriting_app.explain.dream import DreamPlan, dream, grey, noise
from handwriting_app.session.dream_rows import Row, Wish
from handwriting_app.session.dreaming import Dreaming
from handwriting_app.session.latest import Latest
from handwriting_app.session.weights import Weights

PLAN = DreamPlan(steps=5)


def weights(epoch: int, hidden: int = 6) -> Weights:
    network = Network.initialise((64, hidden, 10), "relu", "cross-entropy", np.random.default_rng(epoch))
    return Weights(network.frozen(), epoch=epoch)


@pytest.fixture
def job(qapp: object) -> Iterator[Latest[Row | None]]:
    job: Latest[Row | None] = Latest()
    yield job
    job.leave()


@pytest.fixture
def told(job: Latest[Row | None]) -> tuple[Dreaming, list[Row]]:
    dreaming, rows = Dreaming(job), []
    dreaming.dreamt.connect(rows.append)
    return dreaming, rows


Told = tuple[Dreaming, list[Row]]


def test_the_most_urgent_is_dreamt_first_and_all_are(qtbot: QtBot, told: Told) -> None:
    dreaming, rows = told
    epochs = [weights(3), weights(0), weights(1)]
    assert dreaming.want(Wish(tuple(epochs), grey(), PLAN)) == ()
    qtbot.waitUntil(lambda: len(rows) == 3)
    assert [row.weights for row in rows] == epochs
    expected = dream(epochs[1].network, 1.0, grey(), PLAN)
    assert expected is not None
    np.testing.assert_array_equal(rows[1].dreams.counts, expected.counts)


def test_what_is_known_is_not_dreamt_again_also_after_a_rest(qtbot: QtBot, told: Told) -> None:
    dreaming, rows = told
    first, second = weights(0), weights(1)
    dreaming.want(Wish((first,), grey(), PLAN))
    qtbot.waitUntil(lambda: len(rows) == 1)
    dreaming.rest()
    known = dreaming.want(Wish((first, second), grey(), PLAN))
    assert [row.weights for row in known] == [first]
    qtbot.waitUntil(lambda: len(rows) == 2)
    assert rows[1].weights is second


def test_another_start_or_plan_is_another_dream(qtbot: QtBot, told: Told) -> None:
    dreaming, rows = told
    only = weights(0)
    for number, wish in enumerate(
        (Wish((only,), grey(), PLAN), Wish((only,), noise(0), PLAN), Wish((only,), noise(0), DreamPlan("logit", 5)))
    ):
        assert dreaming.want(wish) == ()
        qtbot.waitUntil(lambda most=number + 1: len(rows) == most)
    assert not np.array_equal(rows[0].dreams.counts[0], rows[1].dreams.counts[0])


def test_what_nobody_wants_any_more_is_broken_off(qtbot: QtBot, told: Told, job: Latest[Row | None]) -> None:
    """Dreams that would take minutes."""
    dreaming, rows = told
    endless = DreamPlan("logit", 10**7, less_ink=0.0, smoothness=0.0)
    huge = Network.initialise((64, 2000, 2000, 10), "tanh", "cross-entropy", np.random.default_rng(0))
    dreaming.want(Wish((Weights(huge.frozen()),), noise(0), endless))
    dreaming.rest()
    with qtbot.waitSignal(job.done, timeout=10_000):
        job.queue(lambda: None)  # after all that was given to it
    assert rows == []


def test_a_network_that_is_gone_keeps_nobody_waiting(qtbot: QtBot, told: Told) -> None:
    dreaming, rows = told
    endless = DreamPlan("logit", 10**7, less_ink=0.0, smoothness=0.0)
    huge = Network.initialise((64, 2000, 2000, 10), "tanh", "cross-entropy", np.random.default_rng(0))
    dreaming.want(Wish((Weights(huge.frozen()),), noise(0), endless))
    dreaming.want(Wish((), noise(0), endless))
    dreaming.want(Wish((weights(1),), noise(0), PLAN))
    qtbot.waitUntil(lambda: len(rows) == 1)
    assert rows[0].weights.epoch == 1


def test_a_pause_follows_each_where_one_is_wanted(qtbot: QtBot, told: Told, job: Latest[Row | None]) -> None:
    dreaming, rows = told
    wish = Wish((weights(0), weights(1)), grey(), PLAN)
    dreaming.want(wish, 10**6)
    qtbot.waitUntil(lambda: len(rows) == 1)
    dreaming.want(wish, 10**6)  # and asking again and again does not prolong or end it
    with qtbot.waitSignal(job.done):
        job.queue(lambda: None)
    assert len(rows) == 1


def test_a_failure_is_told_and_not_tried_again(qtbot: QtBot, told: Told) -> None:
    dreaming, rows = told
    network = Network.initialise((3, 10), "relu", "cross-entropy", np.random.default_rng(0))
    with qtbot.waitSignal(dreaming.failed):
        dreaming.want(Wish((Weights(network), weights(1)), grey(), PLAN))
    assert rows == []
