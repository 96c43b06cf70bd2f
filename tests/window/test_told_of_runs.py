"""What the window says of a run: in the menu of earlier ones, at the panel, and in the status bar."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.data import subject as subject_module
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.messages import RunState
from handwriting_app.ui.frame.main_window import MainWindow
from tests.whole_window import session_of

WAIT = 60_000
QUICK = TrainingConfig(hidden=(8,), epochs=1, variation=0.0, non_digits=False, stop_when_converged=False)
TOO_FAST = replace(QUICK, cost="quadratic", learning_rate=1000.0, l2=10.0)


def trigger(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, name)
    assert action is not None
    action.trigger()


def text(window: MainWindow, name: str) -> str:
    label = window.findChild(QLabel, name)
    assert label is not None
    return label.text()


def set_up(window: MainWindow, config: TrainingConfig) -> None:
    window.findChild(QWidget, "training_panel").set_config(config)


def train(qtbot: QtBot, window: MainWindow, config: TrainingConfig) -> None:
    set_up(window, config)
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT):
        trigger(window, "action_train")


def open_default(qtbot: QtBot, window: MainWindow) -> None:
    (action,) = [each for each in window.findChild(QMenu, "menu_shipped").actions() if each.text() == "default"]
    with qtbot.waitSignal(session_of(window).coming.read, timeout=WAIT):
        action.trigger()


def is_paused(state: RunState) -> bool:
    return state is RunState.PAUSED


def earlier_runs(window: MainWindow) -> list[str]:
    menu = window.findChild(QMenu, "menu_earlier")
    menu.aboutToShow.emit()
    return [action.text() for action in menu.actions()]


@pytest.mark.parametrize("config", [QUICK, TOO_FAST], ids=["finished", "diverged"])
def test_a_shipped_model_that_a_run_replaces_is_listed(
    qtbot: QtBot, window: MainWindow, config: TrainingConfig
) -> None:
    open_default(qtbot, window)
    train(qtbot, window, config)
    (listed,) = earlier_runs(window)
    assert listed.startswith("default: ")


def test_a_run_of_one_epoch_is_listed_as_such(qtbot: QtBot, window: MainWindow) -> None:
    train(qtbot, window, QUICK)
    trigger(window, "action_reset")
    assert " · 1 epoch, " in earlier_runs(window)[0]


def test_a_run_that_diverged_in_its_first_epoch_is_not_said_to_be_none(qtbot: QtBot, window: MainWindow) -> None:
    train(qtbot, window, TOO_FAST)
    assert text(window, "training_progress_text") == "The run diverged in its first epoch."
    assert text(window, "training_message").endswith("The weights are as they were before the run.")
    trigger(window, "action_reset")
    assert text(window, "training_progress_text") == "No run yet: press Train to start one."


def test_a_pause_is_said_as_long_as_it_lasts(qtbot: QtBot, window: MainWindow) -> None:
    training = session_of(window).training
    set_up(window, replace(QUICK, epochs=1_000_000))
    with qtbot.waitSignal(training.state_changed, timeout=WAIT, check_params_cb=is_paused):
        trigger(window, "action_one_epoch")
    assert "\nPaused, " in text(window, "training_progress_text")
    assert " · paused, " in text(window, "status")
    with qtbot.waitSignal(training.reported, timeout=WAIT):
        trigger(window, "action_train")
    assert "aused" not in text(window, "training_progress_text") + text(window, "status")
    with qtbot.waitSignal(training.ended, timeout=WAIT):
        trigger(window, "action_stop")


def test_while_the_digits_load_it_is_said(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    session, gate, load = session_of(window), threading.Event(), subject_module.load_digits_split
    monkeypatch.setattr(subject_module, "load_digits_split", lambda *split: gate.wait(60) and load(*split))
    set_up(window, replace(QUICK, seed=4711))
    with qtbot.waitSignal(session.training.started, timeout=WAIT):
        trigger(window, "action_train")
    assert text(window, "training_progress_text") == "Epoch 0 of 1\nLoading the digits…"
    with qtbot.waitSignal(session.training.ended, timeout=WAIT):
        gate.set()
    assert "oading" not in text(window, "training_progress_text")
