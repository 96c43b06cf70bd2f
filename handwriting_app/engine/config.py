"""What a training run is: one frozen record from which it can be repeated number for number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from handwriting_app.engine import settings
from handwriting_app.engine.settings import SETTINGS, shown
from handwriting_app.engine.settings import ActivationName as ActivationName
from handwriting_app.engine.settings import CostName as CostName
from handwriting_app.engine.settings import DescentMode as DescentMode
from handwriting_app.engine.settings import EngineName as EngineName
from handwriting_app.engine.settings import UpdateRule as UpdateRule
from handwriting_app.engine.settings import usual_learning_rate as usual_learning_rate


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingConfig:
    """Every choice that shapes a training run. Defaults and ranges stand in `handwriting_app.engine.settings`.

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
        non_digits: Learn what is no digit as well: one more output, and examples for it. Like ``variation`` it is
            for whoever makes the examples and the network.
        stop_when_converged: End the run early once the cost has stopped falling.
        tolerance: A fall of the training cost smaller than this counts as no fall.
        patience: Epochs without a fall after which the run has converged.
        engine: What works it out, or which one was asked for. It changes the last digits in float32 and nothing else:
            configurations that differ in it alone are equal.

    Raises:
        ValueError: A value is of another kind or outside its range; the sentence names the field and the range. A
            network that could not be opened again, once it is saved, is refused as well.
    """

    hidden: tuple[int, ...] = settings.HIDDEN.default
    activation: ActivationName = settings.ACTIVATION.default
    cost: CostName = settings.COST.default
    descent: DescentMode = settings.DESCENT.default
    batch_size: int = settings.BATCH_SIZE.default
    learning_rate: float = settings.LEARNING_RATE.default
    update_rule: UpdateRule = settings.UPDATE_RULE.default
    momentum: float = settings.MOMENTUM.default
    l2: float = settings.L2.default
    label_smoothing: float = settings.LABEL_SMOOTHING.default
    weight_averaging: float = settings.WEIGHT_AVERAGING.default
    epochs: int = settings.EPOCHS.default
    seed: int = settings.SEED.default
    held_out: float = settings.HELD_OUT.default
    variation: float = settings.VARIATION.default
    non_digits: bool = settings.NON_DIGITS.default
    stop_when_converged: bool = settings.STOP_WHEN_CONVERGED.default
    tolerance: float = settings.TOLERANCE.default
    patience: int = settings.PATIENCE.default
    engine: EngineName = field(default=settings.ENGINE.default, compare=False)

    def __post_init__(self) -> None:
        for name, setting in SETTINGS.items():
            # In the setting's own type, so that equal configurations are written to files alike.
            object.__setattr__(self, name, setting.check(getattr(self, name)))


def config_from(values: Mapping[str, object], base: TrainingConfig | None = None) -> TrainingConfig:
    """The configuration that a file, a command line or a panel gives by name.

    Args:
        values: By the names of the settings; a list is fine for the hidden layers.
        base: What the settings have that are not given; the defaults, unless told otherwise.

    Raises:
        ValueError: There is no such setting, or a value is of another kind or outside its range; in one sentence.
    """
    if unknown := values.keys() - SETTINGS.keys():
        raise ValueError(f"there is no setting named {shown(min(unknown))}")
    given = asdict(base or TrainingConfig()) | dict(values)
    return TrainingConfig(**given)
