from __future__ import annotations

import numpy as np

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.optimizers import Adam, Momentum, Plain, optimizer_for

GRADIENTS = np.array([[1.0, -2.0, 0.5], [0.3, 0.1, -4.0], [-1.0, 1.0, 0.0]])
RATES = (0.1, 0.1, 0.02)


def run(optimizer):
    parameters = np.array([1.0, 2.0, 3.0])
    for gradient, rate in zip(GRADIENTS, RATES, strict=True):
        optimizer.step(parameters, gradient.copy(), rate)
    return parameters


def test_plain_steps_against_the_gradient():
    expected = np.array([1.0, 2.0, 3.0]) - sum(r * g for r, g in zip(RATES, GRADIENTS, strict=True))
    np.testing.assert_allclose(run(Plain()), expected, rtol=1e-14)


def test_momentum_keeps_a_share_of_the_last_step():
    first = -0.1 * GRADIENTS[0]
    second = 0.9 * first - 0.1 * GRADIENTS[1]
    third = 0.9 * second - 0.02 * GRADIENTS[2]
    expected = np.array([1.0, 2.0, 3.0]) + first + second + third
    np.testing.assert_allclose(run(Momentum(0.9, np.zeros(3))), expected, rtol=1e-14)


def test_adam_follows_algorithm_1_of_the_paper():
    theta, m, v = np.array([1.0, 2.0, 3.0]), np.zeros(3), np.zeros(3)
    for t, (g, rate) in enumerate(zip(GRADIENTS, RATES, strict=True), 1):
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g**2
        theta = theta - rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    np.testing.assert_allclose(run(Adam(np.zeros(3))), theta, rtol=1e-13)


def test_the_configuration_chooses_the_rule():
    rules = {"plain": Plain, "momentum": Momentum, "adam": Adam}
    for name, rule in rules.items():
        assert isinstance(optimizer_for(TrainingConfig(update_rule=name), np.zeros(3)), rule)
