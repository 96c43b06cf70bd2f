"""What is chosen in the network: one neuron in every layer, and so one weight between every two."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from handwriting_app.explain.backprop_trace import BackpropTrace
from handwriting_app.explain.quantity import Kind, Quantity
from handwriting_app.explain.steps import Step, StepKind

_LAYER_OF_ALL = (Kind.SUM, Kind.WEIGHT, Kind.BIAS)


@dataclass(frozen=True, slots=True)
class Choice:
    """A path from a pixel to an output.

    Attributes:
        units: ``units[0]`` is the pixel, ``units[l]`` the neuron of layer l; the weight of layer l that is looked at
            joins the neuron of the layer below to it.
        aim: Where a step shows neurons, weights and biases, which of them is meant.
    """

    units: tuple[int, ...]
    aim: Kind | None = None

    def with_unit(self, layer: int, unit: int) -> Choice:
        units = list(self.units)
        units[layer] = unit
        return replace(self, units=tuple(units))

    def fits(self, sizes: tuple[int, ...]) -> bool:
        """Whether every chosen neuron exists in a network of these sizes."""
        return len(sizes) == len(self.units) and all(unit < size for unit, size in zip(self.units, sizes, strict=True))


def strongest_path(trace: BackpropTrace) -> Choice:
    """From the label's neuron downwards, each time along the weight that brings the most."""
    units = [trace.label]
    for layer in range(trace.depth, 0, -1):
        brought = np.abs(trace.network.weights[layer - 1][units[-1]] * trace.a(layer - 1))
        units.append(int(np.argmax(brought)))
    return Choice(tuple(reversed(units)))


def betrayer(trace: BackpropTrace, layer: int) -> int:
    """The neuron of a hidden layer whose δ is furthest off when the factor σ′ is left out."""
    return int(np.argmax(np.abs(trace.blame(layer) * (1 - trace.slope(layer)))))


def aims_at(step: Step) -> tuple[Kind, ...]:
    """What can be chosen in a step; the usual one first."""
    match step.kind:
        case StepKind.INPUT | StepKind.PIXELS:
            return (Kind.PIXEL,)
        case StepKind.SUM:
            return _LAYER_OF_ALL
        case StepKind.GRADIENT:
            return (Kind.WEIGHT, Kind.BIAS)
        case StepKind.ACTIVATION:
            return (Kind.OUTPUT,)
        case StepKind.OUTPUT | StepKind.COST | StepKind.OUTPUT_DELTA | StepKind.DELTA:
            return (Kind.SUM,)


def aim_at(step: Step, choice: Choice) -> Kind:
    """What is meant in a step: the user's aim where the step has it, otherwise the step's usual one."""
    aims = aims_at(step)
    return choice.aim if choice.aim in aims else aims[0]


def quantity_at(step: Step, choice: Choice) -> Quantity:
    """The number whose gradient is looked at in a step."""
    kind = aim_at(step, choice)
    source = choice.units[step.layer - 1] if kind is Kind.WEIGHT else 0
    return Quantity(kind, step.layer, choice.units[step.layer], source)
