"""The data set's digits, split as runs split them: loaded once, off the GUI thread, for whoever needs them."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from handwriting_app.data.digits import load_digits_split
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.data_set import DataSet
from handwriting_app.session.background import Background
from handwriting_app.session.latest import Latest

if TYPE_CHECKING:
    from handwriting_app.data.calibration import Calibration

KEPT = 4
"""Splits that stay in memory, half a megabyte each, and 1 MB more once temperatures were fitted on one."""


class Digits(QObject):
    """Digits by the split of a configuration: its held-out share and its seed.

    Signals:
        loaded(DataSet): a split is there that was not there before; in the thread of this object.
        failed(str): a split that was requested could not be loaded.
    """

    loaded = Signal(object)
    failed = Signal(str)
    _arrived = Signal(object)  # in the thread that has loaded them

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._lock = threading.Lock()
        self._splits: dict[tuple[float, int], DataSet] = {}
        self._calibrations: dict[tuple[float, int], Calibration] = {}
        self._job: Latest[DataSet] = background.job()
        self._job.failed.connect(self._on_failed)
        self._arrived.connect(self._on_arrived)

    def of(self, config: TrainingConfig) -> DataSet | None:
        """The digits that a run of ``config`` learns from and is measured on, if they are loaded."""
        return self._splits.get((config.held_out, config.seed))

    def request(self, config: TrainingConfig) -> None:
        """Load them if they are not there; `loaded` or `failed` follows. It takes a second the first time."""
        if self.of(config) is None:
            self._job.queue(partial(self.load, config))

    def load(self, config: TrainingConfig) -> DataSet:
        """The digits of ``config``, loaded if need be; for any thread but that of the window."""
        with self._lock:
            known = self.of(config)
            if known is not None:
                return known
            data = load_digits_split(config.held_out, config.seed)
            splits = {**self._splits, (config.held_out, config.seed): data}
            # Replaced, never changed: the window reads it meanwhile.
            self._splits = dict(list(splits.items())[-KEPT:])
        self._arrived.emit(data)
        return data

    def calibration(self, config: TrainingConfig) -> Calibration:
        """What the temperatures of a run of ``config`` are fitted on; for the thread that trains.

        One for each split, so that only the first run of a split has to prepare it.
        """
        # With the first run: what varies the digits takes a tenth of an empty window's time to load.
        from handwriting_app.data.calibration import Calibration

        data, key = self.load(config), (config.held_out, config.seed)
        known = self._calibrations.pop(key, None) or Calibration(data.held_x, data.held_y)
        self._calibrations = dict([*self._calibrations.items(), (key, known)][-KEPT:])
        return known

    def _on_arrived(self, data: DataSet) -> None:
        if not self._background.is_closed:
            self.loaded.emit(data)

    def _on_failed(self, message: str, _details: str) -> None:
        self.failed.emit(message)
