"""The cost of the real network over a plane through its weights, worked out coarse first and then finer."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.backpropagation import backward, cost_of
from handwriting_app.engine.costs import targets_of
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.network import Network
from handwriting_app.engine.saturation import bounded

Floats = NDArray[np.float64]
Place = tuple[float, float]

LEVELS: Final = (13, 25, 49)
"""Rows and columns of the ever finer grids; each grid holds all the points of the one before."""

_STREAM: Final = (12,)
"""Tells the numbers drawn here from those that any seed of a run gives: a spawn key, which no seed has."""

DIGITS: Final = 300
"""Training digits that the cost is measured on: few enough to be quick, many enough to look like all."""


@dataclass(frozen=True, slots=True, eq=False)
class Digits:
    """The digits that the cost of a surface, and the descent on it, are measured on.

    Attributes:
        x: (samples, features).
        y: (samples,), classes.
        targets: (samples, classes).
    """

    x: Array
    y: NDArray[np.integer]
    targets: Array


def digits_for(data: DataSet, classes: int, count: int = DIGITS, seed: int = 0) -> Digits:
    """Pick ``count`` training digits; the same seed picks the same ones."""
    chosen = np.sort(np.random.default_rng(seed).permutation(len(data.train_y))[:count])
    y = data.train_y[chosen]
    return Digits(data.train_x[chosen], y, targets_of(y, classes, 0.0, data.train_x.dtype))


@dataclass(frozen=True, slots=True, order=True)
class WeightPlace:
    """One weight: from unit ``source`` of the layer below to unit ``unit``; all count from 0, ``layer`` too."""

    layer: int
    unit: int
    source: int

    @property
    def name(self) -> str:
        """As it is written beside an axis, counting from 1."""
        return f"layer {self.layer + 1}: unit {self.source + 1} → {self.unit + 1}"


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """A plane through the weights of a network: origin + a · first + b · second.

    Attributes:
        network: Its weights are the origin; never changed.
        first, second: Directions, (parameters,), float64.
        centre: What a and b are called at the origin: the weights' own values, or 0.
        half: How far a and b usually reach from there.
        names: Of the two axes.
        weights: The two weights that span the plane; None for random directions.
    """

    network: Network
    first: Floats
    second: Floats
    centre: Place
    half: float
    names: tuple[str, str]
    weights: tuple[WeightPlace, WeightPlace] | None = None

    def network_at(self, place: Place) -> Network:
        """The network at a place (a, b) of the plane, in memory of its own."""
        network = self.network.copy()
        self.put(network, place)
        return network

    def put(self, network: Network, place: Place) -> None:
        """Give ``network``, a copy of this slice's, the weights at a place; held within what float32 can hold."""
        a, b = place[0] - self.centre[0], place[1] - self.centre[1]
        network.parameters[:] = bounded(self.network.parameters + (a * self.first + b * self.second))

    def gram(self) -> Floats:
        """Lengths and angle of the directions: (2, 2), their scalar products."""
        both = np.stack((self.first, self.second))
        product: Floats = both @ both.T
        return product

    def inverse_gram(self) -> Floats:
        """The inverse of `gram`, (2, 2); a direction without a length, as of weights that are all 0, counts as none."""
        return np.asarray(np.linalg.pinv(self.gram(), hermitian=True), dtype=np.float64)

    def cost_at(self, place: Place, digits: Digits) -> float:
        with np.errstate(all="ignore"):
            return cost_of(self.network_at(place), digits.x, digits.targets)

    def gradient(self, network: Network, x: Array, targets: Array) -> Floats:
        """Return (∂C/∂a, ∂C/∂b), (2,), at the weights of ``network``: the engine's gradient along both directions."""
        with np.errstate(all="ignore"):
            full = backward(network, network.forward(x), targets).flat()
            return np.array([full @ self.first, full @ self.second])


@dataclass(frozen=True, slots=True)
class Cut:
    """Which plane to take through the weights of a network.

    Attributes:
        weights: The two weights that span it; None for two that matter.
        is_random: Two random directions instead of two weights.
        roll: Another number gives other directions, or other weights that matter.
    """

    weights: tuple[WeightPlace, WeightPlace] | None = None
    is_random: bool = True
    roll: int = 0

    def through(self, network: Network, digits: Digits) -> Slice:
        """Lay the plane through ``network``; ``digits`` tell which weights matter.

        Raises:
            ValueError: `weights` are the same, or there is no such weight.
        """
        # A stream of its own: that of the same number alone has drawn the network's first weights.
        rng = np.random.default_rng(np.random.SeedSequence(self.roll, spawn_key=_STREAM))
        if self.is_random:
            return random_slice(network, rng)
        return slice_of_weights(
            network, *(self.weights or telling_weights(network, digits, rng if self.roll else None))
        )


