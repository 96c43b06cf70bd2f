"""How large a network may be: one limit for what is trained and for what is opened, so that each can be the other.

A model file holds up to five vectors of all parameters (the network, and for the next run: the learner, its average and
two of the update rule's) in float32, and the curves.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

MAX_LAYERS = 100
"""Layers of weights: one more than there are hidden layers."""

MAX_UNITS = 10_000
"""Units in a hidden layer."""

MAX_PARAMETERS = 20_000_000
"""Weights and biases: 80 MB in float32, and a dozen times as much while it is trained."""


def parameter_count(sizes: Sequence[int]) -> int:
    """Return how many weights and biases a network of these sizes has."""
    return sum((units_in + 1) * units_out for units_in, units_out in pairwise(sizes))


def size_problem(hidden: Sequence[int], inputs: int = 64, outputs: int = 10) -> str:
    """Return what is too large about a network with these hidden layers, in a short line; empty if nothing is.

    Inputs and outputs are those of the digits unless told otherwise.
    """
    if len(hidden) >= MAX_LAYERS:
        return f"{len(hidden):,} hidden layers: use at most {MAX_LAYERS - 1}"
    if any(units > MAX_UNITS for units in hidden):
        return f"{max(hidden):,} units: use at most {MAX_UNITS:,} a layer"
    parameters = parameter_count((inputs, *hidden, outputs))
    if parameters > MAX_PARAMETERS:
        return f"{parameters:,} parameters: use at most {MAX_PARAMETERS:,}"
    return ""
