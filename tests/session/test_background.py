from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QCoreApplication

from handwriting_app.session.background import Background
from handwriting_app.session.messages import RunState
from handwriting_app.session.task import Work
from handwriting_app.session.worker import Worker
from tests.session.runs import DONE, WAIT, Counting, Feed

TOYS = [Work.SURFACE, Work.WALK, Work.LAYERS, Work.SWEEP]


def begun(background, work, **options):
    """Endless work of this kind, which beats."""
    return background.start(Feed().task(work), **options)


def paused(qtbot, background, work):
    worker = begun(background, work)
    worker.pause()
    qtbot.waitUntil(lambda: worker.state is RunState.PAUSED, timeout=WAIT)
    return worker


def is_running(background, work):
    worker = background.worker(work)
    return worker is not None and worker.state is RunState.RUNNING


def test_one_of_a_kind(background):
    worker = begun(background, Work.TRAINING)
    assert background.worker(Work.TRAINING) is worker
    with pytest.raises(RuntimeError, match="training cannot begin"):
        begun(background, Work.TRAINING)


@pytest.mark.parametrize("work", Work)
def test_the_next_of_a_kind_begins_when_the_one_before_has_ended(qtbot, background, work):
    order = []
    first = begun(background, work)
    first.ended.connect(lambda ended: order.append(ended.reason))

    def begin():
        order.append("next")
        begun(background, work)

    background.when_free(work, begin)
    assert order == []
    qtbot.waitUntil(lambda: is_running(background, work), timeout=WAIT)
    assert order == ["stopped", "next"]
    assert background.worker(work) is not first


def test_what_is_asked_for_when_nothing_runs_is_done_at_once(background):
    done = []
    background.when_free(Work.TRAINING, lambda: done.append(1))
    assert done == [1]


def test_the_latest_wish_replaces_one_that_still_waits(qtbot, background):
    done = []
    begun(background, Work.TRAINING)
    background.when_free(Work.TRAINING, lambda: done.append("first"))
    background.when_free(Work.TRAINING, lambda: done.append("second"))
    qtbot.waitUntil(lambda: bool(done), timeout=WAIT)
    QCoreApplication.processEvents()
    assert done == ["second"]


def test_stop_forgets_what_waited_for_the_end(qtbot, background):
    done = []
    worker = begun(background, Work.TRAINING)
    background.when_free(Work.TRAINING, lambda: done.append("next"))
    with qtbot.waitSignal(worker.gone, timeout=WAIT):
        background.stop(Work.TRAINING)
    QCoreApplication.processEvents()
    assert done == []


@pytest.mark.parametrize("signal", ["state_changed", "ended"])
def test_what_is_begun_in_answer_to_an_end_waits_until_all_have_heard_of_it(qtbot, background, signal):
    order = []
    worker = background.start(Counting(3).task())

    def begin():
        order.append("next")
        begun(background, Work.TRAINING)

    getattr(worker, signal).connect(
        lambda said: background.when_free(Work.TRAINING, begin) if said in (DONE, RunState.IDLE) else None
    )
    worker.ended.connect(lambda ended: order.append("heard"))
    qtbot.waitUntil(lambda: is_running(background, Work.TRAINING) and bool(order), timeout=WAIT)
    assert order == ["heard", "next"]


@pytest.mark.parametrize(("first", "second"), [(Work.TRAINING, Work.RACE), (Work.RACE, Work.TRAINING)])
def test_a_race_and_a_training_run_stop_each_other(qtbot, background, first, second):
    begun(background, first)
    assert background.in_the_way(second) is first
    with pytest.raises(RuntimeError):
        begun(background, second)
    background.when_free(second, lambda: begun(background, second))
    qtbot.waitUntil(lambda: is_running(background, second), timeout=WAIT)
    assert background.worker(first) is None


@pytest.mark.parametrize(("first", "second"), [(Work.TRAINING, Work.RACE), (Work.RACE, Work.TRAINING)])
def test_of_two_that_exclude_each_other_the_one_that_was_asked_for_last_begins(qtbot, background, first, second):
    begun(background, first)
    background.when_free(second, lambda: begun(background, second))
    background.when_free(first, lambda: begun(background, first))
    qtbot.waitUntil(lambda: is_running(background, first), timeout=WAIT)
    assert background.worker(second) is None
    with qtbot.waitSignal(background.worker(first).gone, timeout=WAIT):
        background.stop(first)
    QCoreApplication.processEvents()
    assert background.worker(second) is None


def test_a_race_stops_a_sweep_which_would_take_time_from_it(qtbot, background):
    begun(background, Work.TRAINING)
    begun(background, Work.SWEEP)
    background.when_free(Work.RACE, lambda: begun(background, Work.RACE))
    qtbot.waitUntil(lambda: is_running(background, Work.RACE), timeout=WAIT)
    assert (background.worker(Work.TRAINING), background.worker(Work.SWEEP)) == (None, None)


