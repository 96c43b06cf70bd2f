"""How one unit learns from labelled points, one step at a time: the perceptron rule, or gradient descent."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from handwriting_app.engine.arrays import Array
from handwriting_app.lab.least_squares import cost_of, regression_words
from handwriting_app.lab.neuron import Neuron, UnitKind, added, slope, value
from handwriting_app.lab.points import Point, Points
from handwriting_app.lab.separation import obstacle
from handwriting_app.numerals import number

Rule = Literal["perceptron", "descent"]
End = Literal["", "converged", "circles", "stuck", "diverged", "nothing"]

FLAT: Final = 2e-3
"""Descent has converged once the gradient is shorter than this."""

FLAT_LINEAR: Final = 1e-5
"""The same for a linear unit: so near to the bottom that it meets the least-squares solution to three digits."""

TOO_FAR: Final = 1e6


@dataclass(frozen=True, slots=True)
class Learning:
    """A unit on its way; each `step` gives the next.

    Attributes:
        neuron: As it is now.
        steps: How many steps led here.
        looked_at: The point that the last step of the perceptron rule looked at; None before the first, and in descent.
        moved: Whether the last step changed the weights.
        right_in_a_row: Points that the perceptron rule has found right since the last change.
        visited: Weights and bias at the start of every pass of the perceptron rule over the points.
        ended: Why there is nothing more to do; empty while there is.
        message: What the last step did, in a sentence.
    """

    neuron: Neuron
    steps: int = 0
    looked_at: int | None = None
    moved: bool = False
    right_in_a_row: int = 0
    visited: tuple[tuple[float, ...], ...] = ()
    ended: End = ""
    message: str = ""

    def going_on(self) -> Learning:
        """Return it from here on, whatever it has ended with; what it remembers of the way is forgotten."""
        return replace(self, right_in_a_row=0, visited=(), ended="", message="")

    def step(self, points: Points, rule: Rule, learning_rate: float) -> Learning:
        """Return the unit after one more step; the same when it has ended."""
        if self.ended:
            return self
        if not points.items:
            return replace(self, ended="nothing", message="There are no points to learn from: click into the plane.")
        if rule == "perceptron":
            return _perceptron_step(self, points, learning_rate)
        return _descent_step(self, points, learning_rate)


def answers(neuron: Neuron, x: Array) -> Array:
    """Return the unit's decisions 0 or 1 as numbers, (samples,), for inputs (samples, 2)."""
    return np.where(neuron.decides(x), 1.0, 0.0)


def mistakes(neuron: Neuron, points: Points) -> Array:
    """Return which points the unit gets wrong, (points,), true where it does."""
    return np.asarray(answers(neuron, points.x()) != points.labels())


def gradient_of(neuron: Neuron, points: Points) -> Array:
    """Return ∂C/∂w₁, ∂C/∂w₂, ∂C/∂b of `cost_of`, (3,): the mean of (y − label) · f′(z) · (x, 1)."""
    z = neuron.weighted_sum(points.x())
    delta = (value(neuron.kind, z) - points.labels()) * slope(neuron.kind, z)
    return np.asarray(np.mean(delta[:, None] * np.column_stack([points.x(), np.ones(len(z))]), axis=0))


def why_not_descent(kind: UnitKind) -> str:
    """Why descent cannot teach this unit; empty when it can."""
    if kind == "threshold":
        return "A threshold is flat wherever it has a slope: descent cannot tell which way is down."
    return "A plain sum has no weights that could learn." if kind == "sum" else ""


def why_not_perceptron(kind: UnitKind) -> str:
    """Why the perceptron rule does not apply to this unit; empty when it does."""
    return "" if kind == "threshold" else "The perceptron rule needs a unit that answers 0 or 1: a threshold."


