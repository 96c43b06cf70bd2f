"""Whether a straight line can part the 1s from the 0s, and if not, why not: a proof that can be drawn.

No line parts two sets exactly when their convex hulls meet; and then a few of the points already show it (Kirchberger,
1903): two crossing segments, or a point of one kind inside a triangle of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from handwriting_app.lab.points import Label, Points

Place = tuple[float, float]

_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Points that no straight line can part.

    Attributes:
        ones: One, two or three places labelled 1: a point, a segment or a triangle.
        zeros: The same of those labelled 0.
        at: Where the two meet.
    """

    ones: tuple[Place, ...]
    zeros: tuple[Place, ...]
    at: Place

    @property
    def words(self) -> str:
        """The proof, to follow “Why:”."""
        if len(self.ones) == len(self.zeros) == 1:
            return "a 1 and a 0 lie on the same place."
        if len(self.ones) == len(self.zeros) == 2:
            return "the way from 1 to 1 crosses the way from 0 to 0; the crossing cannot lie on both sides of a line."
        lonely, others = ("0", "1s") if len(self.zeros) == 1 else ("1", "0s")
        return f"a {lonely} lies among {others}, and a line cannot part it from all of them at once."


def obstacle(points: Points) -> Obstacle | None:
    """Return why no line parts the points, or None if one does."""
    ones, zeros = (_hull(_places(points, label)) for label in (1, 0))
    if not ones or not zeros:
        return None
    for first in _sides(ones):
        for second in _sides(zeros):
            if (at := _meeting(first, second)) is not None:
                return Obstacle(_plain(first), _plain(second), at)
    # No sides cross: one hull lies wholly inside the other, or they are apart.
    if (found := _enclosed(zeros, ones)) is not None:
        return Obstacle(found[1], (found[0],), found[0])
    if (found := _enclosed(ones, zeros)) is not None:
        return Obstacle((found[0],), found[1], found[0])
    return None


def _places(points: Points, label: Label) -> list[Place]:
    return sorted({(point.x1, point.x2) for point in points.items if point.label == label})


def _hull(places: Sequence[Place]) -> list[Place]:
    """The corners of the convex hull, in order (Andrew's monotone chain, 1979)."""
    if len(places) < 3:
        return list(places)
    halves = []
    for ordered in (places, places[::-1]):
        half: list[Place] = []
        for place in ordered:
            while len(half) >= 2 and _turn(half[-2], half[-1], place) <= _SLACK:
                half.pop()
            half.append(place)
        halves.append(half[:-1])
    return halves[0] + halves[1]


def _turn(a: Place, b: Place, c: Place) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _sides(hull: Sequence[Place]) -> list[tuple[Place, Place]]:
    return list(pairwise([*hull, hull[0]])) if len(hull) > 1 else [(hull[0], hull[0])]


Triangle = tuple[Place, Place, Place]


def _enclosed(inner: Sequence[Place], hull: Sequence[Place]) -> tuple[Place, Triangle] | None:
    """The first place of ``inner`` and the triangle of corners of ``hull`` it lies deepest in; None if outside."""
    candidates = [
        (_depth(place, (a, b, c)), place, (a, b, c)) for a, b, c in combinations(hull, 3) for place in inner[:1]
    ]
    depth, place, triangle = max(candidates, default=(-1.0, (0.0, 0.0), None))
    return None if triangle is None or depth < -_SLACK else (place, triangle)


def _depth(place: Place, triangle: Triangle) -> float:
    """How far inside a triangle, whose corners go round to the left, a place lies; below 0 outside."""
    a, b, c = triangle
    return min(_turn(*side, place) for side in ((a, b), (b, c), (c, a)))


def _meeting(first: tuple[Place, Place], second: tuple[Place, Place]) -> Place | None:
    """Where two segments, each perhaps a single place, have a place in common."""
    for place, segment in ((first[0], second), (first[1], second), (second[0], first), (second[1], first)):
        if _is_on(place, segment):
            return place
    (a, b), (c, d) = first, second
    before, after = _turn(c, d, a), _turn(c, d, b)
    if before * after >= 0 or _turn(a, b, c) * _turn(a, b, d) >= 0:
        return None
    share = before / (before - after)
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def _is_on(place: Place, segment: tuple[Place, Place]) -> bool:
    a, b = segment
    along = (place[0] - a[0]) * (place[0] - b[0]) + (place[1] - a[1]) * (place[1] - b[1])
    return abs(_turn(a, b, place)) <= _SLACK and along <= _SLACK


def _plain(segment: tuple[Place, Place]) -> tuple[Place, ...]:
    return segment if segment[0] != segment[1] else segment[:1]
