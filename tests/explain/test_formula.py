"""Formulas as a screen reader reads them."""

from __future__ import annotations

import pytest

from handwriting_app.explain.formula import (
    Formula,
    Fraction,
    Script,
    Sum,
    Text,
    covered,
    derivative,
    equals,
    factor,
    inline_derivative,
    number,
    plain,
    row,
    shown,
    symbol,
)

WEIGHT = symbol("w", 2, "3, 4")


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (WEIGHT, "w(2)[3, 4]"),
        (symbol("x"), "x"),
        (row(WEIGHT, "·", symbol("a", 1, "4")), "w(2)[3, 4] · a(1)[4]"),
        (row(Sum("k"), WEIGHT), "Σ_k w(2)[3, 4]"),
        (derivative(WEIGHT), "∂C/(∂w(2)[3, 4])"),
        (inline_derivative(symbol("b", 1)), "∂C/∂b(1)"),
        (Fraction(Text("1"), row(Text("a"), "+", Text("b"))), "1/(a + b)"),
        (Script(Text("e"), above=Text("z")), "e^z"),
        (row(Text("δ"), Text(" · σ′(z)", "operator", is_struck=True)), "δ [left out: σ′(z)]"),
    ],
)
def test_a_formula_on_one_line(formula: Formula, text: str) -> None:
    assert plain(formula) == text


def test_a_negative_factor_stands_in_brackets() -> None:
    assert [plain(factor(value)) for value in (0.5, -0.5)] == ["0.5", "(−0.5)"]


def test_a_symbol_has_the_colour_of_its_layer_unless_told_otherwise() -> None:
    for colour, expected in ((None, 2), (1, 1)):
        letter = symbol("w", 2, "3, 4", colour=colour)
        assert isinstance(letter, Script)
        parts = (letter.base, letter.above, letter.below)
        assert [part.layer for part in parts if isinstance(part, Text)] == [expected] * 3


def test_a_result_holds_to_its_last_digit_or_is_nearly_so() -> None:
    assert equals(0.12341, 0.1234) == "="
    assert equals(0.1235, 0.1234) == "≈"
    assert shown(1 / 3) == 0.3333


def test_a_covered_result_is_a_question_mark() -> None:
    assert plain(covered(row(WEIGHT, "=", number(0.5), "·", number(0.25), "=", number(0.125)))) == (
        "w(2)[3, 4] = 0.5 · 0.25 = ?"
    )
