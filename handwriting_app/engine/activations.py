"""Activation functions of the hidden layers: a = σ(z), and the slope σ′ that backpropagation multiplies by.

The slope is written in terms of a = σ(z), not of z: the forward pass has just worked a out, so the backward pass
need not call an exponential again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.config import ActivationName


@dataclass(frozen=True, slots=True)
class Activation:
    """One activation function with its derivative. Every function takes and returns arrays of any shape.

    Attributes:
        name: The name in the configuration.
        value: ``value(z, out=None, constant=…)`` gives a = σ(z). ``out`` may be ``z`` itself.
        slope: ``slope(a, out=None, constant=…)`` gives σ′(z) from a = σ(z). ``out`` must not be ``a``.
        value_constant: The number in the formula of ``value``. Where every microsecond counts, an array full of it is
            handed in as ``constant``: numpy takes time to convert a Python number, and for a maximum of an array and a
            number it has no vector instructions.
        slope_constant: The same for ``slope``.
        steepest: The largest slope there is; 1/4 for the sigmoid, 1 for the others.
    """

    name: ActivationName
    value: Callable[..., Array]
    slope: Callable[..., Array]
    value_constant: float
    slope_constant: float
    steepest: float

    def derivative(self, z: Array) -> Array:
        """Return σ′(z), of the shape of ``z``."""
        return self.slope(self.value(z))


def sigmoid(z: Array, out: Array | None = None, half: Array | float = 0.5) -> Array:
    """Return 1 / (1 + e⁻ᶻ), between 0 and 1. As ½ tanh(z/2) + ½: it cannot overflow, and numpy has tanh vectorised."""
    a = np.multiply(z, half, out=out)
    np.tanh(a, out=a)
    np.multiply(a, half, out=a)
    return np.add(a, half, out=a)


def sigmoid_slope(a: Array, out: Array | None = None, one: Array | float = 1.0) -> Array:
    """Return a (1 − a)."""
    slope = np.subtract(one, a, out=out)
    return np.multiply(slope, a, out=slope)


def relu(z: Array, out: Array | None = None, zero: Array | float = 0.0) -> Array:
    """Return max(z, 0) (Nair and Hinton, 2010)."""
    return np.maximum(z, zero, out=out)


def relu_slope(a: Array, out: Array | None = None, one: Array | float = 1.0) -> Array:
    """Return 1 where the unit fires, else 0: the smaller of ⌈a⌉ and 1. The slope at 0 is taken as 0.

    That is the sign of a, as a is never negative; but for that numpy has no vector instructions, so that it pays only
    for a single example, where one call is better than two.
    """
    if a.ndim == 1:
        return np.sign(a, out=out)
    slope = np.ceil(a, out=out)
    return np.minimum(slope, one, out=slope)


def tanh(z: Array, out: Array | None = None, one: Array | float = 1.0) -> Array:
    """Return tanh z, between −1 and 1."""
    return np.tanh(z, out=out)


def tanh_slope(a: Array, out: Array | None = None, one: Array | float = 1.0) -> Array:
    """Return 1 − a²."""
    slope = np.multiply(a, a, out=out)
    return np.subtract(one, slope, out=slope)


SIGMOID = Activation("sigmoid", sigmoid, sigmoid_slope, value_constant=0.5, slope_constant=1.0, steepest=0.25)
RELU = Activation("relu", relu, relu_slope, value_constant=0.0, slope_constant=1.0, steepest=1.0)
TANH = Activation("tanh", tanh, tanh_slope, value_constant=1.0, slope_constant=1.0, steepest=1.0)


def activation_named(name: ActivationName) -> Activation:
    """Return the activation function of that name.

    Raises:
        ValueError: There is none.
    """
    for activation in (SIGMOID, RELU, TANH):
        if activation.name == name:
            return activation
    raise ValueError(f"unknown activation {name!r}")
