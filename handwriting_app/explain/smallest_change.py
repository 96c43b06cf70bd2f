"""The smallest change of a digit after which it is read as another class, whatever it is that can be changed of it.

Among all changes u for which the reading's log-odds m(u) of the wanted class are large enough, the smallest is looked
for, in two parts. First up: steps along K∇m, with momentum, until the real reading has flipped; K smooths the gradient
over neighbours. Then back: on the line from no change to this one the shortest that still flips is taken, and it is
turned half of the way towards the smallest of all, were m as straight as it is here: K∇m (∇m·u) / (∇m·K∇m). That is the
step by which reliability engineers find their design point (R. Rackwitz, B. Fiessler, *Structural reliability under
combined random load sequences*, 1978). It ends where a turn makes the change hardly smaller.

Unless no doubt may be left, all of this is done twice: whoever goes up until there is none may find another way.

m and its slope at the counts are those of the real reading; how the counts follow u is for the `Movable` to say, and
may be smoothed. Whatever is told to flip the reading was read by the real path.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.network import Network
from handwriting_app.explain.reading_slope import log_odds, odds_slope
from handwriting_app.ink.normalise import NormalisedDigit

MOST_STEPS: Final = 48
"""Gradient steps before a search is given up."""

STIFF_STEPS: Final = 24
"""From here on neighbours need not move together so closely."""

LEAD: Final = 0.05
"""How much more probable than any other class the wanted one must be."""

PERHAPS: Final = 0.5
"""Where "none of the classes" is as probable as this, no class is read."""

ASKED: Final = 0.6
"""The log-odds that the steps aim at; a little more than needed, as m is not straight …"""

ASKED_SURELY: Final = 2.5
"""… and where the reading must not be in doubt: 92 %."""

MOMENTUM: Final = 0.8
TURN: Final = 0.5
"""Of the way to the smallest change, were m straight."""

PLACES: Final = 10
"""On the line from no change to one that flips; the first of its second half that flips too is taken …"""

BISECTIONS: Final = 4
"""… and made smaller by bisection, to a 160th of the line."""

TRIES: Final = 3
"""Steps after a turn in which the reading must flip again."""

LEAST_GAIN: Final = 0.02
"""A turn that makes the change smaller by less than this share is the last one."""

Floats = NDArray[np.float64]


class Reading(Protocol):
    """What is needed of a reading."""

    @property
    def probabilities(self) -> Floats: ...
    @property
    def none(self) -> float: ...
    @property
    def normalised(self) -> NormalisedDigit: ...
    @property
    def is_doubtful(self) -> bool: ...


class Movable(Protocol):
    """What can be changed of a digit: ``u`` (parts, axes), 0 for no change.

    Attributes:
        nothing: The change that is none.
        longest_step: How far one step may change a part.
    """

    @property
    def nothing(self) -> Floats: ...
    @property
    def longest_step(self) -> float: ...

    def seen(self, u: Floats) -> NormalisedDigit:
        """What the network sees of the changed digit."""

    def pull_back(self, u: Floats, slopes: Floats) -> Floats:
        """(views, features), ∂m/∂features at ``u`` → ∂m/∂u, of the shape of ``u``."""

    def smoothed(self, slopes: Floats, *, loosely: bool) -> Floats:
        """K times slopes: K is symmetric, with no negative eigenvalue."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What the reading is to become.

    Attributes:
        network: What reads …
        temperature: … and with which last step.
        wanted: The class.
        surely: Whether the reading must not be in doubt either.
    """

    network: Network
    temperature: float
    wanted: int
    surely: bool = False

    def is_met(self, reading: Reading) -> bool:
        """Whether it is read as wanted, with a `LEAD`."""
        others = np.delete(reading.probabilities, self.wanted).max(initial=0.0)
        leads = bool(reading.probabilities[self.wanted] >= others + LEAD) and reading.none < PERHAPS
        return leads and not (self.surely and reading.is_doubtful)

    def missing(self, reading: Reading) -> float:
        """How much the log-odds are to grow."""
        views = reading.normalised.views()
        asked = ASKED_SURELY if self.surely else ASKED
        # Where that was asked for and is not yet enough, a little more is.
        return max(asked - log_odds(self.network, views, self.temperature, self.wanted), ASKED)

    def slopes(self, reading: Reading) -> Floats:
        """∂ log-odds / ∂ features, (views, features)."""
        return odds_slope(self.network, reading.normalised.views(), self.temperature, self.wanted)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the search.

    Attributes:
        number: From 0, which is the digit as it is.
        probability: Of the wanted class after it.
    """

    number: int
    probability: float


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What the search came to.

    Attributes:
        u: The smallest change that meets the goal; where there is none, that which came nearest.
        flips: Whether it meets the goal.
        steps: Gradient steps that it took.
    """

    u: Floats
    flips: bool
    steps: int


def smallest_change(
    movable: Movable, goal: Goal, read: Callable[[NormalisedDigit], Reading]
) -> Generator[Step, None, Found]:
    """Look for the smallest change that meets ``goal``; a step is 2 to 10 ms long, and may be the last one.

    Args:
        movable: What can be changed.
        goal: What it is to be read as.
        read: The real reading, by the network and the temperature of the goal.
    """
    found = yield from _search(movable, goal, goal, read, 0)
    if goal.surely or not found.steps:
        return found
    # Who first goes on until there is no doubt may find another way, which is the shorter one when it is cut.
    other = yield from _search(movable, goal, replace(goal, surely=True), read, found.steps + 1)
    is_better = other.flips and (not found.flips or size_of(other.u) < size_of(found.u))
    return replace(other if is_better else found, steps=found.steps + other.steps)


def _search(
    movable: Movable, goal: Goal, up_to: Goal, read: Callable[[NormalisedDigit], Reading], first: int
) -> Generator[Step, None, Found]:
    """From no change to one that meets ``up_to``, and back as far as ``goal`` is met; steps count from ``first`` on."""
    u, pace = movable.nothing, movable.nothing
    reading = read(movable.seen(u))
    nearest, nearest_p = u, -1.0
    best: Floats | None = None
    tries = 0
    number = 0
    while True:
        p = float(reading.probabilities[goal.wanted])
        yield Step(first + number, p)
        is_turning = (up_to if best is None else goal).is_met(reading)
        if is_turning:
            shorter = _shortest(movable, goal, read, u)
            gain = 1.0 if best is None else 1 - size_of(shorter) / max(size_of(best), 1e-300)
            best = shorter if gain > 0 else best
            if gain < LEAST_GAIN:
                break
            u, pace, tries = shorter, movable.nothing, 0
            reading = read(movable.seen(u))
        elif best is not None:
            tries += 1
        elif p > nearest_p:
            nearest, nearest_p = u, p
        if tries > TRIES or number == MOST_STEPS:
            break
        slopes = movable.pull_back(u, goal.slopes(reading))
        way = movable.smoothed(slopes, loosely=best is None and number >= STIFF_STEPS)
        steepness = float((slopes * way).sum())
        if not steepness > 1e-12:  # flat: there is no way up from here
            break
        up = way * ((up_to if best is None else goal).missing(reading) / steepness)
        towards = TURN * (way * (float((slopes * u).sum()) / steepness) - u) if is_turning else MOMENTUM * pace
        pace = up + towards
        pace *= min(1.0, movable.longest_step / max(_longest(pace), 1e-300))
        u = u + pace
        reading = read(movable.seen(u))
        number += 1
    return Found(nearest if best is None else best, best is not None, number)


def size_of(u: Floats) -> float:
    """The root of the mean square over the parts of ``u`` (parts, axes)."""
    return float(np.sqrt(np.square(u).sum(axis=1).mean()))


def _longest(u: Floats) -> float:
    return float(np.sqrt(np.square(u).sum(axis=1).max()))


def _shortest(movable: Movable, goal: Goal, read: Callable[[NormalisedDigit], Reading], u: Floats) -> Floats:
    """The shortest part of ``u``, which meets the goal, that meets it too."""

    def meets(share: float) -> bool:
        return goal.is_met(read(movable.seen(share * u)))

    # Not by bisection alone: the reading may flip there, back, and there again.
    places = (place / PLACES for place in range(PLACES // 2, PLACES))
    high = next((share for share in places if meets(share)), 1.0)
    low = high - 1 / PLACES
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        low, high = (low, middle) if meets(middle) else (middle, high)
    return high * u
