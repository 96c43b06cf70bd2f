"""The one table of settings: what each is called, what it does, which values it takes, and what it usually is.

`TrainingConfig` takes its defaults and its checks from here; the training panel its fields, labels and tooltips; the
command line its options; the model file and the lessons what they accept; the race its lanes. Free of Qt and of numpy,
as the command line and the window read it before anything else is loaded.

Every number has two finite ends. A run with a value beyond them could not be told from one with the value at its end,
or could not be kept to its last digit by everyone who reads it: JSON, databases, Qt's signals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Generic, Literal, NamedTuple, TypeGuard, TypeVar

from handwriting_app.engine.limits import MAX_UNITS, size_problem

ActivationName = Literal["sigmoid", "relu", "tanh"]
CostName = Literal["cross-entropy", "quadratic"]
DescentMode = Literal["batch", "stochastic", "mini-batch"]
UpdateRule = Literal["plain", "momentum", "adam"]
EngineName = Literal["auto", "numpy", "compiled"]

Place = Literal["front", "more"]
"""Where the panel has a setting: in sight, or under "More"."""

Group = Literal["network", "descent", "run"]
"""The headings of the command line's help."""

Steps = Literal["1-2-5", "doubling"] | float | tuple[float, ...]
"""How an arrow key moves a number: …, 0.1, 0.2, 0.5, 1, …; powers of two; by so much; along these values."""

Value = TypeVar("Value", covariant=True)
Name = TypeVar("Name", bound=str, covariant=True)


# Each method that dataclass() need not write spares some 0.3 ms at the start of the program.
@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Setting(Generic[Value]):
    """One setting; the subclasses are the kinds there are.

    Attributes:
        name: Of the field of `TrainingConfig`, and with hyphens of the option on the command line.
        label: What the panel calls it.
        sentence: What it does and what more or less of it means; the tooltip.
        short: The same in a few words, for the command line's help.
        default: Its usual value.
        place: Where the panel has it.
        group: Where the command line's help has it.
        public_name: The objectName of its widget and the name of its fact in lessons, where that is not ``name``.
        unit: What a whole number counts, in the plural.
        idle: When it does nothing.
        is_live: Whether it can be changed while a run is under way.
        sentence_on_symbols: Another ``sentence``, where what is learned is not the digits and it is not only the word.
        default_words: How the command line finds the default, where it is no fixed value.
    """

    name: str
    label: str
    sentence: str
    short: str
    default: Value
    place: Place = "more"
    group: Group = "run"
    public_name: str = ""
    unit: str = ""
    idle: Idle | None = None
    is_live: bool = False
    default_words: str = ""
    sentence_on_symbols: str = ""

    @property
    def fact(self) -> str:
        """The name that widgets and lessons know it by."""
        return self.public_name or self.name

    @property
    def wanted(self) -> str:
        """Which values it takes, as the end of "… must be …"."""
        raise NotImplementedError

    def check(self, value: object) -> Value:
        """Return ``value`` in the setting's own type: 1 as 1.0 where it is a number, a list of layers as a tuple.

        Raises:
            ValueError: It is of another kind or out of range; the sentence names the setting, its range and the value.
        """
        raise NotImplementedError

    def refusal(self, value: object) -> ValueError:
        return ValueError(f"{self.name} must be {self.wanted}, not {shown(value)}")


class Idle(NamedTuple):
    """A setting does nothing while another one has certain values; ``why`` says for each of them why not."""

    other: Setting[object]
    why: Mapping[object, str]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Whole(Setting[int]):
    """A whole number from ``low`` to ``high``. For ``steps`` and ``first_step`` see `Number`."""

    low: int
    high: int
    steps: Steps = "1-2-5"
    first_step: int = 1

    @property
    def wanted(self) -> str:
        return f"a whole number{f' of {self.unit}' if self.unit else ''} from {self.low:,} to {self.high:,}"

    def check(self, value: object) -> int:
        if not _is_whole(value) or not self.low <= value <= self.high:
            raise self.refusal(value)
        return value


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Number(Setting[float]):
    """A number from ``low`` to ``high``, with or without the ends themselves.

    Attributes:
        steps: How an arrow key moves it.
        first_step: The first value above 0 that an arrow key leads to in steps of 1-2-5, if it can be 0.
    """

    low: float
    high: float
    with_low: bool = True
    with_high: bool = True
    steps: Steps = "1-2-5"
    first_step: float = 1e-6

    @property
    def wanted(self) -> str:
        low = f"{'at least' if self.with_low else 'above'} {self.low:,.15g}"
        return f"{low} and {'at most' if self.with_high else 'below'} {self.high:,.15g}"

    def check(self, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"{self.name} must be a number {self.wanted}, not {shown(value)}")
        # Not a number lies in no range.
        if not self.low <= value <= self.high or (value == self.low and not self.with_low):
            raise self.refusal(value)
        if value == self.high and not self.with_high:
            raise self.refusal(value)
        return float(value)


