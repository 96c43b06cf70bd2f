"""How a drawn digit was read along the run: by the weights of every epoch that is kept. Free of Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.session.reading import Prediction, read_normalised
from handwriting_app.session.weights import Weights


@dataclass(frozen=True, slots=True, eq=False)
class OwnDigitCurve:
    """How sure the run was, epoch by epoch, of one class of one digit.

    Attributes:
        name: Of the class.
        is_said: Whether a person has said that it is this; otherwise it is what the newest weights read.
        epochs: Shape (n,), rising: those whose weights are kept, which need not be all of the run.
        shares: Shape (n,), 0 to 1: the probability of the class, as the reading shows it.
        right_since: The first kept epoch from which on all read the class; None where the newest does not.
        wrong_until: The kept epoch before that; None where there is none.
    """

    name: str
    is_said: bool
    epochs: NDArray[np.float64]
    shares: NDArray[np.float64]
    right_since: int | None
    wrong_until: int | None


@dataclass(frozen=True, slots=True, eq=False)
class OwnDigit:
    """One digit, and its reading with each of the kept weights.

    Attributes:
        digit: What was read.
        weights: By rising epochs.
        readings: One for each of them.
    """

    digit: NormalisedDigit
    weights: tuple[Weights, ...]
    readings: tuple[Prediction, ...]

    def curve(self, said: str | None) -> OwnDigitCurve | None:
        """The curve of the class that was ``said``, else of the one that the newest weights read.

        None where neither is known: nothing was said, or no class of this name, and the newest have no idea.
        """
        newest = self.readings[-1]
        names = newest.classes.names
        is_said = said in names
        if not is_said and newest.has_no_idea:
            return None
        place = names.index(said) if said is not None and is_said else newest.digit
        epochs = np.array([weights.epoch for weights in self.weights], dtype=float)
        shares = np.array([reading.probabilities[place] for reading in self.readings])
        is_right = [reading.digit == place and not reading.has_no_idea for reading in self.readings]
        since = len(is_right)
        while since and is_right[since - 1]:
            since -= 1
        return OwnDigitCurve(
            names[place],
            is_said,
            epochs,
            shares,
            self.weights[since].epoch if since < len(is_right) else None,
            self.weights[since - 1].epoch if 0 < since < len(is_right) else None,
        )


def reread(digit: NormalisedDigit, kept: Sequence[Weights], before: OwnDigit | None = None) -> OwnDigit:
    """Read ``digit`` with each of the weights, at least one.

    ``before`` spares those that have read it already.
    """
    known = {}
    if before is not None and before.digit is digit:
        known = {id(weights): reading for weights, reading in zip(before.weights, before.readings, strict=True)}
    readings = tuple(known.get(id(weights)) or read_normalised(weights, digit) for weights in kept)
    return OwnDigit(digit, tuple(kept), readings)
