"""Ways to break learning on purpose, each with what to watch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.engine.settings import LEARNING_RATE
from handwriting_app.numerals import percent, rounded


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
    """

    title: str
    watch: str


DESCRIPTIONS = {
    Breakage.ZERO_WEIGHTS: Description(
        "All weights zero",
        f"Every digit gets {percent(0.1)}. No gradient arrives below the last layer: nothing there can learn.",
    ),
    Breakage.HUGE_LEARNING_RATE: Description(
        "Learning rate × 100",
        "Take one step, or train: the cost leaps instead of falling by what was predicted.",
    ),
    Breakage.TEN_SIGMOID_LAYERS: Description(
        "Ten sigmoid layers",
        "Step back and read the scales: each σ′ of at most 1/4 shrinks δ until nothing is left.",
    ),
    Breakage.MISSING_SLOPE: Description(
        "Forget the factor σ′",
        "The check catches it: crosses in every layer below the last, where σ′ belongs.",
    ),
}


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
