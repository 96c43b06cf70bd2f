"""How well a network reads each writer: of the kept drawings, how many rightly, and what it mistakes most. No Qt."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.reading import reading_steps
from handwriting_app.session.weights import Weights

if TYPE_CHECKING:
    from handwriting_app.storage.database.drawings import KeptDrawing

AT_ONCE: Final = 200
"""Drawings that go through the network together: more would need much memory and be no quicker."""


@dataclass(frozen=True, slots=True)
class WriterFigures:
    """One writer.

    Attributes:
        writer: Their name; "" for those who have none.
        count: How many drawings were read.
        right: How many of them rightly.
        confused: What was read most often for what it was not: label, label read, how often; None if nothing was.
    """

    writer: str
    count: int
    right: int
    confused: tuple[str, str, int] | None

    @property
    def share(self) -> float:
        """Read rightly, 0 to 1."""
        return self.right / self.count


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """All writers, as one network reads them.

    Attributes:
        writers: By name.
        left_out: How many drawings are none of the network's classes.
    """

    writers: tuple[WriterFigures, ...]
    left_out: int


class Seen:
    """What the network sees of each drawing, which is worked out once. For one thread."""

    def __init__(self) -> None:
        self._views: dict[int, NDArray[np.float32]] = {}

    def views(self, kept: KeptDrawing) -> NDArray[np.float32]:
        """(views, 64), as `NormalisedDigit.views` has them."""
        views = self._views.get(kept.id)
        if views is None:
            views = self._views[kept.id] = kept.seen().views()
        return views


def figures(weights: Weights, drawings: Iterable[tuple[str, str, NDArray[np.float32]]]) -> Figures:
    """Read each drawing, as the window reads it, and count by writer.

    Args:
        weights: What they are read with.
        drawings: Label, writer and views (views, 64) of each.
    """
    counting = _Counting(weights)
    rest = iter(drawings)
    while part := tuple(islice(rest, AT_ONCE)):
        counting.read(part)
    return counting.figures()


class _Counting:
    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._names = weights.network.classes.names
        self._places = {name: place for place, name in enumerate(self._names)}
        self._counts: Counter[str] = Counter()
        self._right: Counter[str] = Counter()
        self._wrong: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        self._left_out = 0

    def read(self, drawings: Iterable[tuple[str, str, NDArray[np.float32]]]) -> None:
        alike: dict[int, list[tuple[str, str, NDArray[np.float32]]]] = defaultdict(list)
        for each in drawings:
            if each[0] in self._places:
                alike[len(each[2])].append(each)
            else:
                self._left_out += 1
        network, temperature = self._weights.network, self._weights.temperature
        for group in alike.values():
            steps = reading_steps(network, np.stack([views for *_, views in group], axis=1), temperature)
            for (label, writer, _), place in zip(group, steps.probabilities.argmax(axis=1).tolist(), strict=True):
                self._count(label, writer, place)

    def _count(self, label: str, writer: str, place: int) -> None:
        self._counts[writer] += 1
        if self._places[label] == place:
            self._right[writer] += 1
        else:
            self._wrong[writer][label, self._names[place]] += 1

    def figures(self) -> Figures:
        by_name = sorted(self._counts, key=lambda name: (not name, name.casefold()))
        writers = (
            WriterFigures(name, self._counts[name], self._right[name], _most(self._wrong[name])) for name in by_name
        )
        return Figures(tuple(writers), self._left_out)


def _most(wrong: Counter[tuple[str, str]]) -> tuple[str, str, int] | None:
    if not wrong:
        return None
    (label, read), number = min(wrong.items(), key=lambda item: (-item[1], item[0]))
    return label, read, number
