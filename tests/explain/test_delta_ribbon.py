"""The ribbon of δ: every layer's size against autograd's, on one scale, with zeros told as zeros."""

from __future__ import annotations

import math

import numpy as np
import pytest

from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import trace
from handwriting_app.explain.breakages import all_zero
from handwriting_app.explain.delta_ribbon import LEAST_DECADES, DeltaRibbon, delta_ribbon
from tests.explain.conftest import LABEL
from tests.explain.test_backprop_trace import oracle_gradients


def test_every_size_is_that_of_autograds_gradient(network: Network, x: np.ndarray) -> None:
    ribbon = delta_ribbon(trace(network, x, LABEL))
    _, _, by_x, by_z = oracle_gradients(network.weights, network.biases, x, network.activation, network.cost, LABEL)
    expected = [math.sqrt(float(np.mean(gradient**2))) for gradient in (by_x, *by_z)]
    assert ribbon.sizes == pytest.approx(expected, rel=1e-9, abs=1e-300)
    assert ribbon.depth == len(network.weights)


def test_ten_sigmoid_layers_fade_and_the_ribbon_says_by_how_much(x: np.ndarray) -> None:
    network = Network.initialise((64, *[16] * 10, 10), "sigmoid", "cross-entropy", np.random.default_rng(0))
    ribbon = delta_ribbon(trace(network, x, LABEL))
    assert ribbon.fade > 4
    assert ribbon.fade == pytest.approx(math.log10(ribbon.sizes[-1] / ribbon.sizes[1]))
    heights = [ribbon.height(layer) for layer in range(ribbon.depth, 0, -1)]
    assert heights == sorted(heights, reverse=True)
    assert ribbon.sentence.startswith("δ fades by ")


def test_all_layers_stand_on_one_scale_whose_ends_are_decades() -> None:
    ribbon = DeltaRibbon((2e-9, 3e-9, 1e-5, 0.2))
    low, high = ribbon.powers
    assert (low, high) == (-10, 0)
    assert ribbon.height(3) == pytest.approx((math.log10(0.2) + 10) / 10)
    assert ribbon.height(0) == pytest.approx((math.log10(2e-9) + 10) / 10)


def test_what_hardly_fades_does_not_look_as_if_it_did() -> None:
    ribbon = DeltaRibbon((0.05, 0.1, 0.2))
    low, high = ribbon.powers
    assert high - low == LEAST_DECADES
    assert ribbon.sentence == "δ hardly changes: 0.2 at the output, 0.1 in layer 1."


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ((0.0, 0.0, 0.0, 0.3), "Nothing arrives at the units of layer 2: δ is 0 there."),
        ((0.0, 0.1, 0.3), "Nothing arrives at the pixels: δ is 0 there."),
        ((0.0, 0.0, 0.0), "δ is 0 at the output: there is no blame to send back."),
        ((0.25, 0.5), "δ is 0.5 at the output, ∂C/∂x 0.25 at the pixels."),
        ((5.0, 2.0, 0.02), "δ grows by 2.0 decades: 0.02 at the output, 2 in layer 1."),
        ((1e-6, 2e-6, 1e-3, 0.02), "δ fades by 4.0 decades: 0.02 at the output, 2·10⁻⁶ in layer 1."),
    ],
)
def test_what_becomes_of_it_in_words(sizes: tuple[float, ...], words: str) -> None:
    assert DeltaRibbon(sizes).sentence == words


def test_zero_is_zero_and_not_the_low_end_of_the_scale(x: np.ndarray) -> None:
    network = Network.initialise((64, 9, 7, 10), "sigmoid", "cross-entropy", np.random.default_rng(0))
    ribbon = delta_ribbon(trace(all_zero(network), x, LABEL))
    assert ribbon.sizes[:3] == (0.0, 0.0, 0.0)
    assert [ribbon.height(layer) for layer in range(3)] == [None] * 3
    assert ribbon.height(3) is not None
    assert math.isnan(ribbon.fade)
    assert ribbon.describe(1).endswith("0: nothing arrives")
    assert DeltaRibbon((0.0, 0.0)).powers == (-LEAST_DECADES, 0)


@pytest.mark.parametrize("scale", [1e-200, 1.0, 1e200])
def test_neither_what_vanishes_nor_what_explodes_is_lost(scale: float) -> None:
    sizes = DeltaRibbon((scale, scale * 2, scale * 3)).powers
    assert all(map(math.isfinite, sizes))
    network = Network.initialise((64, 9, 10), "relu", "cross-entropy", np.random.default_rng(0), np.float64)
    network.weights[1][...] *= scale
    ribbon = delta_ribbon(trace(network, np.full(64, 0.5), LABEL))
    assert all(map(math.isfinite, ribbon.sizes))
    assert ribbon.sizes[1] > 0


def test_layers_are_called_as_the_map_calls_them() -> None:
    ribbon = DeltaRibbon((0.1, 0.2, 0.3))
    assert [ribbon.name(layer) for layer in range(3)] == ["pixels", "layer 1", "output"]
    assert ribbon.describe(2) == "δ of the output, root mean square of its units: 0.3"
    assert ribbon.describe(0) == "∂C/∂x at the pixels, root mean square of its units: 0.1"
