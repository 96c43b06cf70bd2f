from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.network import Network
from handwriting_app.session import snapshots as snapshots_module
from handwriting_app.session.snapshots import Snapshots
from handwriting_app.session.weights import Weights


@pytest.fixture(scope="module")
def network():
    return Network.initialise((64, 3, 10), "relu", "cross-entropy", np.random.default_rng(0)).frozen()


def of(network, epoch):
    return Weights(network, 1 + epoch / 100, epoch)


def test_a_short_run_is_kept_whole(network):
    snapshots = Snapshots()
    for epoch in range(11):
        snapshots.add(of(network, epoch))
    assert snapshots.epochs == tuple(range(11))
    assert snapshots.at(3).network is network


def test_each_epoch_keeps_its_own_temperature(network):
    snapshots = Snapshots()
    for epoch in range(200):
        snapshots.add(of(network, epoch))
    assert [snapshots.at(epoch).temperature for epoch in snapshots.epochs] == [1 + e / 100 for e in snapshots.epochs]


@pytest.mark.parametrize("count", [64, 65, 66, 200, 1001, 5000])
def test_a_long_run_is_thinned_but_keeps_its_ends(network, count):
    snapshots = Snapshots()
    for epoch in range(count):
        snapshots.add(of(network, epoch))
        assert snapshots.epochs[-1] == epoch
        assert len(snapshots) <= 64
    assert snapshots.epochs[0] == 0
    assert len(snapshots) >= 30
    gaps = np.diff(snapshots.epochs)
    assert gaps.max() <= 2 * count / 30


def test_large_networks_are_kept_in_smaller_number(network, monkeypatch):
    monkeypatch.setattr(snapshots_module, "MOST_BYTES", 10 * network.parameters.nbytes)
    snapshots = Snapshots()
    for epoch in range(100):
        snapshots.add(of(network, epoch))
    assert 5 <= len(snapshots) <= 10


def test_the_epoch_that_is_looked_at_is_never_let_go(network):
    snapshots = Snapshots()
    for epoch in range(1000):
        snapshots.add(of(network, epoch), pinned=5 if epoch > 5 else None)
        assert epoch < 5 or 5 in snapshots.epochs
        assert len(snapshots) <= 65
    assert snapshots.epochs[-1] == 999


def test_the_newest_weights_may_be_changed(network):
    snapshots = Snapshots()
    for epoch in range(3):
        snapshots.add(of(network, epoch))
    other = network.copy().frozen()
    snapshots.replace_newest(Weights(other))
    assert snapshots.epochs == (0, 1, 2)
    assert snapshots.at(2).network is other
    assert snapshots.at(1).network is network


def test_it_knows_what_its_weights_take_up(network):
    snapshots = Snapshots()
    for epoch in range(3):
        snapshots.add(of(network, epoch))
    assert snapshots.nbytes == 3 * network.parameters.nbytes


def test_the_beginning_of_another_run_has_those_up_to_its_start(network):
    snapshots = Snapshots()
    for epoch in range(6):
        snapshots.add(of(network, epoch))
    start = of(network, 3)
    beginning = snapshots.until(start)
    assert beginning.epochs == (0, 1, 2, 3)
    assert beginning.at(3) is start
    assert all(weights.run is start.run for weights in beginning.kept)
    beginning.add(of(network, 4))
    assert snapshots.epochs == (0, 1, 2, 3, 4, 5)
