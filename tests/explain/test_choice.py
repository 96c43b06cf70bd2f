"""Which neurons and weights are looked at."""

from __future__ import annotations

import numpy as np

from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import trace
from handwriting_app.explain.choice import Choice, aims_at, betrayer, quantity_at, strongest_path
from handwriting_app.explain.quantity import Kind
from handwriting_app.explain.steps import Step, StepKind, steps_of

LABEL = 3


def test_the_path_follows_the_strongest_weights_from_the_label(x: np.ndarray) -> None:
    network = Network.initialise((64, 5, 10), "tanh", "cross-entropy", np.random.default_rng(0), np.float64)
    network.weights[1][LABEL, 2] = 50.0
    network.weights[0][2, 30] = -50.0
    x = x.copy()
    x[30] = 1.0
    assert strongest_path(trace(network, x, LABEL)).units == (30, 2, LABEL)


def test_what_is_looked_at_in_each_step() -> None:
    choice = Choice((4, 3, 2), Kind.WEIGHT)
    weight = quantity_at(Step(StepKind.GRADIENT, 2), choice)
    assert (weight.kind, weight.layer, weight.unit, weight.source) == (Kind.WEIGHT, 2, 2, 3)
    assert quantity_at(Step(StepKind.DELTA, 1), choice).kind is Kind.SUM
    assert quantity_at(Step(StepKind.PIXELS, 0), choice).unit == 4
    for step in steps_of(2):
        assert quantity_at(step, Choice((4, 3, 2))).kind is aims_at(step)[0]
    assert choice.fits((64, 5, 10))
    assert not choice.fits((64, 3, 10))
    assert not choice.fits((64, 10))


def test_the_betrayer_is_a_neuron_that_should_take_no_blame(x: np.ndarray) -> None:
    network = Network.initialise((64, 20, 10), "relu", "cross-entropy", np.random.default_rng(0))
    seen = trace(network, x, LABEL, slope_missing=True)
    unit = betrayer(seen, 1)
    assert seen.slope(1)[unit] == 0
    assert seen.delta(1)[unit] != 0
