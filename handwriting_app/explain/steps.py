"""The way through the network and back, cut into steps that can be looked at one by one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class StepKind(Enum):
    """What is worked out in a step."""

    INPUT = "input"
    SUM = "sum"
    ACTIVATION = "activation"
    OUTPUT = "output"
    COST = "cost"
    OUTPUT_DELTA = "output delta"
    GRADIENT = "gradient"
    DELTA = "delta"
    PIXELS = "pixels"


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        kind: What is worked out.
        layer: For which layer, from 1; 0 for the input, and the last for the cost.
    """

    kind: StepKind
    layer: int

    @property
    def is_backward(self) -> bool:
        return self.kind in (StepKind.OUTPUT_DELTA, StepKind.GRADIENT, StepKind.DELTA, StepKind.PIXELS)


def steps_of(depth: int) -> tuple[Step, ...]:
    """Every step of a network with ``depth`` layers of weights: 2 depth + 2 forward, 2 depth + 1 backward."""
    steps = [Step(StepKind.INPUT, 0)]
    for layer in range(1, depth + 1):
        steps.append(Step(StepKind.SUM, layer))
        steps.append(Step(StepKind.OUTPUT if layer == depth else StepKind.ACTIVATION, layer))
    steps.append(Step(StepKind.COST, depth))
    for layer in range(depth, 0, -1):
        steps.append(Step(StepKind.OUTPUT_DELTA if layer == depth else StepKind.DELTA, layer))
        steps.append(Step(StepKind.GRADIENT, layer))
    steps.append(Step(StepKind.PIXELS, 0))
    return tuple(steps)


def forward_count(depth: int) -> int:
    """How many of the steps are forward ones."""
    return 2 * depth + 2


def nearest_step(depth: int, kind: StepKind, layer: int) -> Step:
    """The step of a kind in a network with ``depth`` layers of weights: of ``layer``, or of the nearest that has one.

    In a network without hidden layers the output takes their place.
    """
    steps = steps_of(depth)
    if not any(step.kind is kind for step in steps):
        kind = StepKind.OUTPUT if kind is StepKind.ACTIVATION else StepKind.OUTPUT_DELTA
    return min((step for step in steps if step.kind is kind), key=lambda step: abs(step.layer - layer))


def delta_step(depth: int, layer: int) -> Step:
    """Where the δ of a layer is worked out; for layer 0, ∂C/∂x."""
    if layer == 0:
        return Step(StepKind.PIXELS, 0)
    return Step(StepKind.OUTPUT_DELTA if layer == depth else StepKind.DELTA, layer)
