"""One unit: it weighs its inputs, adds its bias, and passes the sum through a function.

Sigmoid and ReLU are the engine's own. The identity (of a sum and of a linear unit) and the threshold are the lab's: no
network here is trained with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from handwriting_app.engine.activations import RELU, SIGMOID
from handwriting_app.engine.arrays import Array

UnitKind = Literal["sum", "linear", "threshold", "sigmoid", "relu"]


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
        return np.asarray(x @ self.weights_in_use() + self.bias_in_use())

    def output(self, x: Array) -> Array:
        """Return y = f(z), (samples,), for inputs (samples, inputs)."""
        return value(self.kind, self.weighted_sum(x))


def value(kind: UnitKind, z: Array) -> Array:
    """Return f(z), of the shape of ``z``. A threshold gives 1 from z = 0 on, and 0 below."""
    if kind == "sigmoid":
        return SIGMOID.value(z)
    if kind == "relu":
        return RELU.value(z)
    if kind == "threshold":
        return np.where(z >= 0, 1.0, 0.0)
    return np.array(z, dtype=np.float64)


def slope(kind: UnitKind, z: Array) -> Array:
    """Return f′(z), of the shape of ``z``. A threshold's is 0 wherever there is one; at its edge there is none."""
    if kind == "sigmoid":
        return SIGMOID.derivative(z)
    if kind == "relu":
        return RELU.derivative(z)
    return np.zeros_like(z) if kind == "threshold" else np.ones_like(z)


def decision_level(kind: UnitKind) -> float:
    """The z from which on the unit's answer counts as 1: where the output of a linear unit is ½, or a sigmoid's."""
    return 0.0 if kind in {"threshold", "sigmoid"} else 0.5


def slope_words(kind: UnitKind, z: float) -> str:
    """What is worth knowing about the derivative at ``z``, in a sentence; empty where the number says it all."""
    if kind == "threshold":
        return "no slope at the edge, 0 elsewhere" if z == 0 else "flat: 0 everywhere but at the edge"
    if kind == "relu":
        if z == 0:
            return "a corner has no slope; 0 is taken by convention"
        return "1: it passes everything on" if z > 0 else "0: it is off and learns nothing"
    if kind == "sigmoid":
        if abs(z) < 0.05:
            return "¼, the steepest it can be"
        return "almost flat: saturated" if abs(z) > 4 else "σ(1 − σ)"
    return "1 everywhere"