def _perceptron_step(learning: Learning, points: Points, rate: float) -> Learning:
    """Look at one point; if the answer is wrong, add η (label − answer) · (x, 1) (Rosenblatt, 1958)."""
    neuron = learning.neuron
    index = learning.steps % len(points)
    visited = learning.visited
    if index == 0:
        here = tuple(round(number, 9) for number in (*neuron.weights, neuron.bias))
        if here in visited:
            passes = len(visited) - visited.index(here)
            return replace(learning, ended="circles", message=_circles(points, passes))
        visited = (*visited, here)
    point = points.items[index]
    x = np.array([[point.x1, point.x2]])
    answer = float(answers(neuron, x)[0])
    learning = replace(learning, steps=learning.steps + 1, looked_at=index, visited=visited)
    if answer == point.label:
        in_a_row = learning.right_in_a_row + 1
        if in_a_row >= len(points):
            message = f"Converged: all {len(points)} points are right, so the rule changes nothing any more."
            return replace(learning, moved=False, right_in_a_row=in_a_row, ended="converged", message=message)
        message = f"{_place(point)} is {point.label}: right, so nothing changes."
        return replace(learning, moved=False, right_in_a_row=in_a_row, message=message)
    change = rate * (point.label - answer)
    w1, w2 = (added(weight, change * at) for weight, at in zip(neuron.weights, (point.x1, point.x2), strict=True))
    sign = "+" if change > 0 else "−"
    step = f"{sign} {number(rate, 6)}"
    message = f"{_place(point)} should be {point.label}: weights {step} × {_place(point)}, bias {step}."
    taught = replace(neuron, weights=(w1, w2), bias=added(neuron.bias, change))
    return replace(learning, neuron=taught, moved=True, right_in_a_row=0, message=message)


def _descent_step(learning: Learning, points: Points, rate: float) -> Learning:
    """One step of batch gradient descent on `cost_of`."""
    neuron = learning.neuron
    if why := why_not_descent(neuron.kind):
        return replace(learning, ended="stuck", message=why)
    gradient = gradient_of(neuron, points)
    length = float(np.linalg.norm(gradient))
    if length < (FLAT_LINEAR if neuron.kind == "linear" else FLAT):
        return replace(learning, ended="converged", moved=False, message=_flat_words(neuron, points))
    w1, w2, bias = (float(number) for number in np.array([*neuron.weights, neuron.bias]) - rate * gradient)
    if not all(math.isfinite(number) and abs(number) < TOO_FAR for number in (w1, w2, bias)):
        message = "Diverged: each step overshoots by more than the last. Take a smaller learning rate η, and Reset."
        return replace(learning, ended="diverged", message=message)
    taught = replace(neuron, weights=(w1, w2), bias=bias)
    cost, here = number(cost_of(taught, points)), float(np.linalg.norm(gradient_of(taught, points)))
    # Both of the weights that are seen now: what led here was another slope.
    message = f"Cost {cost}, slope {number(here, 3)}, after one step of {number(rate, 6)} × slope downhill."
    if neuron.kind == "linear":
        message = f"{message} {regression_words(taught, points)}"
    return replace(learning, neuron=taught, steps=learning.steps + 1, moved=True, message=message)


def _flat_words(neuron: Neuron, points: Points) -> str:
    wrong = int(mistakes(neuron, points).sum())
    if neuron.kind == "linear":
        return f"Converged, with {wrong} of {len(points)} wrong. {regression_words(neuron, points)}"
    cost = f"the ground is flat at a cost of {number(cost_of(neuron, points), 3)}"
    if not wrong:
        return f"Converged: {cost}, and every point is right."
    if neuron.kind == "relu" and not neuron.output(points.x()).any():
        why = "the unit is off for every point, so its slope is 0 and no step moves it"
        return f"Stuck: {why}. Wrong: {wrong} of {len(points)}. Move the line with the sliders, or Reset."
    if obstacle(points) is not None:
        return f"Converged: {cost}. Still wrong: {wrong} of {len(points)}, for no line can part these."
    return f"Converged: {cost}, with {wrong} wrong. Where it is flat need not be where the mistakes are fewest."


def _circles(points: Points, passes: int) -> str:
    ago = "a pass" if passes == 1 else f"{passes} passes"
    back = f"Round in circles: the weights are back where they were {ago} ago."
    return f"{back} No straight line can part these points." if obstacle(points) is not None else back


def _place(point: Point) -> str:
    return f"({number(point.x1, 6)}, {number(point.x2, 6)})"
