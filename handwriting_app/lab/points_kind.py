"""Points as a lesson gives them: one of the tables by its name, or each point by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from handwriting_app.engine.settings import shown
from handwriting_app.lab.kinds import Number
from handwriting_app.lab.points import HIGH, LOW, MAX_POINTS, TABLES, Point, Points

_COORDINATE: Final = Number(LOW, HIGH)


@dataclass(frozen=True, slots=True)
class PointsKind:
    """A `Kind` of `Points`."""

    def describe(self) -> str:
        return f"one of {', '.join(TABLES)}, or a list of up to {MAX_POINTS} points [X₁, X₂, 0 or 1] from −1 to 2"

    def read(self, given: object) -> Points:
        """The points; raises ValueError, which says what they must be."""
        if isinstance(given, str) and given in TABLES:
            return TABLES[given]
        if not isinstance(given, list) or len(given) > MAX_POINTS:
            raise self._refused(given)
        return Points(tuple(self._point(each) for each in given))

    def write(self, points: Points) -> object:
        """What `read` makes these points of."""
        if points == TABLES.get(points.name):
            return points.name
        return [[point.x1, point.x2, point.label] for point in points.items]

    def _point(self, given: object) -> Point:
        if not isinstance(given, list) or len(given) != 3 or isinstance(given[2], bool) or given[2] not in (0, 1):
            raise self._refused(given)
        try:
            return Point(_COORDINATE.read(given[0]), _COORDINATE.read(given[1]), 1 if given[2] else 0)
        except ValueError as error:
            raise self._refused(given) from error

    def _refused(self, given: object) -> ValueError:
        return ValueError(f"must be {self.describe()}, not {shown(given)}")
