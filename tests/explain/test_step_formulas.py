"""The numbers that are put into the formulas give the result that stands at the end of them."""

from __future__ import annotations

import re

import numpy as np
import pytest

from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import BackpropTrace, trace
from handwriting_app.explain.choice import strongest_path
from handwriting_app.explain.formula import plain
from handwriting_app.explain.narration import narrate
from handwriting_app.explain.step_formulas import formula_of
from handwriting_app.explain.steps import Step, StepKind, steps_of
from handwriting_app.numerals import number

LABEL = 3
SUMS = (StepKind.SUM, StepKind.GRADIENT, StepKind.DELTA, StepKind.PIXELS, StepKind.OUTPUT_DELTA)


def value_of(text: str) -> float:
    """Work out a line of numbers as a person would, by hand."""
    text = re.sub(r"\(\d+ more\)", "", text).replace("bias", "").replace("−", "-")
    text = re.sub(r"(\d),(?=\d{3})", r"\1", text)
    text = re.sub(
        r"(·?)10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)",
        lambda m: ("e" if m[1] else "1e") + m[2].translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")),
        text,
    )
    text = re.sub(r"\[left out:[^\]]*\]", "", text)
    expression = text.replace("·", "*").replace(" ", "")
    assert re.fullmatch(r"[-+*().e\d]+", expression), expression
    return arithmetic(expression)


def arithmetic(text: str) -> float:
    """A sum of products with brackets: the least that reads the formulas."""
    position = 0

    def total() -> float:
        nonlocal position
        value = product()
        while position < len(text) and text[position] in "+-":
            sign = text[position]
            position += 1
            value += product() if sign == "+" else -product()
        return value

    def product() -> float:
        nonlocal position
        value = factor()
        while position < len(text) and text[position] == "*":
            position += 1
            value *= factor()
        return value

    def factor() -> float:
        nonlocal position
        if text[position] == "(":
            position += 1
            value = total()
            position += 1
            return value
        match = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?").match(text, position)
        assert match, text[position:]
        position = match.end()
        return float(match[0])

    result = total()
    assert position == len(text), text
    return result


@pytest.mark.parametrize("slope_missing", [False, True])
def test_a_formula_with_its_numbers_comes_out_right(network: Network, x: np.ndarray, slope_missing: bool) -> None:
    seen = trace(network, x, LABEL, slope_missing=slope_missing)
    choice = strongest_path(seen)
    for step in steps_of(seen.depth):
        numbers = plain(formula_of(seen, step, choice).numbers)
        if step.kind not in SUMS:
            continue
        _, middle, result = re.split(r" = ", numbers)
        assert value_of(middle) == pytest.approx(value_of(result), rel=5e-3, abs=5e-4), numbers


def test_the_end_of_the_formula_is_the_number_of_the_trace(network: Network, x: np.ndarray) -> None:
    seen = trace(network, x, LABEL)
    choice = strongest_path(seen)
    for step in steps_of(seen.depth):
        numbers = plain(formula_of(seen, step, choice).numbers)
        assert numbers.endswith(f"= {number(shown(seen, step, choice.units))}"), numbers


def shown(seen: BackpropTrace, step: Step, units: tuple[int, ...]) -> float:
    """What a step works out for the chosen neuron."""
    layer, unit = step.layer, units[step.layer]
    match step.kind:
        case StepKind.INPUT:
            return float(seen.a(0)[unit])
        case StepKind.SUM:
            return float(seen.z(layer)[unit])
        case StepKind.ACTIVATION | StepKind.OUTPUT:
            return float(seen.a(layer)[unit])
        case StepKind.COST:
            return seen.cost
        case StepKind.GRADIENT:
            return float(seen.weight_gradient(layer)[unit, units[layer - 1]])
        case StepKind.PIXELS:
            return float(seen.input_gradient()[unit])
        case _:
            return float(seen.delta(layer)[unit])


def test_a_left_out_slope_is_crossed_out(x: np.ndarray) -> None:
    network = Network.initialise((64, 9, 10), "sigmoid", "cross-entropy", np.random.default_rng(0))
    step = Step(StepKind.DELTA, 1)
    for missing in (False, True):
        seen = trace(network, x, LABEL, slope_missing=missing)
        text = plain(formula_of(seen, step, strongest_path(seen)).letters)
        assert ("[left out: σ′(z)]" in text) is missing
        assert ("left out" in narrate(seen, step).sentence) is missing