def test_a_sweep_that_waits_for_a_race_is_not_forgotten_for_the_next_one(qtbot, background):
    begun(background, Work.RACE)
    background.when_free(Work.SWEEP, lambda: begun(background, Work.SWEEP))
    background.when_free(Work.RACE, lambda: begun(background, Work.RACE))
    qtbot.waitUntil(lambda: is_running(background, Work.RACE), timeout=WAIT)
    assert background.worker(Work.SWEEP) is None
    background.stop(Work.RACE)
    qtbot.waitUntil(lambda: is_running(background, Work.SWEEP), timeout=WAIT)


def test_what_begins_no_work_leaves_a_race_alone(qtbot, background):
    done = []
    race = begun(background, Work.RACE)
    background.when_free(Work.TRAINING, lambda: done.append("opened"), begins=False)
    assert done == ["opened"]
    assert race.state is RunState.RUNNING


def test_what_begins_no_work_is_not_forgotten_for_a_race(qtbot, background):
    done = []
    begun(background, Work.TRAINING)
    background.when_free(Work.TRAINING, lambda: done.append("opened"), begins=False)
    background.when_free(Work.RACE, lambda: begun(background, Work.RACE))
    qtbot.waitUntil(lambda: is_running(background, Work.RACE), timeout=WAIT)
    assert done == ["opened"]


def test_paused_training_is_not_in_the_way_of_a_race_and_stops_it_before_it_goes_on(qtbot, background):
    training = paused(qtbot, background, Work.TRAINING)
    assert background.in_the_way(Work.RACE) is None
    race = begun(background, Work.RACE)
    order = []
    race.ended.connect(lambda ended: order.append("race ended"))
    training.state_changed.connect(order.append)
    background.go_on(Work.TRAINING)
    assert training.state is RunState.PAUSED
    qtbot.waitUntil(lambda: training.state is RunState.RUNNING, timeout=WAIT)
    assert order == ["race ended", RunState.RUNNING]


def test_one_step_of_paused_training_after_a_race(qtbot, background):
    counting = Counting()
    training = background.start(counting.task(), one_step=True)
    qtbot.waitUntil(lambda: training.state is RunState.PAUSED, timeout=WAIT)
    begun(background, Work.RACE)
    background.go_on(Work.TRAINING, one_step=True)
    with qtbot.waitSignal(training.reported, timeout=WAIT):
        pass
    qtbot.waitUntil(lambda: training.state is RunState.PAUSED, timeout=WAIT)
    assert counting.counted == 2
    assert background.worker(Work.RACE) is None


@pytest.mark.parametrize("is_there", [False, True], ids=["none", "stopping"])
def test_without_a_paused_run_there_is_nothing_to_go_on_and_no_race_to_stop(qtbot, background, is_there):
    if is_there:
        training = paused(qtbot, background, Work.TRAINING)
        race = begun(background, Work.RACE)
        training.stop()
    else:
        race = begun(background, Work.RACE)
    background.go_on(Work.TRAINING)
    assert race.state is RunState.RUNNING


@pytest.mark.parametrize("toy", TOYS)
def test_toys_wait_for_a_race_and_do_not_stop_it(qtbot, background, toy):
    race = begun(background, Work.RACE)
    background.when_free(toy, lambda: begun(background, toy))
    assert background.in_the_way(toy) is Work.RACE
    assert (race.state, background.worker(toy)) == (RunState.RUNNING, None)
    with qtbot.waitSignal(race.gone, timeout=WAIT):
        background.stop(Work.RACE)
    assert is_running(background, toy)


@pytest.mark.parametrize("toy", TOYS)
def test_a_paused_toy_stays_so_while_a_race_is_timed(qtbot, background, toy):
    worker = paused(qtbot, background, toy)
    race = begun(background, Work.RACE)
    background.go_on(toy)
    assert (worker.state, race.state) == (RunState.PAUSED, RunState.RUNNING)
    with qtbot.waitSignal(race.gone, timeout=WAIT):
        background.stop(Work.RACE)
    assert worker.state is RunState.PAUSED
    background.go_on(toy)
    assert worker.state is RunState.RUNNING


def test_toys_run_beside_training(background):
    for work in (Work.TRAINING, *TOYS):
        begun(background, work)
    assert all(is_running(background, work) for work in (Work.TRAINING, *TOYS))


def test_what_is_dropped_tells_nothing_and_what_waited_for_it_is_forgotten(qtbot, background):
    told, done = [], []
    worker = begun(background, Work.WALK)
    worker.ended.connect(told.append)
    background.when_free(Work.WALK, lambda: done.append("next"))
    background.drop(Work.WALK)
    assert background.worker(Work.WALK) is None
    QCoreApplication.processEvents()
    assert (told, done) == ([], [])
    background.drop(Work.WALK)


