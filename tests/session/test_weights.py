from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from handwriting_app.session.model import Model
from handwriting_app.session.weights import Weights
from tests.session.runs import TINY, run


def test_they_are_one_value_that_cannot_be_changed_in_part():
    network = Model.untrained(TINY, np.random.default_rng(0)).network
    weights = Weights(network)
    assert (weights.temperature, weights.epoch, weights.is_past) == (1.0, 0, False)
    with pytest.raises(FrozenInstanceError):
        weights.temperature = 2.0


def test_published_weights_cannot_be_written_to(qtbot, session):
    published = [session.timeline.weights]
    session.timeline.weights_changed.connect(published.append)
    run(qtbot, session)
    assert len(published) > 1
    for weights in published:
        with pytest.raises(ValueError, match="read-only"):
            weights.network.parameters[0] = 1.0


def test_network_and_epoch_belong_together(qtbot, session):
    """What was published as of an epoch reads the held-out digits as well as the report of that epoch says."""
    published = []
    session.timeline.weights_changed.connect(published.append)
    run(qtbot, session)
    data = session.digits.of(TINY)
    accuracies = dict(zip(session.timeline.history.epochs, session.timeline.history.held_out_accuracy, strict=True))
    trained = [weights for weights in published if weights.epoch]
    assert trained
    for weights in trained:
        right = np.mean(weights.network.predict(data.held_x).argmax(axis=1) == data.held_y)
        assert right == pytest.approx(accuracies[weights.epoch])


def test_weights_know_their_run(qtbot, session):
    published = [session.timeline.weights]
    session.timeline.weights_changed.connect(published.append)
    run(qtbot, session)
    before, during, last = published[0], *published[-2:]
    assert during.is_of_run_of(last)
    assert not before.is_of_run_of(last)
    session.timeline.look_back(0)
    assert session.timeline.weights.is_of_run_of(last)
    session.reset(TINY)
    assert not session.timeline.weights.is_of_run_of(last)
