"""A session with a short real run behind it, for the views that look at one; and a desk to join them to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.data.digits import load_counts
from handwriting_app.data.enlarge import enlarge
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.session.model import Model
from handwriting_app.session.session import Session
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.ui.desk import Desk

WAIT = 60_000
SHORT = TrainingConfig(
    non_digits=False,
    hidden=(12, 8),
    activation="relu",
    learning_rate=0.1,
    update_rule="momentum",
    label_smoothing=0.0,
    weight_averaging=0.0,
    epochs=5,
    variation=0.0,
    stop_when_converged=False,
)


def untrained_session(config: TrainingConfig = SHORT) -> Session:
    return Session(Model.untrained(config, np.random.default_rng(config.seed)))


def run_to_its_end(qtbot: QtBot, session: Session, config: TrainingConfig = SHORT) -> None:
    with qtbot.waitSignal(session.training.ended, timeout=WAIT):
        session.start_training(config)


def desk_for(session: Session, window: QWidget, folder: Path) -> Desk:
    """A desk whose training panel shows what the present model was trained with."""
    settings = SettingsFile(folder / "settings.json")
    return Desk(window, session.background, lambda: session.shelf.present.config, settings)


def digit(index: int) -> NormalisedDigit:
    """One of the data set's digits, as a drawing would arrive."""
    counts, _ = load_counts()
    return NormalisedDigit(enlarge(counts[index : index + 1])[0], counts[index])
