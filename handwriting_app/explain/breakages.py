"""Ways to break learning on purpose, each with what to watch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.engine.settings import LEARNING_RATE
from handwriting_app.explain.steps import Step, StepKind
from handwriting_app.numerals import rounded


class Breakage(Enum):
    """What can be broken."""

    ZERO_WEIGHTS = "zero_weights"
    HUGE_LEARNING_RATE = "huge_learning_rate"
    TEN_SIGMOID_LAYERS = "ten_sigmoid_layers"
    MISSING_SLOPE = "missing_slope"


@dataclass(frozen=True, slots=True)
class Description:
    """How a breakage is offered.

    Attributes:
        title: On its button.
        watch: What to look at once it is done, in a sentence.
        warning: What stands over every step meanwhile, in a few words; empty where no step is other than it should be.
    """

    title: str
    watch: str
    warning: str = ""


DESCRIPTIONS = {
    Breakage.ZERO_WEIGHTS: Description(
        "All weights zero",
        "All outputs say the same. No gradient arrives below the last layer: nothing there can learn.",
        "all weights are 0",
    ),
    Breakage.HUGE_LEARNING_RATE: Description(
        "Learning rate × 100",
        "It is tried on a copy at once, and said here what happens. Take a step, or train, to do it.",
    ),
    Breakage.TEN_SIGMOID_LAYERS: Description(
        "Ten sigmoid layers",
        "The ribbon of δ runs out: each σ′ of at most 1/4 shrinks δ until next to nothing is left.",
        "ten sigmoid layers",
    ),
    Breakage.MISSING_SLOPE: Description(
        "Forget the factor σ′",
        "The check catches it: crosses in every layer below the last, where σ′ belongs.",
        "the backward pass leaves out σ′",
    ),
}


def shows_at(breakage: Breakage, depth: int) -> Step:
    """Where a breakage shows best in a network with ``depth`` layers of weights."""
    match breakage:
        case Breakage.ZERO_WEIGHTS | Breakage.MISSING_SLOPE if depth > 1:
            return Step(StepKind.DELTA, depth - 1)
        case Breakage.TEN_SIGMOID_LAYERS if depth > 1:
            return Step(StepKind.DELTA, 1)
        case Breakage.ZERO_WEIGHTS:
            return Step(StepKind.OUTPUT, depth)
        case _:
            return Step(StepKind.COST, depth)


def warning_of(broken: frozenset[Breakage]) -> str:
    """What stands over every step while these are broken; empty if that changes no step."""
    parts = [DESCRIPTIONS[breakage].warning for breakage in Breakage if breakage in broken]
    words = "; ".join(filter(None, parts))
    return f"Broken on purpose: {words}." if words else ""


def all_zero(network: Network) -> Network:
    """The network with every weight and bias 0."""
    zero = network.copy()
    zero.parameters[...] = 0.0
    return zero


def hundredfold_rate(learning_rate: float) -> float:
    """A hundred times the learning rate, as far as there are any so large; without the dust of binary fractions."""
    return min(rounded(learning_rate * 100, 12), LEARNING_RATE.high)


def hundredfold(config: TrainingConfig) -> TrainingConfig:
    """The configuration with a learning rate a hundred times as large."""
    return replace(config, learning_rate=hundredfold_rate(config.learning_rate))


def ten_sigmoid_layers(config: TrainingConfig) -> TrainingConfig:
    """The configuration with ten hidden layers of 32 sigmoid neurons."""
    return replace(config, hidden=(32,) * 10, activation="sigmoid")
