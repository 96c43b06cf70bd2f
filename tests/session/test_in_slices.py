"""A search in slices: its news, its answer, its end, and silence after it was dropped."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterator

import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.session.in_slices import SLICE_S, InSlices
from handwriting_app.session.latest import Latest


@pytest.fixture
def slices(qapp: object) -> Iterator[InSlices[int, str]]:
    job = Latest()  # type: ignore[var-annotated]
    yield InSlices(job)
    job.leave()


def counting(steps: int, threads: set[int] | None = None) -> Generator[int, None, str]:
    for step in range(steps):
        if threads is not None:
            threads.add(threading.get_ident())
        end = time.monotonic() + SLICE_S / 4
        while time.monotonic() < end:
            pass
        yield step
    return "found"


def test_the_answer_comes_after_news(qtbot: QtBot, slices: InSlices[int, str]) -> None:
    news: list[int] = []
    threads: set[int] = set()
    slices.progressed.connect(news.append)
    with qtbot.waitSignal(slices.done) as done:
        slices.begin(lambda: counting(20, threads))
        assert slices.is_busy
    assert done.args == ["found"]
    assert not slices.is_busy
    assert len(news) >= 2
    assert news == sorted(news)
    assert threading.get_ident() not in threads


def test_nothing_is_told_of_what_was_dropped(qtbot: QtBot, slices: InSlices[int, str]) -> None:
    told: list[object] = []
    slices.done.connect(told.append)
    with qtbot.waitSignal(slices.progressed):
        slices.begin(lambda: counting(1000))
    slices.drop()
    assert not slices.is_busy
    news: list[object] = []
    slices.progressed.connect(news.append)
    with qtbot.waitSignal(slices.done):
        slices.begin(lambda: counting(0))
    assert told == ["found"]
    assert news == []


def test_the_latest_search_takes_the_place_of_the_one_before(qtbot: QtBot, slices: InSlices[int, str]) -> None:
    news: list[int] = []
    slices.begin(lambda: counting(1000))
    slices.progressed.connect(news.append)
    with qtbot.waitSignal(slices.done):
        slices.begin(lambda: counting(8))
    assert max(news, default=0) < 8


def test_what_goes_wrong_is_said(qtbot: QtBot, slices: InSlices[int, str]) -> None:
    def broken() -> Generator[int, None, str]:
        yield 1
        raise ValueError("There is too much ink.")

    with qtbot.waitSignal(slices.failed) as failed:
        slices.begin(broken)
    assert failed.args == ["There is too much ink."]
    assert not slices.is_busy
