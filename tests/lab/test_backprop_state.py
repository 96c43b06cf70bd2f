"""The place in the Backprop view that lessons ask for."""

from __future__ import annotations

import re

import pytest

from handwriting_app.explain.choice import Choice
from handwriting_app.explain.quantity import Kind
from handwriting_app.explain.steps import Step, StepKind
from handwriting_app.lab.backprop_state import BACKPROP_STATE, BackpropState
from handwriting_app.lab.fields import FieldError

PATH = Choice((7, 3, 2, 9))
SIZES = (64, 12, 9, 10)


def test_a_state_from_a_lesson() -> None:
    state = BACKPROP_STATE.read(
        {
            "step": "output delta",
            "layer": 3,
            "unit": 7,
            "source": 5,
            "aim": "bias",
            "true_digit": 7,
            "tray": "none",
            "guess_first": True,
        }
    )
    assert state == BackpropState(
        step=StepKind.OUTPUT_DELTA,
        layer=3,
        unit=7,
        source=5,
        aim=Kind.BIAS,
        true_digit=7,
        tray="none",
        guess_first=True,
    )


def test_an_empty_state_is_the_input_on_the_strongest_path() -> None:
    state = BACKPROP_STATE.read({})
    assert state == BackpropState()
    assert state.step_in(3) == Step(StepKind.INPUT, 0)
    assert state.choice_in(SIZES, PATH) == PATH
    assert state.true_digit is None
    assert not state.guess_first


@pytest.mark.parametrize(
    ("state", "depth", "step"),
    [
        (BackpropState(step=StepKind.GRADIENT, layer=2), 3, Step(StepKind.GRADIENT, 2)),
        (BackpropState(step=StepKind.GRADIENT, layer=9), 3, Step(StepKind.GRADIENT, 3)),
        (BackpropState(step=StepKind.DELTA), 3, Step(StepKind.DELTA, 1)),
        (BackpropState(step=StepKind.DELTA, layer=3), 3, Step(StepKind.DELTA, 2)),
        (BackpropState(step=StepKind.DELTA, layer=1), 1, Step(StepKind.OUTPUT_DELTA, 1)),
        (BackpropState(layer=2), 3, Step(StepKind.SUM, 2)),
        (BackpropState(step=StepKind.PIXELS, layer=2), 3, Step(StepKind.PIXELS, 0)),
    ],
)
def test_the_nearest_step_that_there_is(state: BackpropState, depth: int, step: Step) -> None:
    assert state.step_in(depth) == step


@pytest.mark.parametrize(
    ("state", "choice"),
    [
        (BackpropState(step=StepKind.GRADIENT, layer=2, unit=4), Choice((7, 3, 4, 9))),
        (BackpropState(step=StepKind.GRADIENT, layer=2, unit=4, source=1), Choice((7, 1, 4, 9), Kind.WEIGHT)),
        (BackpropState(step=StepKind.GRADIENT, layer=2, unit=400, source=400), Choice((7, 11, 8, 9), Kind.WEIGHT)),
        (BackpropState(step=StepKind.GRADIENT, layer=1, source=63, aim=Kind.BIAS), Choice((63, 3, 2, 9), Kind.BIAS)),
        (BackpropState(step=StepKind.PIXELS, unit=20, source=3), Choice((20, 3, 2, 9), Kind.WEIGHT)),
    ],
)
def test_units_that_there_are_not_are_the_last(state: BackpropState, choice: Choice) -> None:
    assert state.choice_in(SIZES, PATH) == choice
    assert choice.fits(SIZES)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"step": "back"}, "step must be one of input, sum, activation, output, cost, output delta, gradient"),
        ({"layer": -1}, "layer must be a whole number from 0 to 100,000, not -1"),
        ({"aim": "pixel"}, "aim must be one of weight, bias, neuron, not 'pixel'"),
        ({"true_digit": 10}, "true_digit must be a whole number from −1 to 9, not 10"),
        (
            {"tray": "steps"},
            "tray must be one of none, one step, what mattered, by hand, break it, my formula, not 'steps'",
        ),
        ({"guess_first": 1}, "guess_first must be true or false, not 1"),
        ({"digit": 1}, "there is no 'digit' to set here"),
    ],
)
def test_a_wrong_state_says_what_is_wrong(values: dict[str, object], words: str) -> None:
    with pytest.raises(FieldError, match=re.escape(words)):
        BACKPROP_STATE.read(values)
