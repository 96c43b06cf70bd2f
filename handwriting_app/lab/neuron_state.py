"""Everything that is set in the neuron lab, as one frozen value: what a lesson puts in place and checks."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, get_args

import numpy as np

from handwriting_app.lab.expression import NAMES, Expression, Term
from handwriting_app.lab.facts import Fact
from handwriting_app.lab.fields import Field, StateSchema
from handwriting_app.lab.kinds import Number, ThreeNumbers, Whole, Word
from handwriting_app.lab.learning import Learning, Rule, mistakes
from handwriting_app.lab.least_squares import above_least_squares, cost_of
from handwriting_app.lab.neuron import Neuron, UnitKind, added, slope
from handwriting_app.lab.points import TABLES, Points
from handwriting_app.lab.points_kind import PointsKind

Page = Literal["unit", "plane", "layers", "chain"]
Triple = tuple[float, float, float]

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
        learning_rate: η of the rule and of descent on the plane.
        expression: On the page of the chain rule.
        expression_steps: Steps downhill that were taken there.
        chain_learning_rate: η of these steps.
        path: The term that the page follows the derivative back to.
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
    chain_learning_rate: float = 0.2
    path: Term = "a"

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
        """What lessons may ask about (see ``lab/for_lessons.py``).

        All of them each time: a number that there is not at present is told as NaN, which no check passes, so that none
        from before is left standing.
        """
        neuron, z, plane = self.neuron(), self.z(), self.plane_neuron()
        weights = neuron.weights_in_use().tolist()
        products = [given * weight for given, weight in zip(self.inputs, weights, strict=False)]
        trace = self.expression.trace()
        facts: dict[str, Fact] = {
            "neuron.page": self.page,
            "neuron.kind": self.kind,
            "neuron.inputs": self.used,
            "neuron.z": z,
            "neuron.output": self.output(),
            "neuron.slope": float(slope(self.kind, np.array([z]))[0]),
            "neuron.bias": neuron.bias_in_use(),
            "neuron.edge": neuron.edge(),
            "neuron.sum_of_products": added(*products),
            "plane.kind": self.kind,
            "plane.points": self.points.name,
            "plane.mistakes": int(mistakes(plane, self.points).sum()),
            "plane.cost": cost_of(plane, self.points),
            "plane.above_least_squares": above_least_squares(plane, self.points),
            "plane.weight_1": float(plane.weights_in_use()[0]),
            "plane.weight_2": float(plane.weights_in_use()[1]),
            "plane.bias": plane.bias_in_use(),
            "plane.rule": self.rule,
            "plane.learning_rate": self.learning_rate,
            "plane.steps": learning.steps if learning else 0,
            "plane.ended": learning.ended if learning else "",
            "chain.kind": self.expression.kind,
            **{f"chain.{name}": term for name, term in zip(NAMES, self.expression.terms, strict=True)},
            "chain.target": self.expression.target,
            "chain.z": trace.z,
            "chain.y": trace.y,
            "chain.dz": trace.dz,
            "chain.slope": trace.dy,
            "chain.de": trace.de,
            "chain.product": trace.product,
            "chain.error": trace.error,
            "chain.steps": self.expression_steps,
            "chain.learning_rate": self.chain_learning_rate,
            "chain.path": self.path,
        }
        unused = [math.nan] * (3 - self.used)
        rows = zip([*self.inputs[: self.used], *unused], [*weights, *unused], [*products, *unused], strict=True)
        for index, (given, weight, product) in enumerate(rows, 1):
            facts[f"neuron.input_{index}"] = given
            facts[f"neuron.weight_{index}"] = weight
            facts[f"neuron.product_{index}"] = product
        return facts


_NUMBER: Final = Number(-LIMIT, LIMIT)

PAGE: Final = Field("page", Word[Page](get_args(Page)))
KIND: Final = Field("kind", Word[UnitKind](get_args(UnitKind)))
USED: Final = Field("used", Whole(1, 3))
INPUTS: Final = Field("inputs", ThreeNumbers(_NUMBER))
WEIGHTS: Final = Field("weights", ThreeNumbers(_NUMBER))
BIAS: Final = Field("bias", _NUMBER)
POINTS: Final = Field("points", PointsKind())
RULE: Final = Field("rule", Word[Rule](get_args(Rule)))
LEARNING_RATE: Final = Field("learning_rate", Number(1e-6, LIMIT))
TERMS: Final = Field("terms", ThreeNumbers(_NUMBER))
TARGET: Final = Field("target", _NUMBER)
EXPRESSION_KIND: Final = Field("expression_kind", Word(CHAIN_KINDS))
CHAIN_LEARNING_RATE: Final = Field("chain_learning_rate", Number(1e-6, LIMIT))
PATH: Final = Field("path", Word[Term](NAMES))


def _state_from(values: Mapping[str, object]) -> NeuronLabState:
    usual = NeuronLabState()
    return NeuronLabState(
        page=PAGE.of(values, usual.page),
        kind=KIND.of(values, usual.kind),
        used=USED.of(values, usual.used),
        inputs=INPUTS.of(values, usual.inputs),
        weights=WEIGHTS.of(values, usual.weights),
        bias=BIAS.of(values, usual.bias),
        points=POINTS.of(values, usual.points),
        rule=RULE.of(values, usual.rule),
        learning_rate=LEARNING_RATE.of(values, usual.learning_rate),
        expression=Expression(
            TERMS.of(values, usual.expression.terms),
            TARGET.of(values, usual.expression.target),
            EXPRESSION_KIND.of(values, usual.expression.kind),
        ),
        chain_learning_rate=CHAIN_LEARNING_RATE.of(values, usual.chain_learning_rate),
        path=PATH.of(values, usual.path),
    )


NEURON_STATE: Final = StateSchema(
    (
        PAGE,
        KIND,
        USED,
        INPUTS,
        WEIGHTS,
        BIAS,
        POINTS,
        RULE,
        LEARNING_RATE,
        TERMS,
        TARGET,
        EXPRESSION_KIND,
        CHAIN_LEARNING_RATE,
        PATH,
    ),
    _state_from,
)
"""What a lesson may set; whatever it does not mention is as at the first start."""
