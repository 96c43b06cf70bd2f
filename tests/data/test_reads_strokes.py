"""End to end on strokes made here: a network that learned from the digits alone reads pen strokes."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from handwriting_app.data.augment import Variations
from handwriting_app.data.digits import load_digits_split
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.engine.training import train
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import normalise

Points = list[tuple[float, float]]

DIGITS: tuple[tuple[Points, ...], ...] = (
    ([(50, 5), (22, 25), (16, 55), (28, 88), (52, 95), (76, 82), (82, 50), (74, 18), (50, 5)],),
    ([(30, 25), (52, 5), (52, 50), (52, 96)],),
    ([(22, 26), (34, 8), (58, 6), (72, 24), (60, 48), (38, 72), (20, 94), (48, 94), (78, 94)],),
    ([(24, 12), (52, 5), (72, 20), (62, 42), (42, 48), (66, 54), (78, 74), (56, 94), (22, 88)],),
    ([(46, 5), (32, 35), (18, 62), (50, 62), (84, 62)], [(64, 30), (63, 62), (62, 96)]),
    ([(34, 8), (31, 26), (28, 46), (54, 42), (74, 60), (68, 84), (44, 95), (20, 88)], [(34, 8), (56, 8), (76, 7)]),
    ([(66, 6), (40, 28), (24, 60), (32, 88), (56, 94), (74, 78), (64, 58), (42, 56), (26, 70)],),
    ([(18, 10), (48, 10), (78, 8), (62, 40), (48, 70), (40, 96)], [(34, 52), (52, 52), (70, 52)]),
    ([(70, 14), (46, 6), (28, 22), (46, 44), (70, 66), (58, 92), (34, 90), (28, 68), (54, 44), (72, 26), (70, 14)],),
    ([(72, 20), (50, 6), (30, 22), (36, 46), (58, 48), (72, 24), (72, 20), (68, 60), (56, 96)],),
)


def written(digit: int, rng: np.random.Generator, jitter: float) -> Drawing:
    """One digit by another hand: slanted, stretched, shaken, in other units."""
    change: NDArray[np.float64] = np.array([[rng.uniform(0.6, 1.2), 0], [rng.normal(0, 0.2), 1]]) * rng.uniform(
        0.01, 50
    )
    size = np.abs(change).max()
    strokes = [np.array(stroke, np.float64) @ change for stroke in DIGITS[digit]]
    return Drawing(tuple(stroke + rng.normal(0, jitter * size, stroke.shape) for stroke in strokes))


@pytest.fixture(scope="module")
def network() -> Network:
    config = TrainingConfig(hidden=(64,), epochs=30)
    rng = np.random.default_rng(0)
    network = Network.initialise((64, 64, 10), config.activation, config.cost, rng)
    data = load_digits_split(config.held_out, config.seed)
    for _ in train(network, data, config, rng, vary=Variations(data.train_x, data.train_y, sets=10)):
        pass
    return network


@pytest.mark.parametrize(("jitter", "least"), [(0.5, 0.93), (2.0, 0.9)])
def test_strokes_of_other_hands_are_read(network: Network, jitter: float, least: float) -> None:
    rng = np.random.default_rng(1)
    labels = np.repeat(np.arange(10), 15)
    features = np.stack([normalise(written(digit, rng, jitter)).features() for digit in labels])
    assert (network.predict(features).argmax(axis=1) == labels).mean() >= least


def test_slanted_digits_need_normalisation(network: Network) -> None:
    rng = np.random.default_rng(1)
    labels = np.repeat(np.arange(10), 15)
    lean = np.array([[0.7, 0], [-0.5, 1]])
    drawings = [Drawing(tuple(stroke @ lean for stroke in written(digit, rng, 0.5).strokes)) for digit in labels]

    def share_read(enabled: bool) -> float:
        features = np.stack([normalise(drawing, enabled=enabled).features() for drawing in drawings])
        return float((network.predict(features).argmax(axis=1) == labels).mean())

    assert share_read(enabled=True) > share_read(enabled=False) + 0.1
