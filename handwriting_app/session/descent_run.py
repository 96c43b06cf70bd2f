"""The descent lab's background work: the surface of a plane through the weights, and three descents on it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, Signal

from handwriting_app.data.subject import DIGITS, Subject
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.lab.descent_paths import Descents, Pace, Path
from handwriting_app.lab.surface import (
    Cut,
    Place,
    Slice,
    Surface,
    SurfaceWork,
    digits_for,
)
from handwriting_app.lab.surface import Digits as FewDigits
from handwriting_app.session.background import Background
from handwriting_app.session.digits import Digits
from handwriting_app.session.messages import Ended, RunState
from handwriting_app.session.task import Task, Work

STRETCH = 0.01
"""Seconds of work on a surface between two heartbeats."""

START = (-0.75, 0.7)
"""Where descents start unless a person chooses: shares of the slice's reach from its centre."""


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """A plane through the weights and the digits that its costs are of.

    Attributes:
        batch: Digits in a mini-batch: as large a share of these few as a batch is of all.
    """

    slice: Slice
    digits: FewDigits
    batch: int

    def descents(self, start: Place | None) -> Descents:
        """The three descents, before their first step."""
        if start is None:
            half, (a, b) = self.slice.half, self.slice.centre
            start = a + START[0] * half, b + START[1] * half
        return Descents(self.slice, self.digits, start, self.batch)


@dataclass(frozen=True, slots=True, eq=False)
class SurfaceRequest:
    """What surface is wanted.

    Attributes:
        lay: Gives the plane, after heartbeats; called in the worker's thread.
        half: How far to reach from its centre; None for the usual way.
    """

    lay: Callable[[], Generator[None, None, Plane]]
    half: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SurfaceNews:
    """What has become of a request: the plane first, later its surface, ever finer.

    Attributes:
        share: Of the coarsest surface that is worked out, 0 to 1.
    """

    request: SurfaceRequest
    plane: Plane
    surface: Surface | None = None
    share: float = 0.0


@dataclass(slots=True, eq=False)
class _Pace:
    """How the walk goes on, set before each step; and whether it is still wanted."""

    learning_rate: float
    pace: Pace
    is_back: bool = False
    is_unwanted: threading.Event = field(default_factory=threading.Event)


