"""The state of the neuron lab: what lessons put in place, and the facts that they ask for."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from handwriting_app.lab.checks import Check
from handwriting_app.lab.expression import Expression
from handwriting_app.lab.facts import Fact
from handwriting_app.lab.fields import FieldError
from handwriting_app.lab.for_lessons import VIEW_FACTS
from handwriting_app.lab.learning import Learning
from handwriting_app.lab.neuron_state import NEURON_STATE, NeuronLabState
from handwriting_app.lab.points import TABLES
from handwriting_app.lab.views import NEURON_LAB


def test_a_state_from_a_lesson() -> None:
    state = NEURON_STATE.read(
        {
            "page": "plane",
            "kind": "threshold",
            "used": 2,
            "weights": [1, -2, 0.5],
            "bias": 0.25,
            "points": "XOR",
            "rule": "perceptron",
            "learning_rate": 0.1,
            "terms": [1, 2, 3],
            "target": -1,
            "expression_kind": "relu",
            "chain_learning_rate": 0.05,
            "path": "c",
        }
    )
    assert (state.page, state.kind, state.weights, state.bias) == ("plane", "threshold", (1.0, -2.0, 0.5), 0.25)
    assert state.points == TABLES["XOR"]
    assert state.expression == Expression((1.0, 2.0, 3.0), -1.0, "relu")
    assert (state.chain_learning_rate, state.path) == (0.05, "c")


def test_an_empty_state_is_the_first() -> None:
    assert NEURON_STATE.read({}) == NeuronLabState()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"colour": "red"}, "there is no 'colour' to set here"),
        ({"kind": "quantum"}, "kind must be one of sum"),
        ({"used": 4}, "used must be a whole number from 1 to 3, not 4"),
        ({"used": True}, "used must be"),
        ({"inputs": [1, 2]}, "inputs must be three numbers"),
        ({"inputs": "123"}, "inputs must be three numbers"),
        ({"weights": [1, 2, "x"]}, "weights must be three numbers from −100 to 100"),
        ({"bias": 1e9}, "bias must be a number from −100 to 100"),
        ({"bias": float("nan")}, "bias must be a number"),
        ({"learning_rate": 0}, "learning_rate must be a number"),
        ({"points": "NAND"}, "points must be one of AND, OR, XOR"),
        ({"expression_kind": "threshold"}, "expression_kind must be one of linear, sigmoid, relu"),
        ({"expression_steps": 3}, "there is no 'expression_steps'"),
    ],
)
def test_a_wrong_state_says_what_is_wrong(values: dict[str, object], words: str) -> None:
    with pytest.raises(FieldError, match=re.escape(words)) as problem:
        NEURON_STATE.read(values)
    assert problem.value.field in values


def test_every_fact_is_known_and_of_its_kind() -> None:
    for state in (NeuronLabState(), NeuronLabState(used=1, kind="relu"), NeuronLabState(used=3, kind="sigmoid")):
        for name, value in state.facts(Learning(state.plane_neuron())).items():
            known = VIEW_FACTS[NEURON_LAB.name][name]
            assert value != value or known.read(value) == value, name


def test_facts_of_one_input() -> None:
    facts = NeuronLabState(kind="threshold", used=1, inputs=(3.0, 0.0, 0.0), weights=(2.0, 9.0, 9.0), bias=-4.0).facts()
    assert facts["neuron.edge"] == 2.0
    assert facts["neuron.output"] == 1.0
    assert facts["neuron.z"] == 2.0
    assert facts["neuron.product_1"] == facts["neuron.sum_of_products"] == 6.0


def test_what_is_not_there_takes_the_place_of_what_was() -> None:
    one = NeuronLabState(kind="threshold", used=1, weights=(2.0, 9.0, 9.0), bias=-4.0)
    told: dict[str, Fact] = dict(one.facts())
    told |= replace(one, used=2).facts()
    assert not Check(fact="neuron.edge", at_least=-1e9).is_done(told)
    assert Check(fact="neuron.product_2", equals=18.0).is_done(told)
    told |= replace(one, weights=(0.0, 0.0, 0.0)).facts()
    assert not Check(fact="neuron.edge", equals=2.0).is_done(told)
    for name in ("neuron.input_2", "neuron.weight_2", "neuron.product_2", "plane.above_least_squares"):
        assert not Check(fact=name, at_least=-1e9).is_done(told), name


def test_every_state_tells_the_same_facts() -> None:
    states = [NeuronLabState(), NeuronLabState(used=1), NeuronLabState(kind="linear", used=3)]
    assert len({frozenset(state.facts()) for state in states}) == 1


def test_facts_of_the_plane_and_the_chain() -> None:
    expression = Expression((1.0, 2.0, -1.5), 0.5, "linear")
    state = NeuronLabState(kind="linear", weights=(0.5, 0.5, 7.0), bias=-0.25, learning_rate=0.1, path="b")
    facts = replace(state, expression=expression, chain_learning_rate=0.3).facts()
    assert facts["plane.above_least_squares"] == pytest.approx(0)
    assert [facts[f"plane.{name}"] for name in ("kind", "weight_1", "weight_2", "bias", "learning_rate")] == [
        "linear",
        0.5,
        0.5,
        -0.25,
        0.1,
    ]
    assert [facts[f"chain.{name}"] for name in ("a", "b", "c", "target", "dz", "de", "learning_rate", "path")] == [
        1.0,
        2.0,
        -1.5,
        0.5,
        1.0,
        1.0,
        0.3,
        "b",
    ]