def slice_of_weights(network: Network, first: WeightPlace, second: WeightPlace) -> Slice:
    """The plane of two weights; a and b are their values.

    Raises:
        ValueError: They are the same weight, or there is no such weight.
    """
    if first == second:
        raise ValueError("Choose two different weights.")
    (direction_1, value_1), (direction_2, value_2) = (_along(network, place) for place in (first, second))
    names = first.name, second.name
    half = max(6.0, abs(value_1) / 10, abs(value_2) / 10)  # of a huge weight, so far that the numbers differ
    return Slice(network, direction_1, direction_2, (value_1, value_2), half, names, (first, second))


def random_slice(network: Network, rng: np.random.Generator) -> Slice:
    """The plane of two random directions, filter-normalised (Li et al., 2018, "Visualizing the Loss Landscape").

    Each unit's random weights are scaled to the length of the unit's own weights; biases stay. So 1 on either axis
    changes every unit by as much as it has.
    """
    first, second = (_random_direction(network, rng) for _ in range(2))
    return Slice(network, first, second, (0.0, 0.0), 1.0, ("random direction 1", "random direction 2"))


def telling_weights(
    network: Network, digits: Digits, rng: np.random.Generator | None = None
) -> tuple[WeightPlace, WeightPlace]:
    """Two weights of the last layer that matter: the units that they come from are strongly active for the digits.

    Args:
        network: Any.
        digits: To see how active the units below are.
        rng: Chooses among the twelve strongest; None takes the two strongest.
    """
    layer = len(network.weights) - 1
    activity = np.abs(network.forward(digits.x).a[layer]).mean(axis=0, dtype=np.float64)
    sources = np.argsort(activity)[::-1][:12]
    units = np.arange(network.sizes[-1])[-2:]
    if rng is not None:
        sources, units = rng.permutation(sources), rng.permutation(network.sizes[-1])
    return (
        WeightPlace(layer, int(units[0]), int(sources[0])),
        WeightPlace(layer, int(units[1]), int(sources[1])),
    )


Form = Literal["valley", "saddle", "summit", "unknown"]
"""How a surface bends somewhere: up all ways; up one way and down another; down all ways."""


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """Costs over a part of a plane.

    Attributes:
        a: (columns,), rising.
        b: (rows,), rising.
        cost: (rows, columns); what has not been worked out yet is filled in from its neighbours.
        is_complete: The finest grid is done.
    """

    slice: Slice
    a: Floats
    b: Floats
    cost: Floats
    is_complete: bool

    @property
    def half(self) -> float:
        """How far it reaches from the middle."""
        return float(self.a[-1] - self.a[0]) / 2

    def holds(self, place: Place) -> bool:
        """Whether the place lies on the part that is known."""
        return bool(self.a[0] <= place[0] <= self.a[-1] and self.b[0] <= place[1] <= self.b[-1])

    @property
    def lowest(self) -> Place:
        """Where the lowest cost on the grid is."""
        row, column = np.unravel_index(int(np.nanargmin(self.cost)), self.cost.shape)
        return float(self.a[column]), float(self.b[row])

    def sharpest_curvature(self) -> float:
        """The greatest curvature of the surface, per unit of weight, wherever it bends up the most; 0 if nowhere.

        The largest eigenvalue of G⁻¹H over the grid: H by second differences, G the directions' scalar products. So
        learning rates below 2 / it cannot overshoot for ever.
        """
        _, largest = self._curvatures()
        largest = largest[np.isfinite(largest)]
        return max(float(largest.max()), 0.0) if len(largest) else 0.0

    def form_at(self, place: Place) -> Form:
        """What the surface is like round a place: told by the signs of both curvatures; unknown beyond the grid."""
        column, row = (
            round((where - scale[0]) / (scale[1] - scale[0])) - 1
            for where, scale in zip(place, (self.a, self.b), strict=True)
        )
        smallest, largest = self._curvatures()
        if not (0 <= row < len(smallest) and 0 <= column < len(smallest[0])):
            return "unknown"
        low, high = float(smallest[row, column]), float(largest[row, column])
        if not max(abs(low), abs(high)) > 0:
            return "unknown"
        return "valley" if low > 0 else "summit" if high < 0 else "saddle" if low < 0 < high else "unknown"

    def _curvatures(self) -> tuple[Floats, Floats]:
        """The least and the greatest curvature at every inner point, (rows − 2, columns − 2) each."""
        z = self.cost
        step_a, step_b = self.a[1] - self.a[0], self.b[1] - self.b[0]
        with np.errstate(all="ignore"):
            aa = (z[1:-1, 2:] - 2 * z[1:-1, 1:-1] + z[1:-1, :-2]) / step_a**2
            bb = (z[2:, 1:-1] - 2 * z[1:-1, 1:-1] + z[:-2, 1:-1]) / step_b**2
            ab = (z[2:, 2:] - z[2:, :-2] - z[:-2, 2:] + z[:-2, :-2]) / (4 * step_a * step_b)
            inverse = self.slice.inverse_gram()
            trace = inverse[0, 0] * aa + 2 * inverse[0, 1] * ab + inverse[1, 1] * bb
            product = (aa * bb - ab * ab) * np.linalg.det(inverse)
            half = np.sqrt(np.maximum(trace**2 / 4 - product, 0))
            return trace / 2 - half, trace / 2 + half


