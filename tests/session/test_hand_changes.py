from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.network import Network
from handwriting_app.session.hand_changes import HandChanges
from tests.session.runs import SEVEN, run


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
