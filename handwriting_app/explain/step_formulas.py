"""The formula of every step, and the same formula with the chosen neuron's numbers put in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from handwriting_app.engine.arrays import Array
from handwriting_app.explain.backprop_trace import BackpropTrace
from handwriting_app.explain.choice import Choice, aim_at
from handwriting_app.explain.formula import (
    Formula,
    Fraction,
    Row,
    Script,
    Sum,
    Text,
    derivative,
    factor,
    number,
    row,
    symbol,
)
from handwriting_app.explain.label_cost import label_cost
from handwriting_app.explain.quantity import Kind
from handwriting_app.explain.steps import Step, StepKind

SHOWN_TERMS = 2
"""Terms of a sum that are written out, the largest first; the others are added up in one."""


@dataclass(frozen=True, slots=True)
class StepFormula:
    """A formula in letters and in numbers."""

    letters: Row
    numbers: Row


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
            return _output(trace, layer, unit)
        case StepKind.COST:
            return _cost(trace)
        case StepKind.OUTPUT_DELTA:
            return _output_delta(trace, layer, unit)
        case StepKind.GRADIENT:
            return _gradient(trace, layer, unit, None if aim_at(step, choice) is Kind.BIAS else choice.units[layer - 1])
        case StepKind.DELTA:
            return _delta(trace, layer, unit)
        case StepKind.PIXELS:
            return _pixels(trace, unit)


def output_letter(trace: BackpropTrace) -> str:
    """The letter of the outputs: p for softmax, as they are probabilities, a for sigmoids."""
    return "p" if trace.network.cost == "cross-entropy" else "a"


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
    bias = float(trace.network.biases[layer - 1][unit])
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
        *_terms(weights, a, layer, layer - 1),
        "+",
        Text("bias ", "word"),
        factor(bias, layer),
        "=",
        number(float(trace.z(layer)[unit]), layer),
    )
    return StepFormula(letters, numbers)


def _activation(trace: BackpropTrace, layer: int, unit: int) -> StepFormula:
    z, a = float(trace.z(layer)[unit]), number(float(trace.a(layer)[unit]), layer)
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
                row(numbered, "=", Text("tanh ", "word"), factor(z, layer), "=", a),
            )
        case _:
            return StepFormula(
                row(name, "=", Text("σ("), letter, Text(")", "word"), "=", _logistic(letter)),
                row(numbered, "=", _logistic(factor(z, layer)), "=", a),
            )


def _logistic(z: Formula) -> Fraction:
    one = Text("1", "number")
    return Fraction(one, row(one, "+", Script(Text("e"), row(Text("−", "word"), z))))


def _output(trace: BackpropTrace, layer: int, unit: int) -> StepFormula:
    z = trace.z(layer)
    out = number(float(trace.a(layer)[unit]), layer)
    if trace.network.cost == "quadratic":
        letter = symbol("z", layer, "j")
        return StepFormula(
            row(symbol("a", layer, "j"), "=", Text("σ("), letter, Text(")", "word"), "=", _logistic(letter)),
            row(symbol("a", layer, str(unit)), "=", _logistic(factor(float(z[unit]), layer)), "=", out),
        )
    other = int(max((i for i in range(len(z)) if i != unit), key=lambda i: float(z[i])))

    def power(i: int) -> Script:
        return Script(Text("e"), number(float(z[i]), layer))

    return StepFormula(
        row(
            symbol("p", None, "j", colour=layer),
            "=",
            Fraction(
                Script(Text("e"), symbol("z", None, "j", colour=layer)),
                row(Sum("i"), Script(Text("e"), symbol("z", None, "i", colour=layer))),
            ),
        ),
        row(
            symbol("p", None, str(unit), colour=layer),
            "=",
            Fraction(power(unit), row(power(unit), "+", power(other), "+", _more(len(z) - 2))),
            "=",
            out,
        ),
    )


def _cost(trace: BackpropTrace) -> StepFormula:
    outputs, label, layer = trace.a(trace.depth), trace.label, trace.depth
    penalty, penalty_numbers = _penalty(trace)
    if trace.network.cost == "cross-entropy" and trace.terms.label_smoothing:
        target = symbol("t", None, "j")
        letters = row("−", Sum("j"), target, Text(" ln ", "word"), symbol("p", None, "j", colour=layer))
        return StepFormula(
            row(Text("C"), "=", letters, *penalty),
            row(Text("C"), "=", "−", *_logarithms(trace), *penalty_numbers, "=", number(trace.cost)),
        )
    if trace.network.cost == "cross-entropy":
        minus = Text("− ln ", "word")
        return StepFormula(
            row(Text("C"), "=", minus, symbol("p", None, "true digit", colour=layer), *penalty),
            row(Text("C"), "=", minus, number(float(outputs[label]), layer), *penalty_numbers, "=", number(trace.cost)),
        )
    half = Fraction(Text("1", "number"), Text("2", "number"))
    squares = (outputs - trace.target) ** 2
    shown = sorted((int(i) for i in np.argsort(-squares)[:SHOWN_TERMS]), key=lambda i: i != label)
    terms: list[Formula | str] = []
    for i in shown:
        error = row(
            Text("(", "word"),
            number(float(outputs[i]), layer),
            Text(" − ", "word"),
            number(float(trace.target[i])),
            Text(")", "word"),
        )
        terms += [*(["+"] if terms else []), Script(error, Text("2", "number"))]
    rest = float(squares.sum() - squares[shown].sum())
    difference = row(
        Text("(", "word"), symbol("a", layer, "j"), Text(" − ", "word"), symbol("t", None, "j"), Text(")", "word")
    )
    return StepFormula(
        row(Text("C"), "=", half, Sum("j"), Script(difference, Text("2", "number")), *penalty),
        row(
            Text("C"),
            "=",
            half,
            Text("[ ", "word"),
            *terms,
            "+",
            number(rest),
            _rest_words(len(squares) - len(shown)),
            Text(" ]", "word"),
            *penalty_numbers,
            "=",
            number(trace.cost),
        ),
    )


def _penalty(trace: BackpropTrace) -> tuple[Sequence[Formula | str], Sequence[Formula | str]]:
    """What L2 adds to the cost, in letters and in numbers; nothing without it."""
    if not trace.terms.l2:
        return (), ()
    two = Text("2", "number")
    letters = ("+", Fraction(Text("λ"), two), Sum("w"), Script(Text("w"), two))
    numbers = (
        "+",
        Fraction(number(trace.terms.l2), two),
        Text(" · ", "word"),
        number(trace.weight_squares),
    )
    return letters, numbers


def _logarithms(trace: BackpropTrace) -> Sequence[Formula | str]:
    """The sum of t ln p: the true digit's term and the largest of the others written out, the rest added up."""
    layer, label = trace.depth, trace.label
    z, outputs = trace.z(layer)[np.newaxis], trace.a(layer)
    terms = np.array([-trace.target[i] * label_cost("cross-entropy", z, i)[0] for i in range(len(outputs))])
    others = [int(i) for i in np.argsort(terms, kind="stable") if i != label]
    shown = [label, *others[: SHOWN_TERMS - 1]]
    parts: list[Formula | str] = [Text("(", "word")]
    for i in shown:
        logarithm = row(number(float(trace.target[i])), Text(" ln ", "word"), number(float(outputs[i]), layer))
        parts += [*(["+"] if i != label else []), logarithm]
    rest = factor(float(terms.sum() - terms[shown].sum()))
    return (*parts, "+", row(rest, _rest_words(len(terms) - len(shown))), Text(")", "word"))


