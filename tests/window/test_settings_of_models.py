"""What one opens, the training panel shows; and a run that goes on keeps what it was measured on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QMenu, QMessageBox, QToolButton

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.ui.train.training_panel import TrainingPanel
from tests.whole_window import session_of

WAIT = 60_000
QUICK = TrainingConfig(hidden=(8,), epochs=3, variation=0.0, non_digits=False, stop_when_converged=False)
OTHER = replace(QUICK, hidden=(5, 4), activation="sigmoid", seed=3, learning_rate=0.07)


@pytest.fixture
def panel(window):
    return window.findChild(TrainingPanel)


def own_settings(window):
    return window.findChild(QToolButton, "own_settings_button")


def trigger(window, name):
    window.findChild(QAction, name).trigger()


def train(qtbot, window, panel, config):
    panel.set_config(config)
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT):
        trigger(window, "action_train")


def test_opening_a_model_shows_its_settings_and_one_click_brings_the_own_back(
    qtbot, window, panel, tmp_path, monkeypatch
):
    train(qtbot, window, panel, OTHER)
    path = tmp_path / "other.safetensors"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    with qtbot.waitSignal(session_of(window).saving.saved, timeout=WAIT):
        trigger(window, "action_save_model_as")
    panel.set_config(QUICK)
    assert not own_settings(window).isVisible()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    with qtbot.waitSignal(session_of(window).coming.read, timeout=WAIT):
        trigger(window, "action_open_model")
    assert panel.config() == OTHER
    assert window.findChild(QLineEdit, "hidden_layers").text() == "5, 4"
    assert "settings of other" in window.findChild(QLabel, "training_message").text()
    QTest.mouseClick(own_settings(window), Qt.MouseButton.LeftButton)
    assert panel.config() == QUICK
    assert not own_settings(window).isVisible()


def test_after_opening_go_on_works_at_once(qtbot, window, panel):
    train(qtbot, window, panel, OTHER)
    train(qtbot, window, panel, QUICK)
    menu = window.findChild(QMenu, "menu_earlier")
    menu.aboutToShow.emit()
    menu.actions()[0].trigger()
    assert panel.config() == OTHER
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT):
        trigger(window, "action_go_on")
    assert session_of(window).timeline.history.last.epoch == 6
    assert not own_settings(window).isVisible()  # whoever uses lent settings has taken them over


def test_going_on_with_another_seed_keeps_the_split_and_says_so(qtbot, window, panel):
    train(qtbot, window, panel, QUICK)
    panel.set_config(replace(QUICK, seed=7, held_out=0.5))
    said = []
    session_of(window).training.started.connect(
        lambda _: said.append(window.findChild(QLabel, "training_message").text())
    )
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT):
        trigger(window, "action_go_on")
    config = session_of(window).shelf.present.config
    assert (config.seed, config.held_out) == (QUICK.seed, QUICK.held_out)
    assert "held out before" in said[0]


def test_a_question_in_words_comes_before_a_race_is_stopped(qtbot, window, panel):
    from handwriting_app.ui.race.race_view import RaceView  # the room is opened with its tab
    from tests.whole_window import tabs_of

    tabs_of(window).show_view("race_view")
    race = window.findChild(RaceView)
    QTest.mouseClick(race.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(race.stop.isEnabled, timeout=WAIT)
    panel.set_config(QUICK)
    trigger(window, "action_train")
    box = window.findChild(QMessageBox, "question_dialog")
    assert "race" in box.text()
    assert race.stop.isEnabled()
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT):
        box.findChild(type(box.buttons()[0]), "consent_button").click()
    qtbot.waitUntil(lambda: not race.stop.isEnabled(), timeout=WAIT)
    assert session_of(window).timeline.history.last.epoch == 3
