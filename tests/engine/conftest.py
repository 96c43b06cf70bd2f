from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.network import Network

FEATURES, CLASSES = 7, 4


@pytest.fixture
def data() -> DataSet:
    """Four blurred classes that a small network can learn; 75 examples, which no batch size here divides evenly."""
    rng = np.random.default_rng(3)
    centres = rng.normal(0, 1.5, (CLASSES, FEATURES))
    y = np.arange(100) % CLASSES
    x = centres[y] + rng.normal(0, 1, (100, FEATURES))
    return DataSet(x[:75], y[:75], x[75:], y[75:])


@pytest.fixture
def make_network():
    def make(
        config: TrainingConfig, dtype: type = np.float64, features: int = FEATURES, classes: int = CLASSES
    ) -> Network:
        sizes = (features, *config.hidden, classes)
        return Network.initialise(sizes, config.activation, config.cost, np.random.default_rng(config.seed), dtype)

    return make


@pytest.fixture
def make_config():
    def make(**changes: object) -> TrainingConfig:
        usual: dict[str, object] = {
            "hidden": (6, 5),
            "batch_size": 16,
            "learning_rate": 0.05,
            "update_rule": "plain",
            "l2": 0.0,
            "label_smoothing": 0.0,
            "weight_averaging": 0.0,
            "epochs": 3,
            "stop_when_converged": False,
        }
        return TrainingConfig(**(usual | changes))  # type: ignore[arg-type]

    return make
