"""What tests keep in a database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np

from handwriting_app.engine.checkpoint import Kept
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.network import Network
from handwriting_app.engine.training import train
from handwriting_app.ink.drawing import Drawing
from handwriting_app.storage.model_file import SavedModel

CONFIG = TrainingConfig(hidden=(5,), epochs=3, seed=7, batch_size=8)


def drawing(number: int) -> Drawing:
    """Another one for each number."""
    rng = np.random.default_rng(number)
    return Drawing(tuple(rng.normal(0, 100, (points, 2)) for points in (3, 1)))


def data() -> DataSet:
    rng = np.random.default_rng(0)
    x, y = rng.random((40, 64), np.float32), rng.integers(0, 10, 40)
    return DataSet(x[:30], y[:30], x[30:], y[30:])


def trained(epochs: int = 2, config: TrainingConfig = CONFIG) -> SavedModel:
    """A model after so many epochs, with its curves and the checkpoint to go on from."""
    rng = np.random.default_rng(config.seed)
    network = Network.initialise((64, *config.hidden, 10), config.activation, config.cost, rng)
    kept, reports = Kept(), []
    for report in train(network, data(), config, rng, kept=kept):
        if report is not None:
            reports.append(report)
        if len(reports) == epochs:
            break
    return SavedModel(network, config, 1.25, tuple(reports), "made", 2, "2026-01-01", "made", kept.checkpoint)


def is_whole(path: Path) -> bool:
    """What SQLite itself says of a file that nobody has open."""
    with closing(sqlite3.connect(path)) as connection:
        checks = ("integrity_check", "foreign_key_check")
        return [connection.execute(f"PRAGMA {check}").fetchall() for check in checks] == [[("ok",)], []]
