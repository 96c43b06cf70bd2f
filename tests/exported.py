"""Models and drawings to try exports on."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np

from handwriting_app.engine.classes import TEN_DIGITS, Classes
from handwriting_app.engine.config import ActivationName, CostName
from handwriting_app.engine.network import Network
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NORMALISATION_VERSION
from handwriting_app.storage.export.reading_model import ReadingModel
from handwriting_app.storage.model_file import load_model
from tests.made_letters import LETTERS, drawn
from tests.made_strokes import KINDS, made

NETWORKS: tuple[tuple[ActivationName, CostName, tuple[int, ...]], ...] = tuple(
    product(("relu", "sigmoid", "tanh"), ("cross-entropy", "quadratic"), ((), (12,), (16, 9)))
)
"""Every activation × cost × depth."""


def of_file(path: Path) -> ReadingModel:
    model = load_model(path)
    return ReadingModel(model.network, model.temperature, model.name, model.normalisation_version)


def made_model(
    activation: ActivationName = "relu",
    cost: CostName = "cross-entropy",
    hidden: tuple[int, ...] = (12,),
    classes: Classes = TEN_DIGITS,
) -> ReadingModel:
    """One that has learned nothing, and says something of everything."""
    rng = np.random.default_rng(len(hidden))
    network = Network.initialise((64, *hidden, classes.outputs), activation, cost, rng, classes=classes)
    network.parameters[:] += rng.normal(0, 0.2, network.parameters.shape)
    return ReadingModel(network, 1.3, "made up", NORMALISATION_VERSION)


def drawings(count: int = 100) -> list[Drawing]:
    """Digits and letters of many hands: with hooks, slants, loose bars; and a few that are hardly any."""
    kinds = [made(kind, -(-count // len(KINDS))) for kind in KINDS]
    digits = [each.drawing for turn in zip(*kinds, strict=True) for each in turn]  # so that a few are of all kinds
    letters = [drawing for letter in LETTERS for drawing in drawn(letter, 1)]
    few = [
        Drawing((np.array([[3.0, 4.0]]),)),
        Drawing((np.array([[0.0, 0.0], [0.0, 9.0]]),)),
        Drawing((np.array([[0.0, 5.0], [8.0, 5.0], [8.0, 5.0]]),)),
        Drawing((np.array([[0.0, 0.0], [60.0, 0.0], [30.0, 90.0]]), np.array([[200.0, 5.0], [201.0, 6.0]]))),
    ]
    return [*few, *letters, *digits][:count]
