"""What the window says of a run: in the menu of earlier ones, at the panel, and in the status bar."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.ui.frame.main_window import MainWindow
from tests.whole_window import session_of

WAIT = 60_000
QUICK = TrainingConfig(hidden=(8,), epochs=1, variation=0.0, stop_when_converged=False)
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
