"""The one place where state changes: the drawing, the model that reads it, and the run that trains it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal

from handwriting_app.engine.arrays import Array, Labels
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NormalisedDigit, normalise
from handwriting_app.session.background import Latest
from handwriting_app.session.history import RunHistory
from handwriting_app.session.messages import Ended, ModelInfo, TrainingState
from handwriting_app.session.model import Model, sizes_of
from handwriting_app.session.reading import Prediction, read_normalised
from handwriting_app.session.run_control import RunControl
from handwriting_app.session.snapshots import Snapshots
from handwriting_app.storage.model_file import load_model, save_model

KEPT_MODELS = 20
"""Earlier models that stay at hand until the program ends, so that pressing Train loses nothing."""


class Session(QObject):
    """Owns the state of one window. Views listen to its signals and call its methods; nothing else changes state.

    Signals:
        drawing_changed(Drawing), prediction_changed(Prediction | None): None when nothing is drawn.
        picture_changed(NormalisedDigit | None): a digit that was not drawn is read, or no longer.
        network_changed(Network): a read-only snapshot; at most 20 a second while training.
        training_started(TrainingConfig): the first report is still to come.
        training_reported(tuple[Report, ...]): already part of `history`.
        training_ended(Ended)
        state_changed(TrainingState)
        model_changed(ModelInfo): another model, another name, or (un)saved.
        history_replaced(): the curves of another model or run; `history` and `previous_history` are other objects.
        data_changed(DataSet): the digits of the present run.
        changes_changed(): a change by hand was made or taken back.
        snapshots_changed(): there are other epochs to look back at, or another one is looked at.
    """

    drawing_changed = Signal(object)
    prediction_changed = Signal(object)
    picture_changed = Signal(object)
    network_changed = Signal(object)
    training_started = Signal(object)
    training_reported = Signal(object)
    training_ended = Signal(object)
    state_changed = Signal(object)
    model_changed = Signal(object)
    history_replaced = Signal()
    data_changed = Signal(object)
    changes_changed = Signal()
    snapshots_changed = Signal()

    def __init__(self, model: Model, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._earlier: list[Model] = []
        self._previous_history: RunHistory | None = None
        self._drawing = Drawing()
        self._normalised: NormalisedDigit | None = None
        self._prediction: Prediction | None = None
        self._has_picture = False
        self._normalisation = True
        self._data: DataSet | None = None
        self._data_split: tuple[float, int] | None = None
        self._run = RunControl(self)
        self._run.data_loaded.connect(self._on_data_loaded)
        self._run.reported.connect(self._on_reported)
        self._run.ended.connect(self._on_ended)
        self._run.state_changed.connect(self.state_changed)
        self._calibration: Latest[tuple[Network, float]] = Latest(self)
        self._calibration.done.connect(self._on_calibrated)
        self._changes: list[tuple[str, Network]] = []
        self._snapshots = Snapshots.starting_with(model.history.last, model.network)
        self._looked_at: int | None = None

    # --- what there is -------------------------------------------------------------------------------------------

    @property
    def drawing(self) -> Drawing:
        return self._drawing

    @property
    def prediction(self) -> Prediction | None:
        return self._prediction

    @property
    def normalisation(self) -> bool:
        return self._normalisation

    @property
    def network(self) -> Network:
        """The weights that read the drawing, read-only: the latest, or those of the epoch that is looked back at."""
        return self._model.network if self._looked_at is None else self._snapshots.at(self._looked_at)

    @property
    def model(self) -> Model:
        return self._model

    @property
    def info(self) -> ModelInfo:
        return self._model.info

    @property
    def earlier_models(self) -> tuple[Model, ...]:
        """Models that a new run or a reset has put aside, oldest first."""
        return tuple(self._earlier)

    @property
    def history(self) -> RunHistory:
        return self._model.history

    @property
    def previous_history(self) -> RunHistory | None:
        """The run before the present one, to compare with."""
        return self._previous_history

    @property
    def state(self) -> TrainingState:
        return self._run.state

    @property
    def has_unsaved_training(self) -> bool:
        return any(model.unsaved for model in (self._model, *self._earlier))

    # --- drawing and reading -------------------------------------------------------------------------------------

    def set_drawing(self, drawing: Drawing) -> None:
        self._leave_picture()
        self._drawing = drawing
        self._normalised = None if drawing.is_empty else normalise(drawing, enabled=self._normalisation)
        self.drawing_changed.emit(drawing)
        self._read()

    def set_picture(self, digit: NormalisedDigit) -> None:
        """Read a digit that is not drawn: a picture, or one of the data set's digits. The next stroke replaces it."""
        self._drawing = Drawing()
        self.drawing_changed.emit(self._drawing)
        self._normalised = digit
        self._has_picture = True
        self.picture_changed.emit(digit)
        self._read()

    def _leave_picture(self) -> None:
        if self._has_picture:
            self._has_picture = False
            self.picture_changed.emit(None)

    def set_normalisation(self, enabled: bool) -> None:
        self._normalisation = enabled
        if not self._drawing.is_empty:
            self._normalised = normalise(self._drawing, enabled=enabled)
            self._read()

    def _read(self) -> None:
        if self._normalised is None:
            self._prediction = None
        else:
            self._prediction = read_normalised(self.network, self._model.temperature, self._normalised)
        self.prediction_changed.emit(self._prediction)

    # --- training ------------------------------------------------------------------------------------------------

    def start_training(self, config: TrainingConfig, *, from_current: bool = False, one_epoch: bool = False) -> None:
        """Begin a run from fresh weights, or go on from the present ones; a run under way is stopped first.

        Raises:
            ValueError: ``from_current``, but the present network has other layers, activation or cost.
        """
        if from_current and not self.can_continue(config):
            raise ValueError("The present network has other layers, another activation or another cost function.")
        if self._run.is_active:
            self._run.stop(lambda: self.start_training(config, from_current=from_current, one_epoch=one_epoch))
            return
        number = self._run.next_number()
        last: Report | None = None
        if from_current:
            last = self._model.history.last
            rng = np.random.default_rng([config.seed, last.epoch if last else 0])
            if last is not None:
                config = replace(config, epochs=last.epoch + config.epochs)
            self._set_model(replace(self._model, config=config, temperature=1.0))
        else:
            rng = np.random.default_rng(config.seed)
            self._put_aside()
            self._set_model(replace(Model.untrained(config, rng), name=f"run {number}"))
        self.training_started.emit(config)
        from handwriting_app.session.training_thread import Job  # with the first run, like the thread itself

        self._run.start(
            Job(
                number=number,
                network=self._model.network.copy(),
                config=config,
                rng=rng,
                data=self.data,
                last=last,
                one_epoch=one_epoch,
            )
        )

    def can_continue(self, config: TrainingConfig) -> bool:
        """Whether a run with ``config`` can go on from the present weights."""
        network = self._model.network
        return (network.sizes, network.activation, network.cost) == (sizes_of(config), config.activation, config.cost)

    def train_one_epoch(self, config: TrainingConfig) -> None:
        """One more epoch of the paused run, or the first of a new one; then pause."""
        if self.state is TrainingState.PAUSED:
            self._run.resume(one_epoch=True)
        elif self.state is TrainingState.IDLE:
            self.start_training(config, one_epoch=True)

    def pause(self) -> None:
        self._run.pause()

    def resume(self) -> None:
        self._run.resume()

    def stop(self) -> None:
        """End the run and keep its last whole epoch; a run that was to follow is forgotten."""
        self._run.stop()

    def reset(self, config: TrainingConfig) -> None:
        """Fresh, untrained weights; what was trained is put aside."""
        if self._run.is_active:
            self._run.stop(lambda: self.reset(config))
            return
        self._put_aside()
        self._set_model(Model.untrained(config, np.random.default_rng(config.seed)))

    def set_learning_rate(self, learning_rate: float) -> None:
        self._run.set_learning_rate(learning_rate)

    @property
    def data(self) -> DataSet | None:
        """The digits of the latest run; None before the first, and while another model's digits are other ones."""
        config = self._model.config
        return self._data if self._data_split == (config.held_out, config.seed) else None

    def shutdown(self) -> None:
        """Stop the run, if any, and wait for its thread; nothing is published afterwards."""
        self._run.shutdown()
        self._calibration.wait()

    def _on_data_loaded(self, data: DataSet) -> None:
        self._data, self._data_split = data, (self._model.config.held_out, self._model.config.seed)
        self.data_changed.emit(data)

    def _on_reported(self, reports: tuple[Report, ...], network: Network) -> None:
        self._model.history.append(reports)
        was_unsaved = self._model.unsaved
        self._model = replace(self._model, network=network, unsaved=True)
        if self._looked_at is not None:
            looked_at = self._snapshots.epochs[self._looked_at]
            self._snapshots.add(reports[-1].epoch, network)
            self._looked_at = self._snapshots.nearest(looked_at)
        else:
            self._snapshots.add(reports[-1].epoch, network)
        self.training_reported.emit(reports)
        self.snapshots_changed.emit()
        if self._looked_at is None:
            self._publish_network()
        if not was_unsaved:
            self.model_changed.emit(self.info)

    def _on_ended(self, ended: Ended) -> None:
        if self.data is not None and len(self._model.history):
            held_x, held_y = self.data.held_x, self.data.held_y
            self._calibration.ask(partial(_calibrated, self._model.network, held_x, held_y))
        self.training_ended.emit(ended)

    def _on_calibrated(self, calibrated: tuple[Network, float]) -> None:
        network, temperature = calibrated
        if network is self._model.network:
            self._model = replace(self._model, temperature=temperature)
            self.model_changed.emit(self.info)
            self._publish_network()

    # --- models --------------------------------------------------------------------------------------------------

    def open_model(self, path: Path, *, read_only: bool = False) -> None:
        """Read with the model in ``path`` from now on; on an error nothing changes.

        Args:
            path: A file that `save_model` wrote.
            read_only: Save will ask for another name, as it does for a shipped model.

        Raises:
            ModelFileError: The file is not a usable model.
        """
        model = Model.opened(load_model(path), None if read_only else path)
        self.show_model(model)

    def show_model(self, model: Model) -> None:
        """Read with ``model`` from now on; the present one is put aside, and a run under way is stopped first."""
        if self._run.is_active:
            self._run.stop(lambda: self.show_model(model))
            return
        self._put_aside()
        self._earlier = [earlier for earlier in self._earlier if earlier is not model]
        self._set_model(model)

    def save_model(self, path: Path) -> None:
        """Write the model as it is now; while training, that is its latest report.

        Raises:
            OSError: The file cannot be written; an older file of that name is as it was.
        """
        save_model(path, self._model.to_save(path.stem))
        self._model = self._model.saved_as(path)
        self.model_changed.emit(self.info)

    def _put_aside(self) -> None:
        """Keep the present model at hand if it was trained in this window, and its curves to compare with."""
        if len(self._model.history):
            self._previous_history = self._model.history
        if self._model.unsaved:
            self._earlier = [*self._earlier, self._model][-KEPT_MODELS:]

    def _set_model(self, model: Model) -> None:
        is_other_history = model.history is not self._model.history
        self._model = model
        self._looked_at = None
        self._changes.clear()
        self.changes_changed.emit()
        if is_other_history:
            self._snapshots = Snapshots.starting_with(model.history.last, model.network)
            self.snapshots_changed.emit()
            self.history_replaced.emit()
        self.model_changed.emit(self.info)
        self._publish_network()

    def _publish_network(self) -> None:
        self.network_changed.emit(self.network)
        if self._normalised is not None:
            self._read()

    # --- looking back --------------------------------------------------------------------------------------------

    @property
    def snapshots(self) -> Snapshots:
        """The weights of this run at some of its epochs."""
        return self._snapshots

    @property
    def looked_at(self) -> int | None:
        """The index of the snapshot that is looked back at; None for the present."""
        return self._looked_at

    def look_back(self, index: int | None) -> None:
        """Read with the weights of ``snapshots.epochs[index]``, None for the present; training goes on undisturbed."""
        self._looked_at = None if index == len(self._snapshots) - 1 else index
        self.snapshots_changed.emit()
        self._publish_network()

    # --- changes by hand -----------------------------------------------------------------------------------------

    @property
    def changes(self) -> tuple[str, ...]:
        """What was done to the weights by hand and can be taken back, oldest first."""
        return tuple(what for what, _ in self._changes)

    def change_network(self, network: Network, what: str) -> None:
        """Put other weights of the same shape in place, such as those after one step; only while no run is under way.

        Raises:
            ValueError: The shapes differ.
            RuntimeError: A run is under way.
        """
        if self._run.is_active:
            raise RuntimeError("The weights cannot be changed by hand while a run is under way.")
        self._looked_at = None
        if network.sizes != self.network.sizes:
            raise ValueError(f"The network has the layers {self.network.sizes}, not {network.sizes}.")
        self._changes.append((what, self.network))
        self._model = replace(self._model, network=network.frozen(), unsaved=True)
        self.changes_changed.emit()
        self.model_changed.emit(self.info)
        self._publish_network()

    def undo_change(self) -> None:
        """Take the latest change by hand back."""
        if self._changes and not self._run.is_active:
            _, network = self._changes.pop()
            self._model = replace(self._model, network=network)
            self.changes_changed.emit()
            self._publish_network()


def _calibrated(network: Network, held_x: Array, held_y: Labels) -> tuple[Network, float]:
    # Imported here: nothing of it is needed before a run has ended.
    from handwriting_app.data.calibration import fit_temperature

    return network, fit_temperature(network, held_x, held_y)
