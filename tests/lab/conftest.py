"""A small network, some digits for it, and a plane through its weights."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.costs import targets_of
from handwriting_app.engine.network import Network
from handwriting_app.lab.surface import Digits, Slice, random_slice


@pytest.fixture
def network() -> Network:
    return Network.initialise((6, 5, 4, 3), "tanh", "cross-entropy", np.random.default_rng(1)).frozen()


@pytest.fixture
def digits() -> Digits:
    rng = np.random.default_rng(2)
    x = rng.random((40, 6)).astype(np.float32)
    y = (x @ rng.normal(size=(6, 3))).argmax(axis=1)
    return Digits(x, y, targets_of(y, 3, 0.0, np.float32))


@pytest.fixture
def plane(network: Network) -> Slice:
    return random_slice(network, np.random.default_rng(3))
