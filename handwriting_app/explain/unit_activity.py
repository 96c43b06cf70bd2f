"""What each hidden unit does over many digits: how often it answers, to which digits, and whether it still can."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.activations import activation_named
from handwriting_app.engine.arrays import Array, Labels
from handwriting_app.engine.evaluation import INACTIVE
from handwriting_app.engine.network import Network


@dataclass(frozen=True, slots=True, eq=False)
class UnitActivity:
    """The hidden units of a network over a set of digits; one entry a hidden layer, input side first.

    Attributes:
        by_class: (classes, units): the mean output for the digits of each class.
        active_shares: (units,): the share of digits for which a ReLU fires, or a sigmoid or tanh is above its middle.
        inactive: bool (units,): dead ReLUs, or saturated sigmoids and tanhs. Such a unit learns nothing or hardly.
        digits: How many digits it was measured on.
    """

    by_class: tuple[NDArray[np.float64], ...]
    active_shares: tuple[NDArray[np.float64], ...]
    inactive: tuple[NDArray[np.bool_], ...]
    digits: int

    def inactive_shares(self) -> tuple[float, ...]:
        """The share of inactive units of each hidden layer."""
        return tuple(float(layer.mean()) for layer in self.inactive)


def unit_activity(network: Network, x: Array, y: Labels) -> UnitActivity:
    """Measure every hidden unit on the inputs (n, features) with classes (n,)."""
    outputs = network.forward(x).a[1:-1]
    classes = len(network.classes)
    members = np.equal(y[np.newaxis], np.arange(classes)[:, np.newaxis])
    shares = members / np.maximum(members.sum(axis=1, keepdims=True), 1)
    middle = 0.5 if network.activation == "sigmoid" else 0.0
    return UnitActivity(
        by_class=tuple(shares @ a for a in outputs),
        active_shares=tuple((a > middle).mean(axis=0) for a in outputs),
        inactive=tuple(inactive_units(network, a) for a in outputs),
        digits=len(x),
    )


def inactive_units(network: Network, a: Array) -> NDArray[np.bool_]:
    """Which units of a hidden layer with the outputs ``a`` (n, units) are dead or saturated; bool (units,).

    The rule is the engine's, so that the marks agree with `Report.inactive_shares`.
    """
    activation = activation_named(network.activation)
    return np.asarray(activation.slope(a).mean(axis=0) < INACTIVE * activation.steepest)
