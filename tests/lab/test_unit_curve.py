"""What the curve of a unit shows: over X₁ with one input, over z with more."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handwriting_app.lab.neuron import Neuron, UnitKind
from handwriting_app.lab.unit_curve import unit_curve

KINDS = st.sampled_from(["sum", "linear", "threshold", "sigmoid", "relu"])
NUMBERS = st.integers(-400, 400).map(lambda each: each / 20)


def test_a_line_over_its_input_has_the_weight_as_slope_and_the_bias_as_height() -> None:
    curve = unit_curve(Neuron("linear", (0.75,), 1.0), (2.0,))
    assert (curve.axis, curve.here, curve.rise, curve.tangent) == ("X₁", (2.0, 2.5), (1.0, 0.75), None)
    (line,) = curve.values
    assert np.allclose(line[:, 1], 0.75 * line[:, 0] + 1)
    (slopes,) = curve.slopes
    assert set(slopes[:, 1].tolist()) == {0.75}


def test_a_plain_sum_has_neither_weight_nor_bias_to_show() -> None:
    curve = unit_curve(Neuron("sum", (5.0,), 3.0), (2.0,))
    assert (curve.here, curve.rise, curve.legend) == ((2.0, 2.0), None, ("y", "dy/dX₁"))
    assert curve.words == "slope 1  (1 everywhere)"


def test_with_more_inputs_it_is_the_function_over_z() -> None:
    curve = unit_curve(Neuron("sigmoid", (2.0, -1.0), 0.5), (1.0, 2.5))
    assert (curve.axis, curve.here, curve.rise) == ("z", (0.0, 0.5), None)
    assert curve.tangent == 0.25
    assert "f′(z) = 0.25" in curve.words


@pytest.mark.parametrize(("weight", "side"), [(1.5, "above"), (-1.5, "below")])
def test_a_threshold_jumps_at_its_edge(weight: float, side: str) -> None:
    curve = unit_curve(Neuron("threshold", (weight,), -2 * weight), (1.0,))
    assert curve.edge == 2
    assert curve.tangent is None
    assert f"fires {side} X₁ = 2" in curve.words
    left, right = curve.values
    assert left[-1, 0] == right[0, 0] == 2
    assert {*left[:, 1].tolist()} == {float(weight < 0)}
    assert {*right[:, 1].tolist()} == {float(weight > 0)}


def test_an_edge_far_out_is_within_the_axes() -> None:
    assert unit_curve(Neuron("threshold", (0.5,), 20.0), (1.0,)).across == (-41.0, 41.0)
    far = unit_curve(Neuron("threshold", (0.001,), 20.0), (1.0,))
    assert far.across == (-6.0, 6.0)
    assert "fires above X₁ = −20,000" in far.words


def test_without_a_weight_there_is_no_edge() -> None:
    curve = unit_curve(Neuron("threshold", (0.0,), 1.0), (1.0,))
    assert curve.edge is None
    assert "fires everywhere" in curve.words
    assert "fires nowhere" in unit_curve(Neuron("threshold", (0.0,), 0.0), (1.0,)).words


def test_a_corner_has_no_tangent_and_its_convention_is_named() -> None:
    curve = unit_curve(Neuron("relu", (2.0,), -2.0), (1.0,))
    assert curve.tangent is None
    assert "ReLU′(0) = 0 by convention" in curve.words
    off, on = curve.slopes
    assert ({*off[:, 1].tolist()}, {*on[:, 1].tolist()}) == ({0.0}, {2.0})


def test_over_its_input_the_slope_of_a_sigmoid_holds_its_weight() -> None:
    curve = unit_curve(Neuron("sigmoid", (-2.0,), 0.0), (0.0,))
    assert curve.tangent == -0.5
    assert "w₁·f′(z) = −2 × 0.25 = −0.5" in curve.words


@given(KINDS, NUMBERS, NUMBERS, NUMBERS)
def test_every_curve_passes_through_where_the_unit_stands(kind: UnitKind, weight: float, bias: float, x: float) -> None:
    neuron = Neuron(kind, (weight,), bias)
    curve = unit_curve(neuron, (x,))
    assert curve.across[0] < x < curve.across[1]
    assert curve.up[0] < curve.here[1] < curve.up[1]
    assert curve.here[1] == neuron.output(np.array([[x]]))[0]
    for part in curve.values:
        within = part[(part[:, 0] != curve.edge) if curve.edge is not None else slice(None)]
        np.testing.assert_array_equal(neuron.output(within[:, :1]), within[:, 1])
    assert all(np.isfinite(part).all() for part in (*curve.values, *curve.slopes))
