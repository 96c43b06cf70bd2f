"""The session with its real thread, engine and digits: what arrives, in which order, and what survives."""

from __future__ import annotations

import random

import numpy as np
import pytest
from PySide6.QtCore import QTimer

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report
from handwriting_app.ink.drawing import Drawing
from handwriting_app.session import training_thread
from handwriting_app.session.messages import TrainingState
from handwriting_app.session.model import Model
from handwriting_app.session.run_control import RunControl
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
    with qtbot.waitSignal(session.training_ended, timeout=WAIT) as blocker:
        session.start_training(config, **options)
    return blocker.args[0]


def test_a_run_reports_every_epoch_and_learns(qtbot, session):
    states, reports = [], []
    session.state_changed.connect(states.append)
    session.training_reported.connect(reports.extend)
    assert ended(qtbot, session, TINY).reason == "finished"
    assert [report.epoch for report in reports] == [1, 2, 3, 4]
    assert session.history.reports() == tuple(reports)
    assert reports[-1].training_cost < reports[0].training_cost
    assert states == [TrainingState.RUNNING, TrainingState.IDLE]
    assert session.info.unsaved
    assert session.data is not None


def test_the_same_seed_gives_the_same_numbers(qtbot, session):
    ended(qtbot, session, TINY)
    first = session.network.parameters.copy()
    ended(qtbot, session, TINY)
    assert np.array_equal(session.network.parameters, first)


def test_published_weights_cannot_be_written_to(qtbot, session):
    ended(qtbot, session, TINY)
    with pytest.raises(ValueError, match="read-only"):
        session.network.parameters[0] = 1.0


def test_the_drawing_is_read_at_once_and_again_with_every_snapshot(qtbot, session):
    predictions = []
    session.prediction_changed.connect(predictions.append)
    session.set_drawing(SEVEN)
    assert len(predictions) == 1
    ended(qtbot, session, TINY)
    assert len(predictions) > 2
    assert not np.array_equal(predictions[0].probabilities, predictions[-1].probabilities)
    session.set_drawing(Drawing())
    assert session.prediction is None


def test_pause_holds_and_resume_goes_on(qtbot, session):
    with qtbot.waitSignal(session.training_reported, timeout=WAIT):
        session.start_training(ENDLESS)
    with qtbot.waitSignal(session.state_changed, timeout=WAIT, check_params_cb=lambda s: s is TrainingState.PAUSED):
        session.pause()
    epochs = len(session.history)
    with qtbot.assertNotEmitted(session.training_reported, wait=100):
        pass
    with qtbot.waitSignal(session.training_reported, timeout=WAIT):
        session.resume()
    assert len(session.history) > epochs


def test_one_epoch_at_a_time(qtbot, session):
    for epoch in (1, 2, 3):
        with qtbot.waitSignal(session.state_changed, timeout=WAIT, check_params_cb=lambda s: s is TrainingState.PAUSED):
            session.train_one_epoch(ENDLESS)
        assert session.history.last.epoch == epoch


def test_stop_keeps_the_last_whole_epoch(qtbot, session):
    with qtbot.waitSignal(session.training_reported, timeout=WAIT):
        session.start_training(ENDLESS)
    with qtbot.waitSignal(session.training_ended, timeout=WAIT) as blocker:
        session.stop()
    assert blocker.args[0].reason == "stopped"
    assert session.state is TrainingState.IDLE
    data, last = session.data, session.history.last
    accuracy = np.mean(session.network.predict(data.held_x).argmax(axis=1) == data.held_y)
    assert accuracy == pytest.approx(last.held_out_accuracy)


def test_a_run_started_during_another_replaces_it(qtbot, session):
    with qtbot.waitSignal(session.training_reported, timeout=WAIT):
        session.start_training(ENDLESS)
    with qtbot.waitSignals([session.training_ended, session.training_ended], timeout=WAIT):
        session.start_training(TINY)
    assert session.info.config == TINY
    assert [report.epoch for report in session.history.reports()] == [1, 2, 3, 4]
    assert len(session.earlier_models) == 1


def test_a_late_report_of_an_earlier_run_is_dropped(qtbot, session):
    ended(qtbot, session, TINY)
    before, history = session.network, session.history.reports()
    stale = Network.initialise(before.sizes, "relu", "cross-entropy", np.random.default_rng(9)).frozen()
    session.findChild(RunControl)._on_reported(-1, history, stale)
    assert session.network is before
    assert session.history.reports() == history


