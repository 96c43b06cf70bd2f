"""Labelled points in the plane: the three tables of truth that every introduction begins with, and a ring."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from handwriting_app.engine.arrays import Array

Label = Literal[0, 1]

LOW: Final = -1.0
HIGH: Final = 2.0
"""The plane reaches from `LOW` to `HIGH` on both axes, with the corners of the unit square in its middle."""

MAX_POINTS: Final = 60


@dataclass(frozen=True, slots=True)
class Point:
    x1: float
    x2: float
    label: Label


@dataclass(frozen=True, slots=True)
class Points:
    """What a unit is to learn; never changed, only replaced.

    Attributes:
        items: At most `MAX_POINTS`.
        name: That of the table in `TABLES` while they are the same, else ``own``.
    """

    items: tuple[Point, ...] = ()
    name: str = "own"

    def __len__(self) -> int:
        return len(self.items)

    def x(self) -> Array:
        """Return the inputs, (points, 2)."""
        return np.array([(point.x1, point.x2) for point in self.items], dtype=np.float64).reshape(-1, 2)

    def labels(self) -> Array:
        """Return the labels as numbers, (points,)."""
        return np.array([point.label for point in self.items], dtype=np.float64)

    def added(self, x1: float, x2: float, label: Label) -> Points:
        """With one point more; the same points if there are too many already."""
        if len(self.items) >= MAX_POINTS:
            return self
        return Points((*self.items, Point(inside(x1), inside(x2), label)))

    def moved(self, index: int, x1: float, x2: float) -> Points:
        return self._with(index, replace(self.items[index], x1=inside(x1), x2=inside(x2)))

    def relabelled(self, index: int) -> Points:
        point = self.items[index]
        return self._with(index, replace(point, label=0 if point.label else 1))

    def removed(self, index: int) -> Points:
        return Points(self.items[:index] + self.items[index + 1 :])

    def _with(self, index: int, point: Point) -> Points:
        return Points((*self.items[:index], point, *self.items[index + 1 :]))


def inside(coordinate: float) -> float:
    """The nearest place on the plane, to a hundredth."""
    return round(min(max(coordinate, LOW), HIGH), 2)


def _table(name: str, ones: Iterable[tuple[int, int]]) -> Points:
    ones = set(ones)
    corners = ((0, 0), (0, 1), (1, 0), (1, 1))
    return Points(tuple(Point(float(a), float(b), 1 if (a, b) in ones else 0) for a, b in corners), name)


def _ring() -> Points:
    """A heap of 1s with 0s all round it."""
    heap = [(0.5 + 0.25 * math.cos(turn), 0.5 + 0.25 * math.sin(turn)) for turn in np.linspace(0, 2 * np.pi, 7)[:-1]]
    ring = [(0.5 + 1.1 * math.cos(turn), 0.5 + 1.1 * math.sin(turn)) for turn in np.linspace(0, 2 * np.pi, 15)[:-1]]
    ones = [Point(inside(x1), inside(x2), 1) for x1, x2 in heap]
    return Points((*ones, *(Point(inside(x1), inside(x2), 0) for x1, x2 in ring)), "ring")


TABLES: Final[Mapping[str, Points]] = {
    "AND": _table("AND", [(1, 1)]),
    "OR": _table("OR", [(0, 1), (1, 0), (1, 1)]),
    "XOR": _table("XOR", [(0, 1), (1, 0)]),
    "ring": _ring(),
}


def boundary(weights: Array, offset: float) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """The part of the line w·x + ``offset`` = 0 that lies on the plane, from end to end; None if none does."""
    w1, w2 = (float(weight) for weight in weights)
    if math.hypot(w1, w2) < 1e-9:
        return None
    ends: list[tuple[float, float]] = []
    for edge in (LOW, HIGH):
        if w2:
            ends.append((edge, -(w1 * edge + offset) / w2))
        if w1:
            ends.append((-(w2 * edge + offset) / w1, edge))
    slack = 1e-9
    ends = [end for end in ends if all(LOW - slack <= value <= HIGH + slack for value in end)]
    if len(ends) < 2:
        return None
    first = ends[0]
    last = max(ends, key=lambda end: math.dist(first, end))
    return (first, last) if math.dist(first, last) > slack else None
