"""The words of every step."""

from __future__ import annotations

import numpy as np

from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import trace
from handwriting_app.explain.narration import narrate, reading_words, short_label
from handwriting_app.explain.quantity import Kind, Quantity
from handwriting_app.explain.run_terms import RunTerms
from handwriting_app.explain.steps import Step, StepKind, steps_of

LABEL = 3


def test_words_fit_two_lines_of_a_narrow_window(network: Network, x: np.ndarray) -> None:
    for missing in (False, True):
        seen = trace(network, x, LABEL, slope_missing=missing)
        for step in steps_of(seen.depth):
            assert len(narrate(seen, step).sentence) <= 118
            assert len(narrate(seen, step).title) <= 35


def test_what_a_run_adds_is_said_where_it_stands(network: Network, x: np.ndarray, terms: RunTerms) -> None:
    seen = trace(network, x, LABEL, terms=terms)
    words = {step.kind: narrate(seen, step).sentence for step in steps_of(seen.depth)}
    assert max(map(len, words.values())) <= 118
    assert words[StepKind.COST].startswith("t is 0.91 for the 3 and 0.01 elsewhere. L2 adds")
    assert "plus λ times the weight" in words[StepKind.GRADIENT]
    assert "smoothed target" in words[StepKind.OUTPUT_DELTA]


def test_every_step_has_a_sign_of_its_own(network: Network, x: np.ndarray) -> None:
    seen = trace(network, x, LABEL)
    steps = steps_of(seen.depth)
    assert len({short_label(seen, step) for step in steps}) == len(steps)


def test_a_view_in_which_all_digits_are_alike_is_read_as_none(network: Network, x: np.ndarray) -> None:
    assert "(p = " in reading_words(trace(network, x, LABEL))
    network.parameters[:] = 0
    assert reading_words(trace(network, x, LABEL)) == "every digit is equally likely"


def test_an_unlit_pixel_and_a_silent_neuron_are_said_to_teach_nothing(x: np.ndarray, terms: RunTerms) -> None:
    x = x.copy()
    x[5] = 0
    network = Network.initialise((64, 9, 8, 10), "relu", "cross-entropy", np.random.default_rng(0))
    network.biases[0][3] = -100
    first, second = Step(StepKind.GRADIENT, 1), Step(StepKind.GRADIENT, 2)
    seen = trace(network, x, LABEL)
    dark, silent = Quantity(Kind.WEIGHT, 1, 0, 5), Quantity(Kind.WEIGHT, 2, 0, 3)
    lit = Quantity(Kind.WEIGHT, 1, 0, int(np.argmax(x)))
    assert "Pixel 5 is unlit: x = 0" in narrate(seen, first, dark).sentence
    assert narrate(seen, first, dark).sentence.endswith("it teaches this weight nothing.")
    assert "Neuron 3 of layer 1 is silent" in narrate(seen, second, silent).sentence
    assert "∂z/∂w = x" in narrate(seen, first, lit).sentence
    assert "∂z/∂w = a" in narrate(seen, second).sentence
    assert "λ times the weight" in narrate(trace(network, x, LABEL, terms=terms), first, dark).sentence
    for each in (dark, silent):
        assert len(narrate(seen, Step(StepKind.GRADIENT, each.layer), each).sentence) <= 110
