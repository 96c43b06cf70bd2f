from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.backpropagation import backward
from handwriting_app.engine.descent import add_penalty
from handwriting_app.engine.examples import with_ones
from handwriting_app.engine.fast.slices import BatchGradient, slice_width
from handwriting_app.engine.network import split_layers
from tests.engine.cases import case, every_descent, every_network, run


@every_descent
def test_large_batches_are_the_sum_of_their_slices(descent, data, make_network, make_config, monkeypatch):
    config = make_config(descent=descent, update_rule="momentum", batch_size=40)
    whole, sliced = make_network(config), make_network(config)
    run(whole, data, config)
    monkeypatch.setattr("handwriting_app.engine.fast.slices.WIDEST_SLICE", 17)
    assert slice_width(sliced) == 17
    run(sliced, data, config)
    np.testing.assert_allclose(sliced.parameters, whole.parameters, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("processors", [1, 2])
def test_a_large_batch_shared_between_two_threads_is_the_sum_of_its_slices(
    processors, data, make_network, make_config, monkeypatch
):
    config = make_config(descent="batch", update_rule="momentum", l2=0.01)
    whole, shared, again = (make_network(config) for _ in range(3))
    reports = run(whole, data, config)
    monkeypatch.setattr("handwriting_app.engine.fast.slices.WIDEST_SLICE", 17)
    monkeypatch.setattr("handwriting_app.engine.fast.slices.WORTH_SHARING", 0)
    run(again, data, config)
    monkeypatch.setattr("handwriting_app.engine.fast.threads._processors", lambda: processors)
    assert run(shared, data, config)[-1].training_cost == pytest.approx(reports[-1].training_cost, rel=1e-12)
    np.testing.assert_allclose(shared.parameters, whole.parameters, rtol=1e-12, atol=1e-14)
    assert np.array_equal(shared.parameters, again.parameters), "whatever the number of processors"


@pytest.mark.parametrize("sharing", [False, True])
@every_network
def test_equals_the_gradient_of_the_textbook(activation, cost, hidden, sharing, monkeypatch):
    monkeypatch.setattr("handwriting_app.engine.fast.slices.WIDEST_SLICE", 3)
    if sharing:
        monkeypatch.setattr("handwriting_app.engine.fast.slices.WORTH_SHARING", 0)
    network, x, targets = case(activation, cost, hidden)
    gradient, logits = BatchGradient(network, len(x)), np.empty((3, len(x)))
    pauses = sum(1 for _ in gradient.add_up(with_ones(x, np.float64), targets.T, logits))
    assert pauses == (1 if sharing else 2)
    np.testing.assert_allclose(logits.T, network.logits(x), rtol=1e-12)
    plain = backward(network, network.forward(x), targets).flat()
    np.testing.assert_allclose(gradient.flat, plain, rtol=1e-12, atol=1e-15)
    layers = split_layers(plain, network.sizes)
    assert gradient.squares() == pytest.approx([(layer**2).sum() for layer in layers], rel=1e-12)
    assert gradient.weight_squares() == pytest.approx([(layer[:-1] ** 2).sum() for layer in layers], rel=1e-12)


def test_adds_the_penalty_of_the_textbook():
    network, x, _ = case("relu", "cross-entropy", (5,))
    gradient = BatchGradient(network, len(x))
    expected = np.zeros_like(network.parameters)
    for l2 in (0.0, 0.1):
        add_penalty(split_layers(expected, network.sizes), network, l2)
        gradient.add_penalty(l2)
        np.testing.assert_allclose(gradient.flat, expected, rtol=1e-14)
    assert expected.any()
