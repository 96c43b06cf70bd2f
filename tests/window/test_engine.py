"""Which loop trains, as the window tells it and the file records it."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.fast import engines
from handwriting_app.storage.model_file import load_model
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.train.training_panel import TrainingPanel
from tests.engine.compiled import cache_folder, compiled, needs_numba
from tests.whole_window import session_of

pytestmark = pytest.mark.compiled
WAIT = 60_000
CONFIG = TrainingConfig(
    hidden=(8,),
    descent="stochastic",
    update_rule="plain",
    learning_rate=0.05,
    epochs=2,
    variation=0.0,
    non_digits=False,
)


def train(qtbot: QtBot, window: MainWindow, config: TrainingConfig) -> str:
    """Train to the end; returns what the panel says while it goes on."""
    panel = window.findChild(TrainingPanel)
    panel.set_config(config)
    session = session_of(window)
    said: list[str] = []
    message = window.findChild(QLabel, "training_message")
    session.training.started.connect(lambda *_: said.append(message.text()))
    with qtbot.waitSignal(session.training.ended, timeout=WAIT):
        window.findChild(type(panel)).findChild(object, "train_button").click()
    return said[-1]


@needs_numba
def test_the_compiled_loop_trains_the_panel_says_so_and_the_file_too(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    compiled()
    assert "by the compiled loop" in train(qtbot, window, CONFIG)
    session = session_of(window)
    path = tmp_path / "compiled.safetensors"
    with qtbot.waitSignal(session.saving.saved, timeout=WAIT):
        session.save(session.shelf.present, path)
    assert load_model(path).config.engine == "compiled"
    assert window.findChild(TrainingPanel).config().engine == "auto"  # what was asked for, also for the next run
    assert "compiled" not in train(qtbot, window, replace(CONFIG, engine="numpy"))
    assert session.shelf.present.config.engine == "numpy"
    assert "compiled" not in train(qtbot, window, replace(CONFIG, descent="mini-batch"))


def test_without_numba_nothing_is_said(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "is_installed", lambda: False)
    assert train(qtbot, window, CONFIG) == ""
    assert session_of(window).shelf.present.config.engine == "numpy"


@needs_numba
def test_while_it_is_made_ready_numpy_trains(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = threading.Event()
    monkeypatch.setattr(engines, "loaded", lambda: None)
    monkeypatch.setattr(engines, "_get_ready", lambda _folder: begun.set())
    assert "getting ready for the next run" in train(qtbot, window, CONFIG)
    assert begun.is_set()
    assert session_of(window).shelf.present.config.engine == "numpy"
    assert cache_folder().name == "compiled"
