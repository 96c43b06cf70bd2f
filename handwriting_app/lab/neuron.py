"""One unit: it weighs its inputs, adds its bias, and passes the sum through a function.

Sigmoid and ReLU are the engine's own. The identity (of a sum and of a linear unit) and the threshold are the lab's: no
network here is trained with them.

At the corners conventions hold, the same on every page: a threshold fires above 0, so step(0) = 0; and ReLU′(0) = 0.
What floating-point sums leave behind of a 0 counts as 0, for whoever shows it and for whoever decides by it (`added`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from handwriting_app.engine.activations import RELU, SIGMOID
from handwriting_app.engine.arrays import Array
from handwriting_app.numerals import WITHIN_ROUNDING

UnitKind = Literal["sum", "linear", "threshold", "sigmoid", "relu"]

_FAR: Final = 15.0
"""From here on, on either side, the engine's sigmoid, ½ tanh(z/2) + ½, loses digits of its distance from 0 or 1."""


@dataclass(frozen=True, slots=True)
class Neuron:
    """A unit with one to three inputs.

    Attributes:
        kind: A ``sum`` takes its inputs as they are: whatever `weights` and `bias` say, it uses 1 and 0.
        weights: One for each input.
        bias: What is added to the weighted inputs; the unit's readiness to fire.
    """

    kind: UnitKind
    weights: tuple[float, ...]
    bias: float

    def weights_in_use(self) -> Array:
        """Return the weights, (inputs,)."""
        return np.ones(len(self.weights)) if self.kind == "sum" else np.array(self.weights, dtype=np.float64)

    def bias_in_use(self) -> float:
        return 0.0 if self.kind == "sum" else self.bias

    def weighted_sum(self, x: Array) -> Array:
        """Return z = w·x + b, (samples,), for inputs (samples, inputs)."""
        return self._above(x, 0.0)

    def decides(self, x: Array) -> Array:
        """Return whether the unit's answer counts as 1, (samples,), for inputs (samples, inputs)."""
        return np.asarray(self._above(x, decision_level(self.kind)) > 0)

    def output(self, x: Array) -> Array:
        """Return y = f(z), (samples,), for inputs (samples, inputs)."""
        return value(self.kind, self.weighted_sum(x))

    def edge(self) -> float:
        """The one input at which z = 0, −b / w; NaN with more inputs than one, or with a weight of 0."""
        weights = self.weights_in_use()
        if len(weights) != 1 or not weights[0]:
            return math.nan
        return float(-self.bias_in_use() / weights[0]) + 0.0

    def _above(self, x: Array, level: float) -> Array:
        """Z − level, (samples,)."""
        weights, bias = self.weights_in_use(), self.bias_in_use()
        return _settled(x @ weights + (bias - level), np.abs(x) @ np.abs(weights) + (abs(bias) + level))


def added(*terms: float) -> float:
    """The sum; 0 where what is left is only what floating-point numbers could not hold: 0.1 + 0.2 − 0.3 = 0."""
    return float(_settled(np.float64(math.fsum(terms)), np.float64(math.fsum(map(abs, terms)))))


def _settled(total: Array | np.float64, size: Array | np.float64) -> Array:
    """``total`` with 0 in place of what is within a rounding error of it, for sums of terms of the size ``size``."""
    return np.where(np.abs(total) <= WITHIN_ROUNDING * size, 0.0, total)


def value(kind: UnitKind, z: Array) -> Array:
    """Return f(z), of the shape of ``z``. A threshold gives 1 for z > 0, and 0 at 0 and below."""
    if kind == "sigmoid":
        with np.errstate(over="ignore"):
            return np.where(z < -_FAR, 1 / (1 + np.exp(-np.minimum(z, 0.0))), SIGMOID.value(z))
    if kind == "relu":
        return RELU.value(z)
    if kind == "threshold":
        return np.where(z > 0, 1.0, 0.0)
    return np.array(z, dtype=np.float64)


def slope(kind: UnitKind, z: Array) -> Array:
    """Return f′(z), of the shape of ``z``. A threshold's is 0 wherever there is one; at its edge there is none."""
    if kind == "sigmoid":
        # The slope is the same on both sides, and on the left no digit of it is lost.
        return SIGMOID.slope(value(kind, np.where(z > _FAR, -z, z)))
    if kind == "relu":
        return RELU.derivative(z)
    return np.zeros_like(z) if kind == "threshold" else np.ones_like(z)


def decision_level(kind: UnitKind) -> float:
    """The z above which the unit's answer counts as 1: where the output of a linear unit is ½, or a sigmoid's."""
    return 0.0 if kind in {"threshold", "sigmoid"} else 0.5


def slope_words(kind: UnitKind, z: float) -> str:
    """What is worth knowing about the derivative at ``z``, in a sentence; empty where the number says it all."""
    if kind == "threshold":
        return "no slope at the edge; step(0) = 0" if z == 0 else "0 everywhere but at the edge"
    if kind == "relu":
        if z == 0:
            return "a corner has no slope; ReLU′(0) = 0 by convention"
        return "1, for it passes everything on" if z > 0 else "0, for it is off and learns nothing"
    if kind == "sigmoid":
        if abs(z) < 0.05:
            return "¼, the steepest it can be" if z == 0 else "near ¼, the steepest it can be"
        return "almost flat, saturated" if abs(z) > 4 else "σ(1 − σ)"
    return "1 everywhere"
