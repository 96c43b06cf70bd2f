"""The numbers that are put into the formulas give the result that stands at the end of them."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import BackpropTrace, trace
from handwriting_app.explain.choice import strongest_path
from handwriting_app.explain.formula import number_text, plain
from handwriting_app.explain.narration import narrate
from handwriting_app.explain.step_formulas import formula_of
from handwriting_app.explain.steps import Step, StepKind, steps_of

LABEL = 3
SUMS = (StepKind.SUM, StepKind.GRADIENT, StepKind.DELTA, StepKind.PIXELS, StepKind.OUTPUT_DELTA)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (1.0, "1"),
        (-0.05, "−0.05"),
        (3.14159265, "3.142"),
        (1234.56, "1235"),
        (0.000123456, "0.0001235"),
        (-0.0000123456, "−1.235·10⁻⁵"),
        (98765432.1, "9.877·10⁷"),
        (0.99999, "1"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "not a number"),
    ],
)
def test_numbers_are_written_as_people_write_them(value: float, text: str) -> None:
    assert number_text(value) == text


def test_two_digits_are_enough_for_a_scale() -> None:
    assert number_text(0.0474, 2) == "0.047"
    assert number_text(123.0, 2) == "1.2·10²"


def value_of(text: str) -> float:
    """Work out a line of numbers as a person would, by hand."""
    text = re.sub(r"\(\d+ more\)", "", text).replace("bias", "").replace("−", "-").replace("·10", "e")
    text = re.sub(
        r"e([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: "e" + m[1].translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")), text
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
        assert numbers.endswith(f"= {number_text(shown(seen, step, choice.units))}"), numbers


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
