"""What people draw that is no digit, made up stroke by stroke and apart from what the network has learned from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from handwriting_app.ink.drawing import Drawing
from tests.made_strokes import Stroke, bent, by_another_hand, ring, straight

Rng = np.random.Generator


def _heart(rng: Rng) -> list[Stroke]:
    deep = rng.uniform(24, 32)
    return [
        bent(
            (50, deep), (38, 6), (14, 8), (6, 34), (24, 66), (50, 98), (76, 66), (94, 34), (86, 8), (62, 6), (50, deep)
        )
    ]


def _star(rng: Rng) -> list[Stroke]:
    turn = rng.normal(-np.pi / 2, 0.1)
    angle = turn + 4 * np.pi / 5 * np.arange(6)
    return [straight(*zip((50 + 50 * np.cos(angle)).tolist(), (50 + 50 * np.sin(angle)).tolist(), strict=True))]


def _spiral(rng: Rng) -> list[Stroke]:
    angle = np.linspace(0, 2 * np.pi * rng.uniform(2.5, 4), 120)
    radius = np.linspace(4, 50, 120)
    return [np.column_stack((50 + radius * np.cos(angle), 50 + radius * np.sin(angle)))]


def _zigzag(rng: Rng) -> list[Stroke]:
    corners = int(rng.integers(6, 10))
    return [straight(*((100.0 * (i % 2), 100.0 * i / (corners - 1)) for i in range(corners)))]


def _scribble(rng: Rng) -> list[Stroke]:
    points = rng.uniform(0, 100, (14, 2)).tolist()
    return [bent(*((x, y) for x, y in points))]


def _twelve(rng: Rng) -> list[Stroke]:
    away = rng.uniform(38, 55)
    two = bent((away, 22), (away + 14, 4), (away + 34, 8), (away + 36, 32), (away + 16, 66), (away, 98))
    return [straight((0, 24), (14, 2), (16, 98)), two, straight((away, 98), (away + 42, 97))]


def _mirrored_two(rng: Rng) -> list[Stroke]:
    top = rng.uniform(2, 6)
    return [
        np.vstack(
            (
                bent((80, 24), (66, top), (40, top), (28, 22), (36, 46), (58, 70), (80, 95)),
                straight((80, 95), (22, 95)),
            )
        )
    ]


def _seven_on_its_side(rng: Rng) -> list[Stroke]:
    """A seven with its bar, turned by a right angle to either side."""
    side = rng.choice((-1, 1))
    seven = [straight((18, 8), (78, 6), (42, 96)), straight((36, 50), (70, 52))]
    return [np.column_stack((-side * stroke[:, 1], side * stroke[:, 0])) for stroke in seven]


SHAPES: Final[dict[str, Callable[[Rng], list[Stroke]]]] = {
    "A": lambda _: [straight((12, 98), (50, 4), (88, 98)), straight((28, 64), (72, 63))],
    "K": lambda _: [straight((16, 2), (17, 98)), straight((82, 4), (18, 54)), straight((38, 44), (86, 97))],
    "M": lambda _: [straight((6, 98), (18, 4), (50, 62), (82, 3), (95, 98))],
    "W": lambda _: [straight((3, 2), (24, 97), (50, 32), (74, 98), (98, 2))],
    "R": lambda _: [
        straight((18, 2), (17, 98)),
        bent((18, 5), (60, 3), (82, 24), (62, 46), (18, 50)),
        straight((44, 50), (86, 98)),
    ],
    "E": lambda _: [straight((84, 3), (16, 2), (15, 97), (86, 98)), straight((16, 49), (70, 50))],
    "H": lambda _: [straight((14, 2), (15, 98)), straight((86, 3), (85, 97)), straight((15, 50), (85, 48))],
    "heart": _heart,
    "star": _star,
    "spiral": _spiral,
    "zigzag": _zigzag,
    "scribble": _scribble,
    "12": _twelve,
    "2 in a mirror": _mirrored_two,
    "7 on its side": _seven_on_its_side,
    "ring with a cross": lambda _: [ring(50, 50, 90, 96), straight((50, 2), (50, 98)), straight((5, 50), (95, 50))],
}
"""What each is called, and how it is drawn: x to the right, y down, 0 to 100."""


def drawn(name: str, count: int, seed: int = 0) -> list[Drawing]:
    """``count`` drawings of one of `SHAPES`, each by another hand."""
    rng = np.random.default_rng((seed, *name.encode()))
    return [Drawing(tuple(by_another_hand(SHAPES[name](rng), rng))) for _ in range(count)]
