"""A stroke becomes a digit: normalise the drawing, ask the network, and say how sure the answer is. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.classes import TEN_DIGITS, Classes
from handwriting_app.engine.reading import named_digit, reading_steps
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NormalisedDigit, normalise
from handwriting_app.session.doubt import CONFIDENT, CONTENDER, PERHAPS_NONE, PROBABLY_NONE
from handwriting_app.session.weights import Weights


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """What the network makes of one drawing.

    Attributes:
        probabilities: Calibrated, shape (classes,), float64, summing to 1.
        normalised: What the network saw; of a picture that may be read in two ways, the one that is kept.
        none: How sure the network is that it is none of the classes; 0 where no output says so.
        classes: What can be read.
    """

    probabilities: NDArray[np.float64]
    normalised: NormalisedDigit
    none: float = 0.0
    classes: Classes = TEN_DIGITS

    @property
    def digit(self) -> int:
        """The most probable class; the first of equal ones. Not to be shown as read where `has_no_idea`."""
        return int(self._ranking()[0])

    @property
    def confidence(self) -> float:
        """The probability of `digit`, 0 to 1."""
        return float(np.max(self.probabilities))

    @property
    def name(self) -> str:
        """What the most probable class is called."""
        return self.classes.names[self.digit]

    @property
    def by_output(self) -> NDArray[np.float64]:
        """How sure the reading is of what each output stands for, (outputs,): `probabilities`, and then `none`."""
        return np.append(self.probabilities, self.none) if self.classes.has_none else self.probabilities

    @property
    def runner_up(self) -> int:
        """The second most probable digit, never `digit` itself."""
        return int(self._ranking()[1])

    @property
    def has_no_idea(self) -> bool:
        """Whether all digits are as probable as each other."""
        return named_digit(self.probabilities) is None

    @property
    def is_doubtful(self) -> bool:
        """Whether the confidence is weak, or the ink (a dash, two digits) is no digit, however sure the network is."""
        seen = self.normalised
        is_unlike = not seen.is_digit_shaped or seen.is_several or seen.is_crossed
        return is_unlike or self.confidence < CONFIDENT or self.none >= PERHAPS_NONE

    @property
    def doubt(self) -> str:
        """The doubt in words; empty when there is none."""
        if not self.is_doubtful:
            return ""
        if not self.normalised.is_digit_shaped:
            return self.classes.worded("not sure: this does not look like a digit")
        if self.has_no_idea:
            return self.classes.worded("no idea: every digit is equally likely")
        if self.normalised.is_several:
            return self.classes.worded("not sure: two digits?")
        if self.none >= PROBABLY_NONE:
            return f"this looks like {self.classes.none_named}"
        if self.normalised.is_crossed:
            return "not sure: is the line part of it?"
        if self.none >= PERHAPS_NONE:
            return f"not sure: {self.name}, or {self.classes.none_named}?"
        if self.probabilities[self.runner_up] >= CONTENDER:
            return f"not sure: {self.name} or {self.classes.names[self.runner_up]}?"
        return f"not sure: perhaps {self.name}?"

    def _ranking(self) -> NDArray[np.intp]:
        return np.argsort(-self.probabilities, kind="stable")


def read(weights: Weights, drawing: Drawing, *, normalisation: bool = True) -> Prediction:
    """Read ``drawing``, as :mod:`handwriting_app.engine.reading` says.

    Raises:
        ValueError: The drawing is empty.
    """
    return read_normalised(weights, normalise(drawing, enabled=normalisation))


def read_normalised(weights: Weights, digit: NormalisedDigit) -> Prediction:
    """Read a digit that is already normalised, whatever it came from.

    A drawing and a picture have three views (:mod:`handwriting_app.ink.normalise`). A digit of the data set has one:
    itself. Its strokes are not known, and the accuracy of a run is measured on that view.

    Where a picture may be dark ink on light paper or the reverse, the first is kept unless it is
    doubtful and the other is not.
    """
    steps = reading_steps(weights.network, digit.views(), weights.temperature)
    first = Prediction(steps.probabilities, digit, float(steps.none), weights.network.classes)
    if digit.other is None or not first.is_doubtful:
        return first
    other = read_normalised(weights, digit.other)
    return first if other.is_doubtful else other
