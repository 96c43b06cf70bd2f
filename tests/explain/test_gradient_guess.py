"""Guesses at a gradient: what is right, and a true and distinct sentence for each way of missing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from handwriting_app.explain.backprop_trace import BackpropTrace, trace
from handwriting_app.explain.choice import Choice
from handwriting_app.explain.gradient_guess import Finding, diagnose
from handwriting_app.explain.quantity import Kind, Quantity
from handwriting_app.explain.run_terms import PLAIN, RunTerms
from handwriting_app.numerals import number
from tests.explain.conftest import LABEL, make_network

CHOICE = Choice((3, 4, 5, 6))
WEIGHT = Quantity(Kind.WEIGHT, 2, 5, 4)
Guess = Callable[[BackpropTrace], float]


@pytest.fixture
def seen() -> BackpropTrace:
    x = np.random.default_rng(5).integers(1, 17, 64) / 16
    return trace(make_network("sigmoid", "cross-entropy", 3), x, LABEL)


def true(seen: BackpropTrace, quantity: Quantity = WEIGHT) -> float:
    return quantity.gradient(seen)


TABLE: tuple[tuple[Finding, Quantity, Guess, str], ...] = (
    (Finding.RIGHT, WEIGHT, lambda seen: true(seen) * 1.049, "✓ within 5 %"),
    (Finding.RIGHT, WEIGHT, lambda seen: true(seen) * 0.951, "✓ within 5 %"),
    (Finding.SIGN, WEIGHT, lambda seen: -true(seen), "the sign is not"),
    (Finding.DECIMAL, WEIGHT, lambda seen: true(seen) * 10, "10 times too large"),
    (Finding.DECIMAL, WEIGHT, lambda seen: true(seen) / 10, "10 times too small"),
    (Finding.DECIMAL, WEIGHT, lambda seen: true(seen) * 100, "100 times too large"),
    (Finding.DECIMAL, WEIGHT, lambda seen: true(seen) / 100, "100 times too small"),
    (Finding.DELTA_ALONE, WEIGHT, lambda seen: float(seen.delta(2)[5]), "δ alone"),
    (Finding.SOURCE_ALONE, WEIGHT, lambda seen: float(seen.a(1)[4]), "a alone"),
    (Finding.WRONG_LAYER, WEIGHT, lambda seen: float(seen.delta(2)[5] * seen.a(0)[3]), "an output of the input"),
    (Finding.WRONG_LAYER, WEIGHT, lambda seen: float(seen.delta(2)[5] * seen.a(2)[5]), "an output of layer 2"),
    (Finding.SLOPE_MISSING, WEIGHT, lambda seen: float(seen.blame(2)[5] * seen.a(1)[4]), "without the slope"),
    (Finding.FACTOR, WEIGHT, lambda seen: true(seen) * 3.2, "3.2 times too large."),
    (Finding.FACTOR, WEIGHT, lambda seen: true(seen) / -3.2, "3.2 times too small and has the wrong sign."),
    (Finding.ZERO, WEIGHT, lambda seen: 0.0, "Not 0"),
    (Finding.SLOPE_MISSING, Quantity(Kind.SUM, 2, 5), lambda seen: float(seen.blame(2)[5]), "∂C/∂a"),
    (
        Finding.WITH_SOURCE,
        Quantity(Kind.BIAS, 2, 5),
        lambda seen: float(seen.delta(2)[5] * seen.a(1)[4]),
        "nothing comes in through a bias",
    ),
    (
        Finding.ONE_PATH,
        Quantity(Kind.SUM, 1, 4),
        lambda seen: float(max(seen.network.weights[1][:, 4] * seen.delta(2), key=abs) * seen.slope(1)[4]),
        "the paths add",
    ),
    (
        Finding.ONE_PATH,
        Quantity(Kind.PIXEL, 0, 3),
        lambda seen: float(max(seen.network.weights[0][:, 3] * seen.delta(1), key=abs)),
        "the paths add",
    ),
)


@pytest.mark.parametrize(("finding", "quantity", "guess", "words"), TABLE)
def test_every_guess_is_told_for_what_it_is(
    seen: BackpropTrace, finding: Finding, quantity: Quantity, guess: Guess, words: str
) -> None:
    found = diagnose(guess(seen), seen, quantity, CHOICE)
    assert found.finding is finding, found
    assert words.replace(" %", "\u202f%") in found.words
    assert found.is_right == (finding is Finding.RIGHT) == (found.error <= 0.05)
    assert found.error == pytest.approx(abs(guess(seen) / true(seen, quantity) - 1))


def test_each_finding_has_words_of_its_own_and_a_miss_does_not_give_the_gradient_away(seen: BackpropTrace) -> None:
    said = {}
    for finding, quantity, guess, _ in TABLE:
        words = diagnose(guess(seen), seen, quantity, CHOICE).words
        assert said.setdefault(words, finding) is finding
        if finding is not Finding.RIGHT:
            assert number(true(seen, quantity), 3).removeprefix("−") not in words


def test_a_right_guess_is_shown_beside_the_gradient(seen: BackpropTrace) -> None:
    gradient = true(seen)
    words = diagnose(round(gradient, 5), seen, WEIGHT, CHOICE).words
    assert words == f"✓ within 5\u202f% (yours {number(round(gradient, 5))}, it is {number(gradient, 3)})"


def test_an_unlit_pixel_teaches_nothing(seen: BackpropTrace) -> None:
    x = seen.a(0).copy()
    x[3] = 0
    dark = trace(seen.network, x, LABEL)
    weight = Quantity(Kind.WEIGHT, 1, 4, 3)
    assert diagnose(0.0, dark, weight, CHOICE).is_right
    found = diagnose(0.01, dark, weight, CHOICE)
    assert (found.finding, found.error) == (Finding.NOT_ZERO, 1.0)
    assert "The pixel is unlit" in found.words


def test_a_silent_neuron_has_no_slope(seen: BackpropTrace) -> None:
    network = make_network("relu", "cross-entropy", 3)
    network.biases[0][4] = -100
    silent = trace(network, seen.a(0), LABEL)
    found = diagnose(float(silent.blame(1)[4]), silent, Quantity(Kind.SUM, 1, 4), CHOICE)
    assert (found.finding, found.words[:3]) == (Finding.NOT_ZERO, "One")


def test_the_slope_of_a_sigmoid_output_can_be_forgotten_too(seen: BackpropTrace) -> None:
    quadratic = trace(make_network("sigmoid", "quadratic", 3), seen.a(0), LABEL)
    guess = float((quadratic.a(3)[6] - quadratic.target[6]) * quadratic.a(2)[5])
    assert diagnose(guess, quadratic, Quantity(Kind.WEIGHT, 3, 6, 5), CHOICE).finding is Finding.SLOPE_MISSING


def test_what_a_run_adds_can_be_forgotten(seen: BackpropTrace) -> None:
    run = trace(seen.network, seen.a(0), LABEL, terms=RunTerms(replace(PLAIN, l2=0.5)))
    guess = float(run.delta(2)[5] * run.a(1)[4])
    assert diagnose(guess, run, WEIGHT, CHOICE).finding is Finding.WITHOUT_PENALTY


@pytest.mark.parametrize("guess", [1e308, -1e308, 5e-324])
def test_the_ends_of_the_numbers_are_finite(seen: BackpropTrace, guess: float) -> None:
    found = diagnose(guess, seen, WEIGHT, CHOICE)
    assert np.isfinite(found.error)
    assert "∞" not in found.words
