"""How sure a network may be: one temperature, fitted on varied digits that it has not learned from."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from handwriting_app.data.augment import MILD, vary_leaning
from handwriting_app.data.digit_lines import KnownLines
from handwriting_app.data.digits import to_features
from handwriting_app.engine.network import Network
from handwriting_app.engine.reading import log_mean
from handwriting_app.ink.normalise import LEANINGS
from handwriting_app.ink.raster import block_counts

VARIED_SETS = 8
"""How often each held-out digit is varied."""

MOST_DIGITS = 400
"""Of more digits that were held out, only so many are varied: as good, and soon prepared."""

MOST_WORK = 5_000_000_000
"""Weights times views in a fit, a quarter of a second: networks of millions of weights are fitted on fewer views."""

RANGE = (0.2, 5.0)
"""Temperatures that are considered."""

PRECISION = 2e-6
"""How closely the logarithm of the temperature is found."""


class Calibration:
    """The digits that temperatures are fitted on: those that were held out, varied, and seen as drawings are.

    Varied, because people's drawings differ from the training digits by more than the held-out ones do. They are
    prepared once, half a second of work; a fit takes a hundredth of a second.

    Attributes:
        known: Remembers the middle lines of digits, for others that vary the same ones.
    """

    def __init__(
        self,
        features: NDArray[np.float32],
        classes: NDArray[np.integer],
        seed: int = 0,
        known: KnownLines | None = None,
    ) -> None:
        """Takes the held-out digits (n, 64), counts / 16, their classes (n,), and the seed of the variations."""
        chosen = _spread(len(features), MOST_DIGITS)
        self._features = features[chosen]
        self._classes = classes[chosen]
        self._seed = seed
        self.known = known or KnownLines()
        self._views: NDArray[np.float32] | None = None

    def prepare(self) -> Iterator[None]:
        """Vary the digits; pause after every 0.1 s of work or so."""
        if self._views is not None:
            return
        lines = yield from self.known.of(self._features)
        sets = []
        for number in range(VARIED_SETS):
            rng = np.random.default_rng((self._seed, number))
            bitmaps = vary_leaning(lines, self._classes, 1.0, rng, MILD, (0.0, *LEANINGS))
            sets.append(np.stack([to_features(block_counts(leaning)) for leaning in bitmaps]))
            yield
        self._views = np.concatenate(sets, axis=1)

    def temperature(self, network: Network) -> float:
        """The temperature with which ``network`` has the smallest cross-entropy (C. Guo et al., ICML 2017).

        A pure function of the weights: the same weights have the same temperature.
        """
        for _ in self.prepare():
            pass
        views = self._views
        assert views is not None
        classes = np.tile(self._classes, VARIED_SETS)
        chosen = _spread(len(classes), max(MOST_WORK // (len(views) * network.parameters.size), 1))
        if len(chosen) < len(classes):
            views, classes = views[:, chosen], classes[chosen]
        said = network.predict(views.reshape(-1, views.shape[-1])).astype(np.float64)
        read = log_mean(said.reshape(*views.shape[:-1], -1))[:, : len(network.classes)]
        return _coolest(read, classes)


def fit_temperature(
    network: Network, features: NDArray[np.float32], classes: NDArray[np.integer], seed: int = 0
) -> float:
    """The temperature of one network; the arguments are those of `Calibration`."""
    return Calibration(features, classes, seed).temperature(network)


def is_due(epoch: int) -> bool:
    """Whether the temperature is fitted anew after this epoch: 1, 2, 4, 8, 16 …

    While a run doubles its epochs the temperature moves by a few percent (docs/recognition.md). Told by the epoch and
    not by the clock, so that a run gives the same numbers each time.
    """
    return epoch.bit_count() == 1


def _spread(count: int, most: int) -> NDArray[np.intp]:
    """Indices of at most ``most`` of ``count`` rows, evenly spread."""
    return np.linspace(0, count - 1, min(count, most)).round().astype(np.intp)


def _coolest(logarithms: NDArray[np.float64], classes: NDArray[np.integer]) -> float:
    """The temperature in `RANGE` with the smallest mean cross-entropy of softmax(logarithms / temperature).

    Args:
        logarithms: (digits, classes), of probabilities, whether or not they sum to 1.
        classes: (digits,), the right ones.
    """
    # Shifted, so that the largest is 0 whatever the temperature; the digits side by side, which sums fastest.
    shifted = np.ascontiguousarray((logarithms - logarithms.max(axis=1, keepdims=True)).T)
    truth = float(shifted[classes, np.arange(len(classes))].mean())
    scaled = np.empty_like(shifted)

    def cost(log_temperature: float) -> float:
        sharpness = np.exp(-log_temperature)
        np.exp(np.multiply(shifted, sharpness, out=scaled), out=scaled)
        return float(np.log(scaled.sum(axis=0)).mean() - sharpness * truth)

    # The cost has one minimum in 1 / temperature: golden-section search finds it, one new cost a turn.
    low, high = np.log(RANGE)
    golden = (np.sqrt(5) - 1) / 2
    left_cost = right_cost = None
    while high - low > PRECISION:
        left, right = high - golden * (high - low), low + golden * (high - low)
        left_cost = cost(left) if left_cost is None else left_cost
        right_cost = cost(right) if right_cost is None else right_cost
        if left_cost < right_cost:
            high, left_cost, right_cost = right, None, left_cost
        else:
            low, left_cost, right_cost = left, right_cost, None
    return float(np.exp((low + high) / 2))
