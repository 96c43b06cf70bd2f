from __future__ import annotations

import math

import pytest

from handwriting_app.lab.saying import Saying


def test_facts_stand_in_their_places_as_the_window_writes_them() -> None:
    saying = Saying("z is {neuron.z}, with {neuron.inputs} inputs as {neuron.kind}.")
    facts = {"neuron.z": -5.5, "neuron.inputs": 3, "neuron.kind": "sum"}
    assert saying.said(facts) == "z is −5.5, with 3 inputs as sum."
    assert Saying("{training.accuracy}").said({"training.accuracy": 0.9712}) == "97.1\u202f%"


@pytest.mark.parametrize(("inputs", "words"), [(3, "A 3 is not an 11."), (8, "An 8 is not an 11.")])
def test_the_article_goes_with_the_number(inputs: int, words: str) -> None:
    saying = Saying("A {neuron.inputs} is not an {training.epochs}.")
    assert saying.said({"neuron.inputs": inputs, "training.epochs": 11}) == words
    assert Saying("a {neuron.kind} unit").said({"neuron.kind": "sum"}) == "a sum unit"


@pytest.mark.parametrize("value", [None, math.nan, math.inf, ""])
def test_what_is_not_there_cannot_be_said(value: float | str | None) -> None:
    facts = {} if value is None else {"neuron.edge": value}
    assert Saying("The edge is at {neuron.edge}.").said(facts) is None


@pytest.mark.parametrize(
    "text", ["{neuron.colour}", "{neuron.z", "neuron.z}", "{neuron.z!r}", "{0}", "{}", "{{neuron.z}}"]
)
def test_a_place_is_the_name_of_a_fact_and_nothing_else(text: str) -> None:
    with pytest.raises(ValueError, match="fact"):
        Saying(text)
