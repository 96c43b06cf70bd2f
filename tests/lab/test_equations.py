"""Shown equations, read back as a person reads them: where “=” stands, the shown numbers make it true."""

from __future__ import annotations

import math
import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from handwriting_app.lab.equations import (
    output_text,
    product_equation,
    sign,
    slope_equation,
    stated,
    unit_equations,
)
from handwriting_app.lab.expression import Expression
from handwriting_app.lab.neuron import Neuron, UnitKind
from handwriting_app.numerals import RAISED_DIGITS, number, read

COARSE = st.integers(-2000, 2000).map(lambda each: each / 20)
TYPED = st.one_of(COARSE, st.floats(-100, 100, allow_nan=False), st.floats(-1e-6, 1e-6, allow_nan=False))
KINDS = st.sampled_from(["sum", "linear", "threshold", "sigmoid", "relu"])
CHAIN_KINDS = st.sampled_from(["linear", "sigmoid", "relu"])
NUMBER = rf"−?[\d,.]+(?:·10[⁻{RAISED_DIGITS}]+)?"
POWER = rf"(?<![\d.,])−?10[⁻{RAISED_DIGITS}]+"


def amount(side: str) -> Fraction | None:
    """What a side of an equation comes to; None if it is only letters."""
    side = re.sub(r"step\((.*)\)", lambda match: "1" if read(match[1]) > 0 else "0", side)
    side = re.sub(r"max\(0, (.*)\)", lambda match: number(max(0.0, float(read(match[1]))), 12), side)
    if (found := re.fullmatch(r"σ\((.*)\)", side)) is not None:
        z = max(min(float(read(found[1])), 700.0), -700.0)
        return Fraction(1, 2) if z == 0 else Fraction(1 / (1 + math.exp(-z)))
    if re.search(r"[^\d.,·⁻{RAISED_DIGITS}×+()− ]", side):
        return None
    if (less := re.fullmatch(rf"1 − ({POWER}|{NUMBER})", side)) is not None:
        return 1 - read(less[1])
    total = Fraction(0)
    for term in side.split(" + "):
        total += math.prod((read(factor.strip("()")) for factor in term.split(" × ")), start=Fraction(1))
    return total


def check(equation: str, rough: float = 2e-3) -> None:
    """Every “=” between two sides that are numbers holds; every “≈” nearly does."""
    parts = re.split(r"\s*([=≈])\s*", equation)
    sides, signs = [amount(part) if part else None for part in parts[::2]], parts[1::2]
    for left, relation, right in zip(sides, signs, sides[1:], strict=False):
        if left is None or right is None:
            continue
        if relation == "=":
            assert left == right, equation
        else:
            size = max((abs(read(each)) for each in re.findall(f"{POWER}|{NUMBER}", equation)), default=Fraction(0))
            assert abs(left - right) <= rough * max(abs(left), size * size, size), equation


@given(KINDS, st.lists(st.tuples(TYPED, TYPED), min_size=1, max_size=3), TYPED)
def test_the_units_equations_hold(kind: UnitKind, rows: list[tuple[float, float]], bias: float) -> None:
    unit, inputs = Neuron(kind, tuple(weight for _, weight in rows), bias), [x for x, _ in rows]
    for equation in (
        *unit_equations(unit, inputs),
        slope_equation(unit, float(unit.weighted_sum(np.array([inputs]))[0])),
    ):
        check(equation)


@given(CHAIN_KINDS, st.tuples(TYPED, TYPED, TYPED), TYPED, st.integers(0, 2))
def test_the_chains_equations_hold_and_nudging_agrees(
    kind: UnitKind, terms: tuple[float, float, float], target: float, index: int
) -> None:
    expression = Expression(terms, target, kind)
    _, numbers, nudged = product_equation(expression, index)
    check(numbers)
    if expression.is_at_corner:
        assert "corner" in nudged
        return
    shown = read(nudged.rpartition(" ")[2])
    product = expression.trace().product
    if "≈" not in nudged:
        assert numbers.endswith(f" {number(product, 7)}") or shown == read(numbers.rpartition(" ")[2])
    assume(abs(product) > 1e-9)
    assert float(shown) == pytest.approx(product, rel=0.06)


@pytest.mark.parametrize(
    ("kind", "inputs", "weights", "bias", "shown"),
    [
        ("sum", (2.5, -1.0), (1.0, 1.0), 0.0, ("z = 2.5 + (−1) = 1.5", "y = z")),
        ("linear", (1 / 3, 2 / 3), (1.0, 1.0), 0.0, ("z = 0.3333 × 1 + 0.6667 × 1 + 0 = 1", "y = z")),
        ("linear", (1 / 3, 1 / 3), (1.0, 1.0), 0.0, ("z = 0.3333 × 1 + 0.3333 × 1 + 0 ≈ 0.6667", "y = z")),
        ("linear", (1.23,), (4.56,), 0.0, ("z = 1.23 × 4.56 + 0 = 5.6088", "y = z")),
        (
            "threshold",
            (0.1, 0.2, -0.3),
            (1.0,) * 3,
            0.0,
            ("z = 0.1 × 1 + 0.2 × 1 + (−0.3) × 1 + 0 = 0", "y = step(0) = 0"),
        ),
        ("sigmoid", (-10.0,), (1.0,), 0.0, ("z = −10 × 1 + 0 = −10", "y = σ(−10) ≈ 4.5·10⁻⁵")),
        ("sigmoid", (10.0,), (1.0,), 0.0, ("z = 10 × 1 + 0 = 10", "y = σ(10) ≈ 0.99995")),
        ("sigmoid", (0.0,), (1.0,), 0.0, ("z = 0 × 1 + 0 = 0", "y = σ(0) = 0.5")),
        ("sigmoid", (20.0,), (1.0,), 0.0, ("z = 20 × 1 + 0 = 20", "y = σ(20) ≈ 1 − 2.1·10⁻⁹")),
        ("relu", (2.0,), (-1.0,), 0.5, ("z = 2 × (−1) + 0.5 = −1.5", "y = max(0, −1.5) = 0")),
    ],
)
def test_equations_as_they_are_shown(
    kind: UnitKind, inputs: tuple[float, ...], weights: tuple[float, ...], bias: float, shown: tuple[str, str]
) -> None:
    assert unit_equations(Neuron(kind, weights, bias), inputs) == shown


@given(st.floats(-700, 36))
def test_a_sigmoid_is_never_0_or_1(z: float) -> None:
    assert output_text("sigmoid", z) not in {"0", "1"}


def test_the_chain_in_numbers() -> None:
    assert product_equation(Expression((1.0, -1.0, 0.0), 1.0, "sigmoid"), 0) == (
        "∂E/∂a = ∂z/∂a · ∂y/∂z · ∂E/∂y",
        "= 1 × 0.25 × (−0.5) = −0.125",
        "By nudging a instead: −0.125",
    )
    _, numbers, nudged = product_equation(Expression((0.5, 1.0, -0.5), 0.0, "sigmoid"), 2)
    assert numbers == "≈ 1 × 0.1966 × 0.7311 ≈ 0.1437"
    assert nudged == "By nudging c instead: ≈ 0.1437"


def test_stated_numbers() -> None:
    assert stated("z", 1.5) == "z = 1.5"
    assert stated("y", 1 / 3, 3) == "y ≈ 0.333"
    assert sign("0.3", 0.1 + 0.2) == "="
    assert sign("∞".replace("∞", "0"), math.inf) == "≈"
