from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.backpropagation import cost_of
from handwriting_app.engine.costs import targets_of
from handwriting_app.engine.data_set import DataSet
from tests.engine.cases import run


def test_varied_inputs_are_learned_from_and_never_measured_on(data, make_network, make_config):
    config = make_config(epochs=3, descent="batch")
    asked = []

    def vary(epoch):
        asked.append(epoch)
        return data.train_x + epoch

    varied, network = make_network(config), make_network(config)
    reports = run(varied, data, config, vary=vary)
    assert asked == [0, 1, 2]
    assert reports[-1].held_out_cost == pytest.approx(cost_of(varied, data.held_x, targets_of(data.held_y, 4)))
    for epoch in range(3):
        moved = DataSet(data.train_x + epoch, data.train_y, data.held_x, data.held_y)
        run(network, moved, make_config(epochs=1, descent="batch"))
    np.testing.assert_array_equal(varied.parameters, network.parameters)


def test_varied_inputs_of_another_shape_are_refused(data, make_network, make_config):
    config = make_config()
    with pytest.raises(ValueError, match="shape"):
        run(make_network(config), data, config, vary=lambda epoch: data.train_x[:-1])
