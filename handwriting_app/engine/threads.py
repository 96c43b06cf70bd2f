"""How many threads BLAS may use while a run is under way."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager

from handwriting_app.engine.network import Network

WIDE = 50_000
"""Weights in the largest layer from which on sharing a product pays for waking a second thread."""


def blas_threads(network: Network, batch: int) -> AbstractContextManager[object]:
    """Limit BLAS to the number of threads that suits the network: one, or two if it is wide and trained in batches.

    The number that was set before comes back when the context ends.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it has none

    is_wide = batch >= 32 and max(layer.size for layer in network.layers) >= WIDE
    limits: AbstractContextManager[object] = threadpool_limits(min(2, _processors()) if is_wide else 1, user_api="blas")
    return limits


def _processors() -> int:
    """Return how many processors this process may use: two threads on one would wait for each other."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
