"""Digits as people write them and the training digits are not, made up stroke by stroke: one recipe for each kind."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.raster import rounded

Stroke = NDArray[np.float64]
Points = list[tuple[float, float]]

A_KIND: Final = 20
"""Drawings of each kind."""

ROUND: Final = 0.8
"""Units between the points of a curve."""


class Made(NamedTuple):
    """One drawing, the digit that it is, and the kind of handwriting that it stands for."""

    kind: str
    digit: int
    drawing: Drawing


def bent(*points: tuple[float, float]) -> Stroke:
    """A round line through the points."""
    return rounded(np.array(points, np.float64), ROUND)


def straight(*points: tuple[float, float]) -> Stroke:
    """Straight lines from point to point."""
    corners = np.array(points, np.float64)
    pieces = [np.linspace(a, b, 12) for a, b in pairwise(corners)]
    return np.vstack(pieces)


def joined(*pieces: Stroke) -> Stroke:
    """One stroke of pieces that meet in corners."""
    return np.vstack(pieces)


def ring(x: float, y: float, width: float, height: float) -> Stroke:
    """An ellipse round (x, y), begun at its top, against the clock."""
    angle = np.linspace(0, 2 * np.pi, 40)
    return np.column_stack((x - width / 2 * np.sin(angle), y - height / 2 * np.cos(angle)))


def _three_curled(rng: np.random.Generator) -> list[Stroke]:
    curl = rng.uniform(0, 6)
    upper = bent((46 + curl, 30), (35, 25), (34, 12), (50, 4), (67, 12), (66, 32), (48, 46))
    lower = bent((48, 46), (68, 54), (74, 74), (58, 93), (36, 91), (30, 77), (42 + curl, 71))
    return [joined(upper, lower)]


def _three_closed(rng: np.random.Generator) -> list[Stroke]:
    close = rng.uniform(0, 8)
    upper = bent((32, 18), (46, 5), (64, 12), (64, 32), (44, 46))
    return [joined(upper, bent((44, 46), (66, 52), (76, 74), (60, 94), (36, 90), (27, 74), (32, 64 - close)))]


def _three_jagged(rng: np.random.Generator) -> list[Stroke]:
    corners = [
        (26, 10),
        (48, 4),
        (68, 8),
        (70, 24),
        (56, 40),
        (40, 46),
        (62, 52),
        (76, 66),
        (72, 86),
        (52, 96),
        (24, 90),
    ]
    return [straight(*((x + rng.normal(0, 2.5), y + rng.normal(0, 2.5)) for x, y in corners))]


def _six_slim(rng: np.random.Generator) -> list[Stroke]:
    right = rng.uniform(54, 60)
    return [bent((60, 3), (44, 28), (35, 58), (36, 84), (45, 96), (right, 86), (right, 68), (48, 58), (37, 68))]


def _six_tilted(rng: np.random.Generator) -> list[Stroke]:
    tilt = rng.uniform(0, 8)
    return [
        bent(
            (66, 3),
            (42, 28),
            (26, 58),
            (24, 82),
            (36, 95),
            (58, 86),
            (74, 62 - tilt),
            (66, 50 - tilt),
            (44, 62),
            (28, 84),
        )
    ]


def _six_crossing(rng: np.random.Generator) -> list[Stroke]:
    end = rng.uniform(8, 18)
    return [bent((62, 3), (42, 26), (28, 56), (30, 82), (48, 96), (68, 84), (66, 64), (48, 58), (30, 66), (end, 76))]


def _six_hooked(rng: np.random.Generator) -> list[Stroke]:
    drop = rng.uniform(14, 26)
    return [
        bent(
            (74, drop), (66, 6), (50, 5), (36, 22), (27, 54), (30, 82), (48, 96), (68, 84), (64, 64), (46, 58), (30, 70)
        )
    ]


def _two_looped(rng: np.random.Generator) -> list[Stroke]:
    loop = rng.uniform(0, 6)
    return [
        bent(
            (22, 24),
            (38, 5),
            (62, 8),
            (69, 26),
            (56, 54),
            (34, 82),
            (20, 93),
            (12, 84 - loop),
            (24, 76 - loop),
            (42, 86),
            (62, 95),
            (86, 88),
        )
    ]


def _two_wavy(rng: np.random.Generator) -> list[Stroke]:
    wave = rng.uniform(6, 10)
    top = bent((22, 24), (38, 5), (62, 8), (70, 28), (54, 56), (20, 90))
    return [joined(top, bent((20, 90), (32, 90 - wave), (46, 88), (60, 92 + wave / 2), (74, 92), (88, 82)))]


def _hook(x: float, y: float, rng: np.random.Generator, *, up: bool) -> tuple[float, float]:
    """Where a pen lands that is then drawn down, or lifts after it was: 4 to 8 units beside and against the stroke."""
    return x + rng.choice((-1, 1)) * rng.uniform(2, 6), y + (-1 if up else 1) * rng.uniform(3, 7)


def _one_landing(rng: np.random.Generator) -> list[Stroke]:
    return [straight(_hook(50, 4, rng, up=False), (50, 4), (50 + rng.normal(0, 2), 97))]


def _one_lifting(rng: np.random.Generator) -> list[Stroke]:
    return [straight((50, 4), (50 + rng.normal(0, 2), 97), _hook(50, 97, rng, up=True))]


def _seven_landing(rng: np.random.Generator) -> list[Stroke]:
    return [straight((20 + rng.uniform(-3, 3), 8 + rng.uniform(5, 10)), (20, 8), (76, 6), (46, 96))]


def _seven_lifting(rng: np.random.Generator) -> list[Stroke]:
    return [straight((20, 8), (76, 6), (46, 96), _hook(46, 96, rng, up=True))]


def _nine_landing(rng: np.random.Generator) -> list[Stroke]:
    return [
        bent((70 + rng.uniform(2, 7), 10 + rng.uniform(0, 6)), (68, 10)),
        joined(bent((68, 12), (50, 4), (32, 14), (34, 40), (54, 46), (68, 26)), straight((68, 14), (64, 97))),
    ]


def _nine_lifting(rng: np.random.Generator) -> list[Stroke]:
    head = bent((68, 14), (50, 4), (32, 14), (34, 40), (54, 46), (68, 24))
    return [joined(head, straight((68, 16), (64, 97), _hook(64, 97, rng, up=True)))]


def _zero_slashed(rng: np.random.Generator) -> list[Stroke]:
    beyond = rng.uniform(0.75, 1.0)
    half = np.array([46.0, -78.0]) * beyond
    middle = np.array([50.0, 50.0])
    return [ring(50, 50, rng.uniform(52, 70), 84), np.linspace(middle + half, middle - half, 30)]


def _seven_upright(rng: np.random.Generator) -> list[Stroke]:
    left = rng.uniform(18, 26)
    return [straight((left, rng.uniform(8, 13)), (60, 5), (57 + rng.uniform(-3, 3), 97))]


def _nine_flat(rng: np.random.Generator) -> list[Stroke]:
    low = rng.uniform(24, 30)
    return [
        joined(bent((68, 12), (48, 4), (26, 12), (30, low), (54, low), (69, 13)), bent((69, 13), (67, 50), (60, 97)))
    ]


def _nine_small(rng: np.random.Generator) -> list[Stroke]:
    size = rng.uniform(22, 28)
    return [
        joined(ring(54, 4 + size / 2, size, size), bent((54 + size / 2, 10), (53 + size / 2, 50), (50 + size / 2, 97)))
    ]


def _nine_straight(rng: np.random.Generator) -> list[Stroke]:
    head = bent((70, 12), (50, 4), (30, 16), (32, 40), (52, 48), (70, 30))
    return [joined(head, straight((70, 6), (70 + rng.uniform(-3, 3), 97)))]


def _nine_level(rng: np.random.Generator) -> list[Stroke]:
    head = bent((70, 14), (50, 4), (30, 16), (34, 40), (54, 44), (70, 26))
    end = rng.uniform(18, 30)
    return [joined(head, bent((70, 14), (71, 50), (68, 82), (58, 95), (42, 97), (end, 95)))]


def _five_loose(rng: np.random.Generator) -> list[Stroke]:
    gap, shift = rng.uniform(6, 14), rng.uniform(4, 18)
    body = joined(straight((34, 14), (32, 44)), bent((32, 44), (54, 40), (74, 58), (68, 84), (46, 96), (22, 90)))
    return [body, straight((34 + shift, 14 - gap), (70 + shift, 10 - gap))]


def _one_upstroke(rng: np.random.Generator) -> list[Stroke]:
    return [straight((52 - rng.uniform(26, 38), rng.uniform(44, 62)), (52, 4), (52, 97))]


def _one_flagged(rng: np.random.Generator) -> list[Stroke]:
    flag = rng.uniform(16, 24)
    return [straight((52 - flag, 5 + flag * rng.uniform(0.8, 1.2)), (52, 5), (52, 97))]


def _one_based(rng: np.random.Generator) -> list[Stroke]:
    width = rng.uniform(14, 28)
    return [
        straight((52 - rng.uniform(14, 22), rng.uniform(18, 28)), (52, 4), (52, 96)),
        straight((52 - width, 96), (52 + width, 96)),
    ]


def _one_based_alone(rng: np.random.Generator) -> list[Stroke]:
    width = rng.uniform(12, 24)
    return [straight((52, 4), (52, 96)), straight((52 - width, 96), (52 + width, 96))]


def _one_wobbling(rng: np.random.Generator) -> list[Stroke]:
    return [bent(*((50 + rng.normal(0, 2.2), y) for y in np.linspace(4, 97, 9)))]


def _three_slim(rng: np.random.Generator) -> list[Stroke]:
    squeeze = np.array([rng.uniform(0.35, 0.5), 1.0])
    upper = bent((28, 14), (48, 4), (68, 14), (66, 34), (46, 46))
    return [joined(upper, bent((46, 46), (70, 56), (76, 76), (58, 95), (26, 88))) * squeeze]


def _eight_slim(rng: np.random.Generator) -> list[Stroke]:
    squeeze = np.array([rng.uniform(0.35, 0.5), 1.0])
    way = bent((66, 14), (50, 4), (32, 16), (46, 44), (70, 70), (52, 96), (28, 78), (46, 50), (68, 26), (64, 12))
    return [way * squeeze]


def _four_closed(rng: np.random.Generator) -> list[Stroke]:
    left = rng.uniform(30, 36)
    return [straight((56, 4), (left, 62), (72, 62)), straight((57, 3), (57, 97))]


def _four_closed_in_one(rng: np.random.Generator) -> list[Stroke]:
    left = rng.uniform(30, 36)
    return [straight((68, 64), (left, 64), (56, 4), (57, 97))]


KINDS: Final[dict[str, tuple[int, Callable[[np.random.Generator], list[Stroke]]]]] = {
    "3 with curled ends": (3, _three_curled),
    "3 with a closed bowl": (3, _three_closed),
    "3 with jagged lines": (3, _three_jagged),
    "6 with a slim bowl": (6, _six_slim),
    "6 with a tilted bowl": (6, _six_tilted),
    "6 whose end crosses the stem": (6, _six_crossing),
    "6 hooked over": (6, _six_hooked),
    "2 with a looped foot": (2, _two_looped),
    "2 with a wavy base": (2, _two_wavy),
    "1 with a hook where the pen lands": (1, _one_landing),
    "1 with a hook where it lifts": (1, _one_lifting),
    "7 with a hook where the pen lands": (7, _seven_landing),
    "7 with a hook where it lifts": (7, _seven_lifting),
    "9 with a hook where the pen lands": (9, _nine_landing),
    "9 with a hook where it lifts": (9, _nine_lifting),
    "0 with a slash twice its ring": (0, _zero_slashed),
    "7 set upright": (7, _seven_upright),
    "9 with a flat head": (9, _nine_flat),
    "9 with a small head": (9, _nine_small),
    "9 with a straight stem": (9, _nine_straight),
    "9 with a level base": (9, _nine_level),
    "5 with a loose bar": (5, _five_loose),
    "1 with a long upstroke": (1, _one_upstroke),
    "1 with a flag": (1, _one_flagged),
    "1 with a flag and a base": (1, _one_based),
    "1 with a base alone": (1, _one_based_alone),
    "1 of a mouse": (1, _one_wobbling),
    "3 drawn slim": (3, _three_slim),
    "8 drawn slim": (8, _eight_slim),
    "4 closed and narrow": (4, _four_closed),
    "4 closed, in one stroke": (4, _four_closed_in_one),
}
"""What each kind is called, the digit that it is, and how it is drawn: x to the right, y down, 0 to 100."""


def made(kind: str, count: int = A_KIND, seed: int = 0) -> list[Made]:
    """``count`` drawings of one kind, each by another hand: wider, slanted, turned and shaken a little."""
    digit, recipe = KINDS[kind]
    rng = np.random.default_rng((seed, *kind.encode()))
    return [Made(kind, digit, Drawing(tuple(by_another_hand(recipe(rng), rng)))) for _ in range(count)]


def by_another_hand(strokes: list[Stroke], rng: np.random.Generator) -> list[Stroke]:
    slant, turn = rng.normal(0, 0.12), rng.normal(0, 0.06)
    change = np.array([[rng.uniform(0.75, 1.2), 0], [-slant, 1]]) @ np.array(
        [[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]
    )
    sway = rng.normal(0, 1.2, (2, 2, 2))
    shaken = []
    for stroke in strokes:
        # Slow waves, as a hand sways: the same place moves alike, so that what touches still does.
        phases = stroke / 100 * 2 * np.pi
        moved = stroke + np.sin(phases) @ sway[0] + np.cos(phases) @ sway[1]
        shaken.append(moved @ change + rng.normal(0, 0.3, stroke.shape))
    return shaken
