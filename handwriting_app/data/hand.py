"""The middle lines of many digits while another hand's habits are put on them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from handwriting_app.ink.thinning import MiddleLines

STROKE_DOTS = 24
"""Dots of a stroke that is added."""

NEAR = 5.0
"""Pixels from the end of a line within which it shows where it is heading."""


class Hand:
    """Digits whose dots can be moved and dropped, and strokes added; all of it for some of the digits at once.

    Attributes:
        dots: float64 (dots, 2), x and y in pixels, to be written to; strokes that were added are not among them.
        owner: (dots,), which digit each dot belongs to.
        low: (digits, 2), the upper left corner of each digit's box when it was last measured.
        extent: (digits, 2), the box's width and height.
        rng: The source of chance.
    """

    def __init__(self, lines: MiddleLines, rng: np.random.Generator) -> None:
        self.rng = rng
        self.dots = lines.dots.astype(np.float64)
        self.owner = lines.owner
        self._radii = lines.radii
        self._is_end = lines.is_end
        self._starts = lines.starts
        self._kept = np.ones(len(self.dots), np.bool_)
        self._added: list[NDArray[np.float64]] = []
        self._added_to: list[NDArray[np.intp]] = []
        self.measure()

    def measure(self) -> None:
        """Measure the digits' boxes anew."""
        self.low = np.minimum.reduceat(self.dots, self._starts)
        self.extent = np.maximum(np.maximum.reduceat(self.dots, self._starts) - self.low, 1.0)

    def size(self, chosen: NDArray[np.intp], least: float, most: float) -> NDArray[np.float64]:
        """A chance number between the two for each of the ``chosen`` digits."""
        return self.rng.uniform(least, most, len(chosen))

    def dots_of(self, chosen: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
        """The dots of the ``chosen`` digits.

        Returns:
            Which they are, their digit's place in ``chosen``, and where in its box they lie (dots, 2), 0…1.
        """
        place = np.full(len(self._starts), -1)
        place[chosen] = np.arange(len(chosen))
        which = np.flatnonzero((place[self.owner] >= 0) & self._kept)
        digit = self.owner[which]
        return which, place[digit], (self.dots[which] - self.low[digit]) / self.extent[digit]

    def outermost(
        self, chosen: NDArray[np.intp], way: tuple[float, float], *, ends: bool = False
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The dot, or the end of a line, that lies farthest in direction ``way``: of each of the ``chosen`` digits.

        Returns:
            The dots, and the digits that have one.
        """
        which, place, _ = self.dots_of(chosen)
        if ends:
            is_end = self._is_end[which]
            which, place = which[is_end], place[is_end]
        order = np.lexsort((-(self.dots[which] @ np.array(way)), place))
        first = order[np.diff(place[order], prepend=-1) > 0]
        return which[first], chosen[place[first]]

    def heading(self, ends: NDArray[np.intp]) -> NDArray[np.float64]:
        """The angle in which each line goes on at its end, a dot each."""
        digit = self.owner[ends]
        sizes = np.diff(np.append(self._starts, len(self.dots)))[digit]
        place = np.arange(int(sizes.max(initial=0)))
        index = np.minimum(self._starts[digit][:, None] + place, len(self.dots) - 1)
        off = self.dots[ends][:, None] - self.dots[index]
        is_near = (place < sizes[:, None]) & (np.square(off).sum(axis=-1) < NEAR**2)
        x, y = (off * is_near[..., None]).sum(axis=1).T
        return np.asarray(np.arctan2(y, x))

    def drop(self, which: NDArray[np.intp]) -> None:
        """Take dots away."""
        self._kept[which] = False

    def draw(self, chosen: NDArray[np.intp], ways: NDArray[np.float64]) -> None:
        """Add a stroke (dots, 2) to each of the ``chosen`` digits."""
        self._added.append(ways.reshape(-1, 2))
        self._added_to.append(np.repeat(chosen, ways.shape[1]))

    def line(self, chosen: NDArray[np.intp], begin: NDArray[np.float64], end: NDArray[np.float64]) -> None:
        """Add a straight stroke, from ``begin`` to ``end`` (chosen, 2)."""
        along = np.linspace(0, 1, STROKE_DOTS)[:, None]
        self.draw(chosen, begin[:, None] + (end - begin)[:, None] * along)

    def arc(
        self,
        chosen: NDArray[np.intp],
        begin: NDArray[np.float64],
        heading: NDArray[np.float64],
        turn: NDArray[np.float64],
        length: NDArray[np.float64],
    ) -> None:
        """Add a round stroke: from ``begin`` on, at first in the direction ``heading``, turning by ``turn`` in all."""
        angle = heading[:, None] + turn[:, None] * np.linspace(0, 1, STROKE_DOTS)
        steps = np.stack((np.cos(angle), np.sin(angle)), axis=-1) * (length / STROKE_DOTS)[:, None, None]
        self.draw(chosen, begin[:, None] + np.cumsum(steps, axis=1))

    def written(self) -> MiddleLines:
        """The digits as they are now."""
        owner = np.concatenate((self.owner[self._kept], *self._added_to))
        dots = np.concatenate((self.dots[self._kept], *self._added)).astype(np.float32)
        added = len(dots) - int(self._kept.sum())
        order = np.argsort(owner, kind="stable")
        return MiddleLines(
            dots[order],
            np.concatenate((self._radii[self._kept], np.ones(added, np.float32)))[order],
            np.searchsorted(owner[order], np.arange(len(self._starts))),
            np.concatenate((self._is_end[self._kept], np.zeros(added, np.bool_)))[order],
        )
