from __future__ import annotations

import tracemalloc
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.network import Network
from handwriting_app.engine.training import train
from handwriting_app.lab.race_figures import Memory, bytes_of, leader, memory_held, updates_per_epoch


def memory_of(network: Network, **choices: object) -> Memory:
    return memory_held(TrainingConfig(batch_size=48, **choices), network, 1100)  # type: ignore[arg-type]


def test_memory_follows_the_mode_and_the_rule() -> None:
    network = Network.initialise((64, 30, 10), "relu", "cross-entropy", np.random.default_rng(0))
    size = network.parameters.nbytes
    batch = memory_of(network, descent="batch", update_rule="plain")
    mini = memory_of(network, descent="mini-batch", update_rule="plain")
    stochastic = memory_of(network, descent="stochastic", update_rule="plain")
    assert {batch.parameters, mini.parameters, stochastic.parameters} == {size}
    assert (batch.batch, mini.batch, stochastic.batch) == (1100 * 75 * 4, 48 * 75 * 4, 75 * 4)
    assert batch.buffers > 512 * (30 + 10) * 4 > mini.buffers > 48 * (30 + 10) * 4
    assert (mini.rule, memory_of(network, update_rule="momentum").rule) == (0, size)
    assert memory_of(network, update_rule="adam").rule >= 2 * size


def test_memory_is_what_training_allocates() -> None:
    rng = np.random.default_rng(0)
    data = DataSet(rng.random((1100, 64), np.float32), rng.integers(0, 10, 1100), np.zeros((0, 64)), np.zeros(0, int))
    network = Network.initialise((64, 300, 10), "relu", "cross-entropy", rng)
    made = {}
    for mode in ("batch", "mini-batch"):
        config = TrainingConfig(descent=mode, batch_size=48, epochs=1, update_rule="plain")  # type: ignore[arg-type]
        for _ in train(network, data, config, np.random.default_rng(0)):
            pass  # what is made once for all runs is made now
        tracemalloc.start()
        run = train(network, data, replace(config, epochs=2), np.random.default_rng(0))
        while next(run) is None:
            pass
        made[mode] = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        run.close()
    expected = {
        mode: memory_held(TrainingConfig(descent=mode, batch_size=48, update_rule="plain"), network, 1100)  # type: ignore[arg-type]
        for mode in made
    }
    held = {mode: memory.parameters + memory.buffers for mode, memory in expected.items()}
    # All else (the shuffled copy of the digits, the evaluation) is the same in both, but for the shuffled copy.
    shuffled = 1100 * 65 * 4
    assert made["batch"] - (made["mini-batch"] - shuffled) == pytest.approx(held["batch"] - held["mini-batch"], rel=0.1)


def test_bytes_are_counted_once() -> None:
    array = np.zeros((6, 4), np.float32)
    assert bytes_of([array, array[2:], {"again": (array.T, array)}, partial(np.add, array, np.zeros(4))]) == 96 + 32


def test_updates_per_epoch() -> None:
    assert [
        updates_per_epoch(TrainingConfig(descent=mode, batch_size=64), 1437)  # type: ignore[arg-type]
        for mode in ("batch", "stochastic", "mini-batch")
    ] == [1, 1437, 23]


def test_the_leader_is_sought_where_all_lanes_have_been() -> None:
    places = [np.array([0.0, 1, 2, 3]), np.array([0.0, 2])]
    costs = [np.array([2.0, 1.5, 1.2, 0.1]), np.array([2.0, 1.0])]
    found = leader(places, costs)
    assert found is not None
    assert (found.place, found.costs, found.lane) == (2.0, (1.2, 1.0), 1)
    assert leader([np.array([0.0]), np.array([0.0, 1])], [np.array([1.0]), np.array([1.0, 0.5])]) is None
