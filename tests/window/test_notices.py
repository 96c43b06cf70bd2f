"""What the window says of a run, whatever state the run is in; and what its plots lay over each other."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.session import Session
from handwriting_app.storage.model_file import save_model
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.plots.plot import Plot
from handwriting_app.ui.widgets.problem import MessageLine
from tests.whole_window import session_of

WAIT = 60_000
QUICK = TrainingConfig(
    non_digits=False,
    hidden=(8,),
    epochs=4,
    variation=0.0,
    l2=0.0,
    weight_averaging=0.0,
    label_smoothing=0.0,
    stop_when_converged=False,
)
HOPELESS = replace(QUICK, learning_rate=1e-6, epochs=50, stop_when_converged=True, tolerance=0.1, patience=3)
ENDLESS = replace(QUICK, epochs=10**6)


def words(window: MainWindow, name: str) -> str:
    text: str = window.findChild(QLabel, name).text()
    return text


def trigger(window: MainWindow, name: str) -> None:
    window.findChild(QAction, name).trigger()


def train(qtbot: QtBot, window: MainWindow, config: TrainingConfig, action: str = "action_train") -> None:
    window.findChild(QWidget, "training_panel").set_config(config)
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT):
        trigger(window, action)


def everything_said(window: MainWindow) -> str:
    names = ("notice_title", "notice_words", "notice", "status", "training_progress_text", "training_message")
    return "\n".join(words(window, name) for name in names)


def all_notices(window: MainWindow) -> str:
    """Those, too, that have no room and are only counted."""
    return str(window.findChild(QLabel, "notice_words").toolTip()).replace("\n", " ")


def wait_for_title(qtbot: QtBot, window: MainWindow, title: str) -> None:
    """The plots and words of the tab are brought up to date one in a frame."""
    qtbot.waitUntil(lambda: words(window, "notice_title").startswith(title), timeout=WAIT)


def legend(window: MainWindow, name: str) -> list[str]:
    plot = window.findChild(Plot, name)
    return [entry.name for entry in plot.page.header.entries]


def test_a_shipped_model_is_not_said_to_be_no_run_nor_to_have_taken_no_time(window: MainWindow) -> None:
    epochs, time = words(window, "training_progress_text").split("\n")
    assert re.fullmatch("Epoch 600 of 600 · held-out 9[0-9.]+\u202f%", epochs)
    assert time == "How long it took is not known."
    assert words(window, "status").split() == epochs.split()  # an elided line has other spaces
    assert "The cost has fallen from" in words(window, "notice_title")
    assert "Training above held-out: varied digits" in all_notices(window)
    assert re.search("Layer 3 has the weakest gradient: 1/[0-9.]+ of layer 1's", words(window, "notice_words"))
    assert "training (varied digits)" in legend(window, "cost_plot")
    assert not re.search("No run|0\u202fs|every layer|as strong|well", everything_said(window))


def test_going_on_from_a_shipped_model_foretells_from_the_epochs_it_has_seen(qtbot: QtBot, window: MainWindow) -> None:
    session = session_of(window)
    own = session.shelf.present.config
    with qtbot.waitSignal(session.training.reported, timeout=WAIT):
        session.go_on(replace(own, epochs=10_000, variation=0.0))
    left = re.search("About (.*) left", words(window, "training_progress_text"))
    assert left is not None
    assert "elapsed" not in words(window, "training_progress_text")
    assert not left[1].startswith("0")
    # Ten thousand epochs of the default network take minutes; by the epochs of the file they would take seconds.
    assert "min" in left[1] or "h" in left[1]


def test_while_the_first_epoch_goes_on_nobody_is_asked_to_press_train(qtbot: QtBot, window: MainWindow) -> None:
    session = session_of(window)
    window.findChild(QWidget, "training_panel").set_config(replace(ENDLESS, hidden=(1500, 1500)))
    said: list[str] = []
    session.training.started.connect(lambda _config: said.append(everything_said(window)))
    with qtbot.waitSignal(session.training.started, timeout=WAIT):
        trigger(window, "action_train")
    wait_for_title(qtbot, window, "The first epoch is not over")
    said.append(everything_said(window))
    assert not any("Press Train" in each or "No run" in each for each in said[1:])
    start = "Epoch 0 of 1,000,000\nThe first epoch is not over."  # once the digits are loaded
    qtbot.waitUntil(lambda: words(window, "training_progress_text") == start, timeout=WAIT)
    with qtbot.waitSignal(session.training.ended, timeout=WAIT):
        trigger(window, "action_stop")
    assert session.timeline.history.last is None
    assert "Stopped before the first epoch was over" in words(window, "training_message")
    assert "No run yet" in words(window, "training_progress_text")
    wait_for_title(qtbot, window, "No run yet")


def test_a_run_that_converged_without_learning_is_a_warning(qtbot: QtBot, window: MainWindow) -> None:
    train(qtbot, window, HOPELESS)
    message = window.findChild(MessageLine, "training_message")
    assert re.match("Converged: the cost has stopped falling; [0-9.]+\u202f% of the held-out digits", message.text())
    assert message.kind() == "warning"
    qtbot.waitUntil(lambda: "Converged at only" in all_notices(window))
    assert "✓" not in {label.text() for label in window.findChild(QWidget, "learning_signals").findChildren(QLabel)}


def test_a_run_that_reads_badly_has_no_green_end(qtbot: QtBot, window: MainWindow) -> None:
    train(qtbot, window, replace(QUICK, epochs=1, learning_rate=1e-5))
    message = window.findChild(MessageLine, "training_message")
    assert message.text().startswith("Trained for all its epochs; ")
    assert message.kind() == "warning"
    wait_for_title(qtbot, window, "1 epoch is too little to see a trend")


def test_weights_that_were_changed_by_hand_are_not_given_the_old_accuracy(qtbot: QtBot, window: MainWindow) -> None:
    session = session_of(window)
    before = everything_said(window)
    network = session.shelf.present.network.copy()
    network.parameters[:] = 0
    session.change_network(network, "nothing")
    assert words(window, "status").split() == ["Epoch", "600", "of", "600", "·", "changed", "by", "hand", "since"]
    wait_for_title(qtbot, window, "Changed by hand since")
    session.undo_change()
    qtbot.waitUntil(lambda: everything_said(window) == before)


def test_a_file_without_curves_is_said_to_be_one(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = session_of(window).shelf.present.to_save("bare")
    save_model(tmp_path / "bare.safetensors", replace(saved, reports=()))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "bare.safetensors"), ""))
    trigger(window, "action_open_model")
    wait_for_title(qtbot, window, "No curves came with this model")
    assert "holds no curves" in words(window, "training_progress_text")
    qtbot.waitUntil(lambda: words(window, "epoch_looked_at") == "No epochs yet")
    assert "Press Train" not in everything_said(window)


def test_what_is_looked_back_at_changes_nothing_that_is_said_of_the_run(qtbot: QtBot, window: MainWindow) -> None:
    train(qtbot, window, QUICK)
    qtbot.waitUntil(lambda: "in epoch 4" in words(window, "notice_words"))
    before = everything_said(window)
    session_of(window).timeline.look_back(1)
    assert words(window, "notice_title").startswith("The whole run  ·  ")
    assert everything_said(window).replace("The whole run  ·  ", "") == before


# --- the run before ----------------------------------------------------------------------------------------------


def shown_behind(window: MainWindow) -> dict[str, int]:
    names = ("cost_plot", "gradient_plot", "accuracy_plot")
    return {name: len(window.findChild(Plot, name).previous_lines) for name in names}


def test_a_run_before_with_another_cost_function_is_not_drawn_on_the_same_axis(
    qtbot: QtBot, window: MainWindow
) -> None:
    train(qtbot, window, replace(QUICK, hidden=(9, 8, 7), cost="quadratic"))
    note = "previous run not shown: its cost function is cross-entropy"
    assert shown_behind(window) == {"cost_plot": 0, "gradient_plot": 0, "accuracy_plot": 2}
    for name in ("cost_plot", "gradient_plot"):
        assert note in legend(window, name)
    assert note not in legend(window, "accuracy_plot")

    train(qtbot, window, replace(QUICK, cost="quadratic"))  # one hidden layer now, three before: all four are drawn
    assert shown_behind(window) == {"cost_plot": 2, "gradient_plot": 4, "accuracy_plot": 2}
    assert legend(window, "gradient_plot")[2:] == ["previous run", "its layer 3 · 8→7", "its layer 4 · 7→10"]


def test_a_layer_that_gets_no_gradient_is_seen_at_the_foot(qtbot: QtBot, window: MainWindow) -> None:
    session: Session = session_of(window)
    session.reset(QUICK)
    network = session.shelf.present.network.copy()
    network.parameters[:] = 0
    session.change_network(network, "nothing")
    train(qtbot, window, QUICK, "action_go_on")
    assert not session.timeline.history.gradient_norms[:, 0].any()
    qtbot.waitUntil(lambda: "0, below the scale" in legend(window, "gradient_plot"))
    gradient = window.findChild(Plot, "gradient_plot")
    qtbot.waitUntil(lambda: np.array_equal(gradient.lines[0].values, np.zeros(4)))
