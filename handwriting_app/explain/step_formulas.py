"""The formula of every step, and the same formula with the chosen neuron's numbers put in."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from handwriting_app.engine.arrays import Array
from handwriting_app.explain.backprop_trace import BackpropTrace
from handwriting_app.explain.choice import Choice, aim_at
from handwriting_app.explain.formula import (
    Formula,
    Fraction,
    Script,
    Sum,
    Text,
    derivative,
    equals,
    factor,
    number,
    row,
    shown,
    symbol,
)
from handwriting_app.explain.output_formulas import (
    SHOWN_TERMS,
    StepFormula,
    cost_formula,
    logistic,
    output_delta_formula,
    output_formula,
    rest_words,
    sigmoid_of,
)
from handwriting_app.explain.quantity import Kind
from handwriting_app.explain.steps import Step, StepKind


def formula_of(trace: BackpropTrace, step: Step, choice: Choice) -> StepFormula:
    """The formula of a step, for the chosen neuron or weight."""
    unit, layer = choice.units[step.layer], step.layer
    match step.kind:
        case StepKind.INPUT:
            return _input(trace, unit)
        case StepKind.SUM:
            return _sum(trace, layer, unit)
        case StepKind.ACTIVATION:
            return _activation(trace, layer, unit)
        case StepKind.OUTPUT:
            return output_formula(trace, layer, unit)
        case StepKind.COST:
            return cost_formula(trace)
        case StepKind.OUTPUT_DELTA:
            return output_delta_formula(trace, layer, unit)
        case StepKind.GRADIENT:
            return _gradient(trace, layer, unit, None if aim_at(step, choice) is Kind.BIAS else choice.units[layer - 1])
        case StepKind.DELTA:
            return _delta(trace, layer, unit)
        case StepKind.PIXELS:
            return _pixels(trace, unit)


def input_symbol(layer: int, index: str = "") -> Formula:
    """What layer ``layer`` + 1 receives: x, or the a of the layer."""
    return symbol("a", layer, index) if layer else symbol("x", None, index, colour=0)


def _input(trace: BackpropTrace, pixel: int) -> StepFormula:
    value = float(trace.a(0)[pixel])
    letters = row(input_symbol(0, "k"), "=", Fraction(Text("ink pixels in square k", "word"), Text("16", "number")))
    numbers = row(
        input_symbol(0, str(pixel)),
        "=",
        Fraction(number(16 * value, 0), Text("16", "number")),
        "=",
        number(value, 0),
    )
    return StepFormula(letters, numbers)


def _sum(trace: BackpropTrace, layer: int, unit: int) -> StepFormula:
    weights, a = trace.network.weights[layer - 1][unit], trace.a(layer - 1)
    bias, z = float(trace.network.biases[layer - 1][unit]), float(trace.z(layer)[unit])
    terms, by_hand = _terms(weights, a, layer, layer - 1)
    letters = row(
        symbol("z", layer, "j"),
        "=",
        Sum("k"),
        symbol("w", layer, "jk"),
        input_symbol(layer - 1, "k"),
        "+",
        symbol("b", layer, "j"),
    )
    numbers = row(
        symbol("z", layer, str(unit)),
        "=",
        *terms,
        "+",
        Text("bias ", "word"),
        factor(bias, layer),
        equals(by_hand + shown(bias), z),
        number(z, layer),
    )
    return StepFormula(letters, numbers)


def _activation(trace: BackpropTrace, layer: int, unit: int) -> StepFormula:
    z, value = float(trace.z(layer)[unit]), float(trace.a(layer)[unit])
    a = number(value, layer)
    name, numbered = symbol("a", layer, "j"), symbol("a", layer, str(unit))
    letter = symbol("z", layer, "j")
    match trace.network.activation:
        case "relu":
            zero = Text("0", "number")
            return StepFormula(
                row(name, "=", Text("max(", "word"), zero, Text(", ", "word"), letter, Text(")", "word")),
                row(numbered, "=", Text("max(0, ", "word"), number(z, layer), Text(")", "word"), "=", a),
            )
        case "tanh":
            return StepFormula(
                row(name, "=", Text("tanh ", "word"), letter),
                row(numbered, "=", Text("tanh ", "word"), factor(z, layer), equals(math.tanh(shown(z)), value), a),
            )
        case _:
            return StepFormula(
                row(name, "=", Text("σ("), letter, Text(")", "word"), "=", logistic(letter)),
                row(numbered, "=", logistic(factor(z, layer)), equals(sigmoid_of(z), value), a),
            )


def _gradient(trace: BackpropTrace, layer: int, unit: int, source: int | None) -> StepFormula:
    delta, l2 = float(trace.delta(layer)[unit]), trace.terms.l2
    gap = Text("      ", "operator")
    blame, weight_letter = symbol("δ", layer, "j"), symbol("w", layer, "jk")
    letters = row(
        derivative(weight_letter),
        "=",
        row(blame, Text(" · ", "word"), derivative(weight_letter, symbol("z", layer, "j"))),
        *(("+", Text("λ "), weight_letter) if l2 else ()),
        "=",
        row(blame, input_symbol(layer - 1, "k")),
        *(("+", Text("λ "), weight_letter) if l2 else ()),
        gap,
        derivative(symbol("b", layer, "j")),
        "=",
        blame,
    )
    if source is None:
        return StepFormula(letters, row(derivative(symbol("b", layer, str(unit))), "=", number(delta, layer)))
    weight = float(trace.network.weights[layer - 1][unit, source])
    a, gradient = float(trace.a(layer - 1)[source]), float(trace.weight_gradient(layer)[unit, source])
    by_hand = shown(delta) * shown(a) + (shown(l2) * shown(weight) if l2 else 0.0)
    numbers = row(
        derivative(symbol("w", layer, f"{unit}, {source}")),
        "=",
        factor(delta, layer),
        "·",
        factor(a, layer - 1),
        *(("+", number(l2), "·", factor(weight, layer)) if l2 else ()),
        equals(by_hand, gradient),
        number(gradient, layer),
    )
    return StepFormula(letters, numbers)


def _delta(trace: BackpropTrace, layer: int, unit: int) -> StepFormula:
    weights, above = trace.network.weights[layer][:, unit], trace.delta(layer + 1)
    terms, by_hand = _terms(weights, above, layer + 1, layer + 1)
    delta, steepness = float(trace.delta(layer)[unit]), float(trace.slope(layer)[unit])
    left, right = Text("(", "word"), Text(")", "word")
    slope = f"{trace.network.activation}′" if trace.network.activation != "sigmoid" else "σ′"
    letters = row(
        symbol("δ", layer, "j"),
        "=",
        row(left, Sum("i"), symbol("w", layer + 1, "ij"), symbol("δ", layer + 1, "i"), right),
        *_struck_if(
            trace.slope_missing,
            Text("·", "operator"),
            Text(f"{slope}(", "variable", layer),
            symbol("z", layer, "j"),
            Text(")", "word", layer),
        ),
    )
    numbers = row(
        symbol("δ", layer, str(unit)),
        "=",
        left,
        *terms,
        right,
        *_struck_if(trace.slope_missing, Text("·", "operator"), number(steepness, layer)),
        equals(by_hand * (1.0 if trace.slope_missing else shown(steepness)), delta),
        number(delta, layer),
    )
    return StepFormula(letters, numbers)


def _pixels(trace: BackpropTrace, pixel: int) -> StepFormula:
    weights, gradient = trace.network.weights[0][:, pixel], float(trace.input_gradient()[pixel])
    terms, by_hand = _terms(weights, trace.delta(1), 1, 1)
    letters = row(derivative(input_symbol(0, "k")), "=", Sum("j"), symbol("w", 1, "jk"), symbol("δ", 1, "j"))
    numbers = row(
        derivative(input_symbol(0, str(pixel))),
        "=",
        *terms,
        equals(by_hand, gradient),
        number(gradient, 0),
    )
    return StepFormula(letters, numbers)


def _struck_if(is_struck: bool, *parts: Formula) -> Sequence[Formula]:
    if not is_struck:
        return parts
    text = "".join(_letters(part) for part in parts)
    return (Text(f" {text}", "variable", None, is_struck=True),)


def _letters(formula: Formula) -> str:
    match formula:
        case Text():
            return f" {formula.text} " if formula.style == "operator" else formula.text
        case Script():
            return _letters(formula.base)
        case _:
            return ""


def _terms(left: Array, right: Array, left_layer: int, right_layer: int) -> tuple[list[Formula | str], float]:
    """A sum of products: the largest written out, the rest added up.

    Returns:
        The sum, and what it comes to by hand.
    """
    products = left * right
    written = np.argsort(-np.abs(products), kind="stable")[:SHOWN_TERMS]
    parts: list[Formula | str] = []
    for i in written:
        product = row(factor(float(left[i]), left_layer), Text("·", "word"), factor(float(right[i]), right_layer))
        parts += [*(["+"] if parts else []), product]
    by_hand = sum(shown(float(left[i])) * shown(float(right[i])) for i in written)
    others = len(products) - len(written)
    if others:
        rest = float(products.sum() - products[written].sum())
        parts += ["+", row(factor(rest), rest_words(others))]
        by_hand += shown(rest)
    return parts, by_hand


def check_formula(kind: Kind, layer: int, unit: int, source: int) -> Formula:
    """The gradient that is checked, as ∂C/∂…."""
    match kind:
        case Kind.WEIGHT:
            return derivative(symbol("w", layer, f"{unit}, {source}"))
        case Kind.BIAS:
            return derivative(symbol("b", layer, str(unit)))
        case Kind.SUM:
            return derivative(symbol("z", layer, str(unit)))
        case Kind.OUTPUT:
            return derivative(symbol("a", layer, str(unit)))
        case Kind.PIXEL:
            return derivative(input_symbol(0, str(unit)))