def test_going_on_counts_on(qtbot, session):
    ended(qtbot, session, TINY)
    first = session.history.last
    ended(qtbot, session, TINY, from_current=True)
    assert [report.epoch for report in session.history.reports()] == list(range(1, 9))
    assert session.history.last.updates == 2 * first.updates


def test_other_layers_cannot_go_on(session):
    with pytest.raises(ValueError, match="other layers"):
        session.start_training(TrainingConfig(hidden=(5,)), from_current=True)


def test_an_opened_model_can_go_on(qtbot, session, tmp_path):
    ended(qtbot, session, TINY)
    path = tmp_path / "kept.safetensors"
    session.save_model(path)
    assert (session.info.name, session.info.unsaved) == ("kept", False)
    weights = session.network.parameters.copy()
    session.reset(TINY)
    assert not np.array_equal(session.network.parameters, weights)
    session.open_model(path)
    assert np.array_equal(session.network.parameters, weights)
    ended(qtbot, session, TINY, from_current=True)
    assert session.history.last.epoch == 8


def test_a_file_that_is_no_model_changes_nothing(session, tmp_path):
    path = tmp_path / "junk.safetensors"
    path.write_bytes(b"junk")
    before = session.model
    with pytest.raises(ModelFileError):
        session.open_model(path)
    assert session.model is before


def test_a_learning_rate_too_high_ends_with_words_and_finite_weights(qtbot, session):
    wild = TrainingConfig(hidden=(8,), learning_rate=1000, l2=10, variation=0.0, epochs=50)
    end = ended(qtbot, session, wild)
    assert end.reason == "diverged"
    assert "learning rate" in end.message
    assert np.isfinite(session.network.parameters).all()


def test_after_a_run_its_probabilities_are_calibrated(qtbot, session):
    session.set_drawing(SEVEN)
    ended(qtbot, session, TINY)
    uncalibrated = session.prediction.probabilities
    qtbot.waitUntil(lambda: session.model.temperature != 1.0, timeout=WAIT)
    assert not np.allclose(session.prediction.probabilities, uncalibrated)


def test_an_error_in_the_thread_reaches_the_person(qtbot, session, monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError("no digits today")

    monkeypatch.setattr(training_thread, "load_digits_split", broken)
    end = ended(qtbot, session, TINY)
    assert end.reason == "failed"
    assert "no digits today" in end.message
    assert "Traceback" in end.details
    monkeypatch.undo()
    assert ended(qtbot, session, TINY).reason == "finished"


def test_the_learning_rate_changes_in_mid_run(qtbot, session):
    with qtbot.waitSignal(session.training_reported, timeout=WAIT):
        session.start_training(ENDLESS)

    def has_new_rate(reports: tuple[Report, ...]) -> bool:
        return reports[-1].learning_rate == 0.003

    with qtbot.waitSignal(session.training_reported, timeout=WAIT, check_params_cb=has_new_rate):
        session.set_learning_rate(0.003)


def test_weights_changed_by_hand_can_be_taken_back(session):
    session.set_drawing(SEVEN)
    before, reading = session.network, session.prediction
    zero = before.copy()
    zero.parameters[:] = 0
    session.change_network(zero, "all weights zero")
    assert session.prediction.confidence == pytest.approx(0.1)
    assert session.changes == ("all weights zero",)
    session.undo_change()
    assert session.network is before
    assert np.array_equal(session.prediction.probabilities, reading.probabilities)


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
        session.pause,
        session.resume,
        session.stop,
        lambda: session.reset(chance.choice(configs)),
        lambda: session.set_learning_rate(chance.choice([0.01, 0.1])),
        lambda: session.set_drawing(chance.choice([SEVEN, Drawing()])),
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
    if session.state is not TrainingState.IDLE:
        with qtbot.waitSignal(session.training_ended, timeout=WAIT):
            session.stop()
    assert ended(qtbot, session, TINY).reason == "finished"
    assert session.history.last.epoch == 4


@pytest.mark.parametrize("delay", [0, 1, 3, 10, 30, 100])
def test_closing_in_mid_training_is_safe(qtbot, delay):
    for _ in range(5):
        session = Session(Model.untrained(TINY, np.random.default_rng(0)))
        session.start_training(ENDLESS)
        qtbot.wait(delay)
        session.shutdown()
        published = []
        session.training_reported.connect(published.append)
        session.training_ended.connect(published.append)
        qtbot.wait(1)
        assert not published
