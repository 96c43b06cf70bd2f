"""The model that is to take the present one's place: read from its file, or drawn afresh, off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal

from handwriting_app.data.subject import DIGITS, Subject
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.background import Background
from handwriting_app.session.latest import Latest
from handwriting_app.session.model import Model
from handwriting_app.storage.errors import ModelFileError
from handwriting_app.storage.model_file import load_model


@dataclass(frozen=True, slots=True, eq=False)
class _Arrival:
    """A model, or in words why there is none; ``path`` is that of its file, None for fresh weights."""

    model: Model | None
    path: Path | None = None
    problem: str = ""


class Coming(QObject):
    """Only the model that was asked for last comes; the present one stays in place until it is there.

    Signals:
        drawn(Model): fresh weights.
        read(Model, Path): a file's.
        refused(str, Path): why a file cannot be opened, in a sentence or two.
    """

    drawn = Signal(object)
    read = Signal(object, object)
    refused = Signal(str, object)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job: Latest[_Arrival] = background.job()
        self._job.done.connect(self._on_arrival)

    def ask_to_draw(self, config: TrainingConfig, subject: Subject = DIGITS) -> None:
        """Fresh weights for ``config``: its seed decides which."""
        self._job.ask(partial(_drawn, config, subject))

    def ask_to_read(self, path: Path, *, read_only: bool = False) -> None:
        """The model in ``path``; if it is ``read_only``, saving it will ask for another name."""
        self._job.ask(partial(_read, path, read_only))

    def drop(self) -> None:
        """Nothing is to come any more."""
        self._job.drop()

    def _on_arrival(self, arrival: _Arrival) -> None:
        if arrival.model is None:
            self.refused.emit(arrival.problem, arrival.path)
        elif arrival.path is None:
            self.drawn.emit(arrival.model)
        else:
            self.read.emit(arrival.model, arrival.path)


def _drawn(config: TrainingConfig, subject: Subject) -> _Arrival:
    return _Arrival(Model.untrained(config, np.random.default_rng(config.seed), subject))


def _read(path: Path, read_only: bool) -> _Arrival:
    try:
        return _Arrival(Model.opened(load_model(path), None if read_only else path), path)
    except ModelFileError as error:
        return _Arrival(None, path, str(error))
