"""The perceptron rule and gradient descent on one unit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from handwriting_app.engine.backpropagation import backward
from handwriting_app.engine.backpropagation import cost_of as cost_of_network
from handwriting_app.engine.network import Network
from handwriting_app.lab.learning import (
    Learning,
    Rule,
    gradient_of,
    mistakes,
    why_not_descent,
    why_not_perceptron,
)
from handwriting_app.lab.least_squares import cost_of
from handwriting_app.lab.neuron import Neuron, UnitKind
from handwriting_app.lab.points import TABLES, Points
from handwriting_app.numerals import number

START = Neuron("threshold", (0.6, -0.8), 0.3)


def learn(neuron: Neuron, name: str, rule: Rule, rate: float, most: int = 20_000) -> Learning:
    learning = Learning(neuron)
    while not learning.ended and learning.steps < most:
        learning = learning.step(TABLES[name], rule, rate)
    return learning


@pytest.mark.parametrize("name", ["AND", "OR"])
@pytest.mark.parametrize("rate", [0.1, 0.5, 1.0, 10.0])
def test_the_perceptron_rule_converges_on_and_and_or(name: str, rate: float) -> None:
    learning = learn(START, name, "perceptron", rate)
    assert learning.ended == "converged"
    assert not mistakes(learning.neuron, TABLES[name]).any()
    assert "all 4 points are right" in learning.message


@pytest.mark.parametrize("rate", [0.1, 0.5, 1.0, 10.0])
def test_the_perceptron_rule_goes_round_in_circles_on_xor(rate: float) -> None:
    learning = learn(START, "XOR", "perceptron", rate)
    assert learning.ended == "circles"
    assert mistakes(learning.neuron, TABLES["XOR"]).any()
    assert "No straight line" in learning.message
    assert learning.step(TABLES["XOR"], "perceptron", rate) is learning


def test_a_step_of_the_rule_by_hand() -> None:
    # (0, 0) of AND should be 0, but z = 0.3 gives 1: so everything moves by −0.5 × (0, 0, 1).
    step = Learning(START).step(TABLES["AND"], "perceptron", 0.5)
    assert step.neuron.weights == (0.6, -0.8)
    assert step.neuron.bias == pytest.approx(-0.2)
    assert (step.steps, step.looked_at, step.moved) == (1, 0, True)


def test_a_right_answer_changes_nothing() -> None:
    step = Learning(replace(START, bias=-0.3)).step(TABLES["AND"], "perceptron", 0.5)
    assert step.neuron == replace(START, bias=-0.3)
    assert not step.moved


@pytest.mark.parametrize("kind", ["linear", "sigmoid", "relu"])
def test_the_gradient_is_the_one_measured(kind: UnitKind) -> None:
    unit = Neuron(kind, (0.7, -0.4), 0.25)
    points = TABLES["XOR"].added(1.3, -0.6, 1)
    measured = []
    for index in range(3):
        ends = []
        for nudge in (1e-6, -1e-6):
            numbers = np.array([*unit.weights, unit.bias])
            numbers[index] += nudge
            ends.append(cost_of(Neuron(kind, (numbers[0], numbers[1]), numbers[2]), points))
        measured.append((ends[0] - ends[1]) / 2e-6)
    np.testing.assert_allclose(gradient_of(unit, points), measured, atol=1e-8)


def test_a_sigmoid_unit_is_a_network_of_the_engine_with_one_output() -> None:
    unit, points = Neuron("sigmoid", (0.7, -0.4), 0.25), TABLES["OR"]
    network = Network.initialise((2, 1), "sigmoid", "quadratic", np.random.default_rng(0), np.float64)
    network.weights[0][...] = [unit.weights]
    network.biases[0][...] = unit.bias
    x, targets = points.x(), points.labels()[:, None]
    passed = backward(network, network.forward(x), targets)
    assert cost_of(unit, points) == pytest.approx(cost_of_network(network, x, targets))
    np.testing.assert_allclose(gradient_of(unit, points), [*passed.weights[0][0], passed.biases[0][0]])


@pytest.mark.parametrize("name", ["AND", "OR"])
def test_descent_teaches_a_sigmoid_what_a_line_can_part(name: str) -> None:
    learning = learn(replace(START, kind="sigmoid"), name, "descent", 2.0)
    assert learning.ended == "converged"
    assert not mistakes(learning.neuron, TABLES[name]).any()


def test_descent_ends_on_xor_with_mistakes_and_says_why() -> None:
    learning = learn(replace(START, kind="sigmoid"), "XOR", "descent", 2.0)
    assert learning.ended == "converged"
    assert mistakes(learning.neuron, TABLES["XOR"]).any()
    assert "no line can part these" in learning.message


def test_too_large_a_learning_rate_diverges() -> None:
    learning = learn(replace(START, kind="linear"), "OR", "descent", 5.0)
    assert learning.ended == "diverged"
    assert "smaller learning rate" in learning.message
    assert all(np.isfinite(learning.neuron.weights))


def test_a_relu_that_is_off_everywhere_is_stuck() -> None:
    learning = learn(Neuron("relu", (-1.0, -1.0), -5.0), "OR", "descent", 0.5)
    assert learning.steps == 0
    assert "off for every point" in learning.message


def test_after_a_step_cost_and_slope_are_those_of_the_weights_that_are_seen() -> None:
    learning = Learning(Neuron("sigmoid", (0.6, -0.8), 0.3)).step(TABLES["AND"], "descent", 5.0)
    cost = number(cost_of(learning.neuron, TABLES["AND"]))
    slope = number(float(np.linalg.norm(gradient_of(learning.neuron, TABLES["AND"]))), 3)
    assert learning.message == f"Cost {cost}, slope {slope}, after one step of 5 × slope downhill."


def test_a_threshold_has_no_slope_to_go_by() -> None:
    learning = Learning(START).step(TABLES["AND"], "descent", 0.5)
    assert learning.ended == "stuck"
    assert learning.neuron == START
    assert why_not_descent("threshold") == learning.message


def test_which_rule_is_for_which_unit() -> None:
    assert not why_not_perceptron("threshold")
    assert why_not_perceptron("sigmoid")
    assert not why_not_descent("sigmoid")
    assert why_not_descent("sum")


@pytest.mark.parametrize("rule", ["perceptron", "descent"])
def test_without_points_there_is_nothing_to_learn(rule: Rule) -> None:
    learning = Learning(START).step(Points(), rule, 0.5)
    assert learning.ended == "nothing"
    assert cost_of(START, Points()) == 0
