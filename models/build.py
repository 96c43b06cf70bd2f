"""Train the shipped models anew, bit for bit the same on the same machine: what `make models` runs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# One thread, so that sums are always added up in the same order.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"
sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np

from handwriting_app.data.augment import Variations
from handwriting_app.data.digits import DIGITS_VERSION, load_digits_split
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.engine.training import train
from handwriting_app.ink.normalise import NORMALISATION_VERSION
from handwriting_app.storage.model_file import SavedModel, save_model

CREATED = "2026-11-23"
RECIPES = {"default": TrainingConfig()}


def build(name: str, config: TrainingConfig) -> SavedModel:
    data = load_digits_split(config.held_out, config.seed)
    rng = np.random.default_rng(config.seed)
    network = Network.initialise((64, *config.hidden, 10), config.activation, config.cost, rng)
    vary = Variations(data.train_x, data.train_y, strength=config.variation, seed=config.seed)
    reports = tuple(report for report in train(network, data, config, rng, vary=vary) if report is not None)
    print(name, reports[-1])
    return SavedModel(network, config, 1.0, reports, DIGITS_VERSION, NORMALISATION_VERSION, CREATED, name)


if __name__ == "__main__":
    for name, config in RECIPES.items():
        save_model(Path(__file__).parent / f"{name}.safetensors", build(name, config))