def test_changes_are_told(qtbot, background):
    kinds = []
    background.changed.connect(lambda: kinds.append(getattr(background.worker(Work.TRAINING), "state", None)))
    training = paused(qtbot, background, Work.TRAINING)
    background.go_on(Work.TRAINING)
    with qtbot.waitSignal(training.gone, timeout=WAIT):
        background.stop(Work.TRAINING)
    assert kinds == [RunState.RUNNING, RunState.PAUSED, RunState.RUNNING, RunState.STOPPING, None]


def _running(qtbot, background):
    for work in (Work.TRAINING, *TOYS):
        begun(background, work)


def _paused(qtbot, background):
    paused(qtbot, background, Work.TRAINING)
    begun(background, Work.RACE)


def _stopping(qtbot, background):
    begun(background, Work.TRAINING).stop()


def _waiting(qtbot, background):
    begun(background, Work.TRAINING)
    background.when_free(Work.TRAINING, lambda: begun(background, Work.TRAINING))


def _waiting_for_a_race(qtbot, background):
    begun(background, Work.RACE)
    for work in TOYS:
        background.when_free(work, lambda work=work: begun(background, work))
    background.when_free(Work.TRAINING, lambda: begun(background, Work.TRAINING))


def _going_on_after_a_race(qtbot, background):
    paused(qtbot, background, Work.TRAINING)
    begun(background, Work.RACE)
    background.go_on(Work.TRAINING)


def _just_over(qtbot, background):
    background.start(Counting(3).task()).wait()


@pytest.mark.parametrize(
    "bring_about",
    [_running, _paused, _stopping, _waiting, _waiting_for_a_race, _going_on_after_a_race, _just_over],
    ids=lambda state: state.__name__.strip("_"),
)
def test_nothing_runs_begins_or_is_told_after_shutdown(qtbot, background, bring_about):
    bring_about(qtbot, background)
    told = _listen(background)
    answers = []
    job = background.job()
    job.done.connect(answers.append)
    job.queue(lambda: "answer")
    background.shutdown()
    assert told == []
    _assert_over(background, told)
    job.queue(lambda: "late")
    QCoreApplication.processEvents()
    assert answers == []


def test_who_closes_the_window_at_an_end_hears_no_more(qtbot, background):
    worker = background.start(Counting(3).task())
    background.when_free(Work.TRAINING, lambda: pytest.fail("this must not begin"))
    with qtbot.waitSignal(worker.ended, timeout=WAIT):
        worker.ended.connect(lambda ended: background.shutdown())
    _assert_over(background, _listen(background))


def _listen(background):
    told = []
    background.changed.connect(lambda: told.append("changed"))
    for worker in background.findChildren(Worker):
        worker.reported.connect(told.append)
        worker.state_changed.connect(told.append)
        worker.ended.connect(told.append)
        worker.gone.connect(lambda: told.append("gone"))
    return told


def _assert_over(background, told):
    told.clear()
    assert background.is_closed
    assert not any(worker.isRunning() for worker in background.findChildren(Worker))
    assert all(background.worker(work) is None for work in Work)
    for work in Work:
        background.when_free(work, lambda: pytest.fail("nothing may begin"))
        background.go_on(work)
        background.stop(work)
        with pytest.raises(RuntimeError):
            begun(background, work)
    QCoreApplication.processEvents()
    assert told == []
    assert not any(worker.isRunning() for worker in background.findChildren(Worker))


@pytest.mark.parametrize("seed", range(30))
def test_any_order_of_calls_is_safe(qtbot, seed):
    """Whatever is asked for at whatever moment: a race and a training run never work at once, and all can end."""
    chance = random.Random(seed)
    background = Background()

    def check():
        assert not (is_running(background, Work.RACE) and is_running(background, Work.TRAINING))

    def begin(work):
        task = Counting(chance.choice([3, 3000, None])).task(work)
        background.start(task, one_step=chance.random() < 0.3)
        check()

    def ask(work):
        background.when_free(work, lambda: begin(work))

    def pause(work):
        if work is not Work.RACE and background.worker(work) is not None:
            background.worker(work).pause()

    calls = [
        *[ask] * 3,
        pause,
        pause,
        background.go_on,
        lambda work: background.go_on(work, one_step=True),
        background.stop,
        background.drop,
        lambda work: background.when_free(work, check, begins=False),
    ]
    background.changed.connect(check)
    try:
        for _ in range(150):
            chance.choice(calls)(chance.choice([Work.TRAINING, Work.RACE, *Work]))
            for _ in range(chance.choice([0, 0, 1, 5])):
                QCoreApplication.processEvents()
        if seed % 2:
            for work in Work:
                background.stop(work)
            qtbot.waitUntil(lambda: all(background.worker(work) is None for work in Work), timeout=WAIT)
            for work in (Work.TRAINING, *TOYS):
                ask(work)
                assert background.worker(work) is not None
    finally:
        told = _listen(background)
        background.shutdown()
    _assert_over(background, told)
