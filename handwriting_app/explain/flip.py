"""What is told of the smallest change that flips a reading: the way to it, and how it is read along it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from handwriting_app.explain.movable_counts import MovableCounts
from handwriting_app.explain.movable_ink import MovableInk
from handwriting_app.explain.smallest_change import Found, Goal, Reading, Step, smallest_change
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NormalisedDigit

PLACES: Final = 20
"""Of the way: it is shown, and read, in so many equal parts."""

Ink: TypeAlias = Drawing | NormalisedDigit
"""What is read: strokes, or a digit of which only the picture and the counts are known."""

Read: TypeAlias = Callable[[NormalisedDigit], Reading]


@dataclass(frozen=True, slots=True, eq=False)
class MovedInk:
    """How the ink of a drawing moved.

    Attributes:
        places: (dots, 2): where it was, dots at equal distances along the pen's way, in the unit of the drawing.
        moves: (dots, 2): how far it went.
        far: (dots,): the same as shares of the drawing's height.
    """

    places: NDArray[np.float64]
    moves: NDArray[np.float64]
    far: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Flip:
    """A way from a digit to one that is read as the wanted class, or as far towards it as the search came.

    Attributes:
        goal: What it was to be read as.
        before: Which class it is read as.
        flips: Whether the end of the way is read as the wanted class.
        steps: Gradient steps that the search took.
        way: `PLACES` + 1 digits: first the one that was asked about, last the changed one.
        readings: Of each.
        moved: What moved; None where only the counts changed.
    """

    goal: Goal
    before: int
    flips: bool
    steps: int
    way: tuple[Ink, ...]
    readings: tuple[Reading, ...]
    moved: MovedInk | None

    @property
    def mean(self) -> float:
        """How far the ink moved on average over the pen's way, as a share of the height; 0 where none did."""
        return 0.0 if self.moved is None else float(self.moved.far.mean())

    @property
    def largest(self) -> float:
        """The same where it moved most."""
        return 0.0 if self.moved is None else float(self.moved.far.max())

    @property
    def counts(self) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """The 8 × 8 counts before and after."""
        return self.readings[0].normalised.counts, self.readings[-1].normalised.counts

    def probabilities(self, label: int) -> NDArray[np.float64]:
        """Of a class along the way, (`PLACES` + 1,)."""
        return np.array([reading.probabilities[label] for reading in self.readings])


def flip_of_drawing(
    drawing: Drawing, goal: Goal, read: Read, *, normalised: bool = True
) -> Generator[Step, None, Flip]:
    """Look for the smallest movement of ink; yields the steps.

    Raises:
        ValueError: It is no digit but a scribble.
    """
    ink = MovableInk.of(drawing, normalised=normalised)
    found = yield from smallest_change(ink, goal, read)
    way = [ink.moved(found.u * place / PLACES) for place in range(PLACES + 1)]
    readings = [read(ink.seen(found.u * place / PLACES)) for place in range(PLACES + 1)]
    moves = ink.in_drawing(found.u) - ink.in_drawing(ink.nothing)
    moved = MovedInk(ink.in_drawing(ink.nothing), moves, ink.far(found.u))
    return _flip(goal, found, tuple(way), tuple(readings), moved)


def flip_of_counts(digit: NormalisedDigit, goal: Goal, read: Read) -> Generator[Step, None, Flip]:
    """Look for the smallest change of the 8 × 8 counts; yields the steps."""
    movable = MovableCounts(digit)
    found = yield from smallest_change(movable, goal, read)
    fewest = _fewest(movable, goal, read, found) if found.flips else found
    way = [movable.moved(fewest.u * place / PLACES) for place in range(PLACES + 1)]
    return _flip(goal, fewest, tuple(way), tuple(map(read, way)), None)


def _flip(
    goal: Goal, found: Found, way: tuple[Ink, ...], readings: tuple[Reading, ...], moved: MovedInk | None
) -> Flip:
    before = int(np.argmax(readings[0].probabilities))
    return Flip(goal, before, found.flips, found.steps, way, readings, moved)


def _fewest(movable: MovableCounts, goal: Goal, read: Read, found: Found) -> Found:
    """The same without the blocks that are not needed, the least changed tried first."""
    u = movable.whole(found.u).astype(np.float64).reshape(-1, 1)
    has_less = True
    while has_less:
        has_less = False
        for place in np.argsort(np.abs(u[:, 0]), kind="stable"):
            without = u.copy()
            without[place] = 0
            if u[place, 0] and goal.is_met(read(movable.seen(without))):
                u, has_less = without, True
    return Found(u, found.flips, found.steps)