class Option(NamedTuple, Generic[Name]):
    """One of the values of a choice, with its label and what it means."""

    value: Name
    label: str
    sentence: str

    @property
    def word(self) -> str:
        """The label as it is written within a sentence: sigmoid, but ReLU and Adam."""
        return self.label if self.label == "Adam" or not self.label[1:].islower() else self.label.lower()


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Choice(Setting[Name]):
    """One of a few names."""

    options: tuple[Option[Name], ...]

    @property
    def values(self) -> tuple[Name, ...]:
        return tuple(option.value for option in self.options)

    @property
    def wanted(self) -> str:
        return f"one of {', '.join(self.values)}"

    def check(self, value: object) -> Name:
        return self.option(value).value

    def option(self, value: object) -> Option[Name]:
        """The option of that value; raises what `check` raises."""
        for option in self.options:
            if isinstance(value, str) and option.value == value:
                return option
        raise self.refusal(value)


class Switch(Setting[bool]):
    """On or off."""

    @property
    def wanted(self) -> str:
        return "true or false"

    def check(self, value: object) -> bool:
        if not isinstance(value, bool):
            raise self.refusal(value)
        return value


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Layers(Setting[tuple[int, ...]]):
    """The units of each layer, ``low`` to ``high`` of them; no layer is fine."""

    low: int
    high: int

    @property
    def wanted(self) -> str:
        return f"a list of layers of {self.low:,} to {self.high:,} {self.unit} each"

    def check(self, value: object) -> tuple[int, ...]:
        if not isinstance(value, list | tuple):
            raise self.refusal(value)
        layers = tuple(units for units in value if _is_whole(units) and self.low <= units <= self.high)
        if len(layers) != len(value):
            raise self.refusal(value)
        if problem := size_problem(layers):
            raise ValueError(f"{self.name} makes too large a network: {problem}")
        return layers


AnySetting = Whole | Number | Choice[str] | Switch | Layers


def shown(value: object) -> str:
    """``value`` as Python writes it, cut to 40 characters."""
    try:
        text = repr(value)
    except ValueError:  # Python writes no whole number of more than 4,300 digits
        return "a number of thousands of digits"
    except RecursionError:
        return "something nested very deeply"
    return text if len(text) <= 40 else text[:39] + "…"


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


