"""A person's own formula against backpropagation: right ones, and twelve wrong ones by name."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.config import ActivationName, CostName
from handwriting_app.engine.costs import targets_of
from handwriting_app.engine.network import Network
from handwriting_app.explain.derivation import Derivation
from handwriting_app.explain.matrix_expression import ExpressionError

SIZES = (6, 5, 5, 4)


def derivation(cost: CostName = "quadratic", activation: ActivationName = "sigmoid", m: int = 3) -> Derivation:
    rng = np.random.default_rng(1)
    network = Network.initialise(SIZES, activation, cost, rng, np.float64)
    for biases in network.biases:
        biases[...] = rng.normal(size=biases.shape)
    return Derivation(network, rng.random((m, 6)), targets_of(rng.integers(0, 4, m), 4))


@pytest.mark.parametrize("cost", ["quadratic", "cross-entropy"])
@pytest.mark.parametrize("activation", ["sigmoid", "relu", "tanh"])
@pytest.mark.parametrize("text", ["delta[l].T @ a[l-1] / m", "transpose(a[l-1].T @ δ[l]) / m"])
def test_the_formula_is_right_in_every_layer(text: str, activation: ActivationName, cost: CostName) -> None:
    verdicts = derivation(cost, activation).judge(text, 1)
    assert [verdict.layer for verdict in verdicts] == [1, 2, 3]
    assert all(verdict.is_right and verdict.words.startswith("✓ Right") for verdict in verdicts)


RIGHT = {
    3: "((a3 - t) * a3 * (1 - a3)).T @ a2 / m",
    2: "(delta3 @ W3 * a2 * (1 - a2)).T @ a1 / m",
    1: "((delta2 @ W2) * slope1).T @ x / m",
}


@pytest.mark.parametrize("layer", RIGHT)
def test_a_layer_may_be_worked_out_from_the_one_above(layer: int) -> None:
    (verdict,) = derivation().judge(RIGHT[layer], layer)
    assert verdict.is_right, verdict.words


WRONG = [
    ("delta2.T @ a1", 2, "1/m is missing"),
    ("-delta2.T @ a1 / m", 2, "sign is wrong"),
    ("a0.T @ delta1 / m", 1, "Turned over"),
    ("(delta3 @ W3).T @ a1 / m", 2, "σ′(z) is missing in δ"),
    ("(a3 - t).T @ a2 / m", 3, "σ′(z) of the outputs is missing"),
    ("(a3 * a3 * (1 - a3)).T @ a2 / m", 3, "targets are missing"),
    ("delta2.T @ z1 / m", 2, "takes z where a is sent"),
    ("delta2.T @ a2 / m", 2, "own a, not the one below"),
    ("((delta2 @ W2.T) * slope1).T @ x / m", 1, "W is turned over on the way back"),
    ("((delta3 @ W3) * z2 * (1 - z2)).T @ a1 / m", 2, "σ′ is taken of z"),
    ("delta3.T @ a2 / m / 2", 3, "factor ½ too much"),
    ("2 * delta3.T @ a2 / m", 3, "factor 2 too much"),
    ("delta3.T @ a2 / m", 2, "layer 3"),
]


@pytest.mark.parametrize(("text", "layer", "words"), WRONG)
def test_the_first_wrong_factor_is_named(text: str, layer: int, words: str) -> None:
    (verdict,) = derivation().judge(text, layer)
    assert not verdict.is_right
    assert verdict.words.startswith("✗ ")
    assert words in verdict.words, verdict.words


def test_forgotten_biases_are_found_in_numbers_from_a_file() -> None:
    own = derivation()
    bare = own.network.copy()
    for biases in bare.biases:
        biases[...] = 0
    rng = np.random.default_rng(1)
    Network.initialise(SIZES, "sigmoid", "quadratic", rng, np.float64)
    [rng.normal(size=size) for size in SIZES[1:]]
    x = rng.random((3, 6))
    other = Derivation(bare, x, targets_of(rng.integers(0, 4, 3), 4))
    given = other._backward.weights[1]
    assert "biases are forgotten" in own.judge_array(given, 2).words
    assert own.judge_array(own._backward.weights[1], 2).is_right


def test_two_slips_are_both_named() -> None:
    (verdict,) = derivation().judge("-delta2.T @ a1", 2)
    assert "1/m is missing" in verdict.words
    assert "sign is wrong" in verdict.words
    (verdict,) = derivation().judge("(delta3 @ W3).T @ a1", 2)
    assert "σ′(z) is missing in δ" in verdict.words
    assert "1/m is missing" in verdict.words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("delta3", "is 4 × 5, and this is 3 × 4"),
        ("a2.T @ delta3 * 0.3", "Turned over it would fit"),
        ("0 * delta3.T @ a2", "numbers are others"),
        ("delta3.T @ a2 / 0", "not finite"),
        ("delta3 @ a2", "shapes do not fit"),
        ("slope3", "There is no slope3"),
    ],
)
def test_everything_else_is_said_by_its_shape_or_in_words(text: str, words: str) -> None:
    (verdict,) = derivation().judge(text, 3)
    assert not verdict.is_right
    assert words in verdict.words, verdict.words


def test_what_is_no_expression_is_told_once() -> None:
    with pytest.raises(ExpressionError, match="cannot be read"):
        derivation().judge("delta3.T @", 3)


def test_what_a_formula_may_speak_of_is_listed_with_shapes() -> None:
    names = {name: shape for name, shape, _ in derivation().names()}
    assert names["x"] == "3 × 6"
    assert names["t"] == "3 × 4"
    assert names["m"] == "3"
