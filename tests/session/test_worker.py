from __future__ import annotations

from concurrent.futures import CancelledError
from dataclasses import replace
from itertools import chain

import pytest
from PySide6.QtCore import QCoreApplication

from handwriting_app.session.messages import RunState
from handwriting_app.session.worker import Worker
from tests.session.runs import DONE, WAIT, Counting, Feed, is_paused


@pytest.fixture
def begin(qapp):
    workers = []

    def begin(task, **options):
        worker = Worker(task, **options)
        workers.append(worker)
        worker.log = []
        worker.reported.connect(worker.log.append)
        worker.state_changed.connect(worker.log.append)
        worker.ended.connect(worker.log.append)
        worker.gone.connect(lambda: worker.log.append("gone"))
        worker.start()
        return worker

    yield begin
    for worker in workers:
        worker.finish()


def news_of(worker):
    return list(chain.from_iterable(each for each in worker.log if isinstance(each, tuple)))


def paused(qtbot, worker, act):
    with qtbot.waitSignal(worker.state_changed, timeout=WAIT, check_params_cb=is_paused):
        act()


def test_news_arrive_in_bundles_and_in_order_before_the_end(qtbot, begin):
    worker = begin(Counting(50_000).task())
    with qtbot.waitSignal(worker.gone, timeout=WAIT):
        pass
    assert news_of(worker) == list(range(50_000))
    bundles = [each for each in worker.log if isinstance(each, tuple)]
    assert len(bundles) < 1000
    assert worker.log == [*bundles, RunState.IDLE, DONE, "gone"]
    assert worker.state is RunState.IDLE
    assert not worker.isRunning()


def test_news_are_told_also_if_none_follow(qtbot, begin):
    feed = Feed()
    feed.give(1, 2, 3)
    worker = begin(feed.task())
    qtbot.waitUntil(lambda: news_of(worker) == [1, 2, 3], timeout=WAIT)


def test_whatever_was_done_is_told_before_the_pause(qtbot, begin):
    counting = Counting()
    worker = begin(counting.task())
    with qtbot.waitSignal(worker.reported, timeout=WAIT):
        pass
    paused(qtbot, worker, worker.pause)
    assert worker.log[-1] is RunState.PAUSED
    assert news_of(worker) == list(range(counting.counted))
    so_far = counting.counted
    with qtbot.waitSignal(worker.reported, timeout=WAIT):
        worker.go_on()
    assert counting.counted > so_far


def test_a_pause_needs_no_news(qtbot, begin):
    feed = Feed()
    worker = begin(feed.task())
    paused(qtbot, worker, worker.pause)
    feed.give(1)
    worker.go_on()
    qtbot.waitUntil(lambda: news_of(worker) == [1], timeout=WAIT)
    assert worker.log[:2] == [RunState.PAUSED, RunState.RUNNING]


def test_a_step_lasts_until_the_next_news(qtbot, begin):
    worker = begin(Counting().task(), one_step=True)
    qtbot.waitUntil(lambda: worker.state is RunState.PAUSED, timeout=WAIT)
    for number in (1, 2, 3):
        assert news_of(worker) == list(range(number))
        paused(qtbot, worker, lambda: worker.go_on(one_step=True))
    assert news_of(worker) == [0, 1, 2, 3]
    with qtbot.waitSignal(worker.reported, timeout=WAIT):
        worker.go_on()
    qtbot.waitUntil(lambda: len(news_of(worker)) > 10, timeout=WAIT)


@pytest.mark.parametrize("is_held", [False, True])
def test_stop(qtbot, begin, is_held):
    counting = Counting()
    worker = begin(counting.task(), one_step=is_held)
    if is_held:
        qtbot.waitUntil(lambda: worker.state is RunState.PAUSED, timeout=WAIT)
    with qtbot.waitSignal(worker.ended, timeout=WAIT) as blocker:
        worker.stop()
        assert worker.state is RunState.STOPPING
    assert (blocker.args[0].reason, blocker.args[0].message) == ("stopped", "Stopped by hand.")
    assert news_of(worker) == list(range(counting.counted))
    worker.stop()
    worker.pause()
    worker.go_on()
    assert worker.state is RunState.IDLE


