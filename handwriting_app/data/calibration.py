"""How sure a network may be: one temperature, fitted on varied digits that it has not learned from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from handwriting_app.data.augment import Spread, lines_of, vary
from handwriting_app.data.digits import FULL_COUNT, to_features
from handwriting_app.engine.costs import cross_entropy, targets_of
from handwriting_app.engine.network import Network
from handwriting_app.ink.normalise import LEANINGS
from handwriting_app.ink.raster import CELLS, block_counts

VARIED_SETS = 4
"""How often each held-out digit is varied."""

RANGE = (0.2, 5.0)
"""Temperatures that are considered."""


def fit_temperature(
    network: Network, features: NDArray[np.float32], classes: NDArray[np.integer], seed: int = 0
) -> float:
    """The temperature with the smallest cross-entropy on varied held-out digits (C. Guo et al., ICML 2017).

    Varied, because people's drawings differ from the training digits by more than the held-out ones do; read as
    drawings are, as the mean over leaning views.

    Args:
        network: Trained.
        features: The held-out digits, (n, 64), counts / 16.
        classes: (n,)
        seed: Of the variations.
    """
    lines = lines_of(np.rint(features * FULL_COUNT).astype(np.uint8).reshape(-1, CELLS, CELLS))
    logs = []
    for number in range(VARIED_SETS):
        views = [
            network.predict(
                to_features(
                    # The same seed for every lean: the same varied digits, leaning.
                    block_counts(vary(lines, classes, 1.0, np.random.default_rng((seed, number)), Spread(), lean))
                )
            )
            for lean in (0.0, *LEANINGS)
        ]
        logs.append(np.log(np.maximum(np.stack(views).astype(np.float64), 1e-30)).mean(axis=0))
    log_probabilities = np.concatenate(logs)
    answers = targets_of(np.tile(classes, VARIED_SETS), log_probabilities.shape[1])

    def cost(log_temperature: float) -> float:
        return float(cross_entropy(log_probabilities / np.exp(log_temperature), answers).mean())

    # The cost has one minimum in 1 / temperature: golden-section search finds it.
    low, high = np.log(RANGE)
    golden = (np.sqrt(5) - 1) / 2
    for _ in range(30):
        left, right = high - golden * (high - low), low + golden * (high - low)
        if cost(left) < cost(right):
            high = right
        else:
            low = left
    return float(np.exp((low + high) / 2))
