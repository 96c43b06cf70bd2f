"""The model in the window: a network, where it came from and the curves of its training. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np

from handwriting_app.data.digits import DIGITS_VERSION
from handwriting_app.data.subject import DIGITS, Subject
from handwriting_app.engine.checkpoint import Checkpoint
from handwriting_app.engine.classes import TEN_DIGITS, Classes
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.frozen import Unit
from handwriting_app.engine.network import Network
from handwriting_app.ink.normalise import NORMALISATION_VERSION
from handwriting_app.session.history import RunHistory
from handwriting_app.session.messages import ModelInfo
from handwriting_app.session.weights import Weights
from handwriting_app.storage.model_file import FEATURES, SavedModel

UNTRAINED = "untrained"


def classes_of(config: TrainingConfig, subject: Subject = DIGITS) -> Classes:
    """What the outputs of a network for ``subject`` mean."""
    return subject.classes(has_none=config.non_digits)


def sizes_of(config: TrainingConfig, subject: Subject = DIGITS) -> tuple[int, ...]:
    """Units of every layer of a network for ``subject``, inputs and outputs included."""
    return (FEATURES, *config.hidden, classes_of(config, subject).outputs)


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A network and its history; replaced, never changed (only the history grows while a run goes on).

    Attributes:
        network: Read-only.
        temperature: See :class:`~handwriting_app.session.weights.Weights`.
        path: The file that Save writes to; None to be asked.
        unsaved: Whether there is training that no file holds.
        checkpoint: From which its training goes on exactly; None where that is not known.
        is_opened: Whether it came from a file, which may hold no curves of its training.
        digits_version: The data set that it learned from.
        normalisation_version: The normaliser whose output it learned to read.
        subject: What it learned, or is to learn.
        frozen: Units that stay as they are when its training goes on.
    """

    network: Network
    config: TrainingConfig
    history: RunHistory
    name: str
    temperature: float = 1.0
    path: Path | None = None
    unsaved: bool = False
    checkpoint: Checkpoint | None = None
    is_opened: bool = False
    digits_version: str = DIGITS_VERSION
    normalisation_version: int = NORMALISATION_VERSION
    subject: Subject = DIGITS
    frozen: frozenset[Unit] = frozenset()

    @classmethod
    def untrained(cls, config: TrainingConfig, rng: np.random.Generator, subject: Subject = DIGITS) -> Model:
        """Fresh random weights."""
        sizes, classes = sizes_of(config, subject), classes_of(config, subject)
        network = Network.initialise(sizes, config.activation, config.cost, rng, classes=classes)
        return cls.beginning(network.frozen(), config, UNTRAINED, subject)

    @classmethod
    def beginning(cls, network: Network, config: TrainingConfig, name: str, subject: Subject = DIGITS) -> Model:
        """Fresh weights, read-only, before the first epoch of a run of ``config``."""
        return cls(network, config, RunHistory(network.sizes, network.cost), name, subject=subject)

    @classmethod
    def opened(cls, saved: SavedModel, path: Path | None) -> Model:
        """A model from a file; ``path`` is None for a shipped model, which is not to be written over."""
        history = RunHistory(saved.network.sizes, saved.network.cost)
        history.append(saved.reports)
        return cls(
            saved.network.frozen(),
            saved.config,
            history,
            saved.name,
            saved.temperature,
            path,
            checkpoint=saved.checkpoint,
            frozen=saved.frozen,
            is_opened=True,
            digits_version=saved.digits_version,
            normalisation_version=saved.normalisation_version,
            subject=_subject_of(saved),
        )

    @property
    def weights(self) -> Weights:
        """What digits are read with."""
        last = self.history.last
        return Weights(self.network, self.temperature, last.epoch if last is not None else 0, run=self.history)

    def fits(self, config: TrainingConfig) -> bool:
        """Whether training can go on with ``config``: the network has its layers, classes, activation and cost."""
        network = self.network
        own = (network.sizes, network.classes, network.activation, network.cost)
        sizes, classes = sizes_of(config, self.subject), classes_of(config, self.subject)
        return own == (sizes, classes, config.activation, config.cost)

    def kept(self) -> Model:
        """The model as it is now, also when its run goes on."""
        return replace(self, history=self.history.until(None))

    def at(self, weights: Weights) -> Model:
        """The model as it was when it had these ``weights``, at an earlier epoch of its run."""
        return replace(
            self,
            network=weights.network,
            temperature=weights.temperature,
            history=self.history.until(weights.epoch),
            checkpoint=None,
        )

    def to_save(self, name: str) -> SavedModel:
        return SavedModel(
            network=self.network,
            config=self.config,
            temperature=self.temperature,
            reports=self.history.reports(),
            digits_version=self.digits_version,
            normalisation_version=self.normalisation_version,
            created=datetime.now().astimezone().isoformat(timespec="seconds"),
            name=name,
            checkpoint=self.checkpoint,
            frozen=self.frozen,
        )

    def saved_as(self, path: Path) -> Model:
        return replace(self, name=path.stem, path=path, unsaved=False)

    @property
    def info(self) -> ModelInfo:
        return ModelInfo(self.name, self.path, self.unsaved, self.config)


def _subject_of(saved: SavedModel) -> Subject:
    """What a model from a file learned; of other classes than digits only the names are known."""
    names = saved.network.classes.names
    return DIGITS if names == TEN_DIGITS.names else Subject(saved.name, names, has_digits=False)
