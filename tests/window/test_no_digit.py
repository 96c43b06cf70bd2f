"""What is no digit, as a person sees it: the note, the bar, the switch, and one more output everywhere."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ui.draw.prediction_view import ProbabilityBars
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.mistakes.confusion_table import ConfusionTable
from handwriting_app.ui.network.graph import NetworkGraph
from tests.made_non_digits import drawn
from tests.made_strokes import made
from tests.whole_window import session_of, tabs_of

WAIT = 60_000
SHORT = TrainingConfig(hidden=(12,), epochs=2, variation=0.0, stop_when_converged=False)


def put(window: MainWindow, drawing: Drawing) -> None:
    """As strokes on the canvas, in its middle."""
    points = np.concatenate(drawing.strokes)
    low, size = points.min(axis=0), float(np.ptp(points, axis=0).max())
    strokes = tuple(0.2 + 0.6 * (stroke - low) / size for stroke in drawing.strokes)
    window.draw_column.set_drawing(Drawing(strokes))
    session_of(window).reader.set_drawing(Drawing(strokes))


def words(window: MainWindow, name: str) -> str:
    label = window.findChild(QLabel, name)
    assert label is not None
    return label.text()


def bars(window: MainWindow) -> ProbabilityBars:
    found = window.findChild(ProbabilityBars, "probability_bars")
    assert found is not None
    return found


def train(qtbot: QtBot, window: MainWindow) -> None:
    button = window.findChild(QPushButton, "train_button")
    assert button is not None
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT):
        button.click()


@pytest.mark.parametrize("name", ["A", "M"])
def test_a_letter_looks_like_no_digit_and_has_a_bar_of_its_own(window: MainWindow, name: str) -> None:
    put(window, drawn(name, 1)[0])
    assert words(window, "prediction_note") == "this looks like no digit"
    none = bars(window).none
    assert none is not None
    assert none > 0.5
    assert bars(window).none_bar().left() > bars(window).bar(9).right()
    assert "no digit: " in bars(window).accessibleDescription()
    assert bars(window).probabilities is not None
    assert bars(window).probabilities.sum() == pytest.approx(1), "those of the digits stay what they are"


def test_a_seven_is_a_seven_and_hardly_none(window: MainWindow) -> None:
    put(window, made("7 with a hook where it lifts", 1)[0].drawing)
    assert words(window, "predicted_digit") == "7"
    assert words(window, "prediction_note").endswith("sure")
    assert (bars(window).none or 0) < 0.25


def test_the_panel_switches_it_off_and_on(qtbot: QtBot, window: MainWindow) -> None:
    put(window, drawn("A", 1)[0])
    switch = window.findChild(QCheckBox, "non_digits")
    assert switch is not None
    assert switch.isChecked()
    window.findChild(QWidget, "training_panel").set_config(SHORT)  # type: ignore[union-attr]
    switch.click()
    train(qtbot, window)
    assert session_of(window).timeline.weights.network.sizes == (64, 12, 10)
    assert bars(window).none is None
    assert "no digit" not in words(window, "prediction_note")
    switch.click()
    train(qtbot, window)
    assert session_of(window).timeline.weights.network.sizes == (64, 12, 11)
    assert bars(window).none is not None


def test_it_is_one_more_output_in_every_view(qtbot: QtBot, window: MainWindow) -> None:
    put(window, drawn("A", 1)[0])
    tabs_of(window).show_view("network_view")
    graph = window.findChild(NetworkGraph)
    assert graph is not None
    qtbot.waitUntil(graph.isVisible)
    tabs_of(window).current_view().refresh_now()  # type: ignore[union-attr]
    outputs = len(session_of(window).timeline.weights.network.weights)
    assert graph.words((outputs, 10)).startswith("Output for no digit: ")
    tabs_of(window).show_view("backprop_view")
    labels = window.findChild(QWidget, "true_digit")
    assert labels is not None
    qtbot.waitUntil(labels.isVisible)
    none = next(each for each in labels.findChildren(QAbstractButton) if each.text() == "none")
    none.click()
    tabs_of(window).current_view().refresh_now()  # type: ignore[union-attr]
    window.findChild(QWidget, "inspector_map").step_chosen.emit(7)  # type: ignore[union-attr]
    tabs_of(window).current_view().refresh_now()  # type: ignore[union-attr]
    assert "no digit" in words(window, "inspector_title") + words(window, "inspector_sentence")


def test_the_mistakes_count_what_looks_like_none_apart(qtbot: QtBot, window: MainWindow) -> None:
    tabs_of(window).show_view("mistakes_view")
    button = window.findChild(QPushButton, "measure_now_button")
    assert button is not None
    button.click()
    table = window.findChild(ConfusionTable)
    assert table is not None
    qtbot.waitUntil(table.isVisible, timeout=WAIT)
    qtbot.waitUntil(lambda: table.accessibleDescription().startswith("35"), timeout=WAIT)
    assert sum(int(table.none_words(row).split(" ")[0]) for row in range(10)) <= 5
    assert table.none_words(3).endswith("held-out 3s look like no digit, whatever else is read")
