"""A stroke becomes a digit: normalise the drawing, ask the network, and say how sure the answer is. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.costs import softmax
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NormalisedDigit, normalise
from handwriting_app.session.doubt import ALIKE, CONFIDENT, CONTENDER
from handwriting_app.session.weights import Weights


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """What the network makes of one drawing.

    Attributes:
        probabilities: Calibrated, shape (10,), float64, summing to 1.
        normalised: What the network saw.
    """

    probabilities: NDArray[np.float64]
    normalised: NormalisedDigit

    @property
    def digit(self) -> int:
        """The most probable digit; the smallest of equal ones."""
        return int(self._ranking()[0])

    @property
    def confidence(self) -> float:
        """The probability of `digit`, 0 to 1."""
        return float(np.max(self.probabilities))

    @property
    def runner_up(self) -> int:
        """The second most probable digit, never `digit` itself."""
        return int(self._ranking()[1])

    @property
    def has_no_idea(self) -> bool:
        """Whether all digits are as probable as each other."""
        return float(np.ptp(self.probabilities)) <= ALIKE

    @property
    def is_doubtful(self) -> bool:
        """Whether the confidence is weak, or the ink (a dash, two digits) is no digit, however sure the network is."""
        seen = self.normalised
        return self.confidence < CONFIDENT or not seen.is_digit_shaped or seen.is_several or seen.is_crossed

    @property
    def doubt(self) -> str:
        """The doubt in words; empty when there is none."""
        if not self.is_doubtful:
            return ""
        if not self.normalised.is_digit_shaped:
            return "not sure: this does not look like a digit"
        if self.has_no_idea:
            return "no idea: every digit is as likely"
        if self.normalised.is_several:
            return "not sure: more than one digit?"
        if self.normalised.is_crossed:
            return "not sure: is the line part of it?"
        if self.probabilities[self.runner_up] >= CONTENDER:
            return f"not sure: {self.digit} or {self.runner_up}?"
        return f"not sure: perhaps {self.digit}?"

    def _ranking(self) -> NDArray[np.intp]:
        return np.argsort(-self.probabilities, kind="stable")


def read(weights: Weights, drawing: Drawing, *, normalisation: bool = True) -> Prediction:
    """Read ``drawing``; probabilities are softened by the weights' temperature (Guo et al. 2017, calibration).

    Raises:
        ValueError: The drawing is empty.
    """
    return read_normalised(weights, normalise(drawing, enabled=normalisation))


def read_normalised(weights: Weights, digit: NormalisedDigit) -> Prediction:
    """Read a digit that is already normalised, whatever it came from: the mean reading of all its views."""
    probabilities = weights.network.predict(digit.views()).astype(np.float64)
    mean = np.exp(np.log(np.maximum(probabilities, 1e-30)).mean(axis=0))
    return Prediction(soften(mean, weights.temperature), digit)


def soften(probabilities: NDArray[np.float64], temperature: float) -> NDArray[np.float64]:
    """Divide the logits behind ``probabilities`` (…, classes) by ``temperature`` and normalise again."""
    return np.asarray(softmax(np.log(np.maximum(probabilities, 1e-30)) / temperature))
