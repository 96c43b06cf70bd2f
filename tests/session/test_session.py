"""The session with its real thread, engine and digits: what arrives, in which order, and what survives."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QTimer

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.ink.drawing import Drawing
from handwriting_app.session import digits as digits_module
from handwriting_app.session.messages import RunState, TrainingNews
from handwriting_app.session.model import Model
from handwriting_app.session.session import Session
from handwriting_app.storage.model_file import ModelFileError

TINY = TrainingConfig(hidden=(8,), epochs=4, variation=0.0, stop_when_converged=False)
ENDLESS = TrainingConfig(hidden=(8,), epochs=10**9, variation=0.0, stop_when_converged=False)
SEVEN = Drawing((np.array([[0.2, 0.2], [0.8, 0.2], [0.4, 0.9]]),))
WAIT = 30_000


@pytest.fixture
def session(qapp):
    session = Session(Model.untrained(TINY, np.random.default_rng(0)))
    yield session
    session.shutdown()


def ended(qtbot, session, config, **options):
    with qtbot.waitSignal(session.training.ended, timeout=WAIT) as blocker:
        session.start_training(config, **options)
    return blocker.args[0]


def is_paused(state):
    return state is RunState.PAUSED


def gone_on(qtbot, session, config):
    with qtbot.waitSignal(session.training.ended, timeout=WAIT) as blocker:
        session.go_on(config)
    return blocker.args[0]


def test_a_run_reports_every_epoch_and_learns(qtbot, session):
    states, reports = [], []
    session.training.state_changed.connect(states.append)
    session.training.reported.connect(lambda news: reports.extend(news.reports))
    assert ended(qtbot, session, TINY).reason == "finished"
    assert [report.epoch for report in reports] == [1, 2, 3, 4]
    assert session.timeline.history.reports() == tuple(reports)
    assert reports[-1].training_cost < reports[0].training_cost
    assert states == [RunState.RUNNING, RunState.IDLE]
    assert session.shelf.present.info.unsaved
    assert session.digits.of(session.shelf.present.config) is not None


def test_the_same_seed_gives_the_same_numbers(qtbot, session):
    ended(qtbot, session, TINY)
    first = session.timeline.weights.network.parameters.copy()
    ended(qtbot, session, TINY)
    assert np.array_equal(session.timeline.weights.network.parameters, first)


def test_published_weights_cannot_be_written_to(qtbot, session):
    ended(qtbot, session, TINY)
    with pytest.raises(ValueError, match="read-only"):
        session.timeline.weights.network.parameters[0] = 1.0


def test_the_drawing_is_read_at_once_and_again_with_every_snapshot(qtbot, session):
    predictions = []
    session.reader.prediction_changed.connect(predictions.append)
    session.reader.set_drawing(SEVEN)
    assert len(predictions) == 1
    ended(qtbot, session, TINY)
    assert len(predictions) > 2
    assert not np.array_equal(predictions[0].probabilities, predictions[-1].probabilities)
    session.reader.set_drawing(Drawing())
    assert session.reader.prediction is None


def test_pause_holds_and_resume_goes_on(qtbot, session):
    with qtbot.waitSignal(session.training.reported, timeout=WAIT):
        session.start_training(ENDLESS)
    with qtbot.waitSignal(session.training.state_changed, timeout=WAIT, check_params_cb=is_paused):
        session.training.pause()
    epochs = len(session.timeline.history)
    with qtbot.assertNotEmitted(session.training.reported, wait=100):
        pass
    with qtbot.waitSignal(session.training.reported, timeout=WAIT):
        session.training.resume()
    assert len(session.timeline.history) > epochs


def test_one_epoch_at_a_time(qtbot, session):
    for epoch in (1, 2, 3):
        with qtbot.waitSignal(session.training.state_changed, timeout=WAIT, check_params_cb=is_paused):
            session.train_one_epoch(ENDLESS)
        assert session.timeline.history.last.epoch == epoch


def test_stop_keeps_the_last_whole_epoch(qtbot, session):
    with qtbot.waitSignal(session.training.reported, timeout=WAIT):
        session.start_training(ENDLESS)
    with qtbot.waitSignal(session.training.ended, timeout=WAIT) as blocker:
        session.training.stop()
    assert blocker.args[0].reason == "stopped"
    assert session.training.state is RunState.IDLE
    data, last = session.digits.of(session.shelf.present.config), session.timeline.history.last
    accuracy = np.mean(session.timeline.weights.network.predict(data.held_x).argmax(axis=1) == data.held_y)
    assert accuracy == pytest.approx(last.held_out_accuracy)


def test_a_run_started_during_another_replaces_it(qtbot, session):
    with qtbot.waitSignal(session.training.reported, timeout=WAIT):
        session.start_training(ENDLESS)
    with qtbot.waitSignals([session.training.ended, session.training.ended], timeout=WAIT):
        session.start_training(TINY)
    assert session.shelf.present.info.config == TINY
    assert [report.epoch for report in session.timeline.history.reports()] == [1, 2, 3, 4]
    assert len(session.shelf.earlier) == 1


def test_going_on_counts_on(qtbot, session):
    ended(qtbot, session, TINY)
    first = session.timeline.history.last
    gone_on(qtbot, session, TINY)
    assert [report.epoch for report in session.timeline.history.reports()] == list(range(1, 9))
    assert session.timeline.history.last.updates == 2 * first.updates


def test_other_layers_cannot_go_on(session):
    with pytest.raises(ValueError, match="other layers"):
        session.go_on(TrainingConfig(hidden=(5,)))


def test_an_opened_model_can_go_on(qtbot, session, tmp_path):
    ended(qtbot, session, TINY)
    path = tmp_path / "kept.safetensors"
    session.save_model(path)
    assert (session.shelf.present.info.name, session.shelf.present.info.unsaved) == ("kept", False)
    weights = session.timeline.weights.network.parameters.copy()
    session.reset(TINY)
    assert not np.array_equal(session.timeline.weights.network.parameters, weights)
    session.open_model(path)
    assert np.array_equal(session.timeline.weights.network.parameters, weights)
    gone_on(qtbot, session, TINY)
    assert session.timeline.history.last.epoch == 8


def test_a_file_that_is_no_model_changes_nothing(session, tmp_path):
    path = tmp_path / "junk.safetensors"
    path.write_bytes(b"junk")
    before = session.shelf.present
    with pytest.raises(ModelFileError):
        session.open_model(path)
    assert session.shelf.present is before


def test_a_learning_rate_too_high_ends_with_words_and_finite_weights(qtbot, session):
    wild = TrainingConfig(hidden=(8,), learning_rate=1000, l2=10, variation=0.0, epochs=50)
    end = ended(qtbot, session, wild)
    assert end.reason == "diverged"
    assert "learning rate" in end.message
    assert np.isfinite(session.timeline.weights.network.parameters).all()


def test_after_a_run_its_probabilities_are_calibrated(qtbot, session):
    session.reader.set_drawing(SEVEN)
    ended(qtbot, session, TINY)
    uncalibrated = session.reader.prediction.probabilities
    qtbot.waitUntil(lambda: session.shelf.present.temperature != 1.0, timeout=WAIT)
    assert not np.allclose(session.reader.prediction.probabilities, uncalibrated)


def test_an_error_in_the_thread_reaches_the_person(qtbot, session, monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError("no digits today")

    monkeypatch.setattr(digits_module, "load_digits_split", broken)
    end = ended(qtbot, session, TINY)
    assert end.reason == "failed"
    assert "no digits today" in end.message
    assert "Traceback" in end.details
    monkeypatch.undo()
    assert ended(qtbot, session, TINY).reason == "finished"


def test_the_learning_rate_changes_in_mid_run(qtbot, session):
    with qtbot.waitSignal(session.training.reported, timeout=WAIT):
        session.start_training(ENDLESS)

    def has_new_rate(news: TrainingNews) -> bool:
        return news.reports[-1].learning_rate == 0.003

    with qtbot.waitSignal(session.training.reported, timeout=WAIT, check_params_cb=has_new_rate):
        session.training.set_learning_rate(0.003)


def test_weights_changed_by_hand_can_be_taken_back(session):
    session.reader.set_drawing(SEVEN)
    before, reading = session.timeline.weights.network, session.reader.prediction
    zero = before.copy()
    zero.parameters[:] = 0
    session.change_network(zero, "all weights zero")
    assert session.reader.prediction.confidence == pytest.approx(0.1)
    assert session.hand_changes.names == ("all weights zero",)
    session.undo_change()
    assert session.timeline.weights.network is before
    assert np.array_equal(session.reader.prediction.probabilities, reading.probabilities)


@pytest.mark.parametrize("seed", range(4))
def test_any_order_of_intents_is_safe(qtbot, session, seed):
    """A hundred intents at random moments, whatever the state; then the session still works."""
    chance = random.Random(seed)
    configs = [
        ENDLESS,
        TINY,
        TrainingConfig(hidden=(6, 5), descent="stochastic", activation="sigmoid", variation=0.0, epochs=3),
        TrainingConfig(hidden=(), descent="batch", variation=0.5, epochs=10**6),
    ]
    intents = [
        lambda: session.start_training(chance.choice(configs)),
        lambda: session.start_training(chance.choice(configs)),
        lambda: session.train_one_epoch(chance.choice(configs)),
        session.training.pause,
        session.training.resume,
        session.training.stop,
        lambda: session.reset(chance.choice(configs)),
        lambda: session.training.set_learning_rate(chance.choice([0.01, 0.1])),
        lambda: session.reader.set_drawing(chance.choice([SEVEN, Drawing()])),
    ]
    done = 0
    timer = QTimer()

    def act() -> None:
        nonlocal done
        chance.choice(intents)()
        done += 1
        timer.setInterval(chance.choice([0, 0, 1, 5, 20]))

    timer.timeout.connect(act)
    timer.start(0)
    qtbot.waitUntil(lambda: done >= 100, timeout=WAIT)
    timer.stop()
    if session.training.state is not RunState.IDLE:
        with qtbot.waitSignal(session.training.ended, timeout=WAIT):
            session.training.stop()
    assert ended(qtbot, session, TINY).reason == "finished"
    assert session.timeline.history.last.epoch == 4


@pytest.mark.parametrize("delay", [0, 1, 3, 10, 30, 100])
def test_closing_in_mid_training_is_safe(qtbot, delay):
    for _ in range(5):
        session = Session(Model.untrained(TINY, np.random.default_rng(0)))
        session.start_training(ENDLESS)
        qtbot.wait(delay)
        session.shutdown()
        published = []
        session.training.reported.connect(published.append)
        session.training.ended.connect(published.append)
        qtbot.wait(1)
        assert not published


@pytest.mark.parametrize("rule", ["plain", "momentum", "adam"])
def test_a_run_in_two_parts_gives_the_weights_of_a_whole_one(qtbot, session, tmp_path, rule):
    """Also through a file: the optimiser, the average and the order of the digits go on where they were."""
    whole = TrainingConfig(hidden=(8,), epochs=6, update_rule=rule, learning_rate=0.01, stop_when_converged=False)
    ended(qtbot, session, whole)
    expected, curve = session.shelf.present.network.parameters.copy(), session.timeline.history.training_cost.copy()
    half = replace(whole, epochs=3)
    ended(qtbot, session, half)
    path = tmp_path / "half.safetensors"
    session.save_model(path)
    session.reset(TINY)
    session.open_model(path)
    gone_on(qtbot, session, half)
    assert session.timeline.history.last.epoch == 6
    assert np.array_equal(session.shelf.present.network.parameters, expected)
    assert np.array_equal(session.timeline.history.training_cost, curve)


def test_what_was_changed_by_hand_goes_on_from_there(qtbot, session):
    ended(qtbot, session, TINY)
    kept = session.shelf.present.checkpoint
    zero = session.shelf.present.network.copy()
    zero.parameters[:] = 0
    session.change_network(zero, "all weights zero")
    assert session.shelf.present.checkpoint is None
    session.undo_change()
    assert session.shelf.present.checkpoint is kept
    assert kept is not None
