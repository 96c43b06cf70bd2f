"""How the time and the memory of an epoch grow with rows, width, depth and batch size, with each engine that is there.

Run as ``python -m benchmarks.growth`` (a few minutes): prints the measurements as JSON. On one processor, in its time:
so other programs make no difference, and nothing is shared between threads.
"""

from __future__ import annotations

import json
import os
import sys
import time
import tracemalloc
from dataclasses import asdict, dataclass
from importlib.util import find_spec

import numpy as np

from benchmarks.cases import LEARNING_RATE, digits, first_network
from handwriting_app.engine.config import DescentMode, TrainingConfig
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.settings import EngineName
from handwriting_app.engine.training import train

ROWS = 1797
MOST_SECONDS = 1.0
"""After so long no further epoch is measured."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One point of a growth curve.

    Attributes:
        what: What is varied: rows, width, depth or batch.
        descent: The descent mode.
        engine: ``numpy`` or ``compiled``; the latter is for stochastic descent alone.
        value: Rows, units in each of two hidden layers, hidden layers of 64 units, or examples in a batch.
        seconds: The fastest epoch.
        megabytes: The most that was allocated at any moment of a run, without the data handed in.
    """

    what: str
    descent: DescentMode
    engine: EngineName
    value: int
    seconds: float
    megabytes: float


def measure(what: str, descent: DescentMode, engine: EngineName, value: int) -> Measurement:
    """Measure one point."""
    rows = value if what == "rows" else ROWS
    hidden = {"width": (value, value), "depth": (64,) * value}.get(what, (128, 64))
    sizes = (64, *hidden, 10)
    x, y = digits(rows, 64)
    data = DataSet(x, y, x[: rows // 5], y[: rows // 5])
    config = TrainingConfig(
        hidden=hidden,
        descent=descent,
        batch_size=value if what == "batch" else 64,
        learning_rate=LEARNING_RATE,
        update_rule="plain",
        l2=0.0,
        label_smoothing=0.0,
        weight_averaging=0.0,
        epochs=10**6,
        stop_when_converged=False,
        engine=engine,
    )
    tracemalloc.start()
    run = train(first_network(sizes), data, config, np.random.default_rng(0))
    while next(run) is None:
        pass
    megabytes = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    seconds: list[float] = []
    while not seconds or (sum(seconds) < MOST_SECONDS and len(seconds) < 200):
        start = time.process_time()
        while next(run) is None:
            pass
        seconds.append(time.process_time() - start)
    run.close()
    print(f"{what} {value}, {descent}, {engine}: {min(seconds) * 1e3:.2f} ms", file=sys.stderr, flush=True)
    return Measurement(what, descent, engine, value, min(seconds), megabytes)


def measure_all() -> list[Measurement]:
    """Measure every curve."""
    curves = {
        "rows": [ROWS * times for times in (1, 4, 16, 64)],
        "width": [16, 64, 256, 1024, 2048],
        "depth": [1, 2, 4, 8, 16, 20],
    }
    kinds: list[tuple[DescentMode, EngineName]] = [("stochastic", "numpy"), ("mini-batch", "numpy"), ("batch", "numpy")]
    if find_spec("numba"):
        kinds.insert(1, ("stochastic", "compiled"))
    points = [(what, *kind, value) for what, values in curves.items() for kind in kinds for value in values]
    points += [("batch", "mini-batch", "numpy", size) for size in (1, 8, 64, 512, 1024)]
    return [measure(*point) for point in points]


def main() -> None:
    """Measure and print."""
    if find_spec("numba"):
        from handwriting_app.engine.fast.engines import load
        from handwriting_app.storage.data_folder import cache_folder

        load(cache_folder())
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print(json.dumps([asdict(measurement) for measurement in measure_all()]))


if __name__ == "__main__":
    main()
