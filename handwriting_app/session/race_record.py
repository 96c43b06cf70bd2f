"""What is known of a race so far: the curves of its lanes and how each ended. Free of Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.config import DescentMode
from handwriting_app.lab.race import Lane, LaneEnd, LaneNews, Prepared, Race
from handwriting_app.lab.race_figures import Axis, Leader, leader
from handwriting_app.numerals import number
from handwriting_app.session.history import RunHistory
from handwriting_app.session.model import sizes_of

Floats = NDArray[np.float64]


class RaceRecord:
    """Grows as the news of a race arrive.

    Attributes:
        race: What is being run.
        histories: Of each lane; the first row is epoch 0, the start that all share.
        ends: How each lane ended; empty while it goes on.
        trouble: Why the lane that diverged last did so; empty while none has.
        prepared: None until the digits are loaded.
    """

    def __init__(self, race: Race) -> None:
        self.race = race
        self.histories = tuple(RunHistory(sizes_of(race.base), race.base.cost) for _ in race.lanes)
        self.ends: list[LaneEnd | str] = ["" for _ in race.lanes]
        self.trouble = ""
        self.prepared: Prepared | None = None

    def take(self, news: Iterable[Prepared | LaneNews]) -> None:
        for each in news:
            if isinstance(each, Prepared):
                self.prepared = each
                continue
            if each.message:
                self.trouble = f"{names_of(self.race.lanes)[each.lane].capitalize()}: {each.message}"
            if each.report is not None:
                self.histories[each.lane].append((each.report,))
            if each.end:
                self.ends[each.lane] = each.end

    def places(self, lane: int, axis: Axis) -> Floats:
        """Where the lane's points stand on an axis, (points,)."""
        history = self.histories[lane]
        if axis == "seconds":
            return history.seconds
        if axis == "updates":
            return history.updates
        if axis == "samples":
            return history.epochs * (self.prepared.samples if self.prepared is not None else 1)
        return history.epochs

    def leader(self, axis: Axis) -> Leader | None:
        """Who has the lowest training cost, counted on this axis; a lane that diverged is out of it."""
        lanes = [lane for lane, end in enumerate(self.ends) if end != "diverged"]
        found = leader(
            [self.places(lane, axis) for lane in lanes], [self.histories[lane].training_cost for lane in lanes]
        )
        return None if found is None else Leader(found.place, found.costs, lanes[found.lane])

    @property
    def finished(self) -> int:
        """Lanes that went all the way, and came down."""
        return self.ends.count("finished")

    @property
    def diverged(self) -> int:
        return self.ends.count("diverged")

    def first_by(self, axis: Axis) -> DescentMode | Literal[""]:
        """The mode of the lane that leads, counted on this axis; empty as long as nobody can."""
        found = self.leader(axis)
        return "" if found is None or not found.place > 0 else self.race.lanes[found.lane].descent


def names_of(lanes: Iterable[Lane]) -> list[str]:
    """What each lane is called: its mode, and whatever else it takes to tell it from the others."""
    lanes = list(lanes)
    names = [lane.descent for lane in lanes]
    rules = {(lane.descent, lane.update_rule) for lane in lanes}
    same_mode = Counter(names)
    words = []
    for lane in lanes:
        parts: list[str] = [lane.descent]
        if same_mode[lane.descent] > 1:
            if len({rule for mode, rule in rules if mode == lane.descent}) > 1:
                parts.append(lane.update_rule)
            if len({each.learning_rate for each in lanes if each.descent == lane.descent}) > 1:
                parts.append(f"η {number(lane.learning_rate, 6)}")
        words.append(", ".join(parts))
    return words
