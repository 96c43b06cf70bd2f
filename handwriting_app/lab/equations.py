"""Equations as the neuron lab shows them: “=” where the shown numbers make it true, “≈” wherever something was rounded.

Each is worked out again, exactly, from the very numbers that stand in it: 0.5 × 0.25 = 0.125, but 0.3333 × 3 ≈ 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, Literal

import numpy as np

from handwriting_app.lab.expression import NAMES, Expression
from handwriting_app.lab.neuron import Neuron, UnitKind, slope, value
from handwriting_app.numerals import WITHIN_ROUNDING, number, read, unrounded

Sign = Literal["=", "≈"]

_TINY: Final = 1e-4
"""Below this an output is written with a power of ten, and two digits say enough."""

_MOST_OF_ONE: Final = 7
"""Digits of a number just below 1; with more it is written as 1 less something."""


def sign(text: str, amount: Fraction | float) -> Sign:
    """Whether the shown number is the amount, or only near it.

    A float is taken as the number that it stands for: what floating point cannot hold of it is no difference.
    """
    if isinstance(amount, Fraction):
        return "=" if read(text) == amount else "≈"
    if not math.isfinite(amount):
        return "≈"
    return "=" if math.isclose(float(read(text)), amount, rel_tol=WITHIN_ROUNDING) else "≈"


def stated(name: str, amount: float, digits: int = 4) -> str:
    """A name and its number, with no more than ``digits`` of them: z = 1.5, y ≈ 0.7311."""
    text = number(amount, digits)
    return f"{name} {sign(text, amount)} {text}"


def bracketed(text: str) -> str:
    """In brackets if it begins with a minus sign, to follow + or ×."""
    return f"({text})" if text.startswith("−") else text


def output_text(kind: UnitKind, z: float) -> str:
    """The output as a number; a sigmoid's is not written as 0 or 1 where floating point can tell it from them."""
    y = float(value(kind, np.array([z]))[0])
    if kind != "sigmoid":
        return unrounded(y)
    if number(y) != "1":
        return number(y, 4 if y > _TINY else 2)
    longer = (text for digits in range(5, _MOST_OF_ONE + 1) if (text := number(y, digits)) != "1")
    return next(longer, _less_than_one(z))


def unit_equations(neuron: Neuron, inputs: Sequence[float]) -> tuple[str, str]:
    """The unit's arithmetic: z = 0.5 × 2 + 0.3 = 1.3, and y = σ(1.3) ≈ 0.7858."""
    x = np.array([inputs], dtype=np.float64)
    z = float(neuron.weighted_sum(x)[0])
    given = [unrounded(each) for each in inputs]
    if neuron.kind == "sum":
        exact = sum(map(read, given), Fraction(0))
        terms = given
    else:
        weights = [unrounded(float(weight)) for weight in neuron.weights_in_use()]
        bias = unrounded(neuron.bias_in_use())
        exact = sum((read(x) * read(w) for x, w in zip(given, weights, strict=True)), read(bias))
        terms = [*(f"{x} × {bracketed(w)}" for x, w in zip(given, weights, strict=True)), bias]
    total = " + ".join(bracketed_sum(term) if index else term for index, term in enumerate(terms))
    text = unrounded(z)
    first = f"z = {total}" if total == text else f"z = {total} {sign(text, exact)} {text}"
    return first, _output_equation(neuron.kind, z, text)


def bracketed_sum(term: str) -> str:
    """A term that follows a plus sign: only its first number may be negative, and then it is in brackets."""
    first, times, rest = term.partition(" × ")
    return f"{bracketed(first)}{times}{rest}"


def slope_equation(neuron: Neuron, z: float) -> str:
    """The slope over the one input, w₁·f′(z) by the chain rule, or with more inputs over z."""
    steepness = float(slope(neuron.kind, np.array([z]))[0])
    text = unrounded(steepness)
    if len(neuron.weights) > 1:
        return f"f′(z) {sign(text, steepness)} {text}"
    weight = unrounded(float(neuron.weights_in_use()[0]))
    product = unrounded(float(neuron.weights_in_use()[0]) * steepness)
    equals = sign(product, read(weight) * read(text))
    return f"w₁·f′(z) {sign(text, steepness)} {weight} × {bracketed(text)} {equals} {product}"


def product_equation(expression: Expression, index: int) -> tuple[str, str, str]:
    """The chain rule in letters, in numbers, and the same derivative found by nudging."""
    name, trace = NAMES[index], expression.trace()
    letters = f"∂E/∂{name} = ∂z/∂{name} · ∂y/∂z · ∂E/∂y"
    factors = [unrounded(factor) for factor in (trace.dz, trace.dy, trace.de)]
    rounds = any(
        sign(text, factor) == "≈" for text, factor in zip(factors, (trace.dz, trace.dy, trace.de), strict=True)
    )
    product = unrounded(trace.product)
    equals = sign(product, math.prod(map(read, factors), start=Fraction(1)))
    numbers = f"{'≈' if rounds else '='} {' × '.join(map(bracketed, factors))} {equals} {product}"
    return letters, numbers, _by_nudging(expression, index)


def _by_nudging(expression: Expression, index: int) -> str:
    name = NAMES[index]
    if expression.is_at_corner:
        return f"By nudging {name}: no one answer, the error has a corner here. By convention ReLU′(0) = 0."
    product, measured = expression.trace().product, expression.measured(index)
    text = unrounded(product)
    if sign(text, measured) == "=":
        return f"By nudging {name} instead: {text}"
    # As many digits as agree; they are the ones that both show.
    agreed = (shown for digits in (4, 3, 2, 1) if (shown := number(measured, digits)) == number(product, digits))
    return f"By nudging {name} instead: ≈ {next(agreed, number(measured))}"


def _output_equation(kind: UnitKind, z: float, z_text: str) -> str:
    if kind in {"sum", "linear"}:
        return "y = z"
    text = output_text(kind, z)
    shown = read(z_text)
    if kind == "sigmoid":
        equals: Sign = "=" if shown == 0 else "≈"
        return f"y = σ({z_text}) {equals} {text}"
    if kind == "threshold":
        return f"y = step({z_text}) {sign(text, Fraction(shown > 0))} {text}"
    return f"y = max(0, {z_text}) {sign(text, max(Fraction(0), shown))} {text}"


def _less_than_one(z: float) -> str:
    rest = float(value("sigmoid", np.array([-z]))[0])
    return f"1 − {number(rest, 2)}" if rest else "1"
