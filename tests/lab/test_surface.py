from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.backpropagation import cost_of
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.network import Network
from handwriting_app.lab.surface import (
    Cut,
    Digits,
    Slice,
    Surface,
    SurfaceWork,
    WeightPlace,
    digits_for,
    random_slice,
    slice_of_weights,
    telling_weights,
)


def whole(work: SurfaceWork) -> Surface:
    while True:
        surface = work.advance(0.01)
        if surface is not None and surface.is_complete:
            return surface


def test_the_surface_is_the_engines_cost_at_those_weights(network: Network, digits: Digits, plane: Slice) -> None:
    surface = whole(SurfaceWork(plane, digits, 1.0, (3, 5, 9)))
    assert surface.cost.shape == (9, 9)
    for row, b in enumerate(surface.b):
        for column, a in enumerate(surface.a):
            moved = network.copy()
            moved.parameters[:] = network.parameters + (a * plane.first + b * plane.second)
            assert surface.cost[row, column] == cost_of(moved, digits.x, digits.targets)


def test_the_middle_of_the_surface_is_the_network_as_it_is(network: Network, digits: Digits, plane: Slice) -> None:
    surface = whole(SurfaceWork(plane, digits, 1.0, (3, 5)))
    assert surface.cost[2, 2] == cost_of(network, digits.x, digits.targets)


def test_two_weights_span_a_plane_in_their_own_values(network: Network) -> None:
    plane = slice_of_weights(network, WeightPlace(1, 2, 3), WeightPlace(2, 0, 1))
    moved = plane.network_at((0.25, -0.5))
    assert moved.weights[1][2, 3] == np.float32(0.25)
    assert moved.weights[2][0, 1] == np.float32(-0.5)
    assert np.count_nonzero(moved.parameters != network.parameters) == 2
    assert plane.centre == (float(network.weights[1][2, 3]), float(network.weights[2][0, 1]))
    assert plane.names == ("layer 2: unit 4 → 3", "layer 3: unit 2 → 1")


@pytest.mark.parametrize(
    "places",
    [
        (WeightPlace(0, 0, 0), WeightPlace(0, 0, 0)),
        (WeightPlace(0, 5, 0), WeightPlace(0, 0, 0)),
        (WeightPlace(0, 0, 6), WeightPlace(0, 0, 0)),
        (WeightPlace(3, 0, 0), WeightPlace(0, 0, 0)),
        (WeightPlace(-1, 0, 0), WeightPlace(0, 0, 0)),
    ],
)
def test_a_plane_needs_two_weights_that_there_are(network: Network, places: tuple[WeightPlace, WeightPlace]) -> None:
    with pytest.raises(ValueError, match="weight"):
        slice_of_weights(network, *places)


def test_random_directions_are_as_long_as_each_units_own_weights(network: Network, plane: Slice) -> None:
    for direction in (plane.first, plane.second):
        as_network = Network(network.sizes, "tanh", "cross-entropy", direction)
        for random, own, biases in zip(as_network.weights, network.weights, as_network.biases, strict=True):
            assert np.linalg.norm(random, axis=1) == pytest.approx(np.linalg.norm(own, axis=1), rel=1e-5)
            assert not biases.any()


@pytest.mark.parametrize("seed", range(20))
def test_random_directions_have_nothing_to_do_with_the_first_weights(seed: int) -> None:
    """One seed draws the weights, the same number chooses the directions: they must not be the same draws."""
    network = Network.initialise((64, 128, 64, 10), "sigmoid", "cross-entropy", np.random.default_rng(seed))
    own = network.parameters.astype(np.float64)
    some = Digits(np.zeros((2, 64), np.float32), np.arange(2), np.eye(2, 10, dtype=np.float32))
    for roll in {0, seed}:
        plane = Cut(roll=roll).through(network, some)
        for one, other in ((plane.first, own), (plane.second, own), (plane.first, plane.second)):
            assert abs(one @ other) < 0.05 * np.linalg.norm(one) * np.linalg.norm(other)


def test_coarse_first_and_the_finer_grids_keep_what_is_known(digits: Digits, plane: Slice) -> None:
    work = SurfaceWork(plane, digits, 1.0, (5, 9, 17))
    shares = []
    for _ in range(4):
        assert work.advance(0) is None, "a row at a time, and no surface without its first grid"
        shares.append(work.share)
    assert shares == [0.2, 0.4, 0.6, 0.8]
    first = work.advance(0)
    assert work.share == 1
    assert first is not None
    assert first.cost.shape == (5, 5)
    assert not first.is_complete
    second = work.advance(0)
    assert second is not None
    assert second.cost.shape == (9, 9)
    assert (second.cost[::2, ::2] == first.cost).all()
    assert second.cost[2, 1::2] == pytest.approx((first.cost[1, :-1] + first.cost[1, 1:]) / 2)
    last = whole(work)
    assert (last.cost[::4, ::4] == first.cost).all()


