"""Which digits of a set are most like one that was drawn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def nearest(features: NDArray[np.floating], x: NDArray[np.floating], count: int) -> NDArray[np.intp]:
    """Rows of ``x`` (n, features) at the least Euclidean distance from ``features`` (features,), the nearest first.

    Gives ``count`` rows, or all if there are fewer.
    """
    distances = np.square(x - features).sum(axis=1)
    count = min(count, len(x))
    if count == len(x):
        return np.argsort(distances)
    few = np.argpartition(distances, count)[:count]
    return np.asarray(few[np.argsort(distances[few])])
