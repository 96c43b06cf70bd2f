"""A guess at a gradient held against it: right within 5 %, or a diagnosis of what the guess is instead."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np

from handwriting_app.explain.backprop_trace import BackpropTrace
from handwriting_app.explain.choice import Choice
from handwriting_app.explain.quantity import Kind, Quantity
from handwriting_app.numerals import number, percent

TOLERANCE: Final = 0.05
"""How far a guess may be off, as a share of the gradient; so near another number, it is taken for that."""


class Finding(Enum):
    """What a guess turned out to be."""

    RIGHT = "right"
    SIGN = "sign"
    DECIMAL = "decimal"
    DELTA_ALONE = "delta alone"
    SOURCE_ALONE = "source alone"
    SLOPE_MISSING = "slope missing"
    WRONG_LAYER = "wrong layer"
    ONE_PATH = "one path"
    WITHOUT_PENALTY = "without penalty"
    WITH_SOURCE = "with source"
    NOT_ZERO = "not zero"
    ZERO = "zero"
    FACTOR = "factor"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What became of a guess.

    Attributes:
        finding: What it is.
        words: The same in a sentence or two. A miss does not give the gradient away.
        error: How far it is off, as a share of the gradient; 1 where that is 0 and the guess is not.
    """

    finding: Finding
    words: str
    error: float

    @property
    def is_right(self) -> bool:
        return self.finding is Finding.RIGHT


@dataclass(frozen=True, slots=True)
class _Mistake:
    """A number that a wrong way of working leads to."""

    finding: Finding
    value: float
    words: str


def diagnose(guess: float, trace: BackpropTrace, quantity: Quantity, choice: Choice) -> Diagnosis:
    """Hold a guess at the gradient of ``quantity`` against it.

    Args:
        guess: Finite.
        trace: The digit's way through the network and back.
        quantity: Whose gradient is guessed.
        choice: The neurons that are chosen in the other layers: their outputs are what one takes by mistake.
    """
    true = quantity.gradient(trace)
    error = _error(guess, true)
    if error <= TOLERANCE:
        words = f"✓ within {percent(TOLERANCE)} (yours {number(guess)}, it is {number(true, 3)})"
        return Diagnosis(Finding.RIGHT, words, error)
    if true == 0:
        return Diagnosis(Finding.NOT_ZERO, _why_zero(trace, quantity), error)
    if guess == 0:
        return Diagnosis(Finding.ZERO, "Not 0: none of the factors is 0, so neither is their product.", error)
    near = [
        (off, mistake)
        for mistake in _mistakes(trace, quantity, choice)
        if (off := _error(guess, mistake.value)) <= TOLERANCE
    ]
    if near:
        _, mistake = min(near, key=lambda each: each[0])
        return Diagnosis(mistake.finding, mistake.words, error)
    return Diagnosis(Finding.FACTOR, _off_by(guess, true), error)


def _error(guess: float, true: float) -> float:
    if true == 0:
        return 0.0 if guess == 0 else 1.0
    return min(abs(guess - true) / abs(true), sys.float_info.max)


def _mistakes(trace: BackpropTrace, quantity: Quantity, choice: Choice) -> Iterator[_Mistake]:
    """What may have been worked out instead, the simplest slip first."""
    true = quantity.gradient(trace)
    yield _Mistake(
        Finding.SIGN, -true, "The size is right, the sign is not: look at the sign of each factor once more."
    )
    for power in (1, -1, 2, -2):
        times = 10 ** abs(power)
        size = "large" if power > 0 else "small"
        words = f"The decimal point: yours is {times} times too {size}. The digits are right."
        yield _Mistake(Finding.DECIMAL, true * 10.0**power, words)
    match quantity.kind:
        case Kind.WEIGHT:
            yield from _of_weight(trace, quantity, choice)
        case Kind.BIAS | Kind.SUM:
            yield from _of_blame(trace, quantity, choice)
        case Kind.OUTPUT | Kind.PIXEL:
            yield from _one_path(trace, quantity, 1.0)


