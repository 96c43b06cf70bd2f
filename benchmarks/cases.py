"""What is measured: networks, descent modes and the rows of an epoch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handwriting_app.engine.arrays import Array, Labels
from handwriting_app.engine.config import DescentMode
from handwriting_app.engine.network import Network

LEARNING_RATE = 0.01


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the table: ReLU, softmax, float32, the plain rule. ``epochs`` are those of one fit of scikit-learn."""

    key: str
    name: str
    descent: DescentMode
    batch: int
    sizes: tuple[int, ...]
    rows: int
    epochs: int
    threads: int = 1


def _case(
    key: str, descent: DescentMode, batch: int, sizes: tuple[int, ...], epochs: int, rows: int = 1797, threads: int = 1
) -> Case:
    mode = f"mini-batch {batch}" if descent == "mini-batch" else descent
    note = "" if rows == 1797 else f" ({rows:,} rows)"
    threaded = "" if threads == 1 else f", {threads} threads each"
    return Case(
        key, f"{mode}, {'-'.join(map(str, sizes))}{note}{threaded}", descent, batch, sizes, rows, epochs, threads
    )


SMALL, MEDIUM, LARGE = (64, 32, 10), (64, 128, 64, 10), (784, 256, 128, 10)

CASES = (
    _case("stochastic-small", "stochastic", 1, SMALL, 5),
    _case("stochastic-medium", "stochastic", 1, MEDIUM, 4),
    _case("stochastic-large", "stochastic", 1, LARGE, 3, rows=2048),
    _case("mini-small", "mini-batch", 64, SMALL, 100),
    _case("mini-medium", "mini-batch", 64, MEDIUM, 50),
    _case("batch-small", "batch", 1797, SMALL, 100),
    _case("batch-medium", "batch", 1797, MEDIUM, 50),
    _case("batch-large", "batch", 2048, LARGE, 12, rows=2048, threads=2),
)


def digits(rows: int, features: int) -> tuple[Array, Labels]:
    """Return inputs (rows, features) and labels: scikit-learn's digits, or noise if they have other features."""
    if features == 64:
        from sklearn.datasets import load_digits

        x, y = load_digits(return_X_y=True)
        repeats = -(-rows // len(x))
        return np.tile(x / 16, (repeats, 1))[:rows].astype(np.float32), np.tile(y, repeats)[:rows]
    rng = np.random.default_rng(0)
    return rng.random((rows, features), dtype=np.float32), rng.integers(0, 10, rows)


def first_network(sizes: tuple[int, ...]) -> Network:
    """Return the network that every contender starts from."""
    return Network.initialise(sizes, "relu", "cross-entropy", np.random.default_rng(0))
