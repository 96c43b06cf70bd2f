"""The cost of one digit, however small."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.backpropagation import cost_of
from handwriting_app.engine.costs import targets_of
from handwriting_app.engine.network import Network
from handwriting_app.explain.label_cost import label_cost

LABEL = 3


def test_the_label_cost_is_the_engines(network: Network, x: np.ndarray) -> None:
    targets = targets_of(np.array([LABEL]), 10)
    assert label_cost(network.cost, network.logits(x[None]), LABEL)[0] == pytest.approx(
        cost_of(network, x[None], targets), rel=1e-12
    )


def test_the_smoothed_label_cost_is_the_engines(network: Network, x: np.ndarray) -> None:
    targets = targets_of(np.array([LABEL]), 10, 0.1)
    assert label_cost(network.cost, network.logits(x[None]), LABEL, 0.1)[0] == pytest.approx(
        cost_of(network, x[None], targets), rel=1e-12
    )


@pytest.mark.parametrize("winner", [LABEL, 0])
def test_the_label_cost_keeps_its_digits_however_sure_the_network_is(winner: int) -> None:
    z = np.zeros((1, 10))
    z[0, winner] = 800.0
    assert label_cost("cross-entropy", z, LABEL)[0] == pytest.approx(9 * np.exp(-800.0) if winner == LABEL else 800.0)
    z[0, winner] = 30.0
    if winner == LABEL:
        assert label_cost("cross-entropy", z, LABEL)[0] == pytest.approx(9 * np.exp(-30.0), rel=1e-12)
        z -= 50.0
        z[0, LABEL] = 30.0
        assert label_cost("quadratic", z, LABEL)[0] == pytest.approx(0.5 * np.exp(-60.0), rel=1e-9)
