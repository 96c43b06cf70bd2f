"""Where one is on the way through the network and back, and what is chosen there. Free of Qt."""

from __future__ import annotations

from handwriting_app.explain.backprop_trace import BackpropTrace
from handwriting_app.explain.breakages import Breakage, shows_at
from handwriting_app.explain.choice import Choice, betrayer, quantity_at, strongest_path
from handwriting_app.explain.quantity import Kind, Quantity
from handwriting_app.explain.steps import Step, StepKind, nearest_step, steps_of
from handwriting_app.lab.backprop_state import BackpropState, TrayPage


class Walk:
    """A place in a network of certain sizes.

    Attributes:
        sizes: Units of every layer; when they change, the nearest place is taken with the next `settle`.
        choice: What is chosen; it may be of other sizes until then.
    """

    def __init__(self, sizes: tuple[int, ...]) -> None:
        self.sizes = sizes
        self.choice = Choice(())
        self._index = 0
        self._label: int | None = None
        self._wanted: BackpropState | None = None

    @property
    def depth(self) -> int:
        """How many layers have weights."""
        return len(self.sizes) - 1

    @property
    def steps(self) -> tuple[Step, ...]:
        return steps_of(self.depth)

    @property
    def index(self) -> int:
        """Which of the steps one is at."""
        return min(self._index, len(self.steps) - 1)

    @property
    def step(self) -> Step:
        return self.steps[self.index]

    @property
    def quantity(self) -> Quantity:
        """The number whose gradient is looked at."""
        return quantity_at(self.step, self.choice)

    def go_to(self, index: int) -> None:
        """Go to a step, or to the end that lies that way."""
        self._index = min(max(index, 0), len(self.steps) - 1)

    def go_to_step(self, step: Step) -> None:
        """Go to one of the steps. Raises ValueError for one that is not there."""
        self.go_to(self.steps.index(step))

    def choose(self, choice: Choice, aim: Kind | None = None) -> None:
        """Choose other neurons and, if an aim is given, what is meant of them."""
        self.choice = Choice(choice.units, aim or choice.aim)

    def look_at(self, layer: int, unit: int) -> None:
        """Choose a neuron, or with layer 0 a pixel, and go to where it adds up what it receives."""
        self.choose(self._fitting().with_unit(layer, unit), Kind.SUM)
        self.go_to_step(nearest_step(self.depth, StepKind.SUM if layer else StepKind.INPUT, layer))

    def look_at_weight(self, layer: int, unit: int, source: int) -> None:
        """Choose the weight of a layer that leads from a neuron of the one below, and go to its gradient."""
        self.choose(self._fitting().with_unit(layer, unit).with_unit(layer - 1, source), Kind.WEIGHT)
        self.go_to_step(Step(StepKind.GRADIENT, layer))

    def go_to_break(self, breakage: Breakage, seen: BackpropTrace) -> None:
        """Go where a breakage shows; a missing slope, to a neuron that takes blame which it should not."""
        step = shows_at(breakage, seen.depth)
        if breakage is Breakage.MISSING_SLOPE and step.layer < seen.depth:
            self.choice = self.choice.with_unit(step.layer, betrayer(seen, step.layer))
        self.go_to_step(step)

    def go_back(self, step: Step, choice: Choice) -> None:
        """Go to where one was before, if that is there."""
        if step in self.steps and choice.fits(self.sizes):
            self.choice = choice
            self.go_to_step(step)

    def state(self, true_digit: int | None, tray: TrayPage, *, guess_first: bool) -> BackpropState:
        """The place as a lesson asks for it; before there is a digit, the one that is waiting for it."""
        if self._wanted is not None:
            return self._wanted
        step, choice, aim = self.step, self.choice, self.choice.aim
        has_path = choice.fits(self.sizes)
        return BackpropState(
            step=step.kind,
            layer=step.layer,
            unit=choice.units[step.layer] if has_path else None,
            source=choice.units[step.layer - 1] if has_path and step.layer and aim is Kind.WEIGHT else None,
            aim=aim if aim in (Kind.WEIGHT, Kind.BIAS, Kind.SUM) else None,
            true_digit=true_digit,
            tray=tray,
            guess_first=guess_first,
        )

    def want(self, state: BackpropState) -> None:
        """Go to a place that a lesson asks for, with the next digit that is there."""
        self._wanted = state

    def wished_label(self) -> int | None:
        """Which digit a lesson's place that is waiting says that it is; None where it leaves that to the learner."""
        return self._wanted.true_digit if self._wanted is not None else None

    def settle(self, seen: BackpropTrace) -> None:
        """Find the place in the network that a digit is seen through."""
        if not self.choice.fits(seen.network.sizes):
            self.choice = strongest_path(seen)
        elif self._label not in (None, seen.label):
            self.choice = self.choice.with_unit(seen.depth, seen.label)
        self._label = seen.label
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.choice = wanted.choice_in(seen.network.sizes, strongest_path(seen))
            self.go_to_step(wanted.step_in(seen.depth))
        self._index = self.index

    def _fitting(self) -> Choice:
        return self.choice if self.choice.fits(self.sizes) else Choice((0,) * len(self.sizes))