def _of_weight(trace: BackpropTrace, quantity: Quantity, choice: Choice) -> Iterator[_Mistake]:
    layer, unit = quantity.layer, quantity.unit
    delta, source = float(trace.delta(layer)[unit]), float(trace.a(layer - 1)[quantity.source])
    letter = "a" if layer > 1 else "x"
    yield _Mistake(
        Finding.DELTA_ALONE,
        delta,
        f"That is δ alone, the gradient of the bias. A weight's share is what came in through it: times {letter}.",
    )
    yield _Mistake(
        Finding.SOURCE_ALONE,
        source,
        f"That is {letter} alone, ∂z/∂w. How z moves the cost is still missing: multiply by the neuron's δ.",
    )
    if trace.terms.l2:
        words = "That is δ times what came in. “As this run” is on: L2 adds λ times the weight."
        yield _Mistake(Finding.WITHOUT_PENALTY, delta * source, words)
    for value in _without_slope(trace, layer, unit):
        words = "That is right but for one factor: δ was taken without the slope of the neuron, σ′(z)."
        yield _Mistake(Finding.SLOPE_MISSING, value * source, words)
    for other in range(trace.depth + 1):
        if other != layer - 1:
            taken = float(trace.a(other)[choice.units[other]])
            where = "the input" if other == 0 else f"layer {other}"
            right = "the input" if layer == 1 else f"layer {layer - 1}"
            words = f"That is δ times an output of {where}: the weight carries one of {right}."
            yield _Mistake(Finding.WRONG_LAYER, delta * taken, words)


def _of_blame(trace: BackpropTrace, quantity: Quantity, choice: Choice) -> Iterator[_Mistake]:
    layer, unit = quantity.layer, quantity.unit
    for value in _without_slope(trace, layer, unit):
        words = "That is the blame as it comes from above, ∂C/∂a: multiply by the slope of the neuron, σ′(z)."
        yield _Mistake(Finding.SLOPE_MISSING, value, words)
    source = float(trace.a(layer - 1)[choice.units[layer - 1]])
    words = "That is the gradient of the weight: nothing comes in through a bias, so δ is not multiplied by anything."
    yield _Mistake(Finding.WITH_SOURCE, float(trace.delta(layer)[unit]) * source, words)
    if layer < trace.depth:
        yield from _one_path(trace, quantity, float(trace.slope(layer)[unit]))


def _without_slope(trace: BackpropTrace, layer: int, unit: int) -> tuple[float, ...]:
    """δ of a neuron as it would be without the slope; nothing where none belongs in it."""
    if layer < trace.depth:
        return (float(trace.blame(layer)[unit]),)
    if trace.network.cost == "quadratic":
        return (float(trace.a(layer)[unit] - trace.target[unit]),)
    return ()


def _one_path(trace: BackpropTrace, quantity: Quantity, slope: float) -> Iterator[_Mistake]:
    weights = trace.network.weights[quantity.layer][:, quantity.unit]
    paths = weights * trace.delta(quantity.layer + 1)
    if len(paths) > 1:
        strongest = float(paths[int(np.argmax(np.abs(paths)))])
        words = "That is one path alone, the strongest. Every neuron above sends blame back: the paths add."
        yield _Mistake(Finding.ONE_PATH, strongest * slope, words)


def _why_zero(trace: BackpropTrace, quantity: Quantity) -> str:
    if quantity.kind is Kind.WEIGHT and trace.a(quantity.layer - 1)[quantity.source] == 0:
        where = "The pixel is unlit" if quantity.layer == 1 else "The neuron below is silent"
        return f"{where}: one factor is 0. What is a product with 0, whatever the other?"
    return "One of the factors is 0. What is a product with 0, whatever the others?"


def _off_by(guess: float, true: float) -> str:
    larger, smaller = max(abs(guess), abs(true)), min(abs(guess), abs(true))
    ratio = larger / smaller
    size = f"{number(ratio, 2)} times too" if math.isfinite(ratio) else "far too"
    way = "large" if abs(guess) > abs(true) else "small"
    also = " and has the wrong sign" if guess * math.copysign(1, true) < 0 else ""
    return f"Off by a factor: yours is {size} {way}{also}."
