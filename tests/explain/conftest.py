"""Networks of every kind and depth, and one digit."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from handwriting_app.engine.config import ActivationName, CostName, TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.explain.run_terms import RunTerms

HIDDEN = (9, 7, 8)
LABEL = 3


def make_network(activation: ActivationName, cost: CostName, depth: int) -> Network:
    rng = np.random.default_rng(depth)
    network = Network.initialise((64, *HIDDEN[: depth - 1], 10), activation, cost, rng, np.float64)
    network.parameters += rng.normal(0, 0.1, network.parameters.shape)
    return network


@pytest.fixture(params=get_args(ActivationName))
def activation(request: pytest.FixtureRequest) -> ActivationName:
    return request.param


@pytest.fixture(params=get_args(CostName))
def cost(request: pytest.FixtureRequest) -> CostName:
    return request.param


@pytest.fixture(params=[1, 2, 3, 4])
def network(activation: ActivationName, cost: CostName, request: pytest.FixtureRequest) -> Network:
    return make_network(activation, cost, request.param)


@pytest.fixture
def x() -> np.ndarray:
    return np.random.default_rng(5).integers(0, 17, 64) / 16


@pytest.fixture
def terms() -> RunTerms:
    """What a run adds by default."""
    return RunTerms(TrainingConfig())
