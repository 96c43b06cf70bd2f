"""Writes models to files off the GUI thread: each whole or not at all, and none is given up when the window closes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from handwriting_app.names import shown_name
from handwriting_app.session.background import Background
from handwriting_app.session.latest import Latest
from handwriting_app.session.model import Model
from handwriting_app.storage.errors import ModelFileError
from handwriting_app.storage.model_file import save_model


@dataclass(frozen=True, slots=True, eq=False)
class _Request:
    model: Model
    path: Path


class Saving(QObject):
    """Files are written one after another, in the order in which they were asked for.

    Signals:
        saved(Model, Path): the model, as it was when it was asked for, is in its file.
        failed(str, Path): why the file was not written, in a sentence or two; an older one of that name is as it was.
    """

    saved = Signal(object, object)
    failed = Signal(str, object)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job: Latest[str] = background.job(whole=True)
        self._job.done.connect(self._on_done)
        self._job.failed.connect(self._on_error)
        self._under_way: list[_Request] = []

    @property
    def is_busy(self) -> bool:
        """Whether a file is still being written, or waits to be."""
        return bool(self._under_way)

    def save(self, model: Model, path: Path) -> None:
        """Write ``model`` as it is now, whatever becomes of it meanwhile; `saved` or `failed` follows."""
        self._under_way.append(_Request(model, path))
        self._job.queue(partial(_write, model.kept(), path))

    def _on_done(self, problem: str) -> None:
        request = self._under_way.pop(0)
        if problem:
            self.failed.emit(problem, request.path)
        else:
            self.saved.emit(request.model, request.path)

    def _on_error(self, message: str, _details: str) -> None:
        self._on_done(_not_written(self._under_way[0].path, message))


def _write(model: Model, path: Path) -> str:
    """Why the file was not written; empty if it was."""
    try:
        save_model(path, model.to_save(path.stem))
    except ModelFileError as error:
        return str(error)
    except OSError as error:
        return _not_written(path, error.strerror or str(error))
    return ""


def _not_written(path: Path, reason: str) -> str:
    return f"{shown_name(path.name)} was not written: {reason}. Choose another folder or name; nothing is lost."
