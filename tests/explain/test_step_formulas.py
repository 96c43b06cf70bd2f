"""The numbers that are put into the formulas give the result that stands at the end of them."""

from __future__ import annotations

import re

import numpy as np
import pytest

from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import BackpropTrace, trace
from handwriting_app.explain.choice import Choice, strongest_path
from handwriting_app.explain.formula import plain
from handwriting_app.explain.narration import narrate
from handwriting_app.explain.run_terms import RunTerms
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
        _, middle, result = re.split(r" [=≈] ", numbers)
        assert value_of(middle) == pytest.approx(value_of(result), rel=5e-3, abs=5e-4), numbers


def test_with_what_a_run_adds_it_comes_out_right_too(network: Network, x: np.ndarray, terms: RunTerms) -> None:
    seen = trace(network, x, LABEL, terms=terms)
    choice = strongest_path(seen)
    for step in steps_of(seen.depth):
        formula = formula_of(seen, step, choice)
        letters, numbers = plain(formula.letters), plain(formula.numbers)
        _, *_, middle, result = re.split(r" [=≈] ", numbers)
        if step.kind in SUMS:
            assert value_of(middle) == pytest.approx(value_of(result), rel=5e-3, abs=5e-4), numbers
        if step.kind is StepKind.GRADIENT:
            assert f"+ λ w({step.layer})[jk]" in letters
        if step.kind is StepKind.COST:
            assert letters.endswith("+ λ/2Σ_w w^2")
            assert value_of(cost_by_hand(middle)) == pytest.approx(value_of(result), rel=2e-3), numbers
            assert result == number(seen.cost)


def cost_by_hand(text: str) -> str:
    """The logarithms, squares and the half worked out, so that a sum of products is left."""
    numeral = r"([\d.]+(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)"
    text = re.sub(rf"ln {numeral}", lambda m: f"· ({np.log(value_of(m[1]))})", text)
    text = text.replace("[ ", "· (").replace(" ]", ")").replace("1/2", "0.5")
    text = re.sub(r"\(([^()]*)\)\^2", r"(\1) · (\1)", text)
    text = re.sub(rf"{numeral}/2", r"0.5 · \1", text)
    return text if text.startswith("0") else f"0 {text.replace('−', '−', 1)}"


def test_the_end_of_the_formula_is_the_number_of_the_trace(network: Network, x: np.ndarray) -> None:
    seen = trace(network, x, LABEL)
    choice = strongest_path(seen)
    for step in steps_of(seen.depth):
        numbers = plain(formula_of(seen, step, choice).numbers)
        assert re.split(r" [=≈] ", numbers)[-1] == number(shown(seen, step, choice.units)), numbers


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


def test_what_is_shown_holds_to_its_last_digit_or_says_that_it_nearly_does(network: Network, x: np.ndarray) -> None:
    signs = set()
    for label in range(10):
        seen = trace(network, x, label)
        choice = strongest_path(seen)
        for step in steps_of(seen.depth):
            if step.kind not in SUMS:
                continue
            numbers = plain(formula_of(seen, step, choice).numbers)
            _, middle, result = re.split(r" [=≈] ", numbers)
            sign = numbers[: -len(result)].strip()[-1]
            assert (number(value_of(middle)) == result) == (sign == "="), numbers
            signs.add(sign)
    assert signs == {"=", "≈"}


def test_a_weights_share_of_the_sum_is_what_came_in_through_it(x: np.ndarray) -> None:
    network = Network.initialise((64, 9, 10), "sigmoid", "cross-entropy", np.random.default_rng(0))
    seen = trace(network, x, LABEL)
    letters = [
        plain(formula_of(seen, Step(StepKind.GRADIENT, layer), strongest_path(seen)).letters) for layer in (1, 2)
    ]
    assert "δ(1)[j] · ∂z(1)[j]/∂w(1)[jk] = δ(1)[j]x[k]" in letters[0]
    assert letters[1].startswith("∂C/∂w(2)[jk] = δ(2)[j] · ∂z(2)[j]/∂w(2)[jk]")
    assert "= δ(2)[j]a(1)[k]" in letters[1]


def test_the_paths_into_a_hidden_neuron_stand_side_by_side_and_add(x: np.ndarray) -> None:
    network = Network.initialise((64, 4, 2, 10), "sigmoid", "cross-entropy", np.random.default_rng(0))
    seen = trace(network, x, LABEL)
    unit = 3
    numbers = plain(formula_of(seen, Step(StepKind.DELTA, 1), Choice((0, unit, 0, 0))).numbers)
    paths = network.weights[1][:, unit].astype(float) * seen.delta(2)
    for product in (f"{number(abs(float(w)))}" for w in network.weights[1][:, unit]):
        assert product in numbers
    assert "more" not in numbers
    assert float(paths.sum() * seen.slope(1)[unit]) == pytest.approx(float(seen.delta(1)[unit]))
