from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication

from handwriting_app.data import subject as subject_module
from handwriting_app.data.digits import load_digits_split
from handwriting_app.session.digits import KEPT, Digits
from tests.session.runs import TINY, WAIT


@pytest.fixture
def digits(background):
    return Digits(background)


@pytest.fixture
def loads(monkeypatch):
    """The splits that were loaded, as (held_out, seed)."""
    loads = []

    def counted(held_out, seed):
        loads.append((held_out, seed))
        return load_digits_split(held_out, seed)

    monkeypatch.setattr(subject_module, "load_digits_split", counted)
    return loads


def seeded(seed):
    return replace(TINY, seed=seed)


def test_two_threads_that_ask_at_once_get_the_same_digits(qtbot, digits, loads):
    both = threading.Barrier(2)

    def ask():
        both.wait(WAIT / 1000)
        return digits.load(TINY)

    told = []
    digits.loaded.connect(told.append)
    with ThreadPoolExecutor(2) as pool:
        first, second = [future.result() for future in [pool.submit(ask), pool.submit(ask)]]
    assert first is second
    assert loads == [(TINY.held_out, TINY.seed)]
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    QCoreApplication.processEvents()
    assert told == [first]
    assert digits.of(TINY) is first


def test_requests_are_told_in_the_thread_of_the_window(qtbot, digits):
    threads = []
    digits.loaded.connect(lambda data: threads.append(threading.current_thread()))
    assert digits.of(TINY) is None
    with qtbot.waitSignal(digits.loaded, timeout=WAIT) as blocker:
        digits.request(TINY)
    assert digits.of(TINY) is blocker.args[0]
    assert threads == [threading.main_thread()]


def test_what_is_there_is_not_loaded_again(qtbot, digits, loads):
    with qtbot.waitSignal(digits.loaded, timeout=WAIT):
        digits.request(TINY)
    digits.request(replace(TINY, hidden=(3,), epochs=1))
    with qtbot.waitSignal(digits.loaded, timeout=WAIT):
        digits.request(seeded(1))
    assert loads == [(TINY.held_out, TINY.seed), (TINY.held_out, 1)]


def test_every_request_is_answered_also_when_another_follows_at_once(qtbot, digits):
    configs = [seeded(1), seeded(2), replace(TINY, held_out=0.5)]
    for config in configs:
        digits.request(config)
    qtbot.waitUntil(lambda: all(digits.of(config) is not None for config in configs), timeout=WAIT)
    sizes = [len(digits.of(config).held_y) for config in configs]
    assert sizes[0] == sizes[1] < sizes[2]


def test_a_failure_is_told_and_may_be_tried_again(qtbot, digits, monkeypatch):
    def fail(held_out, seed):
        raise OSError("no digits today")

    with monkeypatch.context() as patch:
        patch.setattr(subject_module, "load_digits_split", fail)
        with qtbot.waitSignal(digits.failed, timeout=WAIT) as blocker:
            digits.request(TINY)
    assert blocker.args[0] == "no digits today"
    assert digits.of(TINY) is None
    with qtbot.waitSignal(digits.loaded, timeout=WAIT):
        digits.request(TINY)


def test_only_the_latest_splits_are_kept(digits):
    for seed in range(KEPT + 2):
        digits.load(seeded(seed))
    assert [digits.of(seeded(seed)) is not None for seed in range(KEPT + 2)] == [False, False, *[True] * KEPT]


def test_what_is_loaded_while_the_window_closes_is_not_told(background, digits):
    told = []
    digits.loaded.connect(told.append)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(digits.load, TINY).result()
    background.shutdown()
    QCoreApplication.processEvents()
    digits.request(seeded(1))
    QCoreApplication.processEvents()
    assert told == []
