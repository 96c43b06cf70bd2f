"""Threads: one for BLAS, and at most two of our own.

BLAS can share a product between threads by itself. On an idle machine that is as fast. But its threads wait for each
other in every single product, and where something else keeps a processor busy (a window, say) an epoch then takes
twenty times as long. Threads that meet once a slice lose little; and sums are taken in the same order with one thread
or two, so that the same seed gives the same numbers whatever the number of processors.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager

import numpy as np

Work = Callable[[], None]


def one_blas_thread() -> AbstractContextManager[object]:
    """Limit BLAS to one thread; the number that was set before comes back when the context ends."""
    # With the first run, which is not what the window waits for (3 ms).
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it has none

    limits: AbstractContextManager[object] = threadpool_limits(1, user_api="blas")
    return limits


@contextmanager
def side_by_side(lanes: int) -> Iterator[Callable[[Sequence[Work]], None]]:
    """Give a function that does up to ``lanes`` pieces of work, at once if there are processors for it, and waits.

    The thread that helps lives as long as the context; an exception in any piece is raised to the caller.
    """
    if lanes < 2 or _processors() < 2:
        yield one_after_another
        return
    with ThreadPoolExecutor(lanes - 1, "descent") as helpers:

        def do(work: Sequence[Work]) -> None:
            futures = [helpers.submit(_quietly, piece) for piece in work[1:]]
            work[0]()
            for future in futures:
                future.result()

        yield do


def one_after_another(work: Sequence[Work]) -> None:
    """Do the pieces in turn."""
    for piece in work:
        piece()


def _quietly(work: Work) -> None:
    """Do it as training does: what overflows is found at the end of the epoch. Each thread has settings of its own."""
    with np.errstate(all="ignore"):
        work()


def _processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
