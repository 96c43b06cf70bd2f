"""A person's hand: the drawings that a network is to learn from, and what came of it. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handwriting_app.ink.normalise import Ink
from handwriting_app.session.messages import Ended


@dataclass(frozen=True, slots=True, eq=False)
class Hand:
    """The kept drawings that can be learned from, in the order in which they were kept.

    Attributes:
        drawings: None of them empty; pictures are among them.
        classes: (drawings,), which of the network's classes each one is.
        is_cut: Whether older ones were left out.
    """

    drawings: tuple[Ink, ...]
    classes: NDArray[np.intp]
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """How many of ``of`` drawings or digits were read rightly ``before`` and ``after``."""

    of: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class HandReport:
    """What came of learning a hand.

    Attributes:
        held: The person's drawings that were held out from learning.
        learned: Those that were learned from.
        digits: The data set's digits that are held out of all training.
        forgotten: How many of ``digits`` were read rightly before and are not any more.
        share: How much of the step was taken, 0 to 1; 0: the network is as it was.
        is_cut: Whether older drawings were left out.
        is_too_little: Whether the drawings were too few, and too few of them misread, to learn from.
    """

    held: Count
    learned: Count
    digits: Count
    forgotten: int
    share: float
    is_cut: bool = False
    is_too_little: bool = False


@dataclass(frozen=True, slots=True)
class HandEnded(Ended):
    """The end of a run that learned a hand; without a ``report`` where nothing was learned."""

    report: HandReport | None = None
