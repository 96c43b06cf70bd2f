"""How far the reading of a digit is from another class, and which ink brings it nearer: the engine's way back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.backpropagation import backward
from handwriting_app.engine.costs import shares, softmax
from handwriting_app.engine.network import Network
from handwriting_app.engine.reading import log_mean, reading_steps


def log_odds(network: Network, views: NDArray[np.floating], temperature: float, wanted: int) -> float:
    """The logarithm of the odds of ``wanted`` against all other outputs: 0 where it is as probable as all together.

    Args:
        network: What reads.
        views: (views, features) of one digit.
        temperature: Of the reading, as in :mod:`handwriting_app.engine.reading`.
        wanted: An output. One for none of the classes counts among the others.
    """
    said = log_mean(reading_steps(network, views, temperature).views) / temperature
    return float(said[wanted] - np.logaddexp.reduce(np.delete(said, wanted)))


def odds_slope(network: Network, views: NDArray[np.floating], temperature: float, wanted: int) -> NDArray[np.float64]:
    """∂ `log_odds` / ∂ ``views``, (views, features).

    With ℓ the mean over the V views of ln p, ∂/∂ℓ = (𝟙 − q) / T, where q shares out what the other outputs have; and
    δ of each view's output is that by V, times 1 − a for sigmoid outputs. From there on it is the engine's own way
    back, which takes the targets that have this δ.
    """
    if network.cost == "quadratic":
        network = network.copy(np.float64)  # a sigmoid that is 0 in single precision would have no slope
    passed = network.forward(views.astype(network.parameters.dtype))
    outputs = passed.a[-1]
    said = shares(outputs) if network.cost == "quadratic" else outputs
    others = log_mean(said.astype(np.float64)) / temperature
    others[wanted] = -np.inf
    slope = -np.asarray(softmax(others), np.float64)
    slope[wanted] = 1.0
    slope /= len(views) * temperature
    # δ is a − t, and for sigmoid outputs (a − t) a (1 − a), where it is to be slope · (1 − a).
    divisor = np.maximum(outputs, 1e-30) if network.cost == "quadratic" else 1.0
    return np.asarray(backward(network, passed, outputs - slope / divisor).inputs, np.float64)
