"""Batch, stochastic and mini-batch descent on a plane through the weights, from one start."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import numpy as np

from handwriting_app.engine.config import DescentMode, TrainingConfig
from handwriting_app.engine.costs import targets_of
from handwriting_app.engine.descent import batch_size
from handwriting_app.engine.examples import Examples
from handwriting_app.engine.optimizers import Plain
from handwriting_app.engine.settings import DESCENT
from handwriting_app.lab.surface import Digits, Floats, Place, Slice

MODES: Final[tuple[DescentMode, ...]] = DESCENT.values

Pace = Literal["update", "epoch"]

KEPT: Final = 4000
"""Points of a path that are kept; a longer one loses its beginning."""

UNDONE: Final = 100
"""Steps that can be taken back, one after the other."""

_LOST: Final = 25.0
"""Times the usual reach of a slice: a path that has gone this far has diverged."""


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """One descent so far.

    Attributes:
        points: (points, 2), places on the plane from the start to the present one; finite.
        updates: Made so far.
        samples: Digits looked at so far.
        cost: Of all the digits, at the present place.
        has_diverged: It has left the surface far behind; it goes no further.
        can_go_back: There is a step to take back.
    """

    mode: DescentMode
    points: Floats
    updates: int
    samples: int
    cost: float
    has_diverged: bool = False
    can_go_back: bool = False

    @property
    def place(self) -> Place:
        return float(self.points[-1, 0]), float(self.points[-1, 1])


@dataclass(frozen=True, slots=True, eq=False)
class _Moment:
    """All that a descent goes on from.

    Attributes:
        order: What drew the order of the digits, as it was before it drew the present one.
        next: The digit in that order that comes next.
    """

    path: Path
    place: Floats
    order: Mapping[str, Any]
    next: int


class Descent:
    """One mode of descent that may only move within the plane: θ ← θ − η P g, P the projection on the plane.

    On coordinates (a, b) this is (a, b) ← (a, b) − η G⁻¹ (∂C/∂a, ∂C/∂b), G the directions' scalar products; so the
    learning rate means what it means in training. Batches, order, gradient and step are the engine's.
    """

    def __init__(
        self, slice_: Slice, digits: Digits, start: Place, cost: float, mode: DescentMode, batch: int, seed: int
    ) -> None:
        """``cost``: at the start."""
        self._slice = slice_
        self._digits = digits
        self._inverse = slice_.inverse_gram()
        config = TrainingConfig(descent=mode, batch_size=batch)
        self._batch = batch_size(config, len(digits.y))
        self._network = slice_.network.copy()
        self._examples = Examples(digits.x, digits.y, self._network, config)
        self._targets_of = targets_of(np.arange(digits.targets.shape[1]), digits.targets.shape[1], 0.0, digits.x.dtype)
        self._rng = np.random.default_rng(seed)
        self._order = self._rng.bit_generator.state
        self._next = len(digits.y)
        self._rule = Plain()
        self._place = np.array(start)
        self.path = Path(mode, np.array([start]), 0, 0, cost)

    @property
    def updates_per_epoch(self) -> int:
        return -(-len(self._digits.y) // self._batch)

    def advance(self, learning_rate: float, updates: int, is_wanted: Callable[[], bool] = _always) -> Path:
        """Make so many updates, fewer if the descent diverges or is no longer wanted; return the path."""
        if self.path.has_diverged:
            return self.path
        points = []
        samples = self.path.samples
        has_diverged = False
        for _ in range(updates):
            before = self._place.copy()
            samples += self._update(learning_rate)
            is_finite = bool(np.isfinite(self._place).all())
            if not is_finite:
                self._place[:] = before  # there is no such place: the path ends where it last was
            points.append(self._place.copy())
            has_diverged = not is_finite or self._is_lost()
            if has_diverged or not is_wanted():
                break
        self.path = replace(
            self.path,
            points=np.concatenate((self.path.points, points))[-KEPT:],
            updates=self.path.updates + len(points),
            samples=samples,
            cost=self._slice.cost_at((float(self._place[0]), float(self._place[1])), self._digits),
            has_diverged=has_diverged,
        )
        return self.path

    def moment(self) -> _Moment:
        return _Moment(self.path, self._place.copy(), self._order, self._next)

    def go_back(self, moment: _Moment) -> None:
        """Be just as at that moment: all that follows is as it was."""
        self.path, self._order, self._next = moment.path, moment.order, moment.next
        self._place = moment.place.copy()
        self._rng.bit_generator.state = moment.order
        if self.path.updates:
            self._examples.begin_epoch(self._rng, None)

    def _update(self, learning_rate: float) -> int:
        if self._next >= len(self._digits.y):
            self._order = self._rng.bit_generator.state
            self._examples.begin_epoch(self._rng, None)
            self._next = 0
        rows = slice(self._next, min(self._next + self._batch, len(self._digits.y)))
        self._next = rows.stop
        self._slice.put(self._network, (float(self._place[0]), float(self._place[1])))
        slope = self._slice.gradient(
            self._network, self._examples.x[rows, :-1], self._targets_of[self._examples.y[rows]]
        )
        with np.errstate(over="ignore", invalid="ignore"):
            self._rule.step(self._place, self._inverse @ slope, learning_rate)
        return rows.stop - rows.start

    def _is_lost(self) -> bool:
        distance = np.abs(self._place - self._slice.centre).max()
        return bool(distance > _LOST * self._slice.half)


class Descents:
    """All three modes from the same start, in step with each other.

    Attributes:
        batch: Digits in a mini-batch.
    """

    def __init__(self, slice_: Slice, digits: Digits, start: Place, batch: int = 32, seed: int = 0) -> None:
        self.batch = min(batch, len(digits.y))
        cost = slice_.cost_at(start, digits)
        self._descents = [Descent(slice_, digits, start, cost, mode, batch, seed) for mode in MODES]
        self._before: deque[tuple[_Moment, ...]] = deque(maxlen=UNDONE)

    @property
    def paths(self) -> tuple[Path, ...]:
        return tuple(replace(descent.path, can_go_back=bool(self._before)) for descent in self._descents)

    def advance(self, learning_rate: float, pace: Pace, is_wanted: Callable[[], bool] = _always) -> tuple[Path, ...]:
        """One update of each, or for each as many as take it once through the digits; return the paths.

        ``is_wanted`` is asked after every update, from the thread that this is called in; False ends it early.
        """
        if not all(descent.path.has_diverged for descent in self._descents):
            self._before.append(tuple(descent.moment() for descent in self._descents))
        for descent in self._descents:
            descent.advance(learning_rate, 1 if pace == "update" else descent.updates_per_epoch, is_wanted)
        return self.paths

    def back(self) -> tuple[Path, ...]:
        """Take the last step back, if there is one (up to `UNDONE` in a row); return the paths."""
        if self._before:
            for descent, moment in zip(self._descents, self._before.pop(), strict=True):
                descent.go_back(moment)
        return self.paths
