"""The temperature makes an overconfident network modest and a timid one bolder."""

from __future__ import annotations

import numpy as np

from handwriting_app.data.calibration import fit_temperature
from handwriting_app.data.digits import load_digits_split
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.engine.training import train


def test_temperature_follows_the_confidence_and_is_seeded() -> None:
    data = load_digits_split(0.3, 0)
    rng = np.random.default_rng(0)
    network = Network.initialise((64, 16, 10), "relu", "cross-entropy", rng)
    for _ in train(network, data, TrainingConfig(hidden=(16,), epochs=8, label_smoothing=0.0), rng):
        pass
    usual = fit_temperature(network, data.held_x, data.held_y)
    assert usual == fit_temperature(network, data.held_x, data.held_y)
    network.weights[-1][:] *= 2
    network.biases[-1][:] *= 2
    assert abs(fit_temperature(network, data.held_x, data.held_y) / usual - 2) < 0.05
