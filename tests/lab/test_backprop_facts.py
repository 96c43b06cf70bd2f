"""What the Backprop view tells lessons is what it shows, and of the kinds that are said."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import trace
from handwriting_app.explain.breakages import Breakage
from handwriting_app.explain.choice import Choice
from handwriting_app.explain.delta_ribbon import delta_ribbon
from handwriting_app.explain.gradient_guess import diagnose
from handwriting_app.explain.quantity import Kind, Quantity
from handwriting_app.explain.steps import Step, StepKind, steps_of
from handwriting_app.explain.weight_drag import WeightDrag, with_value
from handwriting_app.lab.backprop_facts import BackpropSeen
from handwriting_app.lab.facts import are_same
from handwriting_app.lab.for_lessons import VIEW_FACTS
from handwriting_app.lab.views import BACKPROP

LABEL = 3
CHOICE = Choice((20, 4, 5, LABEL))


@pytest.fixture
def seen() -> BackpropSeen:
    network = Network.initialise((64, 9, 7, 10), "sigmoid", "cross-entropy", np.random.default_rng(0))
    way = trace(network, np.linspace(0.1, 1, 64), LABEL)
    return BackpropSeen(
        trace=way,
        step=Step(StepKind.GRADIENT, 2),
        choice=CHOICE,
        ribbon=delta_ribbon(way),
        is_told=True,
        read_digit=8,
        guess=None,
        diagnosis=None,
        is_shown=False,
        steps_taken=0,
        predicted_change=-0.25,
        actual_change=math.nan,
        broken=frozenset(),
    )


def test_each_fact_is_of_its_kind_in_every_step(seen: BackpropSeen) -> None:
    kinds = VIEW_FACTS[BACKPROP.name]
    for step in steps_of(3):
        facts = replace(seen, step=step).facts()
        assert facts.keys() == kinds.keys()
        for name, value in facts.items():
            assert (isinstance(value, float) and math.isnan(value)) or kinds[name].read(value) == value, name


def test_the_facts_of_a_weight(seen: BackpropSeen) -> None:
    facts, way = seen.facts(), seen.trace
    assert (facts["backprop.step"], facts["backprop.layer"], facts["backprop.aim"]) == ("gradient", 2, "weight")
    assert (facts["backprop.shown"], replace(seen, is_shown=True).facts()["backprop.shown"]) == (0, 1)
    assert (facts["backprop.is_told"], replace(seen, is_told=False).facts()["backprop.is_told"]) == (1, 0)
    assert (facts["backprop.true_digit"], facts["backprop.read_digit"]) == (LABEL, 8)
    assert facts["backprop.value"] == way.network.weights[1][5, 4]
    assert facts["backprop.source_value"] == way.a(1)[4]
    assert facts["backprop.delta"] == way.delta(2)[5]
    assert facts["backprop.gradient"] == pytest.approx(way.delta(2)[5] * way.a(1)[4])
    assert facts["backprop.cost"] == pytest.approx(-math.log(float(facts["backprop.probability"])))
    assert facts["backprop.hidden_layers"] == 2
    assert facts["backprop.fade"] == seen.ribbon.fade > 0
    assert (facts["backprop.predicted_change"], facts["backprop.broken"]) == (-0.25, "nothing")
    for name in ("guess", "guess_error", "actual_change"):
        assert math.isnan(float(facts[f"backprop.{name}"]))


def test_a_pixel_has_no_delta_and_a_bias_no_source(seen: BackpropSeen) -> None:
    pixel = replace(seen, step=Step(StepKind.PIXELS, 0)).facts()
    assert math.isnan(float(pixel["backprop.delta"]))
    assert pixel["backprop.gradient"] == seen.trace.input_gradient()[20]
    bias = replace(seen, choice=Choice(CHOICE.units, Kind.BIAS)).facts()
    assert math.isnan(float(bias["backprop.source_value"]))
    assert bias["backprop.gradient"] == bias["backprop.delta"]


@pytest.mark.parametrize(("times", "is_right"), [(1.0, 1), (3.0, 0)])
def test_a_guess_is_told_with_how_far_it_is_off(seen: BackpropSeen, times: float, is_right: int) -> None:
    weight = Quantity(Kind.WEIGHT, 2, 5, 4)
    guess = times * weight.gradient(seen.trace)
    facts = replace(seen, guess=guess, diagnosis=diagnose(guess, seen.trace, weight, CHOICE)).facts()
    assert facts["backprop.guess"] == guess
    assert facts["backprop.guess_error"] == pytest.approx(times - 1)
    assert facts["backprop.guess_right"] == is_right


def test_what_is_broken_is_told_in_a_word(seen: BackpropSeen) -> None:
    for breakage in Breakage:
        assert replace(seen, broken=frozenset({breakage})).facts()["backprop.broken"] == breakage.value
    assert replace(seen, broken=frozenset(Breakage)).facts()["backprop.broken"] == "several"


def test_what_is_no_number_is_the_same_as_before(seen: BackpropSeen) -> None:
    assert are_same(seen.facts(), replace(seen, actual_change=float("nan")).facts())
    assert not are_same(seen.facts(), replace(seen, actual_change=-0.2).facts())
    assert not are_same(seen.facts(), {})


def test_the_facts_of_a_move_compare_promise_and_change(seen: BackpropSeen) -> None:
    way, quantity = seen.trace, Quantity(Kind.BIAS, 3, LABEL)
    after = trace(with_value(way.network, quantity, 0.5), way.a(0), LABEL)
    facts = replace(seen, moved=WeightDrag(quantity, way, after)).facts()
    promise, change = 0.5 * float(way.bias_gradient(3)[LABEL]), after.cost - way.cost
    assert facts["backprop.moved"] == 1
    assert facts["backprop.moved_by"] == 0.5
    assert facts["backprop.moved_predicted"] == pytest.approx(promise)
    assert facts["backprop.moved_cost"] == pytest.approx(change)
    assert facts["backprop.moved_error"] == pytest.approx(abs(promise - change) / max(abs(promise), abs(change)))


def test_where_the_cost_feels_nothing_there_is_no_error_to_tell(seen: BackpropSeen) -> None:
    unmoved = replace(seen, moved=WeightDrag(Quantity(Kind.BIAS, 3, LABEL), seen.trace, seen.trace)).facts()
    assert unmoved["backprop.moved_cost"] == 0.0
    assert math.isnan(float(unmoved["backprop.moved_error"]))
    assert seen.facts()["backprop.moved"] == 0
