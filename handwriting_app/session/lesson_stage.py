"""Puts in place what a lesson needs, and gives everything back as it was before the first one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal

from handwriting_app.assets import default_model_path
from handwriting_app.data.subject import DIGITS, Subject
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.run_state import RunState
from handwriting_app.ink.drawing import Drawing
from handwriting_app.lab.lesson import Column, NetworkName, Start
from handwriting_app.lab.views import TIMELESS
from handwriting_app.session.model import Model
from handwriting_app.session.session import Session
from handwriting_app.storage.course_record import Strokes
from handwriting_app.storage.model_file import load_model


@dataclass(frozen=True, slots=True)
class _Before:
    """What the window held before the lesson."""

    config: TrainingConfig | None
    model: Model
    was_learning: bool
    drawing: Drawing
    subject: Subject


class LessonStage(QObject):
    """Asks by signals for what is not the session's.

    Signals:
        view_requested(str): Bring the view with this objectName to the front, and build it if need be.
        config_requested(TrainingConfig): Put these settings in the training panel.
        lab_state_requested(str, LabState): Put the view of this name in this state.
        drawing_requested(Drawing): Put this on the canvas.
        label_told(int): Which digit the drawing is.
        columns_requested(frozenset[Column] | None): Show these columns beside the view; None: as a person had them.
        controls_requested(frozenset[str] | None, frozenset[str]): Lock all
            controls but these, if any are named; hide those.
    """

    view_requested = Signal(str)
    config_requested = Signal(TrainingConfig)
    lab_state_requested = Signal(str, object)
    drawing_requested = Signal(object)
    label_told = Signal(int)
    columns_requested = Signal(object)
    controls_requested = Signal(object, object)

    def __init__(
        self, session: Session, shown_config: Callable[[], TrainingConfig | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._shown_config = shown_config
        self._before: _Before | None = None
        self._owed: Model | None = None  # is to be given back as soon as the lesson's run has stopped
        self._has_drawn = self._has_asked = False
        self._columns: frozenset[Column] = frozenset()

    def strokes(self) -> Strokes:
        """What is drawn, as it is kept."""
        strokes = self._session.reader.drawing.strokes
        return tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in strokes)

    def bring_back_drawing(self, strokes: Strokes) -> None:
        """Put what was drawn when the program ended on the canvas, if that is still empty."""
        if strokes and self._session.reader.drawing.is_empty:
            self.drawing_requested.emit(_drawing(strokes))

    def set_up(self, start: Start) -> None:
        """Put a lesson's start in place; what the one before it changed is given back first."""
        if self._before is None:
            session = self._session
            was_learning = session.training.state is not RunState.IDLE
            model, drawing = session.shelf.present, session.reader.drawing
            if session.training.state is RunState.STOPPING and self._owed is not None:
                model, was_learning = self._owed, False  # what stops just now is the run of the lesson before
            self._before = _Before(self._shown_config(), model, was_learning, drawing, session.digits.subject)
        else:
            self._give_back_network(keep=start.network not in (None, "own"))
        self._session.keeper.are_exercises = True
        self._session.digits.learn(DIGITS)
        self.controls_requested.emit(start.only, start.hidden)
        usual: frozenset[Column] = frozenset() if start.training is None else frozenset({"train"})
        self._show_columns(usual if start.columns is None else start.columns)
        self._put(start)
        if start.network in (None, "own") and (start.view is None or start.view.name not in TIMELESS):
            self._read_digits()

    def change(self, start: Start) -> None:
        """Put what a task needs on top of what is there."""
        if start.only is not None or start.hidden:
            self.controls_requested.emit(start.only, start.hidden)
        if start.columns is not None:
            self._show_columns(start.columns)
        self._put(start)

    def offer_drawing(self) -> None:
        """Bring the drawing column back, for a task that needs a digit where none is drawn."""
        self._show_columns(self._columns | {"draw"})

    def clear(self) -> None:
        """Give panel, network, drawing, columns and controls back as they were."""
        if self._before is None:
            return
        self._owed = None
        self._give_back_network(keep=False)
        if self._has_drawn:  # what the learner has drawn stays
            self.drawing_requested.emit(self._before.drawing)
        self.controls_requested.emit(None, frozenset())
        self.columns_requested.emit(None)
        self._session.keeper.are_exercises = False
        self._session.digits.learn(self._before.subject)
        self._before = None
        self._has_drawn = self._has_asked = False

    def _show_columns(self, columns: frozenset[Column]) -> None:
        self._columns = columns
        self.columns_requested.emit(columns)

    def _give_back_network(self, *, keep: bool) -> None:
        before = self._before
        if before is None:
            return
        if before.config is not None:
            self.config_requested.emit(before.config)
        present = self._session.shelf.present
        # A run of the learner's own, which no lesson touched, goes on.
        is_own_run = before.was_learning and present.history is before.model.history
        if keep:
            return
        if is_own_run and self._has_asked:  # what the lesson asked for is not to come after it
            self._session.coming.drop()
            self._session.training.when_free(_stay, begins=False)
        elif not is_own_run and (self._has_asked or present is not before.model):
            self._owed = before.model
            self._session.coming.drop()
            self._session.training.when_free(partial(self._put_away, before.model), begins=False)
        self._has_asked = False

    def _put_away(self, model: Model) -> None:
        """Show ``model`` again. What an exercise has left can be brought back, but nobody is to be asked about it."""
        self._session.shelf.update(replace(self._session.shelf.present, unsaved=False))
        self._session.show_model(model)

    def _put(self, start: Start) -> None:
        if start.view is not None:
            self.view_requested.emit(start.view.name)
        if start.training is not None:
            self.config_requested.emit(start.training)
        if start.network is not None:
            self._read_with(start.network, start.training or self._shown_config())
        if start.drawing is not None:
            self._has_drawn = True
            self.drawing_requested.emit(_drawing(start.drawing))
        if start.digit is not None:
            self.label_told.emit(start.digit)
        if start.lab is not None and start.view is not None:
            self.lab_state_requested.emit(start.view.name, start.lab)

    def _read_digits(self) -> None:
        """A lesson is about digits: where the network reads other symbols, the shipped one takes its place."""
        if not self._session.shelf.present.subject.is_digits:
            self._read_with("default", None)

    def _read_with(self, network: NetworkName, config: TrainingConfig | None) -> None:
        self._has_asked = True
        if network == "default":
            # Not as a person opens it: the panel would show its settings in place of the lesson's.
            self._session.show_model(Model.opened(load_model(default_model_path()), None))
        elif network == "fresh" and config is not None:
            self._session.reset(config)
        elif network == "own" and self._before is not None and self._session.shelf.present is not self._before.model:
            self._session.show_model(self._before.model)


def _stay() -> None:
    """In place of a model that was to come."""


def _drawing(strokes: Strokes) -> Drawing:
    return Drawing(tuple(np.array(stroke, dtype=np.float64) for stroke in strokes))
