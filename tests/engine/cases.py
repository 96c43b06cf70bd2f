"""Runs and networks that several tests of the engine use."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.backpropagation import backward
from handwriting_app.engine.costs import targets_of
from handwriting_app.engine.descent import add_penalty
from handwriting_app.engine.network import Network, split_layers
from handwriting_app.engine.optimizers import Plain
from handwriting_app.engine.training import train

every_descent = pytest.mark.parametrize("descent", ["batch", "stochastic", "mini-batch"])
every_rule = pytest.mark.parametrize("update_rule", ["plain", "momentum", "adam"])

every_network = pytest.mark.parametrize(
    ("activation", "cost", "hidden"),
    [
        (activation, cost, hidden)
        for activation in ("sigmoid", "relu", "tanh")
        for cost in ("cross-entropy", "quadratic")
        for hidden in ((), (5,), (6, 5), (5, 4, 5), (5, 4, 4, 5))
    ],
)

LOGITS = [
    [0.0, 0.0, 0.0],
    [1.0, 2.0, 3.0],
    [1e4, 0.0, -1e4],
    [-1e4, -1e4, -1e4 - 1],
    [88.0, 89.0, 90.0],
    [-200.0, -210.0, -190.0],
    [-60.0, -50.0, -55.0],
    [1.6e38, 0.0, -1.6e38],
]


def reports_of(run):
    return (report for report in run if report is not None)


def run(network, data, config, **options):
    return list(reports_of(train(network, data, config, np.random.default_rng(config.seed), **options)))


def textbook(network, x, targets, learning_rate, l2):
    """Learn from one example after another by the backward pass, the penalty and a plain step.

    Returns the logits before each update, (samples, classes), and the sum of ‖∂C/∂(W, b)‖² of each layer.
    """
    logits, squares, rule = [], np.zeros(len(network.layers)), Plain()
    for one, target in zip(x[:, np.newaxis], targets[:, np.newaxis], strict=True):
        passed = network.forward(one)
        logits.append(passed.z[-1][0])
        gradient = backward(network, passed, target).flat()
        layers = split_layers(gradient, network.sizes)
        squares += [(layer**2).sum() for layer in layers]
        add_penalty(layers, network, l2)
        rule.step(network.parameters, gradient, learning_rate)
    return logits, squares


def case(activation, cost, hidden):
    rng = np.random.default_rng(len(hidden))
    network = Network.initialise((6, *hidden, 3), activation, cost, rng, np.float64)
    for biases in network.biases:
        biases[:] = rng.normal(0, 0.3, biases.shape)
    x = rng.normal(0, 1, (8, 6))
    targets = targets_of(rng.integers(0, 3, 8), 3, smoothing=0.1)
    return network, x, targets


def exact_softmax(z):
    z = np.asarray(z, np.longdouble)
    with np.errstate(under="ignore"):
        e = np.exp(z - z.max())
        return e / e.sum()
