"""What a training run is: one frozen record from which it can be repeated number for number."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from handwriting_app.engine.limits import size_problem

ActivationName = Literal["sigmoid", "relu", "tanh"]
CostName = Literal["cross-entropy", "quadratic"]
DescentMode = Literal["batch", "stochastic", "mini-batch"]
UpdateRule = Literal["plain", "momentum", "adam"]

_USUAL_RATES: Mapping[tuple[DescentMode, UpdateRule], float] = MappingProxyType(
    {
        ("batch", "plain"): 0.5,
        ("batch", "momentum"): 0.2,
        ("batch", "adam"): 0.01,
        ("stochastic", "plain"): 0.02,
        ("stochastic", "momentum"): 0.002,
        ("stochastic", "adam"): 0.0005,
        ("mini-batch", "plain"): 0.2,
        ("mini-batch", "momentum"): 0.05,
        ("mini-batch", "adam"): 0.002,
    }
)


def usual_learning_rate(descent: DescentMode, update_rule: UpdateRule) -> float:
    """A learning rate that learns the digits well in this mode by this rule.

    The fewer examples an update averages over, the smaller its step has to be; momentum of 0.9 makes each step ten
    times as long in the end, and Adam's steps have a length of their own.
    """
    return _USUAL_RATES[descent, update_rule]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingConfig:
    """Every choice that shapes a training run.

    Attributes:
        hidden: Units of each hidden layer, from the input upwards; empty for a network without hidden layers.
        activation: Activation function of the hidden layers.
        cost: ``cross-entropy`` (softmax outputs) or ``quadratic`` (sigmoid outputs).
        descent: How many examples are seen before the weights are updated.
        batch_size: Examples per update in mini-batch mode; ignored by the other two.
        learning_rate: Step length at the start of the run; it can be changed while the run is under way.
        update_rule: Plain descent, momentum, or Adam.
        momentum: Share of the last step that is kept; used by the momentum rule alone.
        l2: Weight decay: ``l2 / 2 * sum(w ** 2)`` is added to the cost; biases are not decayed.
        label_smoothing: Share of the target that is spread evenly over all classes, 0 to below 1.
        weight_averaging: Decay per epoch of the running average of the weights that is used for reading; 0: off.
        epochs: Passes over the training digits, at most.
        seed: Seed of the split, the initial weights, the order of the digits and their variation.
        held_out: Share of the digits that is kept back from training, to measure on.
        variation: How strongly the training digits are varied (slant, stretch, wobble, pen width); 0 leaves them as
            they are, 1 is the usual amount. The engine only carries it; whoever makes the examples reads it.
        stop_when_converged: End the run early once the cost has stopped falling.
        tolerance: A fall of the training cost smaller than this counts as no fall.
        patience: Epochs without a fall after which the run has converged.

    Raises:
        ValueError: A value is outside its range; the message names the field and the range. A network that could not
            be opened again, once it is saved, is refused as well.
    """

    hidden: tuple[int, ...] = (256, 128)
    activation: ActivationName = "relu"
    cost: CostName = "cross-entropy"
    descent: DescentMode = "mini-batch"
    batch_size: int = 64
    learning_rate: float = 0.05
    update_rule: UpdateRule = "momentum"
    momentum: float = 0.9
    l2: float = 3e-4
    label_smoothing: float = 0.1
    weight_averaging: float = 0.97
    epochs: int = 200
    seed: int = 0
    held_out: float = 0.2
    variation: float = 1.0
    stop_when_converged: bool = True
    tolerance: float = 1e-4
    patience: int = 60

    def __post_init__(self) -> None:
        for name, choices in (
            ("activation", get_args(ActivationName)),
            ("cost", get_args(CostName)),
            ("descent", get_args(DescentMode)),
            ("update_rule", get_args(UpdateRule)),
        ):
            if getattr(self, name) not in choices:
                raise ValueError(f"{name} must be one of {', '.join(choices)}, not {getattr(self, name)!r}")
        _check_layers(self.hidden)
        for name, low, high in (
            ("batch_size", 1, math.inf),
            ("epochs", 1, math.inf),
            ("seed", 0, math.inf),
            ("l2", 0.0, 10.0),
            ("held_out", 0.05, 0.9),
            ("variation", 0.0, 2.0),
            ("tolerance", 0.0, math.inf),
            ("patience", 1, math.inf),
        ):
            if not low <= getattr(self, name) <= high:
                raise ValueError(f"{name} must lie between {low} and {high}, not {getattr(self, name)}")
        for name in ("momentum", "label_smoothing", "weight_averaging"):
            if not 0 <= getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 0 and below 1, not {getattr(self, name)}")
        if not (self.learning_rate > 0 and math.isfinite(self.learning_rate)):
            raise ValueError(f"learning_rate must be a positive, finite number, not {self.learning_rate}")


def _check_layers(hidden: Sequence[int]) -> None:
    """Refuse, before it is trained, a network that a model file could not hold."""
    if any(units < 1 for units in hidden):
        raise ValueError("hidden layers must each have at least 1 unit")
    if problem := size_problem(hidden):
        named = ", ".join(map(str, hidden[:6])) + (", …" if len(hidden) > 6 else "")
        raise ValueError(f"hidden layers of {named} units make too large a network: {problem}")
