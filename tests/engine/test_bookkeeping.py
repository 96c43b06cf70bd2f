from __future__ import annotations

import numpy as np

from handwriting_app.engine.training import train


def test_numpys_warnings_are_as_before_between_two_heartbeats(data, make_network, make_config, monkeypatch):
    monkeypatch.setattr("handwriting_app.engine.bookkeeping.HEARTBEAT", 0.0)
    config = make_config()
    before = np.geterr()
    for _ in train(make_network(config), data, config, np.random.default_rng(0)):
        assert np.geterr() == before
