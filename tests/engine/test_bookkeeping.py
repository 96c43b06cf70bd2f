from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.training import train
from tests.engine.cases import run


def test_update_ratio_is_that_of_the_mean_update(data, make_network, make_config):
    config = make_config(epochs=1)
    network = make_network(config)
    before = network.copy()
    (report,) = run(network, data, config)
    for ratio, old, new in zip(report.update_ratios, before.weights, network.weights, strict=True):
        assert ratio == pytest.approx(np.linalg.norm(new - old) / report.updates / np.linalg.norm(old))


def test_numpys_warnings_are_as_before_between_two_heartbeats(data, make_network, make_config, monkeypatch):
    monkeypatch.setattr("handwriting_app.engine.bookkeeping.HEARTBEAT", 0.0)
    config = make_config()
    before = np.geterr()
    for _ in train(make_network(config), data, config, np.random.default_rng(0)):
        assert np.geterr() == before
