"""No number that is none, in any view: neither of finite weights whose sums are not, nor of a run thrown off."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget

from handwriting_app.cli import main
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.model import Model
from handwriting_app.storage.model_file import save_model
from handwriting_app.ui.widgets.number_field import DecimalField
from tests.session.runs import open_model, save
from tests.whole_window import draw, session_of, tabs_of

WAIT = 60_000
LARGEST = np.finfo(np.float32).max


def text(window, name):
    return window.findChild(QLabel, name).text()


def click(window, name):
    QTest.mouseClick(window.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def show(qtbot, window, name):
    tabs_of(window).show_view(name)
    view = tabs_of(window).current_view()
    qtbot.waitUntil(view.isVisible)
    view.refresh_now()
    return view


def words(window):
    """All that is written in labels, tooltips and descriptions."""
    for widget in window.findChildren(QWidget):
        yield from (widget.toolTip(), widget.accessibleDescription())
        if isinstance(widget, QLabel):
            yield widget.text()


def no_numbers(window):
    """What is written in the window though it is no number."""
    return [each for each in words(window) if {"nan", "inf", "∞"} & set(each.replace(",", " ").lower().split())]


def wild_model(path, *, activation, cost, hidden, scale, seed=0):
    """Save a model whose weights are as large as ``scale``."""
    config = TrainingConfig(hidden=hidden, activation=activation, cost=cost, epochs=1)
    model = Model.untrained(config, np.random.default_rng(seed))
    network = model.network.copy()
    network.parameters[:] = np.random.default_rng(seed).choice((-scale, scale), network.parameters.shape)
    save_model(path, Model(network.frozen(), config, model.history, "wild").to_save("wild"))
    return path


WILD = (
    {"activation": "sigmoid", "cost": "cross-entropy", "hidden": (12,) * 3, "scale": LARGEST},
    {"activation": "relu", "cost": "cross-entropy", "hidden": (12,) * 3, "scale": LARGEST},
    {"activation": "tanh", "cost": "quadratic", "hidden": (12,), "scale": LARGEST},
    {"activation": "relu", "cost": "quadratic", "hidden": (12, 12), "scale": 1e25},
    {"activation": "relu", "cost": "cross-entropy", "hidden": (), "scale": LARGEST},
)


def test_every_view_shows_numbers_of_any_finite_weights(qtbot, window, tmp_path):
    draw(window)
    session = session_of(window)
    session.digits.load(session.shelf.present.config)
    for wild in WILD[:3]:
        open_model(qtbot, session, wild_model(tmp_path / "wild.safetensors", **wild))
        probabilities = session.reader.prediction.probabilities
        assert np.isfinite(probabilities).all()
        assert probabilities.sum() == pytest.approx(1)
        for name in ("backprop_view", "network_view", "mistakes_view"):
            show(qtbot, window, name).grab()
            assert no_numbers(window) == []


def test_every_step_of_the_way_back_is_made_of_numbers(qtbot, window, tmp_path):
    draw(window)
    open_model(qtbot, session_of(window), wild_model(tmp_path / "wild.safetensors", **WILD[1]))
    view = show(qtbot, window, "backprop_view")
    for _ in range(3 * 4 + 5):
        view.refresh_now()
        view.grab()
        assert no_numbers(view) == []
        QTest.keyClick(view, Qt.Key.Key_Right)


@pytest.mark.parametrize("directions", ["All weights", "Two weights"])
def test_the_descent_lab_takes_any_finite_weights(directions, qtbot, window, tmp_path):
    session = session_of(window)
    open_model(qtbot, session, wild_model(tmp_path / "wild.safetensors", **WILD[2]))
    view = show(qtbot, window, "descent_lab")
    for name in ("Surface", directions):
        (choice,) = (each for each in view.findChildren(QAbstractButton) if each.text() == name)
        choice.click()
    page = view.surface
    qtbot.waitUntil(lambda: page.surface is not None and bool(page.paths), timeout=WAIT)
    for steps in (1, 2):
        page.buttons.step_requested.emit()
        qtbot.waitUntil(
            lambda wanted=steps: all(p.has_diverged or p.updates >= wanted for p in page.paths), timeout=WAIT
        )
        view.grab()
        assert no_numbers(view) == []


THROWN_OFF = TrainingConfig(
    hidden=(12,), activation="relu", cost="quadratic", learning_rate=100.0, epochs=3, variation=0.0
)


def test_a_run_whose_outputs_vanish_has_diverged_and_leaves_a_model_that_reads(qtbot, window, tmp_path, capsys):
    draw(window)
    window.findChild(QWidget, "training_panel").set_config(THROWN_OFF)
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT) as ended:
        click(window, "train_button")
    assert ended.args[0].reason == "diverged"
    assert "Training diverged in epoch 1: every output is next to 0" in text(window, "training_message")
    assert "Trained for all" not in text(window, "training_message")
    assert no_numbers(window) == []

    model = tmp_path / "thrown off.safetensors"
    save(qtbot, session_of(window), model)
    picture = tmp_path / "seven.png"
    window.findChild(QWidget, "canvas").grab().save(str(picture))
    assert main(["predict", "--json", "--model", str(model), str(picture)]) == 0
    assert main(["evaluate", "digits", "--json", "--model", str(model)]) == 0
    readings, figures = map(json.loads, capsys.readouterr().out.splitlines())
    assert np.isfinite(readings["images"][0]["probabilities"]).all()
    assert 0 <= figures["sources"][0]["accuracy"] <= 1


def test_alike_bars_say_that_there_is_no_idea(qtbot, window):
    draw(window)
    session = session_of(window)
    network = session.shelf.present.network.copy()
    network.parameters[:] = 0
    session.change_network(network, "all weights zero")
    assert text(window, "prediction_note") == "no idea: every digit is equally likely"
    assert text(window, "predicted_digit") == "?"


def test_a_step_beyond_the_finite_numbers_is_refused_in_words(qtbot, window, tmp_path):
    draw(window)
    session = session_of(window)
    far_off = {"activation": "relu", "cost": "cross-entropy", "hidden": (12,), "scale": 1e18}
    open_model(qtbot, session, wild_model(tmp_path / "far off.safetensors", **far_off))
    before = session.shelf.present.network
    view = show(qtbot, window, "backprop_view")
    view.set_label((session.reader.prediction.digit + 1) % 10)
    rate = window.findChild(DecimalField, "one_step_rate")
    rate.set_value(1000.0)
    view.refresh_now()
    shown = text(window, "one_step_reading"), text(window, "predicted_digit"), text(window, "prediction_note")
    click(window, "one_step_apply")
    assert text(window, "one_step_outcome").startswith("Refused, and the weights are as they were: with η = 1,000 ")
    assert session.shelf.present.network is before
    assert not session.hand_changes.names
    assert not window.findChild(QPushButton, "one_step_undo").isEnabled()
    now = text(window, "one_step_reading"), text(window, "predicted_digit"), text(window, "prediction_note")
    assert now == shown
    assert no_numbers(window) == []
    rate.set_value(1e-6)
    view.refresh_now()
    assert "Take the step" in text(window, "one_step_outcome")
