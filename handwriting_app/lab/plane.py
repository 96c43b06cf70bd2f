"""What the plane shows: how a unit or a network answers everywhere, and the lines along which it changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.network import Network
from handwriting_app.lab.learning import mistakes
from handwriting_app.lab.least_squares import least_squares
from handwriting_app.lab.neuron import Neuron, decision_level
from handwriting_app.lab.points import HIGH, LOW, Points, boundary
from handwriting_app.lab.separation import Obstacle

Segment = tuple[tuple[float, float], tuple[float, float]]

FINE: Final = 96
COARSE: Final = 20


@dataclass(frozen=True, slots=True, eq=False)
class PlanePicture:
    """What the plane shows.

    Attributes:
        answers: (rows, columns), −1 for a certain 0 up to 1 for a certain 1; the first row is the top.
        points: On it.
        wrong: Which of them are wrong, (points,).
        lines: Where a unit changes its mind, each from edge to edge; the first is the present one.
        normal: Towards where the 1s are from the middle of the first line; None for none.
        is_trail: Whether the further lines are former places of the first, newest first.
        looked_at: The point in hand.
        obstacle: Why no line can part the points, to be drawn.
        least_squares: The line of the least-squares solution; None where it is not asked for, or has none.
    """

    answers: Array
    points: Points
    wrong: Array
    lines: tuple[Segment, ...] = ()
    normal: tuple[float, float] | None = None
    is_trail: bool = True
    looked_at: int | None = None
    obstacle: Obstacle | None = None
    least_squares: Segment | None = None


def grid(side: int) -> Array:
    """Return the places of ``side`` × ``side`` pixels, (pixels, 2): row by row from the top left."""
    middles = LOW + (np.arange(side) + 0.5) * (HIGH - LOW) / side
    x1, x2 = np.meshgrid(middles, middles[::-1])
    return np.column_stack([x1.ravel(), x2.ravel()])


def line_of(neuron: Neuron) -> Segment | None:
    """Where the answer of a unit with two inputs changes."""
    return boundary(neuron.weights_in_use(), neuron.bias_in_use() - decision_level(neuron.kind))


def picture_of_unit(
    neuron: Neuron,
    points: Points,
    former: tuple[Neuron, ...] = (),
    looked_at: int | None = None,
    obstacle: Obstacle | None = None,
    *,
    with_least_squares: bool = False,
) -> PlanePicture:
    """The plane as one unit cuts it; ``former`` are the same unit's earlier weights, newest first."""
    best = least_squares(points) if with_least_squares else None
    answers = np.clip(2 * neuron.output(grid(FINE)) - 1, -1, 1).reshape(FINE, FINE)
    present = line_of(neuron)
    trail = [line for line in map(line_of, former) if line is not None]
    w1, w2 = neuron.weights_in_use()
    length = float(np.hypot(w1, w2))
    return PlanePicture(
        answers,
        points,
        mistakes(neuron, points),
        (present, *trail) if present else (),
        (float(w1) / length, float(w2) / length) if present else None,
        looked_at=looked_at,
        obstacle=obstacle,
        least_squares=line_of(best.neuron) if best is not None and best.is_unique else None,
    )


def picture_of_network(network: Network, points: Points, wrong: Array) -> PlanePicture:
    """The plane as a network with one hidden layer divides it; the lines are those of its hidden units."""
    answers = (2 * network.predict(grid(FINE))[:, 1] - 1).reshape(FINE, FINE)
    edges = (boundary(*unit) for unit in zip(network.weights[0], map(float, network.biases[0]), strict=True))
    return PlanePicture(answers, points, wrong, tuple(edge for edge in edges if edge), is_trail=False)


def hidden_answers(network: Network) -> Array:
    """What each hidden unit says over the plane, (units, side, side), −1 to 1: how the layer sees the inputs."""
    a = network.forward(grid(COARSE)).a[1].T.reshape(-1, COARSE, COARSE)
    if network.activation == "sigmoid":
        return np.asarray(2 * a - 1)
    if network.activation == "tanh":
        return a
    return np.asarray(a / np.maximum(a.max(axis=(1, 2), keepdims=True), 1e-9))