_USUAL_RATES: Final[Mapping[tuple[DescentMode, UpdateRule], float]] = MappingProxyType(
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


# --- in sight ----------------------------------------------------------------------------------------------------

HIDDEN: Final = Layers(
    name="hidden",
    label="Hidden layers",
    sentence="Units of each hidden layer from the pixels upwards, such as 128, 64: more can learn finer differences "
    "but takes longer; empty means none.",
    short="units of each hidden layer, from the input upwards, or 'none'",
    default=(256, 128),
    low=1,
    high=MAX_UNITS,
    unit="units",
    place="front",
    group="network",
    public_name="hidden_layers",
)

ACTIVATION: Final[Choice[ActivationName]] = Choice(
    name="activation",
    label="Activation",
    sentence="The curve that each hidden unit bends its sum with; without it, layers would add nothing.",
    short="of the hidden layers",
    default="relu",
    options=(
        Option("sigmoid", "Sigmoid", "Squeezes every sum into 0 to 1; deep networks barely learn with it."),
        Option("relu", "ReLU", "Passes what is above 0 and drops the rest; learns fast, also in deep networks."),
        Option("tanh", "Tanh", "Squeezes every sum into −1 to 1; learns faster than the sigmoid."),
    ),
    place="front",
    group="network",
)

DESCENT: Final[Choice[DescentMode]] = Choice(
    name="descent",
    label="Descent",
    sentence="How many digits the network looks at before it updates its weights: all, one, or a small batch.",
    short="how many digits are seen before each update",
    default="mini-batch",
    options=(
        Option("batch", "Batch", "One update after all the digits: a smooth path in few, slow steps."),
        Option("stochastic", "Stochastic", "One update after every digit: many quick, jittery steps."),
        Option("mini-batch", "Mini-batch", "One update after each small batch: nearly as smooth, and much faster."),
    ),
    place="front",
    group="descent",
    public_name="descent_mode",
)

BATCH_SIZE: Final = Whole(
    name="batch_size",
    label="Batch size",
    sentence="How many digits are seen before the weights are updated; 50 to 256 is usual, and smaller batches learn "
    "in more and noisier steps.",
    short="digits for each update in mini-batch mode",
    default=64,
    low=1,
    high=100_000,  # more than any set of digits has: from there on it is batch descent
    unit="digits",
    steps="doubling",
    idle=Idle(
        DESCENT,
        MappingProxyType(
            {
                "batch": "Batch descent updates once after all the digits, so there is no batch size to choose.",
                "stochastic": "Stochastic descent updates after every single digit, so there is no batch size to "
                "choose.",
            }
        ),
    ),
    place="front",
    group="descent",
)

LEARNING_RATE: Final = Number(
    name="learning_rate",
    label="Learning rate",
    sentence="How far each update moves the weights: too small learns slowly, too large overshoots and may diverge. "
    "It can be changed while training runs.",
    short="length of a step",
    default=usual_learning_rate("mini-batch", "momentum"),
    low=0.0,
    high=1_000.0,  # hundreds of times what learns anything, and enough to see a run diverge
    with_low=False,
    is_live=True,
    default_words="what suits the descent and the update rule",
    place="front",
    group="descent",
)

EPOCHS: Final = Whole(
    name="epochs",
    label="Epochs",
    sentence="How often, at most, the network goes through all the training digits; more can learn more, up to a "
    "point.",
    short="passes over the training digits, at most",
    default=200,
    low=1,
    high=1_000_000_000,  # more than a day even at 0.1 ms an epoch, and still a whole number of 32 bits
    place="front",
    group="run",
)

VARIATION: Final = Number(
    name="variation",
    label="Vary the digits",
    sentence="Slants, stretches and wobbles the training digits anew in every epoch, so that the network learns to "
    "read hands that it has not seen; the held-out digits stay as they are.",
    short="how strongly the training digits are varied; 0: not at all",
    default=1.0,
    low=0.0,
    high=2.0,
    steps=0.1,
    place="front",
    group="run",
)

NON_DIGITS: Final = Switch(
    name="non_digits",
    label="Learn what is no digit",
    sentence="Mixes letters, signs and scribbles among the training digits, one to three of them, and gives the "
    "network one more output, which learns to say “no digit”.",
    sentence_on_symbols="Mixes scribbles, halves and pairs of symbols among the training symbols, one to three of "
    "them, and gives the network one more output, which learns to say “none of them”.",
    short="learn what is no digit as well, with one more output",
    default=True,
    place="front",
    group="run",
)

# --- under "More" ------------------------------------------------------------------------------------------------

COST: Final[Choice[CostName]] = Choice(
    name="cost",
    label="Cost function",
    sentence="What learning makes small: how much a wrong answer counts.",
    short="what descent makes small",
    default="cross-entropy",
    options=(
        Option(
            "cross-entropy",
            "Cross-entropy",
            "With softmax outputs: a confident mistake costs much and is mended fast.",
        ),
        Option("quadratic", "Quadratic", "With sigmoid outputs: a confident mistake moves the weights only slowly."),
    ),
    group="network",
    public_name="cost_function",
)

UPDATE_RULE: Final[Choice[UpdateRule]] = Choice(
    name="update_rule",
    label="Update rule",
    sentence="How the gradients become a step of the weights.",
    short="how a gradient becomes a step",
    default="momentum",
    options=(
        Option("plain", "Plain", "Each update follows the gradient of its own batch alone."),
        Option("momentum", "Momentum", "Each update keeps part of the one before, and so rolls through small dips."),
        Option("adam", "Adam", "Each weight gets a step length of its own; a learning rate near 0.001 suits it."),
    ),
    group="descent",
)

_NO_MOMENTUM: Final = "Only the momentum rule keeps part of the last step."

MOMENTUM: Final = Number(
    name="momentum",
    label="Momentum",
    sentence="The share of the last step that the next one keeps: more is faster on long slopes but may overshoot.",
    short="share of the last step that is kept, with --update-rule momentum",
    default=0.9,
    low=0.0,
    high=1.0,
    with_high=False,
    steps=(0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999),
    idle=Idle(UPDATE_RULE, MappingProxyType({"plain": _NO_MOMENTUM, "adam": _NO_MOMENTUM})),
    group="descent",
)

L2: Final = Number(
    name="l2",
    label="Weight decay (L2)",
    sentence="Pulls all weights towards 0, so that no single pixel decides; too much and nothing is learned.",
    short="weight decay",
    default=3e-4,
    low=0.0,
    high=10.0,
    group="descent",
)

LABEL_SMOOTHING: Final = Number(
    name="label_smoothing",
    label="Label smoothing",
    sentence="The share of each target that is spread over all the digits, so that the network is never quite certain.",
    short="share of the target that is spread over all classes",
    default=0.1,
    low=0.0,
    high=1.0,
    with_high=False,
    steps=0.05,
    group="descent",
)

WEIGHT_AVERAGING: Final = Number(
    name="weight_averaging",
    label="Weight averaging",
    sentence="Reads with a running average of the weights of past epochs, steadier than the last ones; 0 is off.",
    short="decay per epoch of the running average of the weights; 0: none",
    default=0.97,
    low=0.0,
    high=1.0,
    with_high=False,
    steps=(0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99),
    group="descent",
)

SEED: Final = Whole(
    name="seed",
    label="Seed",
    sentence="Fixes all chance in a run (split, first weights, order, variation): same seed, same numbers.",
    short="of the split, the first weights, the order and the variation of the digits",
    default=0,
    low=0,
    high=2**32 - 1,  # the seeds that scikit-learn takes too: 32 bits
    steps=1.0,
    group="run",
)

HELD_OUT: Final = Number(
    name="held_out",
    label="Share held out",
    sentence="The share of the digits that is kept from training to measure on; more measures better but teaches less.",
    short="share of the digits that is kept back, to measure on",
    default=0.2,
    low=0.05,
    high=0.9,
    steps=0.05,
    group="run",
)

STOP_WHEN_CONVERGED: Final = Switch(
    name="stop_when_converged",
    label="Stop when converged",
    sentence="Ends the run before its last epoch once the training cost has stopped falling.",
    short="end the run once the cost has stopped falling",
    default=True,
    group="run",
)

_NO_STOP: Final = Idle(STOP_WHEN_CONVERGED, MappingProxyType({False: "Used only when “Stop when converged” is on."}))

TOLERANCE: Final = Number(
    name="tolerance",
    label="Tolerance",
    sentence="A fall of the training cost smaller than this counts as no fall; larger stops earlier.",
    short="a fall of the cost smaller than this counts as none",
    default=1e-4,
    low=0.0,
    high=1_000.0,  # a blind guess costs 2.3: no fall is as large
    first_step=1e-8,
    idle=_NO_STOP,
    group="run",
)

PATIENCE: Final = Whole(
    name="patience",
    label="Patience",
    sentence="For how many epochs the cost may fail to fall before the run ends; more waits longer for the next fall.",
    short="epochs without a fall after which the run has converged",
    default=60,
    low=1,
    high=EPOCHS.high,
    unit="epochs",
    idle=_NO_STOP,
    group="run",
)

_ONE_LOOP: Final = "There is a compiled loop for stochastic descent by the plain rule alone."

ENGINE: Final[Choice[EngineName]] = Choice(
    name="engine",
    label="Engine",
    sentence="What works the numbers out, where descent is stochastic and the rule is plain.",
    short="what works out stochastic descent by the plain rule",
    default="auto",
    options=(
        Option("auto", "Auto", "The compiled loop once it is ready, if numba is installed; until then numpy."),
        Option("numpy", "NumPy", "Numpy: the reference, and what every other kind of descent is worked out by."),
        Option("compiled", "Compiled", "A loop compiled by numba, some ten times as fast, once it is ready."),
    ),
    idle=Idle(DESCENT, MappingProxyType({"batch": _ONE_LOOP, "mini-batch": _ONE_LOOP})),
    group="run",
)

SETTINGS: Final[Mapping[str, AnySetting]] = MappingProxyType(
    {
        setting.name: setting
        for setting in (
            HIDDEN,
            ACTIVATION,
            DESCENT,
            BATCH_SIZE,
            LEARNING_RATE,
            EPOCHS,
            VARIATION,
            NON_DIGITS,
            COST,
            UPDATE_RULE,
            MOMENTUM,
            L2,
            LABEL_SMOOTHING,
            WEIGHT_AVERAGING,
            SEED,
            HELD_OUT,
            STOP_WHEN_CONVERGED,
            TOLERANCE,
            PATIENCE,
            ENGINE,
        )
    }
)
"""Every setting by the name of its field of `TrainingConfig`, in the panel's order."""
