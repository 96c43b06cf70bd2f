from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.evaluation import Evaluation
from handwriting_app.engine.examples import with_ones
from tests.engine.cases import run


def test_dead_units_are_counted(data, make_network, make_config):
    config = make_config(epochs=1, learning_rate=1e-9)
    network = make_network(config)
    network.biases[0][:2] = -1000
    network.biases[1][0] = -1000
    (report,) = run(network, data, config)
    assert report.inactive_shares == (pytest.approx(2 / 6), pytest.approx(1 / 5))


def test_saturated_units_are_counted(data, make_network, make_config):
    config = make_config(epochs=1, learning_rate=1e-9, activation="tanh")
    network = make_network(config)
    network.biases[0][:3] = (50, -50, 50)
    (report,) = run(network, data, config)
    assert report.inactive_shares[0] == pytest.approx(3 / 6)


def test_an_empty_held_out_set_gives_no_numbers(data, make_network, make_config):
    config = make_config()
    last = run(make_network(config), DataSet(data.train_x, data.train_y, data.held_x[:0], data.held_y[:0]), config)[-1]
    assert np.isnan([last.held_out_cost, last.held_out_accuracy]).all()
    assert np.isfinite(last.training_cost)


def test_digits_for_which_every_output_is_out_are_counted(data, make_network, make_config):
    for cost, share in (("quadratic", 1.0), ("cross-entropy", 0.0)):
        network = make_network(make_config(cost=cost))
        network.biases[-1][:] = -60
        evaluation = Evaluation(network, with_ones(data.held_x, np.float64), data.held_y)
        list(evaluation.measure())
        assert evaluation.faint_share == share
        assert evaluation.is_finite
