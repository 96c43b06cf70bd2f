"""Which units a network needs most: how much the held-out cost rises without each of them.

"Without" means that the unit sends 0 whatever comes in (ablation). One forward pass keeps what every layer sends;
without unit j, the sums of the layer above change by −aⱼ wⱼ, a rank-one change, and only the layers above it are worked
out anew.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

import numpy as np

from handwriting_app.engine.activations import activation_named
from handwriting_app.engine.arrays import Array, Labels
from handwriting_app.engine.costs import cost_named, targets_of
from handwriting_app.engine.network import Network
from handwriting_app.engine.saturation import bounded, is_bounded

AT_ONCE: Final = 400_000
"""Numbers of one layer that are worked out between two heartbeats: some 10 ms."""


@dataclass(frozen=True, slots=True)
class UnitWorth:
    """What one unit is worth.

    Attributes:
        layer: From 1.
        unit: From 0.
        rise: The mean held-out cost without it, less that with it; below 0 where it does harm.
        lost: How many held-out digits fewer are read rightly without it.
    """

    layer: int
    unit: int
    rise: float
    lost: int


@dataclass(frozen=True, slots=True, eq=False)
class UnitRanking:
    """All hidden units of a network.

    Attributes:
        units: Those first without which the cost rises most.
        cost: The mean held-out cost with all of them.
        digits: How many digits it was measured on.
        right: How many of them are read rightly.
    """

    units: tuple[UnitWorth, ...]
    cost: float
    digits: int
    right: int


def rank_units(network: Network, x: Array, y: Labels) -> Generator[float, None, UnitRanking]:
    """Rank the hidden units on inputs (n, features) with classes (n,), in float64.

    Yields:
        The share of the work that is done, every 10 ms or so.
    """
    double = network.copy(np.float64)
    targets = targets_of(y, double.sizes[-1])
    passed = double.forward(np.asarray(x, np.float64))
    cost, right = _measure(double, passed.z[-1], targets, y)
    found: list[UnitWorth] = []
    total = sum(double.sizes[1:-1])
    for layer in range(1, len(double.weights)):
        widest = max(double.sizes[layer + 1 :])
        chunk = max(1, AT_ONCE // max(1, len(x) * widest))
        for start in range(0, double.sizes[layer], chunk):
            units = np.arange(start, min(start + chunk, double.sizes[layer]))
            signals = passed.a[layer][:, units].T[:, :, np.newaxis]
            # Subtracted from the sums: (units, digits, units above).
            z = passed.z[layer] - signals * double.weights[layer].T[units][:, np.newaxis]
            costs, rights = _measure(double, _onwards(double, layer + 1, z), targets, y)
            found.extend(
                UnitWorth(layer, int(unit), float(without - cost), int(right - still))
                for unit, without, still in zip(units, np.atleast_1d(costs), np.atleast_1d(rights), strict=True)
            )
            yield len(found) / total
    found.sort(key=lambda each: (-each.rise, each.layer, each.unit))
    return UnitRanking(tuple(found), float(cost), len(x), int(right))


def _onwards(network: Network, layer: int, z: Array) -> Array:
    """The z of the outputs from those of a layer, (units, digits, units of the layer)."""
    activate = activation_named(network.activation).value
    for weights, biases in zip(network.weights[layer:], network.biases[layer:], strict=True):
        z = activate(z if is_bounded(z) else bounded(z)) @ weights.T + biases
    return z if is_bounded(z) else bounded(z)


def _measure(network: Network, z: Array, targets: Array, y: Labels) -> tuple[Array, Array]:
    """Mean costs and numbers of digits read rightly, (…,), for z of the outputs (…, digits, outputs)."""
    costs = np.asarray(cost_named(network.cost).value(z, targets).mean(axis=-1))
    read = z[..., : len(network.classes)].argmax(axis=-1)
    return costs, np.asarray((read == y).sum(axis=-1))
