"""Scribbles: ink that means nothing, each made up at random."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from handwriting_app.data.signs import SPACING, Dots, dotted
from handwriting_app.ink.raster import SIDE, rounded

Rng = np.random.Generator


def curve(rng: Rng) -> list[Dots]:
    """A round line through points anywhere."""
    return [_round(rng.uniform(0, SIDE, (rng.integers(7, 16), 2)))]


def tangle(rng: Rng) -> list[Dots]:
    """A straight or round line to and fro, many times."""
    points = rng.uniform(0, SIDE, (rng.integers(14, 40), 2))
    return [dotted(points) if rng.random() < 0.5 else _round(points)]


def zigzag(rng: Rng) -> list[Dots]:
    """To and fro while going on to one side: upright, level or aslant, with corners or round."""
    turns = int(rng.integers(5, 14))
    along = np.linspace(0, SIDE, turns) + rng.normal(0, 1, turns)
    across = np.where(np.arange(turns) % 2, 0, SIDE) + rng.normal(0, 3, turns)
    points = _turned(np.column_stack((along, across)), rng.uniform(0, 2 * np.pi))
    return [dotted(points) if rng.random() < 0.5 else _round(points)]


def spiral(rng: Rng) -> list[Dots]:
    """Two to four and a half turns outwards or inwards."""
    turns = rng.uniform(2.0, 4.5)
    angle = np.linspace(0, 2 * np.pi * turns, int(24 * turns))
    radius = SIDE / 2 * np.linspace(rng.uniform(0, 0.3), 1, len(angle)) ** rng.uniform(0.6, 1.2)
    way = np.column_stack((radius * np.cos(angle), rng.choice((-1, 1)) * radius * np.sin(angle)))
    return [dotted(_turned(way, rng.uniform(0, 2 * np.pi)))]


def wander(rng: Rng) -> list[Dots]:
    """A long way whose direction changes at random."""
    steps = int(rng.integers(120, 260))
    angle = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, rng.uniform(0.15, 0.45), steps))
    way = np.cumsum(np.column_stack((np.cos(angle), np.sin(angle))), axis=0)
    return [dotted(SIDE * (way - way.min(axis=0)) / np.ptp(way, axis=0).max())]


def loops(rng: Rng) -> list[Dots]:
    """A row of loops, as for trying a pen."""
    count = rng.uniform(3, 6)
    angle = np.linspace(0, 2 * np.pi * count, int(24 * count))
    x = angle * rng.uniform(0.8, 2.0) + rng.uniform(2, 8) * np.sin(angle)
    way = np.column_stack((x, SIDE / 2 * np.cos(angle)))
    return [dotted(_turned(way, rng.choice((0.0, 0.3, np.pi / 2)) + rng.normal(0, 0.2)))]


def lines(rng: Rng) -> list[Dots]:
    """Three to six straight or bent lines anywhere."""
    strokes = []
    for _ in range(rng.integers(3, 7)):
        points = rng.uniform(0, SIDE, (rng.integers(2, 5), 2))
        strokes.append(dotted(points) if len(points) == 2 or rng.random() < 0.4 else _round(points))
    return strokes


def star(rng: Rng) -> list[Dots]:
    """A star of five to nine points, drawn in one, or as lines through the middle."""
    points = int(rng.integers(5, 10))
    turn = rng.uniform(0, 2 * np.pi)
    if rng.random() < 0.4:
        angle = turn + np.pi * np.arange(points // 2 + 1) / (points // 2 + 1)
        end = SIDE / 2 * np.column_stack((np.cos(angle), np.sin(angle)))
        return [dotted(np.vstack((-tip, tip))) for tip in end]
    way = turn + 2 * np.pi * (points // 2) / points * np.arange(points + 1)
    return [dotted(SIDE / 2 * np.column_stack((np.cos(way), np.sin(way))) + rng.normal(0, 1, (points + 1, 2)))]


def hatching(rng: Rng) -> list[Dots]:
    """Lines side by side, and often others across them."""
    strokes = []
    turn = rng.uniform(0, np.pi)
    for direction in (turn, turn + np.pi / 2)[: 1 + int(rng.random() < 0.7)]:
        for place in np.linspace(-SIDE / 2, SIDE / 2, int(rng.integers(3, 6))).tolist():
            line = np.array(((-SIDE / 2, place), (SIDE / 2, place))) + rng.normal(0, 1, (2, 2))
            strokes.append(dotted(_turned(line, direction)))
    return strokes


SCRIBBLES: Final[tuple[Callable[[Rng], list[Dots]], ...]] = (
    curve,
    tangle,
    wander,
    zigzag,
    spiral,
    loops,
    lines,
    star,
    hatching,
)


def _round(points: Dots) -> Dots:
    return dotted(rounded(points, SPACING))


def _turned(points: Dots, angle: float) -> Dots:
    turn = np.array(((np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))))
    return np.asarray(points @ turn)
