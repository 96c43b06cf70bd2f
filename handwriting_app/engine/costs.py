"""Costs, each together with the output function that belongs to it.

Both put classes on one axis of an array; all others are examples. The axis is the last one unless told otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike

from handwriting_app.engine.activations import sigmoid
from handwriting_app.engine.arrays import Array, Labels
from handwriting_app.engine.config import CostName

FAINT = 1e-6
"""Sigmoid outputs that add up to less say nothing: in float32 each is known to 6·10⁻⁸ only, and 0 below that."""


@dataclass(frozen=True, slots=True)
class Cost:
    """How wrong the outputs are, and which way to push them.

    Attributes:
        name: The name in the configuration.
        outputs: ``outputs(z, axis=-1, out=None)`` gives the outputs a of the last layer from its z.
        value: ``value(z, targets, axis=-1)`` gives the cost of each example. It takes z, not a: the logarithm of a
            probability that was rounded to 0 would be infinite.
        delta: ``delta(a, targets, out=None)`` gives ∂C/∂z of each example. ``out`` must not be ``a``.
    """

    name: CostName
    outputs: Callable[..., Array]
    value: Callable[..., Array]
    delta: Callable[..., Array]


def softmax(z: Array, axis: int = -1, out: Array | None = None) -> Array:
    """Return class probabilities from logits ``z``; they sum to 1 along ``axis``.

    The one softmax of the program; the kernels of :mod:`handwriting_app.engine.fast.outputs` are tested to equal it.
    Shifted by the largest logit, so that no size of logits overflows. ``out`` may be ``z`` itself.
    """
    a = np.subtract(z, np.maximum.reduce(z, axis=axis, keepdims=True), out=out)
    np.exp(a, out=a)
    a /= np.add.reduce(a, axis=axis, keepdims=True)
    return a


def cross_entropy(z: Array, targets: Array, axis: int = -1) -> Array:
    """Return −Σ t log softmax(z) of each example, for targets that sum to 1.

    As log Σ eᶻ − Σ t z, shifted by the largest z: finite for every finite ``z``.
    """
    with np.errstate(over="ignore"):
        shifted = z - z.max(axis=axis, keepdims=True)
    if shifted.min(initial=0.0) < np.finfo(shifted.dtype).min:  # −∞ times a target of 0 would be no number
        np.maximum(shifted, np.finfo(shifted.dtype).min, out=shifted)
    log_sum = np.log(np.exp(shifted).sum(axis=axis))
    shifted *= targets
    return np.asarray(log_sum - shifted.sum(axis=axis))


def cross_entropy_delta(a: Array, targets: Array, out: Array | None = None) -> Array:
    """Return ∂C/∂z = a − t, for targets that sum to 1 (Bishop, Pattern Recognition and Machine Learning, 4.109)."""
    return np.subtract(a, targets, out)


def sigmoid_outputs(z: Array, axis: int = -1, out: Array | None = None) -> Array:
    """Return σ(z) of each output by itself; ``axis`` makes no difference."""
    return sigmoid(z, out)


def quadratic(z: Array, targets: Array, axis: int = -1) -> Array:
    """Return ½ ‖σ(z) − t‖² of each example."""
    error = sigmoid(z) - targets
    return np.asarray(0.5 * (error * error).sum(axis=axis))


def quadratic_delta(a: Array, targets: Array, out: Array | None = None) -> Array:
    """Return ∂C/∂z = (a − t) a (1 − a)."""
    delta = np.subtract(a, targets, out=out)
    delta *= a
    delta *= 1.0 - a
    return delta


CROSS_ENTROPY = Cost("cross-entropy", softmax, cross_entropy, cross_entropy_delta)
QUADRATIC = Cost("quadratic", sigmoid_outputs, quadratic, quadratic_delta)


def shares(a: Array, axis: int = -1) -> Array:
    """Return outputs as probabilities: divided by their sum, or all alike where there is next to no sum (`FAINT`)."""
    total = np.add.reduce(a, axis=axis, keepdims=True)
    is_faint = total < FAINT
    if not is_faint.any():
        return np.asarray(a / total)
    return np.where(is_faint, 1 / a.shape[axis], a / np.where(is_faint, 1, total)).astype(a.dtype)


def cost_named(name: CostName) -> Cost:
    """Return the cost of that name.

    Raises:
        ValueError: There is none.
    """
    for cost in (CROSS_ENTROPY, QUADRATIC):
        if cost.name == name:
            return cost
    raise ValueError(f"unknown cost {name!r}")


def targets_of(y: Labels, classes: int, smoothing: float = 0.0, dtype: DTypeLike = np.float64) -> Array:
    """Return what the outputs should be, (samples, classes): 1 for the label's class and 0 elsewhere.

    Args:
        y: Labels, (samples,), from 0 to ``classes`` − 1.
        classes: Number of classes.
        smoothing: Share of the target that is spread evenly over all classes (Szegedy et al., 2016, section 7).
        dtype: Of the result.
    """
    targets = np.full((len(y), classes), smoothing / classes, dtype)
    targets[np.arange(len(y)), y] += 1.0 - smoothing
    return targets