def test_the_generator_is_closed_when_it_is_stopped(qtbot, begin):
    feed = Feed()
    worker = begin(feed.task())
    paused(qtbot, worker, worker.pause)
    with qtbot.waitSignal(worker.ended, timeout=WAIT):
        worker.stop()
    assert feed.is_over


def test_a_failure_comes_with_what_was_done_before_it_and_a_traceback(qtbot, begin):
    feed = Feed()
    feed.give(1, 2, ZeroDivisionError("nothing to share"))
    worker = begin(feed.task())
    with qtbot.waitSignal(worker.ended, timeout=WAIT) as blocker:
        pass
    failed = blocker.args[0]
    assert failed.reason == "failed"
    assert "training stopped because of an error" in failed.message
    assert "nothing to share" in failed.message
    assert "Traceback" in failed.details
    assert "ZeroDivisionError" in failed.details
    assert news_of(worker) == [1, 2]


def test_what_waits_for_something_that_is_left_to_itself_has_been_stopped(qtbot, begin, caplog):
    """As for digits that are no longer loaded, because the window closes."""
    feed = Feed()
    feed.give(1, CancelledError())
    worker = begin(feed.task())
    with qtbot.waitSignal(worker.ended, timeout=WAIT) as blocker:
        pass
    assert blocker.args[0].reason == "stopped"
    assert news_of(worker) == [1]
    assert not caplog.records


def test_a_failure_without_words_is_named(qtbot, begin):
    feed = Feed()
    feed.give(MemoryError())
    with qtbot.waitSignal(begin(feed.task()).ended, timeout=WAIT) as blocker:
        pass
    assert blocker.args[0].message.endswith("MemoryError")


@pytest.mark.parametrize("last", [[], [DONE]], ids=["on the way", "at the end"])
def test_news_that_cannot_be_bundled_are_a_failure(qtbot, begin, last):
    def bundle(news):
        raise OSError("no bundle")

    feed = Feed()
    feed.give(1, *last)
    worker = begin(replace(feed.task(), bundle=bundle))
    with qtbot.waitSignal(worker.ended, timeout=WAIT) as blocker:
        pass
    assert blocker.args[0].reason == "failed"
    assert "no bundle" in blocker.args[0].message


@pytest.mark.parametrize("end", [None, 1000], ids=["under way", "already over"])
def test_nothing_is_told_after_finish(begin, end):
    worker = begin(Counting(end).task())
    if end is not None:
        worker.wait()  # news and end are on their way to this thread
    worker.finish()
    assert worker.state is RunState.IDLE
    assert not worker.isRunning()
    QCoreApplication.processEvents()
    assert worker.log == []


def test_nothing_is_told_after_silence(qtbot, begin):
    feed = Feed()
    worker = begin(feed.task())
    paused(qtbot, worker, worker.pause)
    worker.log.clear()
    worker.silence()
    worker.wait()
    QCoreApplication.processEvents()
    assert worker.log == []


def test_who_lets_a_worker_finish_on_its_end_hears_no_more(qtbot, begin):
    worker = begin(Counting(10).task())
    with qtbot.waitSignal(worker.ended, timeout=WAIT):
        worker.ended.connect(worker.finish)
    QCoreApplication.processEvents()
    assert "gone" not in worker.log


def test_gone_comes_after_all_have_heard_of_the_end(qtbot, begin):
    worker = begin(Counting(10).task())
    with qtbot.waitSignal(worker.gone, timeout=WAIT):
        worker.ended.connect(lambda ended: worker.log.append("heard late"))
    assert worker.log[-3:] == [DONE, "heard late", "gone"]
