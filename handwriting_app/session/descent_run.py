"""Works the surface of the descent lab out, and walks on it, off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal

from handwriting_app.data.digits import load_digits_split
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.engine.training import DataSet
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
    surface: Surface


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
        self._surfaces: Latest[_Begun | Surface] = Latest(self)
        self._steps: Latest[tuple[Path, ...]] = Latest(self)
        self._surfaces.done.connect(self._on_surface)
        self._steps.done.connect(self._on_steps)
        for jobs in (self._surfaces, self._steps):
            jobs.failed.connect(self._on_failed)
        self._begun: _Begun | None = None
        self._half = 0.0
        self._start: Place | None = None
        self._is_stepping = False
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
            return self._begin(plane, digits, batch, plane.half, None)

        self._is_stepping = False
        self._start = None
        self._surfaces.ask(begin)

    def zoom(self, factor: float) -> None:
        """Show a larger (above 1) or smaller part of the plane; the paths stay."""
        begun = self._begun
        if begun is None:
            return
        self._half = min(max(self._half * factor, begun.slice.half / 16), begun.slice.half * 8)
        half = self._half
        self._surfaces.ask(lambda: self._begin(begun.slice, begun.digits, 0, half, begun.descents))

    def start_at(self, place: Place) -> None:
        """Let the descents begin anew, at another place."""
        self._start = place
        self.clear()

    def clear(self) -> None:
        """Take the paths back to the start."""
        begun = self._begun
        if begun is None:
            return
        descents = Descents(begun.slice, begun.digits, self._start or _first_start(begun.slice), begun.descents.batch)
        self._begun = _Begun(begun.digits, begun.slice, begun.work, descents, begun.surface)
        self._steps.wait()
        self._is_stepping = False
        self.paths_changed.emit(descents.paths)

    def step(self, learning_rate: float, pace: Pace) -> None:
        """One step more of each descent, unless the last one is still being worked out."""
        begun = self._begun
        if begun is None or self._is_stepping:
            return
        self._is_stepping = True
        self._steps.ask(lambda: begun.descents.advance(learning_rate, pace))

    def shutdown(self) -> None:
        """Wait for the work under way (some hundredths of a second); nothing arrives afterwards."""
        self._surfaces.wait()
        self._steps.wait()

    def _begin(self, plane: Slice, digits: Digits, batch: int, half: float, descents: Descents | None) -> _Begun:
        if descents is None:
            descents = Descents(plane, digits, _first_start(plane), batch)
        work = SurfaceWork(plane, digits, half)
        return _Begun(digits, plane, work, descents, work.advance(0))

    def _on_surface(self, answer: _Begun | Surface) -> None:
        if isinstance(answer, _Begun):
            is_new = self._begun is None or self._begun.slice is not answer.slice
            if not is_new and self._begun is not None:
                # The descents may have gone on, or been put back, in the meantime.
                answer = _Begun(answer.digits, answer.slice, answer.work, self._begun.descents, answer.surface)
            self._begun = answer
            if is_new:
                self._half = answer.slice.half
                self._steps.wait()
                self.slice_changed.emit(answer.slice)
            surface = answer.surface
            self.surface_changed.emit(surface)
            if is_new:
                self.paths_changed.emit(answer.descents.paths)
        else:
            surface = answer
            self.surface_changed.emit(surface)
        if not surface.is_complete and self._begun is not None:
            self._surfaces.ask(_advance(self._begun.work))

    def _on_steps(self, paths: tuple[Path, ...]) -> None:
        self._is_stepping = False
        self.paths_changed.emit(paths)

    def _on_failed(self, message: str, _details: str) -> None:
        self._is_stepping = False
        self.failed.emit(message)


def _first_start(plane: Slice) -> Place:
    return plane.centre[0] + START[0] * plane.half, plane.centre[1] + START[1] * plane.half


def _advance(work: SurfaceWork) -> Callable[[], Surface]:
    return lambda: work.advance(STRETCH)
