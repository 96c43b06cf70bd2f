from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from handwriting_app.session.latest import Latest
from tests.session.runs import WAIT


@pytest.fixture
def latest(qapp):
    latest = Latest()
    latest.log = []
    latest.done.connect(latest.log.append)
    latest.failed.connect(lambda message, details: latest.log.append((message, details)))
    yield latest
    latest.leave()


@pytest.fixture
def gate(latest):
    """A job that is under way until it is let through."""
    gate, has_begun = threading.Event(), threading.Event()

    def held():
        has_begun.set()
        gate.wait(WAIT / 1000)
        return "held"

    gate.job = held
    gate.has_begun = has_begun
    yield gate
    gate.set()


def test_an_answer_arrives_in_the_thread_of_the_window(qtbot, latest):
    threads = []
    latest.done.connect(lambda answer: threads.append(threading.current_thread()))
    with qtbot.waitSignal(latest.done, timeout=WAIT) as blocker:
        latest.ask(threading.current_thread)
    assert threads == [threading.main_thread()]
    assert blocker.args[0] is not threading.main_thread()


def test_only_what_was_asked_last_is_answered(qtbot, latest, gate):
    run = []
    latest.ask(gate.job)
    assert gate.has_begun.wait(WAIT / 1000)
    latest.ask(lambda: run.append("second"))
    latest.ask(lambda: "third")
    gate.set()
    with qtbot.waitSignal(latest.done, timeout=WAIT):
        pass
    assert latest.log == ["third"]
    assert run == []


def test_a_queue_is_answered_whole_and_in_order(qtbot, latest, gate):
    latest.queue(gate.job)
    latest.queue(lambda: "second")
    latest.queue(lambda: "third")
    gate.set()
    qtbot.waitUntil(lambda: latest.log == ["held", "second", "third"], timeout=WAIT)


def test_what_is_asked_after_a_queue_drops_it(qtbot, latest, gate):
    latest.queue(gate.job)
    latest.queue(lambda: "second")
    latest.ask(lambda: "third")
    gate.set()
    with qtbot.waitSignal(latest.done, timeout=WAIT):
        pass
    assert latest.log == ["third"]


def test_what_is_dropped_is_not_told(qtbot, latest, gate):
    latest.ask(gate.job)
    assert gate.has_begun.wait(WAIT / 1000)
    latest.drop()
    gate.set()
    latest.queue(lambda: "next")
    with qtbot.waitSignal(latest.done, timeout=WAIT):
        pass
    assert latest.log == ["next"]


@pytest.mark.parametrize(("error", "message"), [(OSError("no such digit"), "no such digit"), (OSError(), "OSError")])
def test_a_failure_is_told_with_its_traceback_and_more_can_be_asked(qtbot, latest, error, message):
    def fail():
        raise error

    with qtbot.waitSignal(latest.failed, timeout=WAIT) as blocker:
        latest.ask(fail)
    assert blocker.args[0] == message
    assert "Traceback" in blocker.args[1]
    with qtbot.waitSignal(latest.done, timeout=WAIT):
        latest.ask(lambda: "right")


def test_a_job_that_is_left_goes_on_alone_and_nothing_is_told(qtbot, latest, gate):
    run = []
    held = latest.queue(gate.job)
    latest.queue(lambda: run.append("second"))
    assert gate.has_begun.wait(WAIT / 1000)
    latest.leave()  # does not wait: the gate is closed
    never = latest.queue(lambda: run.append("late"))
    gate.set()
    assert held.result(WAIT / 1000) == "held"
    QCoreApplication.processEvents()
    assert (latest.log, run) == ([], [])
    assert never.cancelled()


def test_a_job_that_was_left_may_outlive_the_object(qtbot, latest, gate):
    held = latest.queue(gate.job)
    assert gate.has_begun.wait(WAIT / 1000)
    latest.leave()
    latest.deleteLater()
    QCoreApplication.sendPostedEvents(latest, QEvent.Type.DeferredDelete.value)
    gate.set()
    assert held.result(WAIT / 1000) == "held"


def test_what_is_finished_is_done_to_its_end_and_nothing_is_told(latest, gate):
    run = []
    latest.queue(gate.job)
    latest.queue(lambda: run.append("second"))
    assert gate.has_begun.wait(WAIT / 1000)
    gate.set()
    latest.finish()
    assert run == ["second"]
    latest.queue(lambda: run.append("late"))
    QCoreApplication.processEvents()
    assert (latest.log, run) == ([], ["second"])


def test_an_answer_can_be_waited_for_in_another_thread(latest):
    def fail():
        raise OSError("no such digit")

    assert latest.queue(lambda: 7).result(WAIT / 1000) == 7
    with pytest.raises(OSError, match="no such digit"):
        latest.queue(fail).result(WAIT / 1000)
