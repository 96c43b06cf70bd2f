from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.backpropagation import cost_of
from handwriting_app.engine.network import Network
from handwriting_app.lab.descent_paths import MODES, UNDONE, Descent, Descents, Pace
from handwriting_app.lab.surface import Digits, Slice, random_slice


def test_batch_descent_is_the_projected_gradient_step(network: Network, digits: Digits, plane: Slice) -> None:
    start, rate = (0.4, 0.2), 0.5
    path = Descent(plane, digits, start, plane.cost_at(start, digits), "batch", 8, 0).advance(rate, 1)
    basis, _ = np.linalg.qr(np.stack((plane.first, plane.second), axis=1))
    here = plane.network_at(start)
    a, b = plane.gradient(here, digits.x, digits.targets)
    gradient_in_plane = np.linalg.solve(plane.gram(), np.array([a, b]))
    moved = gradient_in_plane[0] * plane.first + gradient_in_plane[1] * plane.second
    # The same step, made in the space of all weights: the part of the gradient that lies in the plane.
    assert basis @ (basis.T @ moved) == pytest.approx(moved)
    assert path.points[1] == pytest.approx(np.array(start) - rate * gradient_in_plane)


def test_all_descents_begin_at_the_same_place_and_go_their_ways(digits: Digits, plane: Slice) -> None:
    descents = Descents(plane, digits, (0.8, -0.6), batch=8)
    assert len({path.cost for path in descents.paths}) == 1
    paths = descents.advance(0.5, "update")
    assert [path.mode for path in paths] == list(MODES)
    assert [path.updates for path in paths] == [1, 1, 1]
    assert [path.samples for path in paths] == [40, 1, 8]
    assert len({tuple(path.points[1]) for path in paths}) == 3


def test_a_look_at_all_digits_is_many_updates_for_some(digits: Digits, plane: Slice) -> None:
    paths = Descents(plane, digits, (0.8, -0.6), batch=16).advance(0.1, "epoch")
    assert [path.updates for path in paths] == [1, 40, 3]
    assert {path.samples for path in paths} == {40}


def test_small_steps_go_downhill_and_the_cost_is_the_engines(digits: Digits, plane: Slice) -> None:
    descents = Descents(plane, digits, (0.8, -0.6))
    costs = [descents.advance(0.5, "epoch")[0].cost for _ in range(20)]
    assert costs == sorted(costs, reverse=True)
    path = descents.paths[0]
    assert path.cost == cost_of(plane.network_at(path.place), digits.x, digits.targets)


def test_far_too_long_steps_diverge_and_then_stand_still(digits: Digits, plane: Slice) -> None:
    descents = Descents(plane, digits, (0.8, -0.6))
    for _ in range(5):
        paths = descents.advance(1e6, "update")
    assert all(path.has_diverged for path in paths)
    assert descents.advance(1e6, "update")[0].updates == paths[0].updates


@pytest.mark.parametrize("scale", [1e25, np.finfo(np.float32).max])
@pytest.mark.parametrize("learning_rate", [1e-30, 1.0, 1e300])
def test_a_path_has_no_place_that_is_no_place(
    network: Network, digits: Digits, scale: float, learning_rate: float
) -> None:
    wild = network.copy()
    wild.parameters[:] = np.random.default_rng(0).choice((-scale, scale), wild.parameters.shape)
    plane = random_slice(wild, np.random.default_rng(3))
    descents = Descents(plane, digits, (0.0, 0.0), batch=8)
    for _ in range(3):
        for path in descents.advance(learning_rate, "update"):
            assert np.isfinite(path.points).all()
            assert np.isfinite(path.cost)


def test_weights_that_are_all_0_leave_no_direction_to_go(network: Network, digits: Digits) -> None:
    zero = network.copy()
    zero.parameters[:] = 0
    plane = random_slice(zero, np.random.default_rng(3))
    for path in Descents(plane, digits, (0.5, 0.5), batch=8).advance(1.0, "epoch"):
        assert (path.place, path.has_diverged) == ((0.5, 0.5), False)


def test_an_epoch_that_is_no_longer_wanted_ends_early(digits: Digits, plane: Slice) -> None:
    paths = Descents(plane, digits, (0.5, 0.5), 8).advance(0.1, "epoch", lambda: False)
    assert [path.updates for path in paths] == [1, 1, 1]


def test_the_same_seed_takes_the_same_way(digits: Digits, plane: Slice) -> None:
    ways = [Descents(plane, digits, (0.5, 0.5), 8, seed=4).advance(0.5, "epoch")[1].points for _ in range(2)]
    assert (ways[0] == ways[1]).all()


@pytest.mark.parametrize("pace", ["update", "epoch"])
def test_back_is_the_state_before_and_all_that_follows_is_the_same(digits: Digits, plane: Slice, pace: Pace) -> None:
    descents = Descents(plane, digits, (0.5, 0.5), 16, seed=4)
    told = [descents.paths]
    for rate in (0.5, 0.3, 0.7, 0.2, 0.1, 0.6, 0.5):
        told.append(descents.advance(rate, pace))
    assert not told[0][0].can_go_back
    for before in told[-2:2:-1]:
        for path, other in zip(descents.back(), before, strict=True):
            assert (path.points == other.points).all()
            assert (path.cost, path.updates, path.samples) == (other.cost, other.updates, other.samples)
    for count, rate in enumerate((0.2, 0.1, 0.6, 0.5), 4):
        for path, other in zip(descents.advance(rate, pace), told[count], strict=True):
            assert (path.points == other.points).all(), "the same digits in the same order"


def test_back_brings_back_what_had_diverged(digits: Digits, plane: Slice) -> None:
    descents = Descents(plane, digits, (0.8, -0.6))
    while not all(path.has_diverged for path in descents.advance(1e6, "update")):
        pass
    for _ in range(3):
        descents.advance(1e6, "update")  # goes no further, so that there is nothing more to take back
    assert not any(path.has_diverged and path.updates > 1 for path in descents.back())
    while descents.paths[0].can_go_back:
        descents.back()
    assert [path.updates for path in descents.paths] == [0, 0, 0]


def test_so_many_steps_can_be_taken_back(digits: Digits, plane: Slice) -> None:
    descents = Descents(plane, digits, (0.5, 0.5), 8)
    for _ in range(UNDONE + 5):
        descents.advance(0.01, "update")
    for left in range(UNDONE, 0, -1):
        assert descents.paths[0].updates == left + 5
        assert descents.back()[0].can_go_back == (left > 1)
    assert descents.back()[0].updates == 5
