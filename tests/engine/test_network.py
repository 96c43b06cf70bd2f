from __future__ import annotations

import pickle

import numpy as np
import pytest

from handwriting_app.engine.limits import parameter_count
from handwriting_app.engine.network import Network


def network(cost="cross-entropy", activation="relu", sizes=(5, 7, 3), dtype=np.float32):
    return Network.initialise(sizes, activation, cost, np.random.default_rng(1), dtype)


def test_weights_and_biases_are_views_of_the_parameters():
    net = network()
    assert [w.shape for w in net.weights] == [(7, 5), (3, 7)]
    assert [b.shape for b in net.biases] == [(7,), (3,)]
    assert len(net.parameters) == parameter_count(net.sizes) == 7 * 6 + 3 * 8
    x = np.ones((1, 5), np.float32)
    before = net.predict(x)
    net.parameters[:] = 0
    assert not net.weights[0].any()
    net.biases[1][:] = (0, 5, 0)
    assert net.predict(x).argmax() == 1
    assert not np.array_equal(net.predict(x), before)
    net.weights[0][...] = 1
    net.biases[0][...] = 2
    assert np.count_nonzero(net.parameters == 1) == 35
    assert np.count_nonzero(net.parameters == 2) == 7


@pytest.mark.parametrize("cost", ["cross-entropy", "quadratic"])
@pytest.mark.parametrize("activation", ["sigmoid", "relu", "tanh"])
@pytest.mark.parametrize("sizes", [(5, 3), (5, 7, 3), (5, 7, 6, 4, 3)])
def test_the_lean_and_the_full_forward_pass_agree(cost, activation, sizes):
    net = network(cost, activation, sizes, np.float64)
    x = np.random.default_rng(0).normal(0, 1, (4, 5))
    passes = net.forward(x)
    np.testing.assert_allclose(net.logits(x), passes.z[-1], rtol=1e-13)
    expected = passes.a[-1] / passes.a[-1].sum(axis=1, keepdims=True)
    np.testing.assert_allclose(net.predict(x), expected, rtol=1e-13)
    np.testing.assert_allclose(net.predict(x[:1]), expected[:1], rtol=1e-13)
    assert passes.a[0] is x
    assert [z.shape[1] for z in passes.z] == list(sizes[1:])


@pytest.mark.parametrize("cost", ["cross-entropy", "quadratic"])
def test_probabilities_sum_to_one_and_the_input_stays(cost):
    x = np.random.default_rng(0).normal(0, 1, (6, 5)).astype(np.float32)
    kept = x.copy()
    probabilities = network(cost).predict(x)
    assert probabilities.shape == (6, 3)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-6)
    assert np.array_equal(x, kept)


def test_spread_of_first_weights():
    rng = np.random.default_rng(0)
    relu = Network.initialise((400, 300, 200), "relu", "cross-entropy", rng)
    assert relu.weights[0].std() == pytest.approx(np.sqrt(2 / 400), rel=0.02)
    assert relu.weights[1].std() == pytest.approx(np.sqrt(2 / 500), rel=0.02)
    for name in ("sigmoid", "tanh"):
        other = Network.initialise((400, 300, 200), name, "quadratic", rng)
        assert other.weights[0].std() == pytest.approx(np.sqrt(2 / 700), rel=0.02)
    assert not any(biases.any() for biases in relu.biases)


def test_the_same_seed_gives_the_same_network_in_either_precision():
    single, double = network(dtype=np.float32), network(dtype=np.float64)
    assert single.parameters.dtype == np.float32
    assert np.array_equal(single.parameters, double.parameters.astype(np.float32))
    assert np.array_equal(single.copy(np.float64).parameters, single.parameters)


def test_a_frozen_copy_is_apart_and_read_only():
    net = network()
    snapshot = net.frozen()
    kept = snapshot.parameters.copy()
    net.parameters += 1
    assert np.array_equal(snapshot.parameters, kept)
    with pytest.raises(ValueError, match="read-only"):
        snapshot.weights[0][0, 0] = 1
    snapshot.copy().parameters += 1
    assert np.array_equal(snapshot.parameters, kept)


