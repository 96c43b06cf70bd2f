"""The formulas at the end of the network: what comes out, what it costs, and the blame that begins there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from handwriting_app.explain.backprop_trace import BackpropTrace
from handwriting_app.explain.formula import (
    Formula,
    Fraction,
    Row,
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
from handwriting_app.explain.label_cost import label_cost

SHOWN_TERMS = 2
"""Terms of a sum that are written out, the largest first; the others are added up in one."""


@dataclass(frozen=True, slots=True)
class StepFormula:
    """A formula in letters and in numbers."""

    letters: Row
    numbers: Row


def output_letter(trace: BackpropTrace) -> str:
    """The letter of the outputs: p for softmax, as they are probabilities, a for sigmoids."""
    return "p" if trace.network.cost == "cross-entropy" else "a"


def logistic(z: Formula) -> Fraction:
    one = Text("1", "number")
    return Fraction(one, row(one, "+", Script(Text("e"), row(Text("−", "word"), z))))


def sigmoid_of(z: float) -> float:
    """σ of the z that is shown."""
    small = math.exp(-abs(shown(z)))
    return (1.0 if z >= 0 else small) / (1.0 + small)


def output_formula(trace: BackpropTrace, layer: int, unit: int) -> StepFormula:
    z = trace.z(layer)
    out = number(float(trace.a(layer)[unit]), layer)
    if trace.network.cost == "quadratic":
        letter = symbol("z", layer, "j")
        return StepFormula(
            row(symbol("a", layer, "j"), "=", Text("σ("), letter, Text(")", "word"), "=", logistic(letter)),
            row(
                symbol("a", layer, str(unit)),
                "=",
                logistic(factor(float(z[unit]), layer)),
                equals(sigmoid_of(float(z[unit])), float(trace.a(layer)[unit])),
                out,
            ),
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


def cost_formula(trace: BackpropTrace) -> StepFormula:
    outputs, label, layer = trace.a(trace.depth), trace.label, trace.depth
    penalty, penalty_numbers, penalty_by_hand = _penalty(trace)
    if trace.network.cost == "cross-entropy" and trace.terms.label_smoothing:
        target = symbol("t", None, "j")
        logarithms, by_hand = _logarithms(trace)
        sign = equals(penalty_by_hand - by_hand, trace.cost)
        letters = row("−", Sum("j"), target, Text(" ln ", "word"), symbol("p", None, "j", colour=layer))
        return StepFormula(
            row(Text("C"), "=", letters, *penalty),
            row(Text("C"), "=", "−", *logarithms, *penalty_numbers, sign, number(trace.cost)),
        )
    if trace.network.cost == "cross-entropy":
        minus = Text("− ln ", "word")
        sign = equals(penalty_by_hand - _logarithm(float(outputs[label])), trace.cost)
        return StepFormula(
            row(Text("C"), "=", minus, symbol("p", None, "true digit", colour=layer), *penalty),
            row(
                Text("C"), "=", minus, number(float(outputs[label]), layer), *penalty_numbers, sign, number(trace.cost)
            ),
        )
    half = Fraction(Text("1", "number"), Text("2", "number"))
    squares = (outputs - trace.target) ** 2
    written = sorted((int(i) for i in np.argsort(-squares)[:SHOWN_TERMS]), key=lambda i: i != label)
    terms: list[Formula | str] = []
    for i in written:
        error = row(
            Text("(", "word"),
            number(float(outputs[i]), layer),
            Text(" − ", "word"),
            number(float(trace.target[i])),
            Text(")", "word"),
        )
        terms += [*(["+"] if terms else []), Script(error, Text("2", "number"))]
    rest = float(squares.sum() - squares[written].sum())
    errors = [shown(float(outputs[i])) - shown(float(trace.target[i])) for i in written]
    by_hand = (sum(error**2 for error in errors) + shown(rest)) / 2 + penalty_by_hand
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
            rest_words(len(squares) - len(written)),
            Text(" ]", "word"),
            *penalty_numbers,
            equals(by_hand, trace.cost),
            number(trace.cost),
        ),
    )


def _penalty(trace: BackpropTrace) -> tuple[Sequence[Formula | str], Sequence[Formula | str], float]:
    """What L2 adds to the cost, in letters, in numbers and worked out by hand; nothing without it."""
    if not trace.terms.l2:
        return (), (), 0.0
    two = Text("2", "number")
    letters = ("+", Fraction(Text("λ"), two), Sum("w"), Script(Text("w"), two))
    numbers = (
        "+",
        Fraction(number(trace.terms.l2), two),
        Text(" · ", "word"),
        number(trace.weight_squares),
    )
    return letters, numbers, shown(trace.terms.l2) / 2 * shown(trace.weight_squares)


def _logarithm(value: float) -> float:
    """The ln of the number that is shown."""
    return math.log(shown(value)) if value > 0 else -math.inf


def _logarithms(trace: BackpropTrace) -> tuple[Sequence[Formula | str], float]:
    """The sum of t ln p: the true digit's term and the largest of the others written out, the rest added up.

    Returns:
        The sum, and what it comes to by hand.
    """
    layer, label = trace.depth, trace.label
    z, outputs = trace.z(layer)[np.newaxis], trace.a(layer)
    terms = np.array([-trace.target[i] * label_cost("cross-entropy", z, i)[0] for i in range(len(outputs))])
    others = [int(i) for i in np.argsort(terms, kind="stable") if i != label]
    written = [label, *others[: SHOWN_TERMS - 1]]
    parts: list[Formula | str] = [Text("(", "word")]
    for i in written:
        logarithm = row(number(float(trace.target[i])), Text(" ln ", "word"), number(float(outputs[i]), layer))
        parts += [*(["+"] if i != label else []), logarithm]
    rest = float(terms.sum() - terms[written].sum())
    by_hand = sum(shown(float(trace.target[i])) * _logarithm(float(outputs[i])) for i in written) + shown(rest)
    return (*parts, "+", row(factor(rest), rest_words(len(terms) - len(written))), Text(")", "word")), by_hand


def output_delta_formula(trace: BackpropTrace, layer: int, unit: int) -> StepFormula:
    out, target = float(trace.a(layer)[unit]), float(trace.target[unit])
    value = float(trace.delta(layer)[unit])
    result = number(value, layer)
    error = shown(out) - shown(target)
    delta, numbered = symbol("δ", layer, "j"), symbol("δ", layer, str(unit))
    by_z = derivative(symbol("z", layer, "j"))
    minus = Text(" − ", "word")
    if trace.network.cost == "cross-entropy":
        return StepFormula(
            row(delta, "=", by_z, "=", symbol("p", None, "j", colour=layer), "−", symbol("t", None, "j")),
            row(numbered, "=", number(out, layer), "−", number(target), equals(error, value), result),
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
            equals(error * shown(out) * shown(1 - out), value),
            result,
        ),
    )


def rest_words(count: int) -> Text:
    return Text(f" ({count} more)", "word")


def _more(count: int) -> Text:
    return Text(f"… {count} more", "word")