class SurfaceWork:
    """Works a surface out, a stretch of time at a time: call `advance` until the surface is complete."""

    def __init__(self, slice_: Slice, digits: Digits, half: float, levels: tuple[int, ...] = LEVELS) -> None:
        """``half``: how far a and b reach from the slice's centre."""
        self._slice = slice_
        self._digits = digits
        self._half = half
        self._levels = levels
        self._level = 0
        self._cost = np.full((levels[0], levels[0]), np.nan)
        self._is_known = np.zeros(self._cost.shape, bool)
        self._network = slice_.network.copy()

    def advance(self, seconds: float) -> Surface | None:
        """Work for about that long, always to the end of a row; return what there is, None before the first grid."""
        deadline = time.perf_counter() + seconds
        while True:
            a, b = self._scales()
            for row in np.flatnonzero(~self._is_known.all(axis=1)):
                self._work_out(int(row), a, b)
                if time.perf_counter() >= deadline:
                    break
            is_level_done = bool(self._is_known.all())
            if not self._level and not is_level_done:
                return None
            is_complete = is_level_done and self._level == len(self._levels) - 1
            if is_complete or time.perf_counter() >= deadline:
                surface = Surface(self._slice, a, b, self._cost.copy(), is_complete)
                if is_level_done and not is_complete:
                    self._refine()
                return surface
            self._refine()

    @property
    def share(self) -> float:
        """How much of the first grid is known, 0 to 1; with it there is something to see."""
        return float(self._is_known.mean()) if not self._level else 1.0

    def _work_out(self, row: int, a: Floats, b: Floats) -> None:
        for column in np.flatnonzero(~self._is_known[row]):
            self._slice.put(self._network, (float(a[column]), float(b[row])))
            with np.errstate(all="ignore"):
                self._cost[row, column] = cost_of(self._network, self._digits.x, self._digits.targets)
        self._is_known[row] = True

    def _scales(self) -> tuple[Floats, Floats]:
        centre, count = self._slice.centre, len(self._cost)
        a, b = (np.linspace(middle - self._half, middle + self._half, count) for middle in centre)
        return a, b

    def _refine(self) -> None:
        """Go on to the next grid; every second row and column of it is known, the others lie half-way for now."""
        self._level += 1
        coarse, count = self._cost, self._levels[self._level]
        fine = np.empty((count, count))
        fine[::2, ::2] = coarse
        fine[::2, 1::2] = (coarse[:, :-1] + coarse[:, 1:]) / 2
        fine[1::2] = (fine[:-2:2] + fine[2::2]) / 2
        self._cost = fine
        self._is_known = np.zeros(fine.shape, bool)
        self._is_known[::2, ::2] = True


def _along(network: Network, place: WeightPlace) -> tuple[Floats, float]:
    """The direction in which one weight grows by 1, and its value."""
    shape = network.weights[place.layer].shape if 0 <= place.layer < len(network.weights) else (0, 0)
    if not (0 <= place.unit < shape[0] and 0 <= place.source < shape[1]):
        raise ValueError(f"There is no weight {place.name}.")
    direction = _nothing_like(network)
    direction.weights[place.layer][place.unit, place.source] = 1.0
    value = float(network.weights[place.layer][place.unit, place.source])
    return np.asarray(direction.parameters, dtype=np.float64), value


def _nothing_like(network: Network) -> Network:
    parameters = np.zeros(network.parameters.shape)
    return network.with_parameters(parameters)


def _random_direction(network: Network, rng: np.random.Generator) -> Floats:
    direction = _nothing_like(network)
    for random, weights in zip(direction.weights, network.weights, strict=True):
        drawn = rng.normal(size=weights.shape)
        length = np.linalg.norm(drawn, axis=1, keepdims=True)
        random[...] = drawn / length * np.linalg.norm(weights.astype(np.float64), axis=1, keepdims=True)
    return np.asarray(direction.parameters, dtype=np.float64)