def test_travels_to_another_process_with_its_views():
    net = network()
    other = pickle.loads(pickle.dumps(net))
    assert np.array_equal(other.parameters, net.parameters)
    other.parameters[:] = 0
    assert not other.weights[0].any()


LARGEST = np.finfo(np.float32).max


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("activation", ["sigmoid", "relu", "tanh"])
@pytest.mark.parametrize("cost", ["cross-entropy", "quadratic"])
@pytest.mark.parametrize("scale", [1e15, 1e25, LARGEST])
def test_any_finite_weights_give_finite_numbers(dtype, activation, cost, scale):
    for seed in range(10):
        rng = np.random.default_rng(seed)
        net = network(cost, activation, (5, *[6] * (seed % 4), 3), dtype)
        net.parameters[:] = rng.choice((-scale, 0.0, 1e-30, scale), net.parameters.shape)
        x = rng.uniform(0, 1, (8, 5)).astype(dtype)
        probabilities = net.predict(x)
        assert probabilities.dtype == dtype
        assert np.isfinite(probabilities).all()
        assert probabilities.sum(axis=1) == pytest.approx(np.ones(8), abs=1e-5)
        passed = net.forward(x)
        assert all(np.isfinite(each).all() and each.dtype == dtype for each in (*passed.z, *passed.a))
        np.testing.assert_allclose(passed.z[-1], net.logits(x), rtol=1e-5)


def test_both_precisions_read_the_same_where_float32_overflows():
    net = network(sizes=(5, 6, 6, 3))
    net.parameters[:] = np.random.default_rng(4).choice((-1e20, 1e20), net.parameters.shape)
    x = np.random.default_rng(0).uniform(0, 1, (8, 5)).astype(np.float32)
    np.testing.assert_allclose(net.predict(x), net.copy(np.float64).predict(x.astype(np.float64)), atol=1e-6)


def test_outputs_that_are_all_next_to_0_are_read_as_no_idea():
    net = network("quadratic", sizes=(5, 3))
    net.parameters[:] = 0
    for bias in (-20, -200, -LARGEST):
        net.biases[0][:] = (bias, bias, bias - 5)
        for dtype in (np.float32, np.float64):
            assert net.copy(dtype).predict(np.zeros((1, 5), dtype)) == pytest.approx(np.full((1, 3), 1 / 3))


def test_it_is_told_whether_numbers_have_left_the_finite_ones():
    net = network()
    x = np.ones((1, 5))
    assert not net.overflows(x)
    net.weights[0][:] = net.weights[1][:] = 1e20
    assert net.overflows(x)
    assert not net.overflows(0 * x)
    net.weights[1][0, 0] = np.inf
    assert net.overflows(0 * x)


@pytest.mark.parametrize(
    ("sizes", "parameters", "message"),
    [
        ((5,), np.zeros(6), "output layer"),
        ((5, 0, 2), np.zeros(2), "output layer"),
        ((5, 2), np.zeros(11), "needs 12"),
        ((5, 2), np.zeros(12, int), "float32 or float64"),
        ((5, 2), np.zeros(24)[::2], "contiguous"),
    ],
)
def test_impossible_networks_are_refused(sizes, parameters, message):
    with pytest.raises(ValueError, match=message):
        Network(sizes, "relu", "cross-entropy", parameters)


def test_drawn_in_small_steps_it_is_the_same_to_the_last_bit():
    """The draws of a layer in one piece, as they once were: files and figures of old seeds stay true."""
    sizes = (64, 3000, 10)
    steps = Network.initialising(sizes, "relu", "cross-entropy", np.random.default_rng(3))
    heartbeats = 0
    while True:
        try:
            next(steps)
        except StopIteration as end:
            drawn = end.value
            break
        heartbeats += 1
    assert heartbeats > 2
    rng = np.random.default_rng(3)
    for weights, spread in zip(drawn.weights, (np.sqrt(2 / 64), np.sqrt(2 / 3010)), strict=True):
        assert np.array_equal(weights, rng.normal(0.0, spread, weights.shape).astype(np.float32))
