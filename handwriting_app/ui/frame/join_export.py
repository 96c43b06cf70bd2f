"""Model ▸ Export: what one sees, as a file that is used without this program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NormalisedDigit, normalise
from handwriting_app.names import shown_name
from handwriting_app.session.latest import Latest
from handwriting_app.session.reading import read_normalised
from handwriting_app.session.session import Session
from handwriting_app.session.weights import Weights
from handwriting_app.storage.export.formats import FORMATS, MOVING, Format
from handwriting_app.storage.export.onnx_graph import OnnxMissingError
from handwriting_app.storage.export.reading_model import ReadingModel
from handwriting_app.ui.widgets.dialogs import show_error
from handwriting_app.ui.widgets.new_file import ask_for_new_file

_Outcome = tuple[tuple[Path, ...], str]
"""The files that were written, or why they were not, in a sentence."""


class ModelExport(QObject):
    """Asks where to, and writes in the background.

    Signals:
        message(str): where what was written is.
    """

    message = Signal(str)

    def __init__(self, session: Session, menu: QMenu, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._job: Latest[_Outcome] = session.background.job(whole=True)
        self._job.done.connect(self._on_done)
        self._job.failed.connect(lambda message, _details: self._on_done(((), message)))
        for each in FORMATS:
            action = QAction(each.title, menu)
            action.setObjectName(f"action_export_{each.name}")
            action.triggered.connect(partial(self._ask, each))
            menu.addAction(action)
        menu.addSeparator()
        for ending, kind in MOVING.items():
            action = QAction(f"The &run as a moving picture ({kind})…", menu)
            action.setObjectName(f"action_export_run_{ending[1:]}")
            action.triggered.connect(partial(self._ask_for_run, ending))
            menu.addAction(action)

    def _ask(self, chosen: Format) -> None:
        seen = self._session.seen
        name = "digits" if seen.path is None else seen.path.stem
        path = ask_for_new_file(
            self._window, "Export the model", Path.home() / f"{name}{chosen.suffix}", chosen.suffix, chosen.kind
        )
        if path is not None:
            model = ReadingModel(seen.network, seen.temperature, seen.name, seen.normalisation_version)
            self._job.queue(partial(_written, path, partial(chosen.write, model, path)))

    def _ask_for_run(self, ending: str) -> None:
        ink, kept = self._session.reader.ink, self._session.timeline.kept
        if ink is None or len(kept) < 2:
            missing = "Draw something first" if ink is None else "Train a network first"
            words = f"{missing}: the picture shows how a drawing is read after one epoch of a run after another."
            show_error(self._window, "There is no run to show yet", words)
            return
        path = ask_for_new_file(self._window, "Export the run", Path.home() / f"run{ending}", ending, "Moving pictures")
        if path is not None:
            is_normalised = self._session.reader.normalisation
            self._job.queue(partial(_written, path, partial(_animate, path, ink, kept, is_normalised)))

    def _on_done(self, outcome: _Outcome) -> None:
        written, problem = outcome
        if problem:
            show_error(self._window, "That could not be exported", problem)
        else:
            names = " and ".join(shown_name(path.name) for path in written)
            self.message.emit(f"Exported {names} to {shown_name(written[0].parent, 200)}")


def _animate(
    path: Path, ink: Drawing | NormalisedDigit, kept: Sequence[Weights], is_normalised: bool
) -> tuple[Path, ...]:
    from handwriting_app.storage.run_animation import Frame, save_animation  # which loads pillow

    digit = normalise(ink, enabled=is_normalised) if isinstance(ink, Drawing) else ink
    frames = [Frame(weights.epoch, read_normalised(weights, digit).probabilities) for weights in kept]
    shown = ink if isinstance(ink, Drawing) else ink.counts
    return save_animation(path, shown, kept[-1].network.classes.names, frames)


def _written(path: Path, write: Callable[[], tuple[Path, ...]]) -> _Outcome:
    try:
        return write(), ""
    except OnnxMissingError as error:
        return (), f"{error}."
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return (), f"{shown_name(path.name)} was not written: {reason}. Choose another folder or name."