class DescentRun(QObject):
    """One slice of one network, its surface, and the three descents on it.

    Signals:
        slice_changed(Slice): of another plane, before its first surface.
        surface_begun(float): how much of the coarsest surface is worked out, 0 to 1, while there is none to be seen.
        surface_changed(Surface): a new or a finer one.
        paths_changed(tuple[Path, ...]): from the start, or a step longer.
        failed(str): what went wrong.
    """

    slice_changed = Signal(object)
    surface_begun = Signal(float)
    surface_changed = Signal(object)
    paths_changed = Signal(object)
    failed = Signal(str)

    def __init__(self, background: Background, digits: Digits, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._digits = digits
        self._plane: Plane | None = None
        self._half = 0.0
        self._request: SurfaceRequest | None = None
        self._start: Place | None = None
        self._descents: Descents | None = None
        self._pace: _Pace | None = None
        self._owed = 0

    @property
    def is_waiting(self) -> bool:
        """Whether a race must end before anything can be worked out."""
        return self._background.in_the_way(Work.SURFACE) is not None

    def cut(self, network: Network, config: TrainingConfig, cut: Cut, subject: Subject = DIGITS) -> None:
        """Take another plane through ``network``, which is read-only.

        ``config`` gives its digits' split and its batch size, ``subject`` what it has learned.
        """
        self._drop_walk()
        self._plane = self._start = self._descents = None

        def lay() -> Generator[None, None, Plane]:
            data = yield from self._digits.loading(config, subject)
            digits = digits_for(data, network.sizes[-1])
            batch = max(2, round(config.batch_size * len(digits.y) / len(data.train_y)))
            return Plane(cut.through(network, digits), digits, batch)

        self._work_out(SurfaceRequest(lay))

    def zoom(self, factor: float) -> None:
        """Show a larger (above 1) or smaller part of the plane; the paths stay."""
        plane = self._plane
        if plane is not None:
            self._half = min(max(self._half * factor, plane.slice.half / 16), plane.slice.half * 8)
            self._work_out(SurfaceRequest(partial(_laid, plane), self._half))

    def start_at(self, place: Place) -> None:
        """Let the descents begin anew, at another place of the plane."""
        if self._plane is not None:
            self._start = place
            self.clear()

    def clear(self) -> None:
        """Take the paths back to the start."""
        if self._plane is not None:
            self._drop_walk()
            self._begin_descents(self._plane)

    def step(self, learning_rate: float, pace: Pace) -> None:
        """One step more of each descent, unless the last one is still being worked out."""
        descents = self._descents
        if descents is None:
            return
        if self._pace is None:
            self._pace = _Pace(learning_rate, pace)
            self._background.when_free(Work.WALK, lambda: self._walk(descents))
        elif not self._is_walking():
            self._pace.learning_rate, self._pace.pace, self._pace.is_back = learning_rate, pace, False
            self._background.go_on(Work.WALK, one_step=True)

    def back(self) -> None:
        """Take the last step of each descent back; one that is still being worked out is waited for."""
        if self._pace is None or self._background.worker(Work.WALK) is None:
            return
        if self._is_walking():
            self._owed += 1
        else:
            self._pace.is_back = True
            self._background.go_on(Work.WALK, one_step=True)

    def _is_walking(self) -> bool:
        worker = self._background.worker(Work.WALK)
        return worker is not None and worker.state is not RunState.PAUSED

    def _work_out(self, request: SurfaceRequest) -> None:
        self._request = request
        self._background.when_free(Work.SURFACE, lambda: self._begin_surface(request))

    def _begin_surface(self, request: SurfaceRequest) -> None:
        worker = self._background.start(surface_task(request))
        worker.reported.connect(self._on_surface)
        worker.ended.connect(self._on_ended)

    def _begin_descents(self, plane: Plane) -> None:
        self._descents = plane.descents(self._start)
        self.paths_changed.emit(self._descents.paths)

    def _walk(self, descents: Descents) -> None:
        if self._pace is None:
            return
        worker = self._background.start(walk_task(descents, self._pace), one_step=True)
        worker.reported.connect(self._on_paths)
        worker.ended.connect(self._on_ended)

    def _drop_walk(self) -> None:
        if self._pace is not None:
            self._pace.is_unwanted.set()
            self._pace = None
            self._owed = 0
            self._background.drop(Work.WALK)

    def _on_surface(self, news: SurfaceNews) -> None:
        if news.request is not self._request:
            return  # the last words of one that was stopped
        if news.plane is not self._plane:
            self._plane, self._half = news.plane, news.plane.slice.half
            self.slice_changed.emit(news.plane.slice)
            self._begin_descents(news.plane)
        if news.surface is not None:
            self.surface_changed.emit(news.surface)
        elif news.share:
            self.surface_begun.emit(news.share)

    def _on_paths(self, paths: tuple[Path, ...]) -> None:
        self.paths_changed.emit(paths)
        if self._owed and not self._is_walking():
            self._owed -= 1
            self.back()

    def _on_ended(self, ended: Ended) -> None:
        if ended.reason == "failed":
            self.failed.emit(ended.message)


def _laid(plane: Plane) -> Generator[None, None, Plane]:
    yield None
    return plane


def surface_task(request: SurfaceRequest) -> Task[SurfaceNews, SurfaceNews]:
    """Lay a plane, then work its surface out, coarse at first."""

    def steps() -> Generator[SurfaceNews | None, None, Ended]:
        plane = yield from request.lay()
        yield SurfaceNews(request, plane)
        work = SurfaceWork(plane.slice, plane.digits, request.half or plane.slice.half)
        is_complete = False
        while not is_complete:
            surface = work.advance(STRETCH)
            is_complete = surface is not None and surface.is_complete
            yield SurfaceNews(request, plane, surface, work.share)
        return Ended("finished", "The surface is complete.")

    return Task(Work.SURFACE, steps, lambda news: news[-1], "The surface is no longer wanted.")


def walk_task(descents: Descents, pace: _Pace) -> Task[tuple[Path, ...], tuple[Path, ...]]:
    """Step after step of the descents, on or back; ``pace`` may change between two of them."""

    def steps() -> Generator[tuple[Path, ...] | None, None, Ended]:
        while not pace.is_unwanted.is_set():
            if pace.is_back:
                yield descents.back()
            else:
                yield descents.advance(pace.learning_rate, pace.pace, lambda: not pace.is_unwanted.is_set())
        return Ended("stopped", "The descents are no longer wanted.")

    return Task(Work.WALK, steps, lambda news: news[-1], "The descents were stopped.")
