from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handwriting_app.explain.matrix_expression import ExpressionError, MatrixExpression

RNG = np.random.default_rng(0)
A, B = RNG.normal(size=(3, 4)), RNG.normal(size=(4, 2))
NAMES = {"A": A, "B": B, "m": np.asarray(3.0), "a": {0: A, 1: B}, "v": np.arange(4.0)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A @ B", A @ B),
        ("A.T / m", A.T / 3),
        ("−A·2 + A", -A),
        ("a[l-1] @ a[l]", A @ B),
        ("a0 @ a1", A @ B),
        ("sum(A, axis=0)", A.sum(axis=0)),
        ("np.mean(A, axis=1)", A.mean(axis=1)),
        ("sum(A)", np.asarray(A.sum())),
        ("sigmoid(A) * (1 - sigmoid(A))", (s := 1 / (1 + np.exp(-A))) * (1 - s)),
        ("(A**2)", A**2),
        ("relu(A) ⊙ v", np.maximum(A, 0) * np.arange(4.0)),
        ("transpose(A)", A.T),
    ],
)
def test_it_is_worked_out_as_numpy_does(text: str, value: np.ndarray) -> None:
    np.testing.assert_allclose(MatrixExpression(text).value(NAMES, 1), value)


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ("", "Type an expression", -1),
        ("A @", "cannot be read", 2),
        ("A @ A", "3 × 4 @ 3 × 4: these shapes do not fit", 0),
        ("A + C", "nothing called C", 4),
        ("δ2 + A", "nothing called delta2", 0),
        ("A + a", "stands for all layers", 4),
        ("a[l+1]", "no layer 2", 0),
        ("a7", "There is no a7: a goes from 0 to 1", 0),
        ("__import__('os').system('x')", "can be called", 0),
        ("A.__class__", "cannot stand", 0),
        ("(lambda: 1)()", "can be called", 0),
        ("[A for x in y]", "cannot stand", 0),
        ("A if m else B", "cannot stand", 0),
        ("'text'", "Only numbers and names", 0),
        ("A ** 9", "power", 0),
        ("A ** A", "power", 0),
        ("9**9**9", "power", 3),
        ("1e300", "too large", 0),
        ("exp(A, B)", "can be called", 0),
        ("sum(A, axis=5)", "axis", 0),
        ("sum(m, axis=0)", "no axis 0", 0),
        ("A" * 401, "longer than 400", -1),
        ("-" * 60 + "A", "nested too deeply", 41),
    ],
)
def test_what_cannot_be_worked_out_is_said_with_its_place(text: str, words: str, place: int) -> None:
    with pytest.raises(ExpressionError, match=words) as told:
        MatrixExpression(text).value(NAMES, 1)
    assert told.value.place == place


@given(st.text(alphabet="ABavlm0123456789+-*/@().[]T, =δ−np", max_size=40))
def test_whatever_is_typed_is_a_value_or_a_sentence(text: str) -> None:
    told: ExpressionError | None = None
    try:
        MatrixExpression(text).value(NAMES, 1)
    except ExpressionError as error:
        told = error
    assert told is None or (str(told).endswith(".") and -1 <= told.place < max(len(text), 1))


def test_it_knows_whether_it_speaks_of_every_layer() -> None:
    assert MatrixExpression("a[l-1]").has_layer
    assert not MatrixExpression("a1").has_layer
