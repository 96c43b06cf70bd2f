"""How the time and the memory of an epoch grow with rows, width, depth and batch size.

Run as ``python -m benchmarks.growth``: prints the measurements as JSON.
"""

from __future__ import annotations

import json
import time
import tracemalloc
from dataclasses import asdict, dataclass

import numpy as np

from benchmarks.cases import LEARNING_RATE, digits, first_network
from handwriting_app.engine.config import DescentMode, TrainingConfig
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.training import train

ROWS = 1797


@dataclass(frozen=True, slots=True)
class Measurement:
    """One point of a growth curve.

    Attributes:
        what: What is varied: rows, width, depth or batch.
        descent: The descent mode.
        value: Rows, units in each of two hidden layers, hidden layers of 64 units, or examples in a batch.
        seconds: The fastest epoch.
        megabytes: The most that was allocated at any moment of a run, without the data handed in.
    """

    what: str
    descent: DescentMode
    value: int
    seconds: float
    megabytes: float


def measure(what: str, descent: DescentMode, value: int) -> Measurement:
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
    )
    tracemalloc.start()
    run = train(first_network(sizes), data, config, np.random.default_rng(0))
    while next(run) is None:
        pass
    megabytes = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    seconds, before, start = [], None, time.perf_counter()
    while len(seconds) < 3 or time.perf_counter() - start < 1:
        if report := next(run):
            if before is not None:  # the first may have been slowed down by the tracing
                seconds.append(report.seconds - before)
            before = report.seconds
    run.close()
    return Measurement(what, descent, value, min(seconds), megabytes)


def measure_all() -> list[Measurement]:
    """Measure every curve."""
    points: list[tuple[str, DescentMode, int]] = []
    modes: tuple[DescentMode, ...] = ("stochastic", "mini-batch", "batch")
    for descent in modes:
        points += [("rows", descent, ROWS * times) for times in (1, 2, 4, 8, 16, 32, 64)]
        points += [("width", descent, width) for width in (16, 32, 64, 128, 256, 512)]
        points += [("depth", descent, depth) for depth in (1, 2, 4, 8, 16)]
    points += [("batch", "mini-batch", size) for size in (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)]
    return [measure(*point) for point in points]


if __name__ == "__main__":
    print(json.dumps([asdict(measurement) for measurement in measure_all()]))
