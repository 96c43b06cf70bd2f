"""What a run adds to the textbook, in the whole window: the line, the switch, and update/weight without its decay."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.backpropagation import backward, cost_of
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.costs import targets_of
from handwriting_app.engine.network import Network
from handwriting_app.numerals import number
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.inspector.formula_view import FormulaView
from handwriting_app.ui.inspector.step_map import StepMap
from tests.whole_window import draw, session_of, tabs_of

WAIT = 60_000
COST, DELTA, GRADIENT = 7, 8, 9  # stops on the map of two hidden layers
SHORT = TrainingConfig(hidden=(16, 12), epochs=2, variation=0.0, stop_when_converged=False)


def text(window: QWidget, name: str) -> str:
    widget = window.findChild(QLabel, name) or window.findChild(FormulaView, name)
    assert isinstance(widget, QLabel | FormulaView), name
    assert widget.isVisible(), name
    return widget.text()


def click(window: QWidget, name: str) -> None:
    button = window.findChild(QAbstractButton, name)
    assert button is not None, name
    assert button.isVisible(), name
    assert button.isEnabled(), name
    place = QPoint(8, button.height() // 2) if isinstance(button, QCheckBox) else button.rect().center()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=place)


def go_to(window: QWidget, stop: int) -> None:
    way = window.findChild(StepMap, "inspector_map")
    assert way is not None
    QTest.mouseClick(way, Qt.MouseButton.LeftButton, pos=way.stop_rect(stop).center().toPoint())


def train(qtbot: QtBot, window: MainWindow, config: TrainingConfig) -> None:
    panel = window.findChild(QWidget, "training_panel")
    panel.set_config(config)  # type: ignore[union-attr]
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT):
        click(window, "train_button")


@pytest.fixture
def trained(qtbot: QtBot, make_window: Callable[..., MainWindow]) -> MainWindow:
    """A short run with the usual terms, a drawing, and the inspector in front."""
    window = make_window()
    draw(window)
    train(qtbot, window, SHORT)
    tabs_of(window).show_view("backprop_view")
    return window


def test_the_line_says_what_this_run_adds_whatever_the_panel_shows(qtbot: QtBot, trained: MainWindow) -> None:
    words = "This run also smooths labels by 0.1, adds L2 0.0003, has momentum 0.9, averages weights."
    assert text(trained, "inspector_run_terms") == words
    plain = replace(SHORT, label_smoothing=0.0, l2=0.0, update_rule="plain", weight_averaging=0.0)
    trained.findChild(QWidget, "training_panel").set_config(plain)  # type: ignore[union-attr]
    assert text(trained, "inspector_run_terms") == words
    train(qtbot, trained, plain)
    switch = trained.findChild(QCheckBox, "inspector_run_switch")
    assert switch is not None
    assert not switch.isVisible()  # it adds nothing, and that takes no room


def test_the_switch_puts_the_terms_into_cost_blame_and_gradient_and_the_nudge_agrees(trained: MainWindow) -> None:
    session = session_of(trained)
    prediction, network = session.reader.prediction, session.timeline.weights.network.copy(np.float64)
    assert prediction is not None
    x, digit = prediction.normalised.features()[np.newaxis], prediction.digit
    hard, smooth = (targets_of(np.array([digit]), 11, smoothing) for smoothing in (0.0, 0.1))

    go_to(trained, COST)
    assert text(trained, "inspector_numbers").endswith(f"= {number(cost_of(network, x, hard))}")
    click(trained, "inspector_run_switch")
    assert text(trained, "inspector_numbers").endswith(f"= {number(cost_of(network, x, smooth, 3e-4))}")
    assert text(trained, "check_backprop") == text(trained, "check_numeric")

    delta = network.predict(x)[0, digit] - (0.9 + 0.1 / 11)
    go_to(trained, DELTA)
    assert text(trained, "inspector_numbers").endswith(f"= {number(float(delta))}")
    assert text(trained, "check_backprop") == text(trained, "check_numeric") == number(float(delta))

    go_to(trained, GRADIENT)
    unit, source = map(int, re.findall(r"w\(3\)\[(\d+), (\d+)\]", text(trained, "inspector_numbers"))[0])
    backprop = backward(network, network.forward(x), smooth).weights[2][unit, source]
    expected = number(float(backprop + 3e-4 * network.weights[2][unit, source]))
    assert text(trained, "check_backprop") == text(trained, "check_numeric") == expected
    assert text(trained, "check_verdict") == "✓ they agree"
    way = trained.findChild(StepMap, "inspector_map")
    assert way is not None
    assert [way.text_of(stop)[-1] for stop in (GRADIENT, GRADIENT + 2, GRADIENT + 4)] == ["✓", "✓", "✓"]

    click(trained, "inspector_run_switch")
    go_to(trained, COST)
    assert text(trained, "inspector_numbers").endswith(f"= {number(cost_of(network, x, hard))}")


def test_with_the_terms_one_step_goes_on_from_the_pace_of_the_run(trained: MainWindow) -> None:
    session = session_of(trained)
    model, prediction = session.shelf.present, session.reader.prediction
    assert model.checkpoint is not None
    assert prediction is not None
    network = model.network.copy(np.float64)
    targets = targets_of(np.array([prediction.digit]), 11, 0.1)
    x = prediction.normalised.features()[np.newaxis]
    gradient = backward(network, network.forward(x), targets)
    rate = trained.findChild(QWidget, "one_step_rate").value()  # type: ignore[union-attr]
    expected = [
        w + 0.9 * v - rate * (g + 3e-4 * w)
        for w, v, g in zip(
            network.weights,
            Network(network.sizes, network.activation, network.cost, model.checkpoint.rule_state[0]).weights,
            gradient.weights,
            strict=True,
        )
    ]
    click(trained, "inspector_run_switch")
    assert text(trained, "one_step_rule") == "v ← 0.9 v − η ∂C/∂W, W ← W + v, from the v of the run"
    click(trained, "one_step_apply")
    for after, weights in zip(session.timeline.weights.network.weights, expected, strict=True):
        np.testing.assert_allclose(after, weights, rtol=1e-5, atol=1e-7)
    assert "→" in text(trained, "one_step_cost")
    click(trained, "one_step_undo")
    np.testing.assert_array_equal(session.timeline.weights.network.parameters, model.network.parameters)


def test_looking_back_there_is_no_pace_to_go_on_from(qtbot: QtBot, trained: MainWindow) -> None:
    click(trained, "inspector_run_switch")
    with qtbot.waitSignal(session_of(trained).timeline.weights_changed):
        session_of(trained).timeline.look_back(0)
    qtbot.waitUntil(lambda: text(trained, "one_step_rule").endswith("from rest (v = 0)"))


def test_a_vanished_layer_is_outside_the_usual_range_and_named(
    qtbot: QtBot, make_window: Callable[..., MainWindow]
) -> None:
    window = make_window()
    train(qtbot, window, replace(SHORT, hidden=(16,) * 10, activation="sigmoid", epochs=5))
    tabs_of(window).show_view("learning_view")
    qtbot.waitUntil(lambda: "Layer 1 hardly learns" in text(window, "notice_title"))
    assert "The gradient moves layer 1 by" in text(window, "notice_words")
    click(window, "layer_by_layer")
    rows = window.findChild(QWidget, "layer_signals")
    assert rows is not None
    first, last = re.findall(r"moves the layer by (\S+) of its size", rows.accessibleDescription())[::10]
    assert re.fullmatch(r"\S+·10⁻⁸", first)
    assert re.fullmatch(r"1/\d\d\d?", last)
