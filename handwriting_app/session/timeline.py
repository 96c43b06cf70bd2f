"""The time line of a run: its curves, the weights kept along it, and the epoch that is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Signal

from handwriting_app.engine.report import Report
from handwriting_app.session.history import RunHistory
from handwriting_app.session.model import Model
from handwriting_app.session.shelf import KEPT_MODELS
from handwriting_app.session.snapshots import MOST_BYTES, Snapshots
from handwriting_app.session.weights import Weights

ASIDE_BYTES: Final = 2 * MOST_BYTES
"""Weights along earlier runs that stay at hand: when one of these runs is back in the window, so are its epochs."""

MOST_ASIDE: Final = KEPT_MODELS + 1
"""Earlier runs of which any weights stay at hand, however small they are: no older one can come back to the window."""


class TimeLine(QObject):
    """Follows the model in the window. Whoever reads digits reads with `weights`.

    Signals:
        weights_changed(Weights): at most 20 a second while training.
        kept_changed(): other epochs can be looked back at, or another one is.
        history_replaced(): `history` is that of another run.
    """

    weights_changed = Signal(object)
    kept_changed = Signal()
    history_replaced = Signal()

    def __init__(self, model: Model, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._kept = Snapshots.starting_with(model.weights)
        self._looked_at: int | None = None
        self._aside: list[tuple[RunHistory, Snapshots]] = []

    @property
    def weights(self) -> Weights:
        """What digits are read with: the latest weights, or those of the epoch that is looked back at."""
        if self._looked_at is None:
            return self._model.weights
        return replace(self._kept.at(self._looked_at), is_past=True)

    @property
    def history(self) -> RunHistory:
        return self._model.history

    @property
    def epochs(self) -> tuple[int, ...]:
        """The epochs that can be looked at, ascending; the last is the present."""
        return self._kept.epochs

    @property
    def kept(self) -> tuple[Weights, ...]:
        """The weights after each of the `epochs`; the last are the present ones."""
        return self._kept.kept

    @property
    def looked_at(self) -> int | None:
        """The epoch that is looked back at; None for the present."""
        return self._looked_at

    def look_back(self, epoch: int | None) -> None:
        """Read with the weights kept nearest to ``epoch``, None for the present; training goes on undisturbed."""
        nearest = None if epoch is None else self._kept.nearest(epoch)
        self._looked_at = None if nearest == self._kept.epochs[-1] else nearest
        self.kept_changed.emit()
        self.weights_changed.emit(self.weights)

    def follow(self, model: Model) -> None:
        """``model`` is in the window from now on: another one, or the same with other weights, a name or a file.

        With other weights, looking back ends. A run that was in the window before has the epochs that were kept of it
        again, as far as there was room for them; one that goes on from an epoch of the run before has those up to it.
        """
        before, self._model = self._model, model
        if model.network is not before.network:
            self._looked_at = None
        if model.history is not before.history:
            self._put_aside(before)
            self._kept = self._taken_back(model)
            self.history_replaced.emit()
        elif model.network is not before.network:
            self._kept.replace_newest(model.weights)
        if model.network is not before.network or model.history is not before.history:
            self.kept_changed.emit()
        if model.network is not before.network:
            self.weights_changed.emit(self.weights)

    def extend(self, reports: Sequence[Report], model: Model, between: Sequence[Weights] = ()) -> None:
        """``reports`` of the run under way, which ``model`` has come to; whoever looks back is left where they are.

        ``between`` are the weights after some of the epochs before the last of them.
        """
        self._model = model
        model.history.append(reports)
        for weights in between:
            self._kept.add(replace(weights, run=model.history), pinned=self._looked_at)
        self._kept.add(model.weights, pinned=self._looked_at)
        self.kept_changed.emit()
        if self._looked_at is None:
            self.weights_changed.emit(self.weights)

    def _put_aside(self, model: Model) -> None:
        if len(self._kept) > 1:
            self._aside.append((model.history, self._kept))
        while len(self._aside) > MOST_ASIDE or sum(kept.nbytes for _, kept in self._aside) > ASIDE_BYTES:
            del self._aside[0]

    def _branched(self, model: Model) -> Snapshots | None:
        """The weights kept up to the epoch of this run that ``model`` is another run from; None if it is of no epoch.

        The newest epoch is no branch: a run that goes on from there is the same one.
        """
        epochs = {id(kept.network): kept.epoch for kept in self._kept.kept[:-1]}
        is_branch = epochs.get(id(model.network)) == model.weights.epoch
        return self._kept.until(model.weights) if is_branch else None

    def _taken_back(self, model: Model) -> Snapshots:
        """The weights kept along the run of ``model``, which ends with those that it has now."""
        known = next((each for each in self._aside if each[0] is model.history), None)
        if known is None:
            return self._branched(model) or Snapshots.starting_with(model.weights)
        self._aside.remove(known)
        _, kept = known
        if kept.at(kept.epochs[-1]).network is not model.network:
            kept.replace_newest(model.weights)
        return kept
