"""How long one drawing takes from strokes to digit, on one core: ``python -m benchmarks.bench_reading``.

The path of the program: `normalise` gives three views of the drawing, `predict` reads them, `read_normalised` takes
their mean and softens it, and `read` is all of it.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when numpy is first imported

import statistics
import time
from collections.abc import Callable

import numpy as np

from handwriting_app.assets import default_model_path
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import normalise
from handwriting_app.session.reading import read, read_normalised
from handwriting_app.session.weights import Weights
from handwriting_app.storage.model_file import load_model

REPEATS = 300


def drawings() -> dict[str, Drawing]:
    """A few sparse points, a usual pen, and a slow pen that wrote a dense scribble."""
    angle = np.linspace(0, 2 * np.pi, 120)
    ring = np.column_stack((0.5 + 0.2 * np.sin(angle), 0.5 - 0.35 * np.cos(angle)))
    dense = np.linspace(0, 12 * np.pi, 4000)
    scribble = np.column_stack((0.5 + 0.3 * np.sin(dense), 0.5 + 0.4 * np.cos(1.1 * dense)))
    return {
        "7 of three points": Drawing((np.array([[0.25, 0.2], [0.75, 0.2], [0.45, 0.85]]),)),
        "0 of 120 points": Drawing((ring,)),
        "scribble of 4,000 points": Drawing((scribble,)),
    }


def median_ms(work: Callable[[], object]) -> float:
    """The median of many calls, in milliseconds."""
    work()
    times = []
    for _ in range(REPEATS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return 1000 * statistics.median(times)


def main() -> None:
    """Measure and print a table."""
    model = load_model(default_model_path())
    weights = Weights(model.network, model.temperature)
    print(
        "| one drawing, one core | normalise, ms | network, three views, ms | network and reading, ms "
        "| strokes to digit, ms (goal: below 2) |"
    )
    print("|---|---|---|---|---|")
    for name, drawing in drawings().items():
        digit = normalise(drawing)
        views = digit.views()
        steps = (
            lambda drawing=drawing: normalise(drawing),
            lambda views=views: model.network.predict(views),
            lambda digit=digit: read_normalised(weights, digit),
            lambda drawing=drawing: read(weights, drawing),
        )
        print(f"| {name} | " + " | ".join(f"{median_ms(step):.3f}" for step in steps) + " |")


if __name__ == "__main__":
    main()
