"""The façade with its real thread, engine and digits: what takes more than one part of the session."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QTimer

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.ink.drawing import Drawing
from handwriting_app.session.messages import RunState
from handwriting_app.session.model import Model
from handwriting_app.session.session import Session
from handwriting_app.session.task import Work
from tests.session.runs import ENDLESS, SEVEN, TINY, WAIT, Feed, open_model, run, run_of, save


def test_the_same_seed_gives_the_same_numbers(qtbot, session):
    run(qtbot, session)
    first = session.timeline.weights.network.parameters.copy()
    run(qtbot, session)
    assert np.array_equal(session.timeline.weights.network.parameters, first)


def test_the_drawing_is_read_at_once_and_again_with_every_snapshot(qtbot, session):
    predictions = []
    session.reader.prediction_changed.connect(predictions.append)
    session.reader.set_drawing(SEVEN)
    assert len(predictions) == 1
    run(qtbot, session)
    assert len(predictions) > 2
    assert not np.array_equal(predictions[0].probabilities, predictions[-1].probabilities)
    session.reader.set_drawing(Drawing())
    assert session.reader.prediction is None


def test_a_run_started_during_another_replaces_it(qtbot, session):
    with qtbot.waitSignal(session.training.reported, timeout=WAIT):
        session.start_training(ENDLESS)
    with qtbot.waitSignals([session.training.ended, session.training.ended], timeout=WAIT):
        session.start_training(TINY)
    assert session.shelf.present.info.config == TINY
    assert [report.epoch for report in session.timeline.history.reports()] == [1, 2, 3, 4]
    assert len(session.shelf.earlier) == 1


def test_going_on_counts_on(qtbot, session):
    run(qtbot, session)
    first = session.timeline.history.last
    run_of(qtbot, session, lambda: session.go_on(TINY))
    assert [report.epoch for report in session.timeline.history.reports()] == list(range(1, 9))
    assert session.timeline.history.last.updates == 2 * first.updates


def test_going_on_from_an_earlier_epoch_is_another_run(qtbot, session):
    run(qtbot, session)
    trunk, epochs = session.shelf.present, session.timeline.epochs
    session.timeline.look_back(2)
    start, begun = session.seen, []
    session.training.begun.connect(begun.append)
    run_of(qtbot, session, lambda: session.go_on(TINY, start))
    assert np.array_equal(begun[0].parameters, start.network.parameters)
    branch = session.shelf.present
    assert branch.name != trunk.name
    assert (branch.path, branch.unsaved, branch.is_opened) == (None, True, False)
    assert [report.epoch for report in branch.history.reports()] == list(range(1, 7))
    assert branch.history.reports()[:2] == trunk.history.reports()[:2]
    assert session.timeline.looked_at is None
    assert session.timeline.epochs[:3] == (0, 1, 2)
    assert trunk in session.shelf.earlier
    session.show_model(trunk)
    assert session.timeline.epochs == epochs


def test_going_on_from_before_the_first_epoch_begins_anew_with_the_same_weights(qtbot, session):
    run(qtbot, session)
    session.timeline.look_back(0)
    start = session.seen
    run_of(qtbot, session, lambda: session.go_on(TINY, start))
    assert [report.epoch for report in session.timeline.history.reports()] == [1, 2, 3, 4]
    assert np.array_equal(session.timeline.kept[0].network.parameters, start.network.parameters)


def test_the_final_epoch_is_not_known_while_a_run_is_under_way(qtbot, session):
    run(qtbot, session)
    assert session.final_epoch == 4
    with qtbot.waitSignal(session.training.reported, timeout=WAIT):
        session.start_training(ENDLESS)
    assert session.final_epoch is None


def test_other_layers_cannot_go_on(session):
    with pytest.raises(ValueError, match="other layers"):
        session.go_on(TrainingConfig(hidden=(5,)))


def test_an_opened_model_can_go_on(qtbot, session, tmp_path):
    run(qtbot, session)
    path = tmp_path / "kept.safetensors"
    save(qtbot, session, path)
    assert (session.shelf.present.info.name, session.shelf.present.info.unsaved) == ("kept", False)
    weights = session.timeline.weights.network.parameters.copy()
    session.reset(TINY)
    assert not np.array_equal(session.timeline.weights.network.parameters, weights)
    open_model(qtbot, session, path)
    assert np.array_equal(session.timeline.weights.network.parameters, weights)
    run_of(qtbot, session, lambda: session.go_on(TINY))
    assert session.timeline.history.last.epoch == 8


def test_a_file_that_is_no_model_changes_nothing(qtbot, session, tmp_path):
    path = tmp_path / "junk.safetensors"
    path.write_bytes(b"junk")
    before = session.shelf.present
    with qtbot.waitSignal(session.coming.refused, timeout=WAIT) as refused:
        session.open_model(path)
    assert refused.args[1] == path
    assert session.shelf.present is before


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
    assert run(qtbot, session).reason == "finished"
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
    run(qtbot, session, whole)
    expected, curve = session.shelf.present.network.parameters.copy(), session.timeline.history.training_cost.copy()
    half = replace(whole, epochs=3)
    run(qtbot, session, half)
    path = tmp_path / "half.safetensors"
    save(qtbot, session, path)
    session.reset(TINY)
    open_model(qtbot, session, path)
    run_of(qtbot, session, lambda: session.go_on(half))
    assert session.timeline.history.last.epoch == 6
    assert np.array_equal(session.shelf.present.network.parameters, expected)
    assert np.array_equal(session.timeline.history.training_cost, curve)


def test_what_was_changed_by_hand_goes_on_from_there(qtbot, session):
    run(qtbot, session, TINY)
    kept = session.shelf.present.checkpoint
    zero = session.shelf.present.network.copy()
    zero.parameters[:] = 0
    session.change_network(zero, "all weights zero")
    assert session.shelf.present.checkpoint is None
    session.undo_change()
    assert session.shelf.present.checkpoint is kept
    assert kept is not None


def _open(session, model, path):
    session.open_model(path)


def _show(session, model, path):
    session.show_model(model)


def _reset(session, model, path):
    session.reset(TINY)


@pytest.mark.parametrize("act", [_open, _show, _reset], ids=lambda act: act.__name__.strip("_"))
def test_another_model_stops_a_run_but_not_a_race(qtbot, session, tmp_path, act):
    run(qtbot, session)
    path = tmp_path / "kept.safetensors"
    save(qtbot, session, path)
    model = session.shelf.present
    with qtbot.waitSignal(session.training.reported, timeout=WAIT):
        session.start_training(ENDLESS)
    running = session.shelf.present.history
    assert run_of(qtbot, session, lambda: act(session, model, path)).reason == "stopped"
    qtbot.waitUntil(lambda: session.shelf.present.history is not running, timeout=WAIT)
    race = session.background.start(Feed().task(Work.RACE))
    before = session.shelf.present.history
    act(session, Model.untrained(TINY, np.random.default_rng(1)), path)
    qtbot.waitUntil(lambda: session.shelf.present.history is not before, timeout=WAIT)
    assert race.state is RunState.RUNNING


def test_opening_is_told_apart_from_what_the_program_shows(session):
    opened = []
    session.shelf.opened.connect(lambda info: opened.append(info.name))
    other = Model.untrained(TINY, np.random.default_rng(1))
    session.show_model(other)
    assert opened == []
    session.bring_back(Model.untrained(TINY, np.random.default_rng(2)))
    assert opened == ["untrained"]
