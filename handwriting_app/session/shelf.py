"""The shelf of models: the present one, and those that this window has put aside."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from handwriting_app.session.history import RunHistory
from handwriting_app.session.model import Model

KEPT_MODELS = 20
"""Earlier models that stay at hand until the program ends, so that pressing Train loses nothing."""


class Shelf(QObject):
    """Keeps models; it does not know what they are used for.

    Signals:
        model_changed(ModelInfo): another model is present, or it has another name, or was (un)saved.
        frozen_changed(): other units stay as they are when the training of the present model goes on.
        opened(ModelInfo): a person has brought a model to the front: from a file, or one that was put aside.
    """

    model_changed = Signal(object)
    frozen_changed = Signal()
    opened = Signal(object)

    def __init__(self, model: Model, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._present = model
        self._earlier: tuple[Model, ...] = ()
        self._previous_history: RunHistory | None = None

    @property
    def present(self) -> Model:
        return self._present

    @property
    def earlier(self) -> tuple[Model, ...]:
        """Models that another one has taken the place of, oldest first; those without training are not kept.

        One that a file holds stands here too, as its curves may be the previous run; it is the first to be let go.
        """
        return self._earlier

    @property
    def previous_history(self) -> RunHistory | None:
        """The curves of the run before the present one, to compare with."""
        return self._previous_history

    @property
    def unsaved(self) -> int:
        """How many models hold training that no file holds."""
        return sum(model.unsaved for model in (*self._earlier, self._present))

    def show(self, model: Model) -> None:
        """Put the present model aside if it was ever trained, and ``model`` in its place."""
        if len(self._present.history):
            self._previous_history = self._present.history
        if self._previous_history is model.history:
            self._previous_history = None  # it is the present one again
        present = self._present
        if present.unsaved or present.is_opened or len(present.history):
            others = tuple(earlier for earlier in self._earlier if not _is_same_file(earlier, present))
            self._earlier = _kept((*others, present))
        self._earlier = tuple(
            earlier for earlier in self._earlier if earlier is not model and not _is_same_file(earlier, model)
        )
        self.update(model)

    def withdraw(self, model: Model, previous: RunHistory | None) -> None:
        """Let go of the present model for good; ``model``, whose place it took, is there again as it stands here.

        ``previous`` is the run before that one again.
        """
        known = next((earlier for earlier in self._earlier if earlier.history is model.history), model)
        self._earlier = tuple(earlier for earlier in self._earlier if earlier is not known)
        self._previous_history = previous
        self.update(known)

    def update(self, model: Model) -> None:
        """The present model has come further, or is called or saved otherwise."""
        before, self._present = self._present, model
        if model.info != before.info or model.history is not before.history:
            self.model_changed.emit(model.info)
        if model.frozen != before.frozen:
            self.frozen_changed.emit()

    def saved(self, model: Model, path: Path) -> Model | None:
        """``model`` is in the file ``path``, wherever it stands; one that has been trained on since is unsaved still.

        Returns:
            The present model, if it is the one; it is not replaced yet.
        """
        self._earlier = tuple(_saved(earlier, model, path) or earlier for earlier in self._earlier)
        return _saved(self._present, model, path)


def _kept(models: tuple[Model, ...]) -> tuple[Model, ...]:
    """At most `KEPT_MODELS`: the oldest that a file holds is let go, or the oldest, if no file holds any."""
    if len(models) <= KEPT_MODELS:
        return models
    gone = next((model for model in models if not model.unsaved), models[0])
    return tuple(model for model in models if model is not gone)


def _is_same_file(one: Model, other: Model) -> bool:
    """Whether both are what the same file holds: opened twice, or a shipped model that was opened again."""
    return not (one.unsaved or other.unsaved) and (one.name, one.path) == (other.name, other.path)


def _saved(model: Model, written: Model, path: Path) -> Model | None:
    """``model`` with the name of its file, if that is what was written, or what it came from."""
    if model.network is written.network:
        return model.saved_as(path)
    if model.history is written.history:
        return replace(model, name=path.stem, path=path)
    return None
