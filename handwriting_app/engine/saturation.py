"""Sums that have left the finite numbers, worked out again with bounds: what a person reads is always a number.

With finite weights a float32 sum can still overflow, and the layer above it then adds ∞ and −∞, which is no number at
all. So a sum beyond `LARGEST`, in either precision, is held there; products of two such numbers are far from the end of
float64. Training itself does not hold anything: there an overflow is a divergence, and ends the run.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from handwriting_app.engine.arrays import Array

LARGEST: Final = float(np.finfo(np.float32).max)
"""How large a weighted input may become, 3.4·10³⁸: the same in both precisions, so that they read the same."""


def is_bounded(*arrays: Array) -> bool:
    """Whether all numbers are finite and none is beyond `LARGEST`."""
    # Not a number fails every comparison.
    return all(bool((np.abs(array) <= LARGEST).all()) for array in arrays)


def bounded(array: Array) -> Array:
    """Return float64 numbers held between −`LARGEST` and `LARGEST`."""
    return np.clip(array.astype(np.float64, copy=False), -LARGEST, LARGEST)
