from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from handwriting_app.data import subject as subject_module
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.messages import RunState, TrainingNews
from handwriting_app.session.task import Work
from tests.session.runs import ENDLESS, TINY, WAIT, Feed, is_paused, run, run_of


def begin(qtbot, session):
    with qtbot.waitSignal(session.training.reported, timeout=WAIT):
        session.start_training(ENDLESS)


def pause(qtbot, session):
    with qtbot.waitSignal(session.training.state_changed, timeout=WAIT, check_params_cb=is_paused):
        session.training.pause()


def test_a_run_reports_every_epoch_and_learns(qtbot, session):
    log, reports = [], []
    session.training.started.connect(log.append)
    session.training.state_changed.connect(log.append)
    session.training.ended.connect(lambda ended: log.append(ended.reason))
    session.training.reported.connect(lambda news: reports.extend(news.reports))
    assert run(qtbot, session).reason == "finished"
    assert [report.epoch for report in reports] == [1, 2, 3, 4]
    assert session.timeline.history.reports() == tuple(reports)
    assert reports[-1].training_cost < reports[0].training_cost
    assert log == [RunState.RUNNING, TINY, RunState.IDLE, "finished"]
    assert session.shelf.present.info.unsaved
    assert session.digits.of(session.shelf.present.config) is not None


def test_pause_shows_every_whole_epoch_and_holds(qtbot, session):
    """What is shown stands still, and no epoch was trained that is not shown."""
    begin(qtbot, session)
    shown = []
    session.training.reported.connect(lambda news: shown.extend(report.epoch for report in news.reports))
    so_far = session.timeline.history.last.epoch
    pause(qtbot, session)
    epochs = len(session.timeline.history)
    assert shown == list(range(so_far + 1, session.timeline.history.last.epoch + 1))
    with qtbot.assertNotEmitted(session.training.reported, wait=100):
        pass
    with qtbot.waitSignal(session.training.reported, timeout=WAIT) as blocker:
        session.training.resume()
    assert len(session.timeline.history) > epochs
    assert blocker.args[0].reports[0].epoch == epochs + 1


def test_a_pause_holds_no_epoch_back(qtbot, session):
    """One step after a pause shows one epoch more: none had been trained that was not shown."""
    begin(qtbot, session)
    for _ in range(5):
        pause(qtbot, session)
        last = session.timeline.history.last
        with qtbot.waitSignal(session.training.state_changed, timeout=WAIT, check_params_cb=is_paused):
            session.training.step()
        assert session.timeline.history.last.epoch == last.epoch + 1
        with qtbot.waitSignal(session.training.reported, timeout=WAIT):
            session.training.resume()


def test_one_epoch_at_a_time(qtbot, session):
    for epoch in (1, 2, 3):
        with qtbot.waitSignal(session.training.state_changed, timeout=WAIT, check_params_cb=is_paused):
            session.train_one_epoch(ENDLESS)
        assert session.timeline.history.last.epoch == epoch


def test_stop_keeps_the_last_whole_epoch(qtbot, session):
    begin(qtbot, session)
    assert run_of(qtbot, session, session.training.stop).reason == "stopped"
    assert session.training.state is RunState.IDLE
    data, last = session.digits.of(session.shelf.present.config), session.timeline.history.last
    accuracy = np.mean(session.timeline.weights.network.predict(data.held_x).argmax(axis=1) == data.held_y)
    assert accuracy == pytest.approx(last.held_out_accuracy)


def test_stop_ends_a_paused_run_and_forgets_the_one_that_was_to_follow(qtbot, session):
    begin(qtbot, session)
    pause(qtbot, session)
    session.start_training(TINY)
    assert run_of(qtbot, session, session.training.stop).reason == "stopped"
    assert session.training.state is RunState.IDLE
    assert session.shelf.present.config == ENDLESS


def test_without_a_run_there_is_nothing_to_pause_resume_or_stop(session):
    for act in (session.training.pause, session.training.resume, session.training.step, session.training.stop):
        act()
    session.training.set_learning_rate(0.5)
    assert session.training.state is RunState.IDLE


def test_a_learning_rate_too_high_ends_with_words_and_finite_weights(qtbot, session):
    wild = TrainingConfig(hidden=(8,), learning_rate=1000, l2=10, variation=0.0, epochs=50)
    end = run(qtbot, session, wild)
    assert end.reason == "diverged"
    assert "learning rate" in end.message
    assert np.isfinite(session.timeline.weights.network.parameters).all()


def test_an_error_in_the_thread_reaches_the_person(qtbot, session, monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError("no digits today")

    with monkeypatch.context() as patch:
        patch.setattr(subject_module, "load_digits_split", broken)
        end = run(qtbot, session)
    assert end.reason == "failed"
    assert "no digits today" in end.message
    assert "Traceback" in end.details
    assert run(qtbot, session).reason == "finished"


def test_the_learning_rate_changes_in_mid_run(qtbot, session):
    begin(qtbot, session)

    def has_new_rate(news: TrainingNews) -> bool:
        return news.reports[-1].learning_rate == 0.003

    with qtbot.waitSignal(session.training.reported, timeout=WAIT, check_params_cb=has_new_rate):
        session.training.set_learning_rate(0.003)


def test_a_run_stops_a_race_first_and_a_race_stops_a_run(qtbot, session):
    background = session.background
    background.start(Feed().task(Work.RACE))
    begin(qtbot, session)
    assert background.worker(Work.RACE) is None
    race = partial(background.start, Feed().task(Work.RACE))
    assert run_of(qtbot, session, partial(background.when_free, Work.RACE, race)).reason == "stopped"
    qtbot.waitUntil(lambda: background.worker(Work.RACE) is not None, timeout=WAIT)


@pytest.mark.parametrize("signal", ["ended", "state_changed"])
def test_a_run_begun_in_answer_to_an_end_is_not_taken_for_the_one_that_ended(qtbot, session, signal):
    next_run = replace(TINY, seed=7)
    began = []

    def follow(said):
        if not began and said is not RunState.RUNNING:
            began.append(said)
            session.start_training(next_run)

    getattr(session.training, signal).connect(follow)
    with qtbot.waitSignals([session.training.ended, session.training.ended], timeout=WAIT):
        session.start_training(TINY)
    assert session.training.state is RunState.IDLE
    assert session.shelf.present.config == next_run
    assert session.timeline.history.last.epoch == TINY.epochs
    assert len(session.shelf.earlier) == 1
