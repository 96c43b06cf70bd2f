"""One unit: what it gives out, how steep it is, and that its functions are the engine's."""

from __future__ import annotations

import math
from typing import get_args

import numpy as np
import pytest

from handwriting_app.engine.activations import RELU, SIGMOID
from handwriting_app.lab.neuron import Neuron, UnitKind, added, decision_level, slope, slope_words, value

Z = np.array([-3.0, -0.5, 0.0, 0.5, 3.0])


def test_a_sum_ignores_its_weights_and_bias() -> None:
    unit = Neuron("sum", (5.0, -2.0, 0.1), 7.0)
    assert unit.output(np.array([[1.0, 2.0, 3.0]])).tolist() == [6.0]


def test_a_linear_unit_weighs_and_shifts() -> None:
    unit = Neuron("linear", (2.0, -1.0), 0.5)
    assert unit.output(np.array([[3.0, 1.0], [0.0, 0.0]])).tolist() == [5.5, 0.5]


def test_a_threshold_fires_above_0_and_not_at_0() -> None:
    assert value("threshold", np.array([-1e-9, 0.0, 1e-9, 2.0])).tolist() == [0.0, 0.0, 1.0, 1.0]


@pytest.mark.parametrize("kind", get_args(UnitKind))
def test_what_floating_point_leaves_of_a_0_is_0(kind: UnitKind) -> None:
    x = np.array([[0.1, 0.2, -0.3]])
    assert float(x.sum()) != 0
    unit = Neuron(kind, (1.0, 1.0, 1.0), 0.0)
    assert unit.weighted_sum(x).tolist() == [0.0]
    assert unit.output(x).tolist() == [0.5 if kind == "sigmoid" else 0.0]
    assert not unit.decides(x)[0]
    assert added(0.1, 0.2, -0.3) == 0
    assert added(1e-15, 1e-15) == 2e-15


@pytest.mark.parametrize("kind", get_args(UnitKind))
def test_at_its_level_an_answer_counts_as_0(kind: UnitKind) -> None:
    level = decision_level(kind)
    unit = Neuron(kind, (1.0,), 0.0)
    assert unit.decides(np.array([[level], [level + 1e-6], [level - 1e-6]])).tolist() == [False, True, False]


def test_the_edge_is_where_z_is_0() -> None:
    assert Neuron("threshold", (2.0,), -4.0).edge() == 2
    assert Neuron("sum", (5.0,), 3.0).edge() == 0
    assert math.isnan(Neuron("threshold", (0.0,), -4.0).edge())
    assert math.isnan(Neuron("threshold", (1.0, 1.0), -4.0).edge())


@pytest.mark.parametrize("z", [-700.0, -40.0, -16.0, 16.0, 40.0, 700.0])
def test_far_out_a_sigmoid_keeps_its_digits(z: float) -> None:
    far = np.array([z])
    small = math.exp(-abs(z)) / (1 + math.exp(-abs(z)))
    assert value("sigmoid", -np.abs(far))[0] == pytest.approx(small, rel=1e-12)
    assert slope("sigmoid", far)[0] == pytest.approx(small * (1 - small), rel=1e-12)


def test_sigmoid_and_relu_are_the_engines() -> None:
    for kind, activation in (("sigmoid", SIGMOID), ("relu", RELU)):
        assert value(kind, Z).tolist() == activation.value(Z.copy()).tolist()
        assert slope(kind, Z).tolist() == activation.derivative(Z.copy()).tolist()


def test_a_sigmoid_lies_between_0_and_1_and_is_never_steeper_than_a_quarter() -> None:
    z = np.linspace(-30, 30, 1001)
    assert (value("sigmoid", z) > 0).all()
    assert (value("sigmoid", z) <= 1).all()
    assert slope("sigmoid", z).max() == pytest.approx(0.25)


@pytest.mark.parametrize("kind", get_args(UnitKind))
def test_the_slope_is_the_derivative_away_from_edges(kind: UnitKind) -> None:
    z = Z[Z != 0]
    measured = (value(kind, z + 1e-6) - value(kind, z - 1e-6)) / 2e-6
    np.testing.assert_allclose(slope(kind, z), measured, atol=1e-6)


def test_values_are_not_worked_out_in_place() -> None:
    for kind in get_args(UnitKind):
        z = Z.copy()
        value(kind, z)
        slope(kind, z)
        assert z.tolist() == Z.tolist()


def test_a_corner_is_called_a_convention() -> None:
    assert "convention" in slope_words("relu", 0.0)
    assert slope("relu", np.array([0.0])).tolist() == [0.0]
    assert "no slope" in slope_words("threshold", 0.0)


@pytest.mark.parametrize("kind", get_args(UnitKind))
@pytest.mark.parametrize("z", [-5.0, -0.5, 0.0, 0.01, 0.5, 5.0])
def test_what_is_said_of_a_slope_goes_after_a_colon(kind: UnitKind, z: float) -> None:
    assert ":" not in slope_words(kind, z)