def _output_delta(trace: BackpropTrace, layer: int, unit: int) -> StepFormula:
    out, target = float(trace.a(layer)[unit]), float(trace.target[unit])
    result = number(float(trace.delta(layer)[unit]), layer)
    delta, numbered = symbol("δ", layer, "j"), symbol("δ", layer, str(unit))
    by_z = derivative(symbol("z", layer, "j"))
    minus = Text(" − ", "word")
    if trace.network.cost == "cross-entropy":
        return StepFormula(
            row(delta, "=", by_z, "=", symbol("p", None, "j", colour=layer), "−", symbol("t", None, "j")),
            row(numbered, "=", number(out, layer), "−", number(target), "=", result),
        )
    a, one = symbol("a", layer, "j"), Text("1", "number")
    left, right = Text("(", "word"), Text(")", "word")
    return StepFormula(
        row(delta, "=", by_z, "=", left, a, minus, symbol("t", None, "j"), right, "·", a, left, one, minus, a, right),
        row(
            numbered,
            "=",
            row(left, number(out, layer), minus, number(target), right),
            "·",
            number(out, layer),
            "·",
            number(1 - out, layer),
            "=",
            result,
        ),
    )


def _gradient(trace: BackpropTrace, layer: int, unit: int, source: int | None) -> StepFormula:
    delta = float(trace.delta(layer)[unit])
    l2 = trace.terms.l2
    gap = Text("      ", "operator")
    letters = row(
        derivative(symbol("w", layer, "jk")),
        "=",
        symbol("δ", layer, "j"),
        input_symbol(layer - 1, "k"),
        *(("+", Text("λ "), symbol("w", layer, "jk")) if l2 else ()),
        gap,
        derivative(symbol("b", layer, "j")),
        "=",
        symbol("δ", layer, "j"),
    )
    if source is None:
        return StepFormula(letters, row(derivative(symbol("b", layer, str(unit))), "=", number(delta, layer)))
    weight = float(trace.network.weights[layer - 1][unit, source])
    numbers = row(
        derivative(symbol("w", layer, f"{unit}, {source}")),
        "=",
        factor(delta, layer),
        "·",
        factor(float(trace.a(layer - 1)[source]), layer - 1),
        *(("+", number(l2), "·", factor(weight, layer)) if l2 else ()),
        "=",
        number(float(trace.weight_gradient(layer)[unit, source]), layer),
    )
    return StepFormula(letters, numbers)


