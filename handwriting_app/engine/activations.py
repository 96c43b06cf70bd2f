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
        value: ``value(z, out=None)`` gives a = σ(z). ``out`` may be ``z`` itself.
        slope: ``slope(a, out=None)`` gives σ′(z) from a = σ(z). ``out`` must not be ``a``.
        steepest: The largest slope there is; 1/4 for the sigmoid, 1 for the others.
    """

    name: ActivationName
    value: Callable[..., Array]
    slope: Callable[..., Array]
    steepest: float

    def derivative(self, z: Array) -> Array:
        """Return σ′(z), of the shape of ``z``."""
        return self.slope(self.value(z))


def sigmoid(z: Array, out: Array | None = None) -> Array:
    """Return 1 / (1 + e⁻ᶻ), between 0 and 1. Through tanh: it cannot overflow, and numpy has it vectorised."""
    half = np.multiply(z, 0.5, out=out)
    np.tanh(half, out=half)
    half *= 0.5
    half += 0.5
    return half


def sigmoid_slope(a: Array, out: Array | None = None) -> Array:
    """Return a (1 − a)."""
    slope = np.subtract(1.0, a, out=out)
    slope *= a
    return slope


def relu(z: Array, out: Array | None = None) -> Array:
    """Return max(z, 0) (Nair and Hinton, 2010)."""
    return np.maximum(z, 0.0, out=out)


def relu_slope(a: Array, out: Array | None = None) -> Array:
    """Return 1 where the unit fires, else 0: the sign of a, as a is never negative. The slope at 0 is taken as 0."""
    return np.sign(a, out=out)


def tanh(z: Array, out: Array | None = None) -> Array:
    """Return tanh z, between −1 and 1."""
    return np.tanh(z, out=out)


def tanh_slope(a: Array, out: Array | None = None) -> Array:
    """Return 1 − a²."""
    slope = np.multiply(a, a, out=out)
    np.subtract(1.0, slope, out=slope)
    return slope


SIGMOID = Activation("sigmoid", sigmoid, sigmoid_slope, steepest=0.25)
RELU = Activation("relu", relu, relu_slope, steepest=1.0)
TANH = Activation("tanh", tanh, tanh_slope, steepest=1.0)


def activation_named(name: ActivationName) -> Activation:
    """Return the activation function of that name.

    Raises:
        ValueError: There is none.
    """
    for activation in (SIGMOID, RELU, TANH):
        if activation.name == name:
            return activation
    raise ValueError(f"unknown activation {name!r}")
