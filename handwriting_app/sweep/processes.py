"""The runs of a sweep side by side: in processes of this machine, or on a Dask cluster. Both through joblib.

joblib and Dask are imported when a sweep begins that needs them.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack
from typing import Any, Final

from handwriting_app.data.subject import DIGITS, Subject
from handwriting_app.sweep.dask_backend import dask_backend
from handwriting_app.sweep.one_run import Outcome, outcome_of
from handwriting_app.sweep.plan import Run

DIED_TWICE: Final = (
    "The process that trained it ended twice without a word: most often there was too little memory, or something "
    "killed it."
)

WAIT: Final = 10
"""Seconds within which a Dask scheduler and its workers have to answer."""

NO_DASK: Final = (
    "a Dask cluster needs the package distributed, which is not installed: install handwriting-app with its extra "
    "dask, or leave out --scheduler"
)


class ClusterError(Exception):
    """The Dask cluster cannot be used; the message says why, in one sentence."""


Work = Callable[[Run, Subject], Outcome]


def can_start_processes() -> bool:
    """Whether there is a Python to start others with: a bundle has none."""
    return not getattr(sys, "frozen", False)


def processors() -> int:
    """How many processes this machine runs at once."""
    from joblib import cpu_count

    return int(cpu_count())


def in_this_process(
    runs: Iterable[Run], subject: Subject = DIGITS, work: Work = outcome_of
) -> Generator[Outcome, None, None]:
    """One run after another."""
    for run in runs:
        yield work(run, subject)


def in_processes(
    runs: Iterable[Run], jobs: int, subject: Subject = DIGITS, work: Work = outcome_of
) -> Generator[Outcome, None, None]:
    """The runs in ``jobs`` processes, as they come to their ends; BLAS has one thread in each.

    When a process dies, the runs that were under way are done once more, each by itself, so that only the one that ends
    its process again is given up. Closing the generator ends the processes.
    """
    with ExitStack() as stack:
        from joblib import parallel_config

        stack.enter_context(parallel_config(backend="loky", inner_max_num_threads=1))
        yield from _done(tuple(runs), max(jobs, 2), subject, work)


def on_cluster(
    runs: Iterable[Run], scheduler: str, subject: Subject = DIGITS, work: Work = outcome_of
) -> Generator[Outcome, None, None]:
    """The runs on an existing Dask cluster, as they come to their ends.

    Args:
        runs: Which.
        scheduler: Its address, such as ``tcp://10.0.0.5:8786``.
        subject: What they learn.
        work: Does one of them; the workers must be able to import it.

    Raises:
        ClusterError: Dask is not installed, nothing answers there, or the workers cannot do the work.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterError(NO_DASK) from error
    from joblib import parallel_config

    with ExitStack() as stack:
        try:
            client = stack.enter_context(Client(scheduler, timeout=WAIT, set_as_default=False))
        except (OSError, ValueError, TimeoutError, RuntimeError) as error:
            raise ClusterError(
                f"no Dask scheduler answers at {scheduler}: {_in_a_line(error)}. Start one with 'dask scheduler', and "
                "workers with 'dask worker'"
            ) from error
        lanes = sum(client.nthreads().values())
        if not lanes:
            raise ClusterError(f"the Dask cluster at {scheduler} has no workers: start some with 'dask worker'")
        stack.enter_context(parallel_config(backend=dask_backend(client, WAIT)))
        try:
            yield from _done(tuple(runs), max(lanes, 2), subject, work)
        except (ImportError, AttributeError, OSError) as error:
            raise ClusterError(
                f"the Dask cluster at {scheduler} cannot do the runs: {_in_a_line(error)}. Its workers need "
                "handwriting-app in this version"
            ) from error


def _done(runs: Sequence[Run], jobs: int, subject: Subject, work: Work) -> Iterator[Outcome]:
    waiting = deque(runs)
    while waiting:
        under_way: dict[int, Run] = {}
        try:
            for outcome in _parallel(_handed_out(waiting, under_way), jobs, subject, work):
                del under_way[outcome.run.number]
                yield outcome
        except _deaths():
            for run in under_way.values():
                yield _once_more(run, subject, work)


def _handed_out(waiting: deque[Run], under_way: dict[int, Run]) -> Iterator[Run]:
    while waiting:
        run = waiting.popleft()
        under_way[run.number] = run
        yield run


def _once_more(run: Run, subject: Subject, work: Work) -> Outcome:
    try:
        # Of one process joblib would make this one.
        return next(iter(_parallel((run,), 2, subject, work)))
    except _deaths():
        return Outcome(run, "failed", message=DIED_TWICE)


def _parallel(runs: Iterable[Run], jobs: int, subject: Subject, work: Work) -> Iterator[Outcome]:
    from joblib import Parallel, delayed

    calls = (delayed(work)(run, subject) for run in runs)
    # One at a time: whoever dies takes no others with it.
    parallel = Parallel(jobs, return_as="generator_unordered", batch_size=1, pre_dispatch=jobs)
    yield from parallel(calls)


def _deaths() -> tuple[type[BaseException], ...]:
    from concurrent.futures.process import BrokenProcessPool

    from joblib.externals.loky.process_executor import TerminatedWorkerError

    found: list[type[BaseException]] = [BrokenProcessPool, TerminatedWorkerError]
    distributed: Any = sys.modules.get("distributed")
    if distributed is not None:
        found.append(distributed.KilledWorker)
    return tuple(found)


def _in_a_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200].rstrip(". ") or type(error).__name__
