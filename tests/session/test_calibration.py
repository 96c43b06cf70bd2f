from __future__ import annotations

from dataclasses import replace

import numpy as np

from handwriting_app.data import calibration as calibration_module
from handwriting_app.data.calibration import fit_temperature
from handwriting_app.session import digits as digits_module
from handwriting_app.session.messages import RunState
from tests.session.runs import SEVEN, TINY, WAIT, run

OTHER = replace(TINY, seed=3)


def test_after_a_run_its_probabilities_are_calibrated(qtbot, session, monkeypatch):
    monkeypatch.setattr(calibration_module, "fit_temperature", fit_temperature)
    session.reader.set_drawing(SEVEN)
    run(qtbot, session)
    uncalibrated = session.reader.prediction.probabilities
    qtbot.waitUntil(lambda: session.shelf.present.temperature != 1.0, timeout=WAIT)
    data, model = session.digits.of(TINY), session.shelf.present
    assert model.temperature == fit_temperature(model.network, data.held_x, data.held_y)
    assert not np.allclose(session.reader.prediction.probabilities, uncalibrated)


def test_a_run_put_aside_while_its_temperature_was_being_fitted_gets_it(qtbot, session):
    """The second run starts as the first ends; both end with a temperature."""
    started = []

    def start_another(_ended):
        if not started:
            started.append(session.shelf.present)
            session.start_training(OTHER)

    session.training.ended.connect(start_another)
    with qtbot.waitSignals([session.training.ended, session.training.ended], timeout=WAIT):
        session.start_training(TINY)

    def both():
        return [*session.shelf.earlier, session.shelf.present]

    qtbot.waitUntil(lambda: all(model.temperature != 1.0 for model in both()), timeout=WAIT)
    assert [model.config for model in both()] == [TINY, OTHER]
    session.bring_back(started[0])
    assert session.shelf.present.temperature != 1.0
    assert session.timeline.weights.temperature == session.shelf.present.temperature


def test_a_run_that_another_one_follows_at_its_very_end_is_calibrated(qtbot, session):
    """Also if the other one was asked for before most had heard of the end."""
    begun = []

    def start_another(state):
        if state is RunState.IDLE and not begun:
            begun.append(state)
            session.start_training(OTHER)

    session.training.state_changed.connect(start_another)
    with qtbot.waitSignals([session.training.ended, session.training.ended], timeout=WAIT):
        session.start_training(TINY)
    qtbot.waitUntil(lambda: session.shelf.present.temperature != 1.0, timeout=WAIT)
    assert [model.temperature != 1.0 for model in session.shelf.earlier] == [True]


def test_a_run_whose_digits_are_no_longer_in_memory_is_calibrated(qtbot, session, monkeypatch):
    monkeypatch.setattr(digits_module, "KEPT", 1)

    def load_others(_news):
        session.training.reported.disconnect(load_others)
        session.digits.load(OTHER)

    session.training.reported.connect(load_others)
    run(qtbot, session)
    assert session.digits.of(TINY) is None
    qtbot.waitUntil(lambda: session.shelf.present.temperature != 1.0, timeout=WAIT)


def test_a_run_without_an_epoch_needs_no_temperature(qtbot, session, monkeypatch):
    def fail(held_out, seed):
        raise OSError("no digits today")

    asked = []
    monkeypatch.setattr(calibration_module, "fit_temperature", lambda network, *_: asked.append(network) or 1.5)
    with monkeypatch.context() as patch:
        patch.setattr(digits_module, "load_digits_split", fail)
        assert run(qtbot, session).reason == "failed"
    run(qtbot, session, OTHER)
    qtbot.waitUntil(lambda: session.shelf.present.temperature != 1.0, timeout=WAIT)
    assert asked == [session.shelf.present.network]


def test_who_looks_back_stays_there_when_the_temperature_arrives(qtbot, session):
    run(qtbot, session)
    epoch = session.timeline.epochs[0]
    session.timeline.look_back(epoch)
    qtbot.waitUntil(lambda: session.timeline.weights.temperature != 1.0, timeout=WAIT)
    assert session.timeline.looked_at == epoch
