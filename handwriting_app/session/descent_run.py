"""Works the surface of the descent lab out, and walks on it, off the GUI thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, Signal

from handwriting_app.data.digits import load_digits_split
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.network import Network
from handwriting_app.lab.descent_paths import Descents, Pace, Path
from handwriting_app.lab.surface import (
    Digits,
    Place,
    Slice,
    Surface,
    SurfaceWork,
    WeightPlace,
    digits_for,
    random_slice,
    slice_of_weights,
    telling_weights,
)
from handwriting_app.session.background import Latest

STRETCH = 0.06
"""Seconds of work on a surface between two pictures of it."""

START = (-0.75, 0.7)
"""Where descents start unless a person chooses: shares of the slice's reach from its centre."""


@dataclass(frozen=True, slots=True, eq=False)
class _Begun:
    digits: Digits
    slice: Slice
    work: SurfaceWork
    descents: Descents


class DescentRun(QObject):
    """One slice of one network, its surface, and the three descents on it. Late answers are dropped.

    Signals:
        surface_changed(Surface): a new or a finer one.
        slice_changed(Slice): of another plane, before its first surface.
        paths_changed(tuple[Path, ...]): from the start, or a step longer.
        failed(str): what went wrong.
    """

    surface_changed = Signal(object)
    slice_changed = Signal(object)
    paths_changed = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._surfaces: Latest[_Begun | Surface | None] = Latest(self)
        self._steps: Latest[Descents | tuple[Path, ...]] = Latest(self)
        self._surfaces.done.connect(self._on_surface)
        self._steps.done.connect(self._on_steps)
        for jobs in (self._surfaces, self._steps):
            jobs.failed.connect(self._on_failed)
        self._begun: _Begun | None = None
        self._half = 0.0
        self._start: Place | None = None
        self._is_busy = False
        self._are_unwanted = threading.Event()
        self._loaded: tuple[float, int, DataSet] | None = None

    @property
    def slice(self) -> Slice | None:
        return self._begun.slice if self._begun is not None else None

    def cut(
        self,
        network: Network,
        config: TrainingConfig,
        data: DataSet | None,
        weights: tuple[WeightPlace, WeightPlace] | None,
        *,
        is_random: bool,
        roll: int,
    ) -> None:
        """Take another plane through ``network``.

        Args:
            network: Read-only.
            config: What its digits are split by, and its batch size.
            data: Those digits, if they are loaded already.
            weights: The two weights that span the plane; None for two that matter.
            is_random: Two random directions instead of two weights.
            roll: Another number gives other directions, or other weights that matter.
        """
        known = self._loaded
        if data is None and known is not None and known[:2] == (config.held_out, config.seed):
            data = known[2]

        def begin() -> _Begun:
            loaded = data if data is not None else load_digits_split(config.held_out, config.seed)
            self._loaded = (config.held_out, config.seed, loaded)
            digits = digits_for(loaded, network.sizes[-1])
            rng = np.random.default_rng(roll)
            if is_random:
                plane = random_slice(network, rng)
            else:
                plane = slice_of_weights(network, *(weights or telling_weights(network, digits, rng if roll else None)))
            # As large a share of these few digits as a batch is of all: otherwise it would hardly differ from them.
            batch = max(2, round(config.batch_size * len(digits.y) / len(loaded.train_y)))
            descents = Descents(plane, digits, _first_start(plane), batch)
            return _Begun(digits, plane, SurfaceWork(plane, digits, plane.half), descents)

        self._start = None
        self._drop_steps()
        self._surfaces.ask(begin)

    def zoom(self, factor: float) -> None:
        """Show a larger (above 1) or smaller part of the plane; the paths stay."""
        begun = self._begun
        if begun is None:
            return
        self._half = min(max(self._half * factor, begun.slice.half / 16), begun.slice.half * 8)
        half = self._half
        self._surfaces.ask(
            lambda: _Begun(begun.digits, begun.slice, SurfaceWork(begun.slice, begun.digits, half), begun.descents)
        )

    def start_at(self, place: Place) -> None:
        """Let the descents begin anew, at another place."""
        self._start = place
        self.clear()

    def clear(self) -> None:
        """Take the paths back to the start."""
        begun = self._begun
        if begun is None:
            return
        self._drop_steps()
        self._is_busy = True
        start = self._start or _first_start(begun.slice)
        self._steps.ask(lambda: Descents(begun.slice, begun.digits, start, begun.descents.batch))

    def step(self, learning_rate: float, pace: Pace) -> None:
        """One step more of each descent, unless the last one is still being worked out."""
        begun = self._begun
        if begun is None or self._is_busy:
            return
        self._is_busy = True
        are_unwanted = self._are_unwanted
        self._steps.ask(lambda: begun.descents.advance(learning_rate, pace, lambda: not are_unwanted.is_set()))

    def shutdown(self) -> None:
        """Wait for the work under way (a few hundredths of a second); nothing arrives afterwards."""
        self._drop_steps()
        self._surfaces.wait()
        self._steps.wait()

    def _drop_steps(self) -> None:
        self._are_unwanted.set()
        self._are_unwanted = threading.Event()
        self._steps.drop()
        self._is_busy = False

    def _on_surface(self, answer: _Begun | Surface | None) -> None:
        if isinstance(answer, _Begun):
            if self._begun is None or self._begun.slice is not answer.slice:
                self._half = answer.slice.half
                self.slice_changed.emit(answer.slice)
                self._begun = answer
                self.paths_changed.emit(answer.descents.paths)
            else:
                # Zoomed. The descents may have begun anew in the meantime.
                self._begun = replace(answer, descents=self._begun.descents)
        elif answer is not None:
            self.surface_changed.emit(answer)
        if self._begun is not None and (not isinstance(answer, Surface) or not answer.is_complete):
            self._surfaces.ask(_advance(self._begun.work))

    def _on_steps(self, answer: Descents | tuple[Path, ...]) -> None:
        self._is_busy = False
        if isinstance(answer, Descents):
            if self._begun is not None:
                self._begun = replace(self._begun, descents=answer)
            answer = answer.paths
        self.paths_changed.emit(answer)

    def _on_failed(self, message: str, _details: str) -> None:
        self._is_busy = False
        self.failed.emit(message)


def _first_start(plane: Slice) -> Place:
    return plane.centre[0] + START[0] * plane.half, plane.centre[1] + START[1] * plane.half


def _advance(work: SurfaceWork) -> Callable[[], Surface | None]:
    return lambda: work.advance(STRETCH)