def _delta(trace: BackpropTrace, layer: int, unit: int) -> StepFormula:
    weights, above = trace.network.weights[layer][:, unit], trace.delta(layer + 1)
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
        *_terms(weights, above, layer + 1, layer + 1),
        right,
        *_struck_if(trace.slope_missing, Text("·", "operator"), number(float(trace.slope(layer)[unit]), layer)),
        "=",
        number(float(trace.delta(layer)[unit]), layer),
    )
    return StepFormula(letters, numbers)


def _pixels(trace: BackpropTrace, pixel: int) -> StepFormula:
    weights = trace.network.weights[0][:, pixel]
    letters = row(derivative(input_symbol(0, "k")), "=", Sum("j"), symbol("w", 1, "jk"), symbol("δ", 1, "j"))
    numbers = row(
        derivative(input_symbol(0, str(pixel))),
        "=",
        *_terms(weights, trace.delta(1), 1, 1),
        "=",
        number(float(trace.input_gradient()[pixel]), 0),
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


def _terms(left: Array, right: Array, left_layer: int, right_layer: int) -> list[Formula | str]:
    """A sum of products: the largest written out, the rest added up."""
    products = left * right
    shown = np.argsort(-np.abs(products), kind="stable")[:SHOWN_TERMS]
    parts: list[Formula | str] = []
    for i in shown:
        product = row(factor(float(left[i]), left_layer), Text("·", "word"), factor(float(right[i]), right_layer))
        parts += [*(["+"] if parts else []), product]
    others = len(products) - len(shown)
    if others:
        rest = float(products.sum() - products[shown].sum())
        parts += ["+", row(factor(rest), _rest_words(others))]
    return parts


def _rest_words(count: int) -> Text:
    return Text(f" ({count} more)", "word")


def _more(count: int) -> Text:
    return Text(f"… {count} more", "word")


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
