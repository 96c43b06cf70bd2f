"""The few connections worth drawing: a layer of 128 × 64 has eight thousand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.arrays import Array

Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Some connections between two neighbouring layers; three arrays of equal length, the weakest first.

    Attributes:
        sources: Units of the lower layer.
        targets: Units of the upper layer.
        values: The weight of each, or what passes along it.
        strongest: The largest absolute value among all connections that were looked at; 0 if there are none.
    """

    sources: Indices
    targets: Indices
    values: Array
    strongest: float

    def __len__(self) -> int:
        return len(self.values)


def strongest_edges(values: Array, most: int, sources: Indices, targets: Indices) -> Edges:
    """Choose the largest by absolute value among the connections between some units of two layers.

    Args:
        values: (units out, units in), one number for each connection: the weights, or the weights times what the
            lower layer sends.
        most: At most so many; connections of 0 are never chosen.
        sources: The units of the lower layer that count.
        targets: The units of the upper layer that count.
    """
    seen = values[np.ix_(targets, sources)]
    flat = seen.ravel()
    size = np.abs(flat)
    chosen = np.argpartition(size, -most)[-most:] if 0 < most < len(size) else np.arange(min(len(size), most))
    chosen = chosen[np.argsort(size[chosen], kind="stable")]
    chosen = chosen[size[chosen] > 0]
    rows, columns = np.unravel_index(chosen, seen.shape)
    return Edges(sources[columns], targets[rows], flat[chosen], float(size.max(initial=0.0)))
