"""Small real inputs for the tests of the command line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from handwriting_app.data.digits import DIGITS_VERSION
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.ink.normalise import NORMALISATION_VERSION
from handwriting_app.storage.model_file import SavedModel, save_model


@pytest.fixture
def seven(tmp_path: Path) -> Path:
    """A picture of a plain 7, dark on light."""
    image = Image.new("L", (200, 240), 255)
    ImageDraw.Draw(image).line([(50, 40), (150, 40), (90, 200)], fill=0, width=18, joint="curve")
    path = tmp_path / "seven.png"
    image.save(path)
    return path


@pytest.fixture
def pen_file(tmp_path: Path) -> Path:
    """Three digits as pen strokes: two ones and a seven, y pointing up."""
    path = tmp_path / "pens.tra"
    one = ".PEN_DOWN\n100 300\n100 200\n100 100\n.PEN_UP\n"
    seven = ".PEN_DOWN\n50 300\n150 300\n90 100\n.PEN_UP\n"
    path.write_text(
        f'.COMMENT written by hand\n.SEGMENT DIGIT 0-1 ? "1"\n{one}.SEGMENT DIGIT 2-3 ? "1"\n{one}'
        f'.SEGMENT DIGIT 4-5 ? "7"\n{seven}'
    )
    return path


@pytest.fixture
def model_file(tmp_path: Path) -> Path:
    """A small model that reads every digit as a 1: its weights are 0, and the bias of that digit alone is not."""
    config = TrainingConfig(hidden=(4,), held_out=0.3, seed=5)
    network = Network.initialise((64, 4, 10), config.activation, config.cost, np.random.default_rng(0))
    network.parameters[:] = 0
    network.biases[-1][1] = 2.0
    path = tmp_path / "ones.safetensors"
    save_model(path, SavedModel(network, config, 1.0, (), DIGITS_VERSION, NORMALISATION_VERSION, "2026-01-01", "ones"))
    return path