def test_a_published_surface_does_not_change(digits: Digits, plane: Slice) -> None:
    work = SurfaceWork(plane, digits, 1.0, (5, 9))
    early = None
    while early is None:
        early = work.advance(0)
    copy = early.cost.copy()
    whole(work)
    assert (early.cost == copy).all()


def test_the_gradient_in_the_plane_is_the_surfaces_slope(digits: Digits, network: Network) -> None:
    exact = Network(network.sizes, "tanh", "cross-entropy", network.parameters.astype(np.float64))
    plane = random_slice(exact, np.random.default_rng(3))
    x, targets = digits.x.astype(np.float64), digits.targets.astype(np.float64)
    fine = Digits(x, digits.y, targets)
    place, step = (0.3, -0.2), 1e-5
    slope = plane.gradient(plane.network_at(place), x, targets)
    for axis in (0, 1):
        ahead, behind = list(place), list(place)
        ahead[axis] += step
        behind[axis] -= step
        rise = plane.cost_at((ahead[0], ahead[1]), fine) - plane.cost_at((behind[0], behind[1]), fine)
        assert slope[axis] == pytest.approx(rise / (2 * step), rel=1e-5)


def test_curvature_is_per_unit_of_weight_whatever_the_directions() -> None:
    # ½ (3 u² + 7 v²) in weights u, v; directions of other lengths and not at right angles.
    network = Network.initialise((1, 2), "relu", "quadratic", np.random.default_rng(0), np.float64)
    first, second = np.array([2.0, 0, 0, 0]), np.array([1.0, 3, 0, 0])
    plane = Slice(network, first, second, (0.0, 0.0), 1.0, ("", ""))
    a = b = np.linspace(-1, 1, 9)
    u, v = 2 * a[None, :] + b[:, None], np.broadcast_to(3 * b[:, None], (9, 9))
    surface = Surface(plane, a, b, (3 * u**2 + 7 * v**2) / 2, True)
    assert surface.sharpest_curvature() == pytest.approx(7)
    assert surface.lowest == (0.0, 0.0)


@pytest.mark.parametrize(
    ("u", "v", "form"),
    [(3, 7, "valley"), (3, -7, "saddle"), (-3, 7, "saddle"), (-3, -7, "summit"), (0, 0, "unknown")],
)
def test_the_form_is_told_by_the_signs_of_both_curvatures(u: float, v: float, form: str) -> None:
    network = Network.initialise((1, 2), "relu", "quadratic", np.random.default_rng(0), np.float64)
    first, second = np.array([2.0, 0, 0, 0]), np.array([1.0, 3, 0, 0])
    a = np.linspace(-1, 1, 9)
    across, up = 2 * a[None, :] + a[:, None], np.broadcast_to(3 * a[:, None], (9, 9))
    surface = Surface(Slice(network, first, second, (0.0, 0.0), 1.0, ("", "")), a, a, u * across**2 + v * up**2, True)
    assert surface.form_at((0.1, -0.1)) == form
    assert surface.form_at((1.2, 0.0)) == "unknown", "beyond the grid nothing is known"
    assert (surface.half, surface.holds((1.0, -1.0)), surface.holds((1.01, 0.0))) == (1.0, True, False)


def test_digits_are_picked_by_seed() -> None:
    x = np.arange(50, dtype=np.float32).reshape(50, 1)
    data = DataSet(x, np.arange(50) % 3, x, np.arange(50) % 3)
    first, again, other = (digits_for(data, 3, 20, seed) for seed in (0, 0, 1))
    assert (first.x == again.x).all()
    assert (first.x != other.x).any()
    assert (first.targets.argmax(axis=1) == first.y).all()
    assert (first.y == first.x[:, 0] % 3).all()


def test_telling_weights_are_two_weights_of_the_last_layer(network: Network, digits: Digits) -> None:
    for rng in (None, np.random.default_rng(0), np.random.default_rng(1)):
        first, second = telling_weights(network, digits, rng)
        assert first != second
        assert {first.layer, second.layer} == {2}
        slice_of_weights(network, first, second)


@pytest.mark.parametrize("scale", [0.0, 1e25, np.finfo(np.float32).max])
@pytest.mark.parametrize("is_random", [True, False])
def test_every_place_of_any_finite_weights_has_a_cost(
    network: Network, digits: Digits, scale: float, is_random: bool
) -> None:
    wild = network.copy()
    wild.parameters[:] = np.random.default_rng(0).choice((-scale, scale), wild.parameters.shape)
    plane = Cut(is_random=is_random).through(wild, digits)
    surface = whole(SurfaceWork(plane, digits, plane.half, (3, 5)))
    assert np.isfinite(surface.cost).all()
    assert (np.diff(surface.a) > 0).all()
    assert np.isfinite(surface.lowest).all()
    assert np.isfinite(surface.sharpest_curvature())
