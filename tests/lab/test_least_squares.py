"""A linear unit and multiple linear regression come to the same."""

from __future__ import annotations

import math

import numpy as np
import pytest

from handwriting_app.lab.learning import Learning
from handwriting_app.lab.least_squares import above_least_squares, cost_of, least_squares, regression_words
from handwriting_app.lab.neuron import Neuron
from handwriting_app.lab.points import TABLES, Points

START = Neuron("linear", (0.6, -0.8), 0.3)


def descend(points: Points, rate: float = 0.5) -> Learning:
    learning = Learning(START)
    while not learning.ended and learning.steps < 20_000:
        learning = learning.step(points, "descent", rate)
    return learning


@pytest.mark.parametrize("name", ["AND", "OR", "XOR", "ring"])
def test_descent_reaches_the_least_squares_weights(name: str) -> None:
    points = TABLES[name]
    learning, best = descend(points), least_squares(points)
    assert learning.ended == "converged"
    assert best is not None
    assert best.is_unique
    reached = (*learning.neuron.weights, learning.neuron.bias)
    assert reached == pytest.approx((*best.neuron.weights, best.neuron.bias), abs=1e-3)
    assert above_least_squares(learning.neuron, points) < 1e-7
    assert "multiple linear regression" in learning.message


def test_and_by_hand() -> None:
    best = least_squares(TABLES["AND"])
    assert best is not None
    assert best.neuron == Neuron("linear", (0.5, 0.5), -0.25)
    assert best.cost == pytest.approx(1 / 32)


def test_no_weights_are_better() -> None:
    rng = np.random.default_rng(4)
    points = Points()
    for _ in range(9):
        points = points.added(*rng.uniform(-1, 2, 2).tolist(), 1 if rng.random() < 0.5 else 0)
    best = least_squares(points)
    assert best is not None
    for _ in range(200):
        w1, w2, bias = rng.normal(size=3).tolist()
        assert cost_of(Neuron("linear", (w1, w2), bias), points) >= best.cost


def test_points_on_one_line_leave_a_choice_and_it_is_said() -> None:
    points = Points().added(0, 0, 0).added(1, 1, 1).added(2, 2, 1)
    best = least_squares(points)
    assert best is not None
    assert not best.is_unique
    learning = descend(points, 0.2)
    assert learning.ended == "converged"
    assert above_least_squares(learning.neuron, points) < 1e-6
    assert "leave a choice" in learning.message


def test_xor_has_a_level_solution_without_a_line() -> None:
    assert "says 0.5 everywhere" in regression_words(START, TABLES["XOR"])


def test_it_is_told_of_linear_units_with_points_only() -> None:
    assert math.isnan(above_least_squares(Neuron("sigmoid", (1.0, 1.0), 0.0), TABLES["AND"]))
    assert math.isnan(above_least_squares(START, Points()))
    assert least_squares(Points()) is None
    assert "regression" in regression_words(START, Points())
