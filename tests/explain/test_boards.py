"""The pictures of a step hold the numbers of the trace, and a cell knows whose number it is."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import trace
from handwriting_app.explain.boards import Plate, board_of, with_covered
from handwriting_app.explain.choice import quantity_at, strongest_path
from handwriting_app.explain.formula import Text
from handwriting_app.explain.steps import Step, StepKind, steps_of
from handwriting_app.numerals import number

LABEL = 3


def plates(network: Network, x: np.ndarray, step: Step) -> dict[str, Plate]:
    seen = trace(network, x, LABEL)
    return {plate.place: plate for plate in board_of(seen, step, strongest_path(seen)).plates}


def test_a_weighted_sum_stands_as_a_product_along_its_edges(network: Network, x: np.ndarray) -> None:
    for layer in range(1, len(network.weights) + 1):
        at = plates(network, x, Step(StepKind.SUM, layer))
        product = (at["main"].values * at["top"].values).sum(axis=1, keepdims=True) + at["right"].values
        np.testing.assert_allclose(product, at["far right"].values)


def test_a_gradient_stands_as_an_outer_product(network: Network, x: np.ndarray) -> None:
    for layer in range(1, len(network.weights) + 1):
        at = plates(network, x, Step(StepKind.GRADIENT, layer))
        np.testing.assert_allclose(at["left"].values * at["top"].values, at["main"].values)
        np.testing.assert_allclose(at["left"].values, at["right"].values)


def test_blame_flows_down_the_columns(network: Network, x: np.ndarray) -> None:
    for layer in range(1, len(network.weights)):
        at = plates(network, x, Step(StepKind.DELTA, layer))
        np.testing.assert_allclose((at["main"].values * at["left"].values).sum(axis=0), at["bottom"].values[0])
        np.testing.assert_allclose(at["bottom"].values * at["low"].values, at["lowest"].values)


def test_the_pixels_are_square(network: Network, x: np.ndarray) -> None:
    seen = trace(network, x, LABEL)
    at = plates(network, x, Step(StepKind.PIXELS, 0))
    np.testing.assert_array_equal(at["first"].values, x.reshape(8, 8))
    np.testing.assert_array_equal(at["second"].values.ravel(), seen.input_gradient())
    assert at["second"].units_at(2, 5) == ((0, 21),)
    assert at["second"].describe(2, 5).startswith("∂C/∂x[21] = ")
    assert at["second"].describe(2, 5).endswith("(row 2, column 5)")


def test_every_chosen_cell_is_the_chosen_neuron(network: Network, x: np.ndarray) -> None:
    seen = trace(network, x, LABEL)
    choice = strongest_path(seen)
    for step in steps_of(seen.depth):
        for plate in board_of(seen, step, choice).plates:
            row, column = plate.selected or (None, None)
            for layer, unit in plate.units_at(row or 0, column or 0):
                if (layer == plate.rows and row is None) or (layer == plate.columns and column is None):
                    continue
                assert unit == choice.units[layer]


def test_a_long_layer_is_wrapped_and_its_empty_end_is_nobody(x: np.ndarray) -> None:
    network = Network.initialise((64, 70, 10), "tanh", "cross-entropy", np.random.default_rng(0))
    at = plates(network, x, Step(StepKind.ACTIVATION, 1))["second"]
    assert at.values.shape == (3, 32)
    assert at.units_at(2, 5) == ((1, 69),)
    assert at.units_at(2, 6) == ()
    assert at.describe(2, 6) == ""
    assert at.is_signed


def test_a_weight_says_its_value_with_both_indices(x: np.ndarray) -> None:
    network = Network.initialise((64, 9, 10), "relu", "cross-entropy", np.random.default_rng(0), np.float64)
    network.weights[1][7, 4] = -0.25
    assert plates(network, x, Step(StepKind.SUM, 2))["main"].describe(7, 4) == "w(2)[7, 4] = −0.25"


@pytest.mark.parametrize(("largest", "limit"), [(0.0, 0.0), (0.0471, 0.048), (1.0, 1.0), (0.999, 1.0), (123.0, 130.0)])
def test_the_scale_ends_at_a_round_number(largest: float, limit: float) -> None:
    plate = Plate("main", Text("W"), "w", np.array([[largest, -largest / 2, np.nan]]))
    assert plate.limit == pytest.approx(limit)


def test_a_guessed_gradient_is_told_nowhere_and_all_else_is(network: Network, x: np.ndarray) -> None:
    seen = trace(network, x, LABEL)
    choice = strongest_path(seen)
    backward = [step for step in steps_of(seen.depth) if step.is_backward]
    for step in backward:
        quantity = quantity_at(step, choice)
        open_board = board_of(seen, step, choice)
        board = with_covered(open_board, quantity)
        cells = [plate for plate in board.plates if plate.covered is not None]
        assert len(cells) == 1
        assert cells[0].values[cells[0].covered] == quantity.gradient(seen)
        assert "= ?" in cells[0].describe(*cells[0].covered)
        assert number(quantity.gradient(seen)) not in cells[0].describe(*cells[0].covered)
        rest = [plate for plate in board.plates if plate is not cells[0]]
        assert all("?" not in plate.describe(0, 0) for plate in rest)


def test_a_covered_neuron_of_a_wrapped_layer_is_found(x: np.ndarray) -> None:
    network = Network.initialise((64, 70, 10), "tanh", "cross-entropy", np.random.default_rng(0))
    assert plates(network, x, Step(StepKind.ACTIVATION, 1))["second"].cell_of(1, 69) == (2, 5)
    assert plates(network, x, Step(StepKind.ACTIVATION, 1))["second"].cell_of(2, 3) is None
