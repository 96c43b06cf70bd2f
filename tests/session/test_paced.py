"""Measurements that are asked for faster than they can be made."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.session.latest import Latest
from handwriting_app.session.paced import Paced


@pytest.fixture
def job(qapp: object) -> Iterator[Latest[str]]:
    job: Latest[str] = Latest()
    yield job
    job.leave()


def answer(word: str) -> Callable[[], str]:
    return lambda: word


def held(gate: threading.Event, word: str) -> Callable[[], str]:
    def wait() -> str:
        gate.wait(10)
        return word

    return wait


def test_of_what_waits_only_the_latest_is_answered(qtbot: QtBot, job: Latest[str]) -> None:
    paced, gate, told = Paced(job, 1), threading.Event(), []
    paced.done.connect(told.append)
    paced.request(held(gate, "first"))
    paced.request(answer("second"))
    paced.request(answer("third"))
    gate.set()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == ["first", "third"]


def test_nothing_follows_an_answer_before_the_pause_is_over(qtbot: QtBot, job: Latest[str]) -> None:
    paced, told = Paced(job, 10**6), []
    paced.done.connect(told.append)
    with qtbot.waitSignal(paced.done):
        paced.request(answer("first"))
    paced.request(answer("second"))
    # What is asked of the job itself comes after all that was given to it.
    with qtbot.waitSignal(job.done):
        job.queue(answer("last"))
    assert "second" not in told


def test_a_hand_that_waits_does_not_wait_for_the_pause(qtbot: QtBot, job: Latest[str]) -> None:
    paced, told = Paced(job, 10**6), []
    paced.done.connect(told.append)
    with qtbot.waitSignal(paced.done):
        paced.request(answer("first"))
    with qtbot.waitSignal(paced.done):
        paced.request(answer("second"), at_once=True)
    assert told == ["first", "second"]


def test_what_was_dropped_is_not_told_and_does_not_hold_up_the_next(qtbot: QtBot, job: Latest[str]) -> None:
    paced, gate, told = Paced(job, 10**6), threading.Event(), []
    paced.done.connect(told.append)
    paced.request(held(gate, "of another network"))
    paced.request(answer("of another network too"))
    paced.drop()
    paced.request(answer("of this one"))
    gate.set()
    qtbot.waitUntil(lambda: len(told) > 0)
    assert told == ["of this one"]


def test_after_a_failure_it_goes_on(qtbot: QtBot, job: Latest[str]) -> None:
    def fail() -> str:
        raise ValueError("no digits")

    paced: Paced[str] = Paced(job, 1)
    with qtbot.waitSignal(paced.failed) as failed:
        paced.request(fail)
    assert failed.args == ["no digits"]
    with qtbot.waitSignal(paced.done) as done:
        paced.request(answer("well"))
    assert done.args == ["well"]
