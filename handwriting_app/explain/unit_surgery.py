"""What a hand can do to a unit or a whole layer, by changing weights alone: silence it, or shake it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.network import Network


def can_kill(network: Network, layer: int) -> bool:
    """Whether units of this layer can be silenced: the hidden ones, for nobody hears an output but the reader."""
    return 1 <= layer < len(network.weights)


def killed(network: Network, layer: int, units: tuple[int, ...]) -> Network:
    """Return the network as if these units of a hidden layer sent 0, whatever comes in.

    Their outgoing weights are 0 then. That holds for every activation function, also for a sigmoid, which never
    outputs 0 itself.

    Raises:
        ValueError: The layer is not hidden.
    """
    if not can_kill(network, layer):
        raise ValueError("Only units of a hidden layer can be killed.")
    changed = network.copy()
    changed.weights[layer][:, list(units)] = 0.0
    return changed


def silent_units(network: Network, layer: int) -> NDArray[np.bool_]:
    """Which units of a hidden layer nobody hears, for all their outgoing weights are 0: bool (units,)."""
    return np.asarray(~network.weights[layer].any(axis=0))


def shaken(network: Network, layer: int, units: tuple[int, ...], strength: float, rng: np.random.Generator) -> Network:
    """Return the network with Gaussian noise on the weights that come into these units.

    The noise of each unit has ``strength`` times the root mean square of that unit's own weights: 0.25 shakes each by
    about a quarter of its usual size. Biases stay.

    Args:
        network: It is left as it is.
        layer: From 1; the last are the outputs.
        units: Of the layer.
        strength: 0 or more.
        rng: Decides on the noise.
    """
    changed = network.copy()
    weights = changed.weights[layer - 1]
    for unit in units:
        row = weights[unit].astype(np.float64)
        scale = strength * float(np.sqrt(np.mean(row**2)))
        weights[unit] = row + rng.normal(0.0, scale, row.shape)
    return changed
