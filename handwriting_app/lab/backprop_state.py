"""What a lesson puts in place in the Backprop view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from handwriting_app.explain.choice import Choice
from handwriting_app.explain.quantity import Kind
from handwriting_app.explain.steps import Step, StepKind, nearest_step
from handwriting_app.lab.fields import Field, StateSchema
from handwriting_app.lab.kinds import Flag, Whole, Word

TrayPage = Literal["none", "one step", "what mattered", "by hand", "break it", "my formula"]
Aim = Literal["weight", "bias", "neuron"]

AS_READ: Final = -1
"""The true digit where nobody has said one."""

MOST: Final = 100_000
"""No layer and no unit of it is counted further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackpropState:
    """A place on the way through the network in the window; what is left out, or not there, is the nearest there is.

    Attributes:
        step: What is worked out there; the input where neither step nor layer is given.
        layer: In which layer, from 1; the first that has such a step.
        unit: Which neuron of the layer, or which pixel; that on the strongest path if None.
        source: Which neuron of the layer below its weight comes from; that on the strongest path if None.
        aim: What is meant where a step shows weights, biases and neurons; the step's usual one if None, or the
            weight if a source is given.
        true_digit: Which digit it is said to be; None for what the learner has said, or else the one that is read;
            `AS_READ` for the one that is read, whatever was said.
        tray: The page under the step.
        guess_first: Whether the gradient is covered until it is guessed.
    """

    step: StepKind | None = None
    layer: int | None = None
    unit: int | None = None
    source: int | None = None
    aim: Kind | None = None
    true_digit: int | None = None
    tray: TrayPage = "one step"
    guess_first: bool = False

    def step_in(self, depth: int) -> Step:
        """The step in a network with ``depth`` layers of weights."""
        kind = self.step or (StepKind.INPUT if self.layer is None else StepKind.SUM)
        return nearest_step(depth, kind, 1 if self.layer is None else self.layer)

    def choice_in(self, sizes: tuple[int, ...], path: Choice) -> Choice:
        """What is chosen in a network of these sizes, whose strongest path is ``path``."""
        aim = self.aim or (Kind.WEIGHT if self.source is not None else None)
        step, choice = self.step_in(len(sizes) - 1), Choice(path.units, aim)
        if self.unit is not None:
            choice = choice.with_unit(step.layer, min(self.unit, sizes[step.layer] - 1))
        if self.source is not None and step.layer:
            choice = choice.with_unit(step.layer - 1, min(self.source, sizes[step.layer - 1] - 1))
        return choice


STEP: Final = Field("step", Word(tuple(kind.value for kind in StepKind)))
LAYER: Final = Field("layer", Whole(0, MOST))
UNIT: Final = Field("unit", Whole(0, MOST))
SOURCE: Final = Field("source", Whole(0, MOST))
AIM: Final = Field("aim", Word[Aim](get_args(Aim)))
TRUE_DIGIT: Final = Field("true_digit", Whole(AS_READ, 9))
TRAY: Final = Field("tray", Word[TrayPage](get_args(TrayPage)))
GUESS_FIRST: Final = Field("guess_first", Flag())


def _state_from(values: Mapping[str, object]) -> BackpropState:
    usual = BackpropState()
    step, aim = STEP.given(values), AIM.given(values)
    return BackpropState(
        step=StepKind(step) if step else None,
        layer=LAYER.given(values),
        unit=UNIT.given(values),
        source=SOURCE.given(values),
        aim=Kind(aim) if aim else None,
        true_digit=TRUE_DIGIT.given(values),
        tray=TRAY.of(values, usual.tray),
        guess_first=GUESS_FIRST.of(values, usual.guess_first),
    )


BACKPROP_STATE: Final = StateSchema((STEP, LAYER, UNIT, SOURCE, AIM, TRUE_DIGIT, TRAY, GUESS_FIRST), _state_from)
"""What a lesson may set; whatever it does not mention is as at the first start, on the strongest path."""
