"""Everything that is set in the neuron lab, as one frozen value: what a lesson puts in place and checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Final, Literal, TypeVar, get_args

import numpy as np

from handwriting_app.lab.expression import Expression
from handwriting_app.lab.facts import Fact
from handwriting_app.lab.learning import Learning, Rule, cost_of, mistakes
from handwriting_app.lab.neuron import Neuron, UnitKind, slope
from handwriting_app.lab.points import TABLES, Points
from handwriting_app.numerals import number

Page = Literal["unit", "plane", "layers", "chain"]
Triple = tuple[float, float, float]
Choice = TypeVar("Choice")

LIMIT: Final = 100.0
"""No number that is set by hand is larger."""

CHAIN_KINDS: Final[tuple[UnitKind, ...]] = ("linear", "sigmoid", "relu")


@dataclass(frozen=True, slots=True, kw_only=True)
class NeuronLabState:
    """The neuron lab. The plane uses the first two weights, whatever number of inputs the unit page shows.

    Attributes:
        page: The page in front.
        kind: Of the unit, on the unit page and the plane.
        used: Inputs in use on the unit page, 1 to 3.
        inputs, weights, bias: Of the unit.
        points: On the plane.
        rule: How the unit learns them.
        learning_rate: Of the rule and of descent.
        expression: On the page of the chain rule.
        expression_steps: Steps downhill that were taken there.
    """

    page: Page = "unit"
    kind: UnitKind = "sum"
    used: int = 2
    inputs: Triple = (1.0, 2.0, -1.0)
    weights: Triple = (1.0, 1.0, 1.0)
    bias: float = 0.0
    points: Points = TABLES["AND"]
    rule: Rule = "perceptron"
    learning_rate: float = 0.5
    expression: Expression = field(default_factory=Expression)
    expression_steps: int = 0

    def neuron(self) -> Neuron:
        """The unit with the inputs in use."""
        return Neuron(self.kind, self.weights[: self.used], self.bias)

    def plane_neuron(self) -> Neuron:
        """The unit with two inputs."""
        return Neuron(self.kind, self.weights[:2], self.bias)

    def z(self) -> float:
        return float(self.neuron().weighted_sum(np.array([self.inputs[: self.used]]))[0])

    def output(self) -> float:
        return float(self.neuron().output(np.array([self.inputs[: self.used]]))[0])

    def with_neuron(self, neuron: Neuron) -> NeuronLabState:
        """With the weights that a unit with two inputs has learnt."""
        w1, w2 = neuron.weights
        return replace(self, weights=(w1, w2, self.weights[2]), bias=neuron.bias)

    def facts(self, learning: Learning | None = None) -> dict[str, Fact]:
        """What lessons may ask about (see ``lab/facts.py``)."""
        neuron, z = self.neuron(), self.z()
        trace = self.expression.trace()
        facts: dict[str, Fact] = {
            "neuron.page": self.page,
            "neuron.kind": self.kind,
            "neuron.inputs": self.used,
            "neuron.z": z,
            "neuron.output": self.output(),
            "neuron.slope": float(slope(self.kind, np.array([z]))[0]),
            "neuron.bias": neuron.bias_in_use(),
            "plane.points": self.points.name,
            "plane.mistakes": int(mistakes(self.plane_neuron(), self.points).sum()),
            "plane.cost": cost_of(self.plane_neuron(), self.points),
            "plane.rule": self.rule,
            "plane.steps": learning.steps if learning else 0,
            "plane.ended": learning.ended if learning else "",
            "chain.kind": self.expression.kind,
            "chain.z": trace.z,
            "chain.y": trace.y,
            "chain.slope": trace.dy,
            "chain.product": trace.product,
            "chain.error": trace.error,
            "chain.steps": self.expression_steps,
        }
        for index, (given, weight) in enumerate(zip(self.inputs, neuron.weights_in_use(), strict=False), 1):
            facts[f"neuron.input_{index}"] = given
            facts[f"neuron.weight_{index}"] = float(weight)
        if self.used == 1 and neuron.weights_in_use()[0]:
            facts["neuron.edge"] = float(-neuron.bias_in_use() / neuron.weights_in_use()[0])
        return facts


def state_from(values: Mapping[str, object]) -> NeuronLabState:
    """Return the state that a lesson describes; what it does not mention is as at the first start.

    Its names are the fields of `NeuronLabState`, with `points` as the name of a table, and the expression's ``terms``,
    ``target`` and ``expression_kind``.

    Raises:
        ValueError: A name is unknown, or a value is none that the lab could have.
    """
    plain = {each.name for each in fields(NeuronLabState)} - {"expression", "expression_steps", "points"}
    if unknown := values.keys() - plain - {"points", "terms", "target", "expression_kind"}:
        raise ValueError(f"the neuron lab has no {' or '.join(sorted(unknown))}")
    state = NeuronLabState()
    return NeuronLabState(
        page=_choice(values, "page", get_args(Page), state.page),
        kind=_choice(values, "kind", get_args(UnitKind), state.kind),
        used=_choice(values, "used", (1, 2, 3), state.used),
        inputs=_triple(values, "inputs", state.inputs),
        weights=_triple(values, "weights", state.weights),
        bias=_number(values, "bias", state.bias),
        points=TABLES[_choice(values, "points", tuple(TABLES), "AND")],
        rule=_choice(values, "rule", get_args(Rule), state.rule),
        learning_rate=_number(values, "learning_rate", state.learning_rate, low=1e-6),
        expression=Expression(
            _triple(values, "terms", state.expression.terms),
            _number(values, "target", state.expression.target),
            _choice(values, "expression_kind", CHAIN_KINDS, state.expression.kind),
        ),
    )


def _choice(values: Mapping[str, object], name: str, choices: tuple[Choice, ...], default: Choice) -> Choice:
    given = values.get(name, default)
    for choice in choices:
        if choice == given and type(choice) is type(given):
            return choice
    raise ValueError(f"{name} must be one of {', '.join(map(str, choices))}, not {given!r}")


def _number(values: Mapping[str, object], name: str, default: float, low: float = -LIMIT) -> float:
    return _as_number(name, values.get(name, default), low)


def _triple(values: Mapping[str, object], name: str, default: Triple) -> Triple:
    given = values.get(name, default)
    if not isinstance(given, list | tuple) or len(given) != 3:
        raise ValueError(f"{name} must be three numbers, not {given!r}")
    a, b, c = (_as_number(name, each) for each in given)
    return a, b, c


def _as_number(name: str, given: object, low: float = -LIMIT) -> float:
    if isinstance(given, int | float) and not isinstance(given, bool) and low <= given <= LIMIT:
        return float(given)
    raise ValueError(f"{name} must be a number from {number(low)} to {number(LIMIT)}, not {given!r}")
