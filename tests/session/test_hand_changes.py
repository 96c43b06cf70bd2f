from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.network import Network
from handwriting_app.session.hand_changes import HandChanges
from tests.session.runs import ENDLESS, SEVEN, TINY, WAIT, open_model, run, run_of, save


@pytest.fixture
def changes(qapp):
    changes = HandChanges()
    changes.log = []
    changes.changed.connect(lambda: changes.log.append(changes.names))
    return changes


def network(seed):
    return Network.initialise((64, 8, 10), "relu", "cross-entropy", np.random.default_rng(seed)).frozen()


def test_changes_are_taken_back_latest_first(changes):
    first, second = network(0), network(1)
    changes.add("zeros", first)
    changes.add("a step", second)
    assert changes.take_back() is second
    assert changes.take_back() is first
    assert changes.log == [("zeros",), ("zeros", "a step"), ("zeros",), ()]


def test_without_a_change_there_is_nothing_to_take_back(changes):
    with pytest.raises(IndexError):
        changes.take_back()


def test_forgetting_is_told_only_if_there_was_something(changes):
    changes.forget()
    assert changes.log == []
    changes.add("zeros", network(0))
    changes.forget()
    assert changes.log == [("zeros",), ()]


def zeros(session):
    zero = session.shelf.present.network.copy()
    zero.parameters[:] = 0
    return zero


def test_weights_changed_by_hand_can_be_taken_back(session):
    session.reader.set_drawing(SEVEN)
    before, reading = session.timeline.weights.network, session.reader.prediction
    session.change_network(zeros(session), "all weights zero")
    assert session.reader.prediction.confidence == pytest.approx(0.1)
    assert session.hand_changes.names == ("all weights zero",)
    session.undo_change()
    assert session.timeline.weights.network is before
    assert np.array_equal(session.reader.prediction.probabilities, reading.probabilities)
    session.undo_change()
    assert session.timeline.weights.network is before


def test_a_run_leaves_no_way_back(qtbot, session):
    session.change_network(zeros(session), "all weights zero")
    run(qtbot, session)
    assert session.hand_changes.names == ()


def test_other_shapes_are_refused(session):
    before = session.shelf.present
    with pytest.raises(ValueError, match="layers"):
        session.change_network(Network.initialise((64, 10), "relu", "cross-entropy", np.random.default_rng(0)), "other")
    assert session.shelf.present is before
    assert session.hand_changes.names == ()


def test_weights_that_are_no_numbers_are_refused(session):
    before = session.shelf.present
    for value in (np.nan, np.inf):
        network = before.network.copy()
        network.parameters[3] = value
        with pytest.raises(ValueError, match="finite"):
            session.change_network(network, "thrown off")
    assert session.shelf.present is before
    assert session.hand_changes.names == ()


def test_a_model_whose_changes_are_taken_back_is_no_longer_unsaved(session, tmp_path, qtbot):
    assert not session.shelf.present.unsaved
    for _ in range(2):
        session.change_network(zeros(session), "zeros")
    session.undo_change()
    assert session.shelf.present.unsaved  # one change is still there
    session.undo_change()
    assert not session.shelf.present.unsaved
    session.change_network(zeros(session), "zeros")
    with qtbot.waitSignal(session.saving.saved):
        session.save(session.shelf.present, tmp_path / "zeros.safetensors")
    session.undo_change()
    assert session.shelf.present.unsaved  # the file holds the change


def moved(session, by):
    network = session.shelf.present.network.copy()
    network.parameters[7] += by
    return network


def test_a_gesture_is_one_change_and_is_taken_back_whole(session):
    session.reader.set_drawing(SEVEN)
    session.change_network(zeros(session), "zeros")
    before, gesture = session.shelf.present, object()
    for to in ("0.1", "0.2", "0.3"):
        session.change_network(moved(session, 0.1), f"w to {to}", gesture)
    assert session.hand_changes.names == ("zeros", "w to 0.3")
    session.change_network(moved(session, 0.1), "another", object())
    assert session.hand_changes.names == ("zeros", "w to 0.3", "another")
    session.undo_change()
    session.undo_change()
    assert session.shelf.present.network is before.network
    assert session.hand_changes.names == ("zeros",)


def test_a_gesture_that_comes_back_leaves_nothing(session):
    before, gesture = session.shelf.present, object()
    session.change_network(moved(session, 0.1), "there", gesture)
    assert session.shelf.present.unsaved
    session.change_network(before.network.copy(), "and back", gesture)
    assert session.hand_changes.names == ()
    assert session.shelf.present.network is before.network
    assert not session.shelf.present.unsaved


def test_frozen_units_stay_when_training_goes_on_and_only_then(qtbot, session):
    run(qtbot, session)
    told = []
    session.shelf.frozen_changed.connect(lambda: told.append(session.shelf.present.frozen))
    units = frozenset({(1, 3), (2, 0)})
    session.freeze(units)
    before = session.shelf.present
    assert before.checkpoint is not None
    run_of(qtbot, session, lambda: session.go_on(TINY))
    after = session.shelf.present
    for layer, unit in units:
        assert np.array_equal(after.network.weights[layer - 1][unit], before.network.weights[layer - 1][unit])
        assert after.network.biases[layer - 1][unit] == before.network.biases[layer - 1][unit]
    assert not np.array_equal(after.network.weights[0][2], before.network.weights[0][2])
    assert after.frozen == units
    run(qtbot, session)  # fresh weights: nothing of them is frozen
    assert session.shelf.present.frozen == frozenset()
    assert told == [units, frozenset()]


def test_nothing_is_frozen_while_a_run_is_under_way(qtbot, session):
    with qtbot.waitSignal(session.training.started, timeout=WAIT):
        session.start_training(ENDLESS)
    with pytest.raises(RuntimeError, match="under way"):
        session.freeze(frozenset({(1, 0)}))
    with qtbot.waitSignal(session.training.ended, timeout=WAIT):
        session.training.stop()
    assert session.shelf.present.frozen == frozenset()


def test_a_file_keeps_what_is_frozen_so_that_its_run_goes_on_exactly(qtbot, session, tmp_path):
    run(qtbot, session)
    session.freeze(frozenset({(1, 3)}))
    save(qtbot, session, tmp_path / "frozen.safetensors")
    run_of(qtbot, session, lambda: session.go_on(TINY))
    gone_on = session.shelf.present.network.parameters.copy()
    open_model(qtbot, session, tmp_path / "frozen.safetensors")
    assert session.shelf.present.frozen == {(1, 3)}
    run_of(qtbot, session, lambda: session.go_on(TINY))
    assert np.array_equal(session.shelf.present.network.parameters, gone_on)
