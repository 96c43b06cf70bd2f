from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.backpropagation import cost_of
from handwriting_app.engine.costs import targets_of
from handwriting_app.engine.training import train
from tests.engine.cases import reports_of, run


def test_averaged_weights_are_published_and_measured(data, make_network, make_config):
    averaged, plain = make_network(make_config()), make_network(make_config())
    kept = []
    config = make_config(epochs=6)
    for _ in reports_of(train(plain, data, config, np.random.default_rng(0))):
        kept.append(plain.parameters.copy())
    config = make_config(epochs=6, weight_averaging=0.75)
    reports = run(averaged, data, config)
    expected = kept[0]
    for epoch, parameters in enumerate(kept[1:], 2):
        decay = min(0.75, 1 - 1 / epoch)
        expected = decay * expected + (1 - decay) * parameters
    np.testing.assert_allclose(averaged.parameters, expected, rtol=1e-12)
    assert reports[-1].held_out_cost == pytest.approx(cost_of(averaged, data.held_x, targets_of(data.held_y, 4)))
