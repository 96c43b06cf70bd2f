"""Where descent of a linear unit ends: on the mean of ½ (y − label)² it is multiple linear regression."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from handwriting_app.lab.neuron import Neuron
from handwriting_app.lab.points import Points
from handwriting_app.numerals import number, unrounded


@dataclass(frozen=True, slots=True)
class LeastSquares:
    """The linear unit with the smallest cost there is.

    Attributes:
        neuron: It; of several as good ones the one with the smallest weights.
        cost: Its cost.
        is_unique: Whether no other is as good. Points on one straight line, or fewer than three, leave a choice.
    """

    neuron: Neuron
    cost: float
    is_unique: bool


def cost_of(neuron: Neuron, points: Points) -> float:
    """The mean of ½ (y − label)² over the points; 0 when there are none."""
    if not points.items:
        return 0.0
    error = neuron.output(points.x()) - points.labels()
    return float(np.mean(0.5 * error * error))


def least_squares(points: Points) -> LeastSquares | None:
    """Return the least-squares solution, by numpy's ``lstsq``; None without points."""
    if not points.items:
        return None
    solution, _, rank, _ = np.linalg.lstsq(np.column_stack([points.x(), np.ones(len(points))]), points.labels())
    w1, w2, bias = (round(float(each), 12) + 0.0 for each in solution)
    neuron = Neuron("linear", (w1, w2), bias)
    return LeastSquares(neuron, cost_of(neuron, points), int(rank) == 3)


def above_least_squares(neuron: Neuron, points: Points) -> float:
    """How much more a linear unit costs than the best one; NaN for other units, and without points."""
    best = least_squares(points) if neuron.kind == "linear" else None
    return math.nan if best is None else max(cost_of(neuron, points) - best.cost, 0.0)


def regression_words(neuron: Neuron, points: Points) -> str:
    """What descent has to do with regression here, and how near it is to its end, in a sentence or two."""
    best = least_squares(points)
    if best is None:
        return "A linear unit on this cost is multiple linear regression."
    above = above_least_squares(neuron, points)
    near = f"{number(above, 3)} above the least-squares cost {unrounded(best.cost)}"
    name = f"This is multiple linear regression: {near}"
    if not best.is_unique:
        return f"{name}. Many solutions are as good: the points leave a choice, so no line is drawn for them."
    if not any(best.neuron.weights):
        return f"{name}. The best unit says {number(best.neuron.bias, 3)} everywhere: it has no line."
    return f"{name} (dashed line)."
