"""The state of one window, in parts; this façade holds what takes more than one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QObject

from handwriting_app.data.subject import Subject
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.fast.engines import engine_for
from handwriting_app.engine.frozen import Unit
from handwriting_app.engine.limits import parameter_count
from handwriting_app.engine.network import Network
from handwriting_app.engine.settings import EPOCHS
from handwriting_app.session.alphabets import Alphabets
from handwriting_app.session.archive import Archive
from handwriting_app.session.background import Background
from handwriting_app.session.coming import Coming
from handwriting_app.session.digits import Digits
from handwriting_app.session.hand import Hand
from handwriting_app.session.hand_changes import HandChanges
from handwriting_app.session.hand_learning import HandLearning
from handwriting_app.session.handwriting import Handwriting
from handwriting_app.session.history import RunHistory
from handwriting_app.session.job import Job
from handwriting_app.session.kept import NO_ALPHABET
from handwriting_app.session.ledger import Change
from handwriting_app.session.messages import RunState, TrainingNews
from handwriting_app.session.model import Model, sizes_of
from handwriting_app.session.playback import Playback
from handwriting_app.session.prompts import Prompts
from handwriting_app.session.reader import Reader
from handwriting_app.session.run_keeper import RunKeeper
from handwriting_app.session.saving import Saving
from handwriting_app.session.shelf import Shelf
from handwriting_app.session.timeline import TimeLine
from handwriting_app.session.training import Training

AT_ONCE: Final = 2**17
"""Weights that are drawn in the 5 ms that a person cannot see; more are drawn in the background."""


class Session(QObject):
    """Ties the parts together: views listen to the parts' signals, and call the parts or the façade.

    Attributes:
        background: Knows all that runs off the GUI thread.
        archive: What is kept in the database.
        digits: The data set, by split.
        shelf: The present model and those put aside.
        timeline: The run's curves, the weights along it, and which of them read.
        playback: Plays the run along its time line.
        reader: What is drawn, and its reading.
        handwriting: The drawings of which a person has said what they are.
        alphabets: Sets of symbols of one's own.
        prompts: Ask for drawings, one after another.
        training: The run under way.
        hand_learning: Teaches the present network a person's hand.
        hand_changes: What was done to the weights by hand.
        coming: The model that is to take the present one's place.
        saving: The files that are being written.
        keeper: Every run on its way into the database.
    """

    def __init__(
        self,
        model: Model,
        parent: QObject | None = None,
        *,
        database: Path | None = None,
        cache: Path | None = None,
    ) -> None:
        """Begin with ``model``; what is kept goes into ``database``, what is compiled into ``cache``, or nowhere."""
        super().__init__(parent)
        self.background = Background(self)
        self.archive = Archive(self.background, database, self)
        self.digits = Digits(self.background, self)
        self.shelf = Shelf(model, self)
        self.timeline = TimeLine(model, self)
        self.playback = Playback(self.timeline, self)
        self.reader = Reader(model.weights, self)
        self.handwriting = Handwriting(self.background, self.archive, self.reader, self)
        self.alphabets = Alphabets(self.archive, self.digits, self)
        self.prompts = Prompts(self.handwriting, self.reader, self)
        self.training = Training(self.background, self.digits, self)
        self.hand_learning = HandLearning(self.background, self.archive, self.shelf, self.training, self)
        self.hand_changes = HandChanges(self)
        self.coming = Coming(self.background, self)
        self.saving = Saving(self.background, self)
        self._cache = cache
        self._runs_begun = 0
        self._beginning: Callable[[Network], Model] | None = None  # the model of the run that is about to begin
        # Before any view: they find the state already changed.
        self.timeline.weights_changed.connect(self.reader.read_with)
        self.coming.drawn.connect(self.show_model)
        self.coming.read.connect(self.bring_back)
        self.saving.saved.connect(self._on_saved)
        self.training.begun.connect(self._on_begun)
        self.training.reported.connect(self._on_reported)
        self.handwriting.changed.connect(self._on_kept)
        self.alphabets.changed.connect(self._follow_alphabet)
        self.hand_learning.found.connect(self._learn_hand)
        self.hand_learning.left.connect(self._withdraw)
        # After what changes the model: it keeps what is there then.
        self.keeper = RunKeeper(self.archive, self.training, self.shelf, self.reader, self)
        self._follow_alphabet()

    # --- training ------------------------------------------------------------------------------------------------

    def start_training(self, config: TrainingConfig, *, one_epoch: bool = False) -> None:
        """Begin a run from fresh weights; what runs already is stopped first."""
        self.coming.drop()
        self.training.when_free(partial(self._start, config, one_epoch=one_epoch))

    def go_on(self, config: TrainingConfig, start: Model | None = None) -> None:
        """Train the present weights for ``config.epochs`` more; what runs already is stopped first.

        With ``start``, the model as it was at an epoch that is looked back at (`seen`), training goes on from there:
        that is another run, which has the curves and the kept weights up to that epoch; the present one is put aside.

        Trained weights keep the split of their digits, whatever seed and share ``config`` names: otherwise digits that
        they have learned from would be among those that they are measured on.

        Raises:
            ValueError: The present network has other layers, another activation or another cost.
        """
        if not self.shelf.present.fits(config):
            raise ValueError("The present network has other layers, another activation or another cost function.")

        def go_on() -> None:
            if start is not None:
                self._branch(start)
            self._go_on(config)

        self.coming.drop()
        self.training.when_free(go_on)

    def _branch(self, start: Model) -> None:
        self._runs_begun += 1
        self._show(replace(start, name=f"run {self._runs_begun}", path=None, unsaved=True, is_opened=False))

    def resume(self, model: Model) -> None:
        """Show ``model``, whose run was interrupted, and do the epochs of its configuration that are still to be done.

        What runs already is stopped first. A model with a checkpoint goes on exactly.
        """
        last = model.history.last
        # As the run was told last, which may have been on its way.
        rate = last.learning_rate if last is not None else model.config.learning_rate
        left = model.config.epochs - (last.epoch if last is not None else 0)

        def go_on() -> None:
            self._show(model)
            self.shelf.opened.emit(self.shelf.present.info)
            self._go_on(replace(model.config, learning_rate=rate, epochs=left))

        self.coming.drop()
        self.training.when_free(go_on)

    def train_one_epoch(self, config: TrainingConfig) -> None:
        """One more epoch of the paused run, or the first of a new one; then pause."""
        if self.training.state is RunState.PAUSED:
            self.training.step()
        elif self.training.state is RunState.IDLE:
            self.start_training(config, one_epoch=True)

    def reset(self, config: TrainingConfig) -> None:
        """Fresh, untrained weights; what was trained is put aside, and a run under way stopped first."""
        subject = self.digits.subject
        if parameter_count(sizes_of(config, subject)) > AT_ONCE:
            self.coming.ask_to_draw(config, subject)
        else:
            self.show_model(Model.untrained(config, np.random.default_rng(config.seed), subject))

    def _start(self, config: TrainingConfig, *, one_epoch: bool) -> None:
        subject = self.digits.subject
        config = replace(config, engine=engine_for(config, self._cache))
        self._beginning = partial(self._fresh, config, subject)
        job = Job(None, config, np.random.default_rng(config.seed), subject=subject)
        self.training.start(job, one_epoch=one_epoch)

    def _on_begun(self, network: Network) -> None:
        beginning, self._beginning = self._beginning, None
        if beginning is not None:
            self._show(beginning(network))

    def _fresh(self, config: TrainingConfig, subject: Subject, network: Network) -> Model:
        self._runs_begun += 1
        return Model.beginning(network, config, f"run {self._runs_begun}", subject)

    def _go_on(self, config: TrainingConfig) -> None:
        model = self.shelf.present
        own, last = model.config, model.history.last
        if last is not None:
            epochs = min(last.epoch + config.epochs, EPOCHS.high)
            config = replace(config, epochs=epochs, seed=own.seed, held_out=own.held_out, engine=own.engine)
        engine = engine_for(config, self._cache, has_frozen=bool(model.frozen))
        config = replace(config, engine=engine)
        rng = np.random.default_rng([config.seed, last.epoch if last else 0])
        self.timeline.look_back(None)
        self._beginning = None
        self._show(replace(model, config=config))
        job = Job(
            model.network, config, rng, last, model.checkpoint, model.temperature, model.subject, frozen=model.frozen
        )
        self.training.start(job)

    def _learn_hand(self, hand: Hand) -> None:
        self.coming.drop()
        self.timeline.look_back(None)
        self._beginning = self.hand_learning.beginning
        self.hand_learning.start(hand)

    def _withdraw(self, model: Model, previous: RunHistory | None) -> None:
        self.shelf.withdraw(model, previous)
        self.timeline.follow(self.shelf.present)
        self.hand_changes.forget()

    def _on_reported(self, news: TrainingNews) -> None:
        model = self.shelf.present
        self.shelf.update(
            replace(
                model,
                network=news.network,
                temperature=news.temperature,
                checkpoint=news.checkpoint,
                unsaved=True,
            )
        )
        self.timeline.extend(news.reports, self.shelf.present, news.between)

    # --- models --------------------------------------------------------------------------------------------------

    def open_model(self, path: Path, *, read_only: bool = False) -> None:
        """Read with the model in ``path`` as soon as it is there; `coming` tells of it, or why it does not come.

        Args:
            path: A file that `save` wrote.
            read_only: Save will ask for another name, as it does for a shipped model.
        """
        self.coming.ask_to_read(path, read_only=read_only)

    def bring_back(self, model: Model) -> None:
        """Read with ``model``, which a person has chosen, as `show_model` does; its settings are of interest too."""

        def bring() -> None:
            self._show(model)
            self.shelf.opened.emit(self.shelf.present.info)

        self.coming.drop()
        self.training.when_free(bring, begins=False)

    def show_model(self, model: Model) -> None:
        """Read with ``model`` from now on; the present one is put aside, and a run under way is stopped first."""
        self.coming.drop()
        self.training.when_free(partial(self._show, model), begins=False)

    @property
    def seen(self) -> Model:
        """The model that reads: the present one, or as it was at the epoch that is looked back at."""
        is_past = self.timeline.looked_at is not None
        return self.shelf.present.at(self.timeline.weights) if is_past else self.shelf.present

    @property
    def final_epoch(self) -> int | None:
        """The newest epoch; None while a run is under way, which will soon have another one."""
        return self.timeline.epochs[-1] if self.training.state is RunState.IDLE else None

    def save(self, model: Model, path: Path) -> None:
        """Write ``model``, such as the present one or the one that is `seen`; `saving` tells when that is done."""
        self.saving.save(model, path)

    def _on_saved(self, model: Model, path: Path) -> None:
        present = self.shelf.saved(model, path)
        if present is not None:
            self._update(present)

    def _show(self, model: Model) -> None:
        if model.history is self.shelf.present.history:
            self._update(model)
        else:
            self.shelf.show(model)
            self.timeline.follow(self.shelf.present)
            self._follow_subject()
        self.hand_changes.forget()

    def _update(self, model: Model) -> None:
        self.shelf.update(model)
        self.timeline.follow(model)

    # --- what is learned -----------------------------------------------------------------------------------------

    def _follow_subject(self) -> None:
        """A run that is begun now learns what the network in the window has learned."""
        subject = self.shelf.present.subject
        if subject.is_at_hand and subject.names != self.digits.subject.names:
            self.digits.learn(subject)
        self._follow_alphabet()

    def _follow_alphabet(self) -> None:
        """What is said of drawings belongs to the alphabet of the network, which also has what that learned from."""
        subject = self.shelf.present.subject
        alphabet = self.alphabets.id_of(subject.names)
        self.handwriting.set_alphabet(alphabet)
        if subject.is_at_hand:
            return
        if not self.alphabets.is_listed:
            self.alphabets.look_up()
        elif alphabet != NO_ALPHABET:
            self.alphabets.subject_of(alphabet, self._give_subject)

    def _give_subject(self, subject: Subject) -> None:
        model = self.shelf.present
        if not model.subject.is_at_hand and model.subject.names == subject.names:
            self._update(replace(model, subject=subject))
            self.digits.learn(subject)

    def _on_kept(self, change: Change) -> None:
        if change.kind != "nothing" and self.alphabets.known:
            self.alphabets.look_up()

    # --- changes by hand -----------------------------------------------------------------------------------------

    def change_network(self, network: Network, what: str, gesture: object | None = None) -> None:
        """Put other weights of the same shape in place, such as those after one step; only while no run is under way.

        All that is done within one ``gesture``, such as a drag, is one change, and none if it comes back to where it
        began.

        Raises:
            ValueError: The shapes differ, or a weight is no finite number.
            RuntimeError: A run is under way.
        """
        before = self.shelf.present
        if self.training.state is not RunState.IDLE:
            raise RuntimeError("The weights cannot be changed by hand while a run is under way.")
        if network.sizes != before.network.sizes:
            raise ValueError(f"The network has the layers {before.network.sizes}, not {network.sizes}.")
        if not np.isfinite(network.parameters).all():
            raise ValueError("The weights must be finite numbers.")
        if self.hand_changes.goes_on(gesture):
            began = self.hand_changes.latest_before.network
            if np.array_equal(network.parameters.view(np.uint8), began.parameters.view(np.uint8)):
                self.undo_change()
                return
        self._update(replace(before, network=network.frozen(), checkpoint=None, unsaved=True))
        self.hand_changes.add(what, before, gesture)

    def freeze(self, units: frozenset[Unit]) -> None:
        """Let these units, and no others, stay as they are when training goes on; only while no run is under way.

        Raises:
            RuntimeError: A run is under way.
        """
        if self.training.state is not RunState.IDLE:
            raise RuntimeError("Units cannot be frozen while a run is under way.")
        self._update(replace(self.shelf.present, frozen=units))

    def undo_change(self) -> None:
        """Take the latest change by hand back."""
        if self.hand_changes.names and self.training.state is RunState.IDLE:
            before, present = self.hand_changes.take_back(), self.shelf.present
            # Where the change was saved, it is the way back that no file holds.
            unsaved = before.unsaved or not present.unsaved
            # Unsaved, as the file may have been written since the change.
            self._update(replace(present, network=before.network, checkpoint=before.checkpoint, unsaved=unsaved))

    def shutdown(self) -> None:
        """End all background work and wait for it; nothing is published afterwards."""
        self.handwriting.clear_away()
        self.alphabets.clear_away()
        self.keeper.close()
        self.background.shutdown()
        self.archive.close()
