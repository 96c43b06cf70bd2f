"""What the curve of one unit shows: with one input the output over that input, with more the function over z."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from handwriting_app.engine.arrays import Array
from handwriting_app.lab.equations import sign, slope_equation
from handwriting_app.lab.neuron import Neuron, slope, slope_words
from handwriting_app.numerals import number, unrounded

Axis = Literal["X₁", "z"]
Range = tuple[float, float]

_REACH: Final = 6.0
"""How far the axes go at least, on both sides of 0."""

_FARTHEST: Final = 101.0
"""How far they go at most to show an edge."""

_STEEPEST: Final = 2.5
"""The steepest slope of a sigmoid that the axis makes room for."""


@dataclass(frozen=True, slots=True, eq=False)
class UnitCurve:
    """A curve, ready to be drawn.

    Attributes:
        axis: What is across: the one input, or the weighted sum.
        across, up: Ends of the axes.
        values: The output, in stretches without a jump, each (points, 2).
        slopes: Its derivative by what is across, in stretches without a jump.
        here: Where the unit stands.
        tangent: The slope there, to be drawn; None where it jumps, at a corner, and along a line over its input.
        edge: Where a threshold jumps; None if nowhere.
        rise: Of a straight line over one input: its height at 0 (the bias) and its slope (the weight); else None.
        has_weights: Whether the unit weighs its inputs.
        words: What is worth knowing about the slope, or the edge, in a line.
    """

    axis: Axis
    across: Range
    up: Range
    values: tuple[Array, ...]
    slopes: tuple[Array, ...]
    here: tuple[float, float]
    tangent: float | None
    edge: float | None
    rise: tuple[float, float] | None
    has_weights: bool
    words: str

    @property
    def legend(self) -> tuple[str, str]:
        """Names of the curve and of its slope."""
        if self.axis == "z":
            return ("y = f(z)", "f′(z)")
        return ("y", "dy/dX₁ = w₁·f′(z)" if self.has_weights else "dy/dX₁")


def unit_curve(neuron: Neuron, inputs: tuple[float, ...]) -> UnitCurve:
    """The curve of a unit with these inputs, as many as it has weights."""
    is_single = len(neuron.weights) == 1
    over = neuron if is_single else Neuron(neuron.kind, (1.0,), 0.0)
    z = float(neuron.weighted_sum(np.array([inputs]))[0])
    x = inputs[0] if is_single else z
    y = float(over.output(np.array([[x]]))[0])
    weight, bias = float(over.weights_in_use()[0]), over.bias_in_use()
    edge = over.edge()
    steepness = weight * float(slope(over.kind, np.array([z]))[0])
    is_straight = over.kind in {"sum", "linear"}
    # A line over its input shows its slope itself.
    has_tangent = not (over.kind == "threshold" or (over.kind == "relu" and z == 0) or (is_single and is_straight))
    reach = max(_REACH, math.ceil(abs(x)) + 1.0)
    if over.kind == "threshold" and abs(edge) < _FARTHEST:
        reach = max(reach, math.ceil(abs(edge)) + 1.0)
    places = _places(over, reach)
    return UnitCurve(
        axis="X₁" if is_single else "z",
        across=(-reach, reach),
        up=_heights(over, reach, y),
        values=_values(over, places, edge),
        slopes=_slopes(over, places, edge),
        here=(x, y),
        tangent=steepness if has_tangent else None,
        edge=edge if over.kind == "threshold" and math.isfinite(edge) else None,
        rise=(bias, weight) if is_single and over.kind == "linear" else None,
        has_weights=over.kind != "sum",
        words=_words(neuron, over, z),
    )


def _heights(over: Neuron, reach: float, y: float) -> Range:
    weight, bias = float(over.weights_in_use()[0]), over.bias_in_use()
    if over.kind == "threshold":
        return (-0.25, 1.3)
    if over.kind == "sigmoid":
        steepest = min(max(0.3 * weight, -_STEEPEST), _STEEPEST)
        return (min(-0.25, steepest), max(1.3, steepest))
    high = max(_REACH if over.weights_in_use()[0] != 1 or bias else reach, math.ceil(abs(y)) + 1.0)
    if over.kind == "relu":
        return (min(-high / 4, 1.2 * max(weight, -high)), high)
    high = max(high, math.ceil(abs(bias)) + 1.0)
    return (-high, high)


def _places(over: Neuron, reach: float) -> Array:
    """Places across, (places, 1), close together where a steep sigmoid turns."""
    weight, bias = float(over.weights_in_use()[0]), over.bias_in_use()
    even = np.linspace(-reach, reach, 181)
    turning = (np.linspace(-8, 8, 161) - bias) / weight if over.kind == "sigmoid" and weight else even
    corner = np.array([over.edge()] if math.isfinite(over.edge()) else [])
    places = np.unique(np.concatenate([even, turning, corner]))
    return np.asarray(places[np.abs(places) <= reach][:, None])


def _stretches(places: Array, edge: float) -> list[Array]:
    """The places on either side of the edge, which both have."""
    across = places[:, 0]
    if not math.isfinite(edge):
        return [across]
    return [part for part in (across[across <= edge], across[across >= edge]) if len(part) > 1]


def _values(over: Neuron, places: Array, edge: float) -> tuple[Array, ...]:
    if over.kind != "threshold":
        return (np.column_stack([places[:, 0], over.output(places)]),)
    return tuple(
        np.column_stack([part, np.full(len(part), float(over.output(part[[len(part) // 2]][:, None])[0]))])
        for part in (_inner(each) for each in _stretches(places, edge))
    )


def _slopes(over: Neuron, places: Array, edge: float) -> tuple[Array, ...]:
    weight = float(over.weights_in_use()[0])

    def steepness(across: Array) -> Array:
        return np.asarray(weight * slope(over.kind, over.weighted_sum(across[:, None])))

    if over.kind not in {"threshold", "relu"}:
        return (np.column_stack([places[:, 0], steepness(places[:, 0])]),)
    return tuple(
        np.column_stack([part, np.full(len(part), float(steepness(part[[len(part) // 2]])[0]))])
        for part in (_inner(each) for each in _stretches(places, edge))
    )


def _inner(part: Array) -> Array:
    """A stretch with its middle in it, which lies on neither end, so that it tells what holds within."""
    return np.array([part[0], (part[0] + part[-1]) / 2, part[-1]])


def _words(neuron: Neuron, over: Neuron, z: float) -> str:
    kind = neuron.kind
    if kind != "threshold":
        equation = slope_equation(neuron, z) if kind != "sum" else "1"
        return f"slope {equation}  ({slope_words(kind, z)})"
    flat = "flat elsewhere: slope 0"
    if len(neuron.weights) > 1:
        return f"fires for z > 0, and step(0) = 0; {flat}"
    weight, edge = float(over.weights_in_use()[0]), over.edge()
    if not math.isfinite(edge):
        return f"fires {'everywhere' if over.bias_in_use() > 0 else 'nowhere'}: without a weight X₁ does not count"
    return f"fires {'above' if weight > 0 else 'below'} {edge_words(edge)}, and step(0) = 0; {flat}"


def edge_words(edge: float, axis: Axis = "X₁") -> str:
    """Where the edge is, as an equation."""
    text = unrounded(edge) if abs(edge) < _FARTHEST else number(edge)
    return f"{axis} {sign(text, edge)} {text}"
