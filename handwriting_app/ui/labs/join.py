"""Joins the labs to the session: the small network of the neuron lab, and the real one's surface of the descent lab."""

from __future__ import annotations

from PySide6.QtCore import QObject

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.lab.descent_state import DescentLabState
from handwriting_app.lab.for_lessons import LabState
from handwriting_app.lab.neuron_state import NeuronLabState
from handwriting_app.lab.surface import Cut
from handwriting_app.lab.views import DESCENT_LAB, NEURON_LAB
from handwriting_app.session.descent_run import DescentRun
from handwriting_app.session.layers_run import LayersRun
from handwriting_app.session.messages import ModelInfo
from handwriting_app.session.session import Session
from handwriting_app.session.weights import Weights
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.labs.descent_lab import DescentLab
from handwriting_app.ui.labs.neuron_lab import NeuronLab
from handwriting_app.ui.widgets.locks import Locks


def open_neuron_lab(session: Session, desk: Desk) -> NeuronLab:
    """The Neuron tab; its network of two layers learns in the background."""
    lab = NeuronLab()
    _NeuronJoin(session, lab)

    def put(name: str, state: LabState) -> None:
        if name == NEURON_LAB.name and isinstance(state, NeuronLabState):
            lab.set_lab_state(state)

    lab.facts_changed.connect(desk.facts_told)
    desk.lab_state_requested.connect(put)
    _lock_for_lessons(desk, lab)
    return lab


def open_descent_lab(session: Session, desk: Desk) -> DescentLab:
    """The Descent tab, with a surface of the weights that digits are read with."""
    lab = DescentLab(session.timeline.weights, session.shelf.present.config)
    _DescentJoin(session, lab)

    def put(name: str, state: LabState) -> None:
        if name == DESCENT_LAB.name and isinstance(state, DescentLabState):
            lab.set_lab_state(state)

    lab.facts_changed.connect(desk.facts_told)
    desk.lab_state_requested.connect(put)
    _lock_for_lessons(desk, lab)
    return lab


def _lock_for_lessons(desk: Desk, lab: NeuronLab | DescentLab) -> None:
    locks = Locks(lab.controls(), lab)

    def put_on(only: frozenset[str] | None, hidden: frozenset[str]) -> None:
        locks.put_on(only, hidden)
        lab.mark_stale()

    desk.controls_requested.connect(put_on)
    put_on(*desk.controls)  # a lesson opens its view after it has asked for its locks


class _NeuronJoin(QObject):
    def __init__(self, session: Session, lab: NeuronLab) -> None:
        super().__init__(lab)
        self._page = lab.layers
        self._run = LayersRun(session.background, self)
        self._page.begin_requested.connect(self._run.begin)
        self._page.step_requested.connect(self._run.step)
        self._run.progressed.connect(self._page.show_progress)
        session.background.changed.connect(self._show_waiting)
        self._page.begin()
        self._show_waiting()

    def _show_waiting(self) -> None:
        self._page.show_waiting(self._run.is_waiting)


class _DescentJoin(QObject):
    def __init__(self, session: Session, lab: DescentLab) -> None:
        super().__init__(lab)
        self._session = session
        self._lab = lab
        self._run = DescentRun(session.background, session.digits, self)
        page = lab.surface
        lab.cut_requested.connect(self._cut)
        page.step_requested.connect(self._run.step)
        page.back_requested.connect(self._run.back)
        page.clear_requested.connect(self._run.clear)
        page.picture.start_changed.connect(self._run.start_at)
        page.picture.zoom_requested.connect(self._run.zoom)
        self._run.slice_changed.connect(lab.show_slice)
        self._run.surface_begun.connect(page.show_progress)
        self._run.surface_changed.connect(page.show_surface)
        self._run.paths_changed.connect(page.show_paths)
        self._run.failed.connect(page.show_trouble)
        session.timeline.weights_changed.connect(self._show_weights)
        session.shelf.model_changed.connect(self._on_model)
        session.training.state_changed.connect(lab.show_state)
        session.background.changed.connect(self._show_waiting)
        lab.show_state(session.training.state)
        self._show_waiting()

    def _cut(self, network: Network, config: TrainingConfig, cut: Cut) -> None:
        self._run.cut(network, config, cut, self._session.shelf.present.subject)

    def _show_weights(self, weights: Weights) -> None:
        self._lab.show_weights(weights, self._session.shelf.present.config)

    def _on_model(self, _model: ModelInfo) -> None:
        self._show_weights(self._session.timeline.weights)

    def _show_waiting(self) -> None:
        self._lab.surface.show_race(self._run.is_waiting)
