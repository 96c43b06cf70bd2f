"""The cost of one digit, worked out so that differences of two costs keep their digits.

A trained network's cost can be a millionth. The textbook's log-sum-exp is right to 10⁻¹⁶ of a *one* even then, and a
difference quotient would show little but rounding; these forms are right to about 10⁻¹⁵ of the *cost*.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.config import CostName


def label_cost(cost: CostName, z: Array, label: int, smoothing: float = 0.0) -> NDArray[np.float64]:
    """Return the cost of each example, (samples,), whose right answer is ``label``.

    Args:
        cost: ``cross-entropy`` (softmax outputs): −log p of the label; ``quadratic`` (sigmoid outputs): ½ Σ (a − t)².
        z: (samples, classes): the weighted inputs of the last layer, float64.
        label: From 0 to classes − 1.
        smoothing: See :func:`~handwriting_app.engine.costs.targets_of`.
    """
    classes = z.shape[1]
    if smoothing and cost == "cross-entropy":  # linear in the targets: a mean of costs that each keep their digits
        every = sum(label_cost(cost, z, digit) for digit in range(classes))
        return np.asarray((1 - smoothing) * label_cost(cost, z, label) + smoothing / classes * every)
    if cost == "cross-entropy":
        above = np.delete(z, label, axis=1) - z[:, label : label + 1]  # −log p = log(1 + Σ exp(zᵢ − zₗ))
        shift = np.maximum(above.max(axis=1, keepdims=True, initial=0.0), 0.0)
        others = np.exp(above - shift).sum(axis=1)
        shift = shift[:, 0]
        return np.asarray(shift + np.where(shift > 0, np.log(np.exp(-shift) + others), np.log1p(others)))
    error = np.array(z)
    error[:, label] *= -1  # 1 − σ(z) = σ(−z)
    short = smoothing / classes * np.ones(classes)
    short[label] = smoothing - smoothing / classes
    return np.asarray(0.5 * ((_sigmoid(error) - short) ** 2).sum(axis=1))


def _sigmoid(z: Array) -> Array:
    small = np.exp(-np.abs(z))
    return np.asarray(np.where(z >= 0, 1.0, small) / (1.0 + small))
