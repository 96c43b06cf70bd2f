"""The formulas at the output hold as they are shown, or say that they nearly do."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import BackpropTrace, trace
from handwriting_app.explain.formula import plain
from handwriting_app.explain.output_formulas import cost_formula, output_delta_formula, output_formula, sigmoid_of
from handwriting_app.numerals import number


def seen_by(cost: str, x: np.ndarray, label: int) -> BackpropTrace:
    network = Network.initialise((64, 9, 10), "sigmoid", cost, np.random.default_rng(label))  # type: ignore[arg-type]
    return trace(network, x, label)


def parted(text: str) -> tuple[str, str, str]:
    """What is worked out, the sign before the result, and the result."""
    *_, middle, sign, result = re.split(r" ([=≈]) ", text)
    return middle, sign, result


def test_the_cost_is_the_logarithm_of_the_number_that_is_shown(x: np.ndarray) -> None:
    signs = set()
    for label in range(10):
        middle, sign, result = parted(plain(cost_formula(seen_by("cross-entropy", x, label)).numbers))
        by_hand = -math.log(float(middle.removeprefix("− ln ")))
        assert (number(by_hand) == result) == (sign == "=")
        signs.add(sign)
    assert signs == {"=", "≈"}


def test_the_blame_of_an_output_is_the_difference_that_is_shown(x: np.ndarray) -> None:
    for label in range(10):
        seen = seen_by("cross-entropy", x, label)
        middle, sign, result = parted(plain(output_delta_formula(seen, 2, label).numbers))
        left, right = (float(each) for each in middle.split(" − "))
        assert (number(left - right) == result) == (sign == "=")


def test_an_output_of_its_own_is_the_sigmoid_of_the_z_that_is_shown(x: np.ndarray) -> None:
    for unit in range(10):
        seen = seen_by("quadratic", x, 3)
        middle, sign, result = parted(plain(output_formula(seen, 2, unit).numbers))
        z = float(seen.z(2)[unit])
        assert number(z) in middle
        assert (number(sigmoid_of(z)) == result) == (sign == "=")


@pytest.mark.parametrize("z", [-800.0, -10.0, 0.0, 3.0, 800.0])
def test_the_sigmoid_neither_overflows_nor_is_lost(z: float) -> None:
    value = sigmoid_of(z)
    assert 0 <= value <= 1
    assert value + sigmoid_of(-z) == pytest.approx(1)
    assert value > 0 or z < -700
