"""A small network that misreads a person's ones, and drawings of that person: learned within a second or two."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import pytest

from handwriting_app.data import adaptation
from handwriting_app.data.digits import DIGITS_VERSION, load_digits_split
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report
from handwriting_app.engine.training import train
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NORMALISATION_VERSION
from handwriting_app.storage.database.drawings import NewDrawing, add_drawings
from handwriting_app.storage.database.opening import open_database
from handwriting_app.storage.model_file import SavedModel
from tests.made_strokes import made

SMALL: Final = TrainingConfig(hidden=(16,), epochs=10, variation=0.0, non_digits=False, stop_when_converged=False)
SEVENS: Final = "7 set upright"
ONES: Final = "1 with a base alone"


def quick(monkeypatch: pytest.MonkeyPatch, epochs: int = 6) -> None:
    """Learn from fewer rows in fewer epochs than a person's network does."""
    monkeypatch.setattr(adaptation, "EPOCHS", epochs)
    monkeypatch.setattr(adaptation, "ROWS", 200)
    monkeypatch.setattr(adaptation, "SETS", 2)


def small_model() -> SavedModel:
    """Trained for a few epochs: it reads nine of ten digits, and few of these sevens and ones."""
    data, rng = load_digits_split(SMALL.held_out, SMALL.seed), np.random.default_rng(0)
    network = Network.initialise((64, *SMALL.hidden, 10), SMALL.activation, SMALL.cost, rng)
    reports = [report for report in train(network, data, SMALL, rng) if isinstance(report, Report)]
    versions = DIGITS_VERSION, NORMALISATION_VERSION
    return SavedModel(network, SMALL, 1.0, tuple(reports), *versions, "2026-01-01", "small")


def writing(kind: str, count: int, seed: int = 0) -> list[tuple[Drawing, str]]:
    """Drawings of one kind, and what each is."""
    return [(each.drawing, str(each.digit)) for each in made(kind, count, seed)]


def keep(path: Path, *written: tuple[Drawing, str]) -> None:
    """Put drawings into the database in ``path``."""
    database = open_database(path)
    add_drawings(database, [NewDrawing(drawing, label) for drawing, label in written])
    database.close()
