"""joblib's backend for Dask, made to outlive its workers.

joblib 1.6 tells nobody when Dask gives a task up, because too many workers died of it: `Parallel` would wait for ever.
And while there is but one worker it does the work in its own process, which then dies of it in its turn.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any


def dask_backend(client: Any, wait: float) -> Any:
    """A backend for `joblib.parallel_config` on the cluster of ``client``; imports joblib's, and with it Dask.

    Args:
        client: A `distributed.Client`.
        wait: Seconds within which there has to be a worker.
    """
    from joblib._dask import DaskDistributedBackend

    class Backend(DaskDistributedBackend):  # type: ignore[misc]  # joblib has no types
        def submit(self, func: Callable[..., object], callback: Callable[[object], None] | None = None) -> Future[Any]:
            """Hand the exception of a task that was given up to whoever waits for its result."""
            future: Future[Any] = super().submit(func, callback)

            def tell(done: Future[Any]) -> None:
                error = done.exception()
                if error is not None and callback is not None:
                    callback(error)

            future.add_done_callback(tell)
            return future

        def effective_n_jobs(self, n_jobs: int) -> int:
            """Two at least: for one joblib would do the work in this process."""
            return max(int(super().effective_n_jobs(n_jobs)), 2)

        def retrieve_result_callback(self, out: object) -> object:
            if isinstance(out, BaseException):
                raise out
            return super().retrieve_result_callback(out)

    return Backend(client=client, wait_for_workers_timeout=wait)
