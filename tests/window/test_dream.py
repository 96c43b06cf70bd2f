"""Dreaming in the whole window, as a person does it: choose, watch it grow, look back, let it be read."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QSlider, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.classes import Classes
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.session.dreaming import Dreaming
from handwriting_app.ui.dream.dream_grid import DreamGrid
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.widgets.array_picture import ArrayPicture
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from tests.whole_window import draw, session_of, tabs_of

WAIT = 60_000
SHORT = TrainingConfig(hidden=(12,), epochs=4, variation=0.0, stop_when_converged=False)

Part = TypeVar("Part", bound=QWidget)


def part(window: MainWindow, name: str, kind: type[Part]) -> Part:
    found = window.findChild(kind, name)
    assert found is not None
    return found


def words(window: MainWindow, name: str) -> str:
    return part(window, name, QLabel).text()


def click(window: MainWindow, name: str) -> None:
    button = part(window, name, QAbstractButton)
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def picture(window: MainWindow) -> np.ndarray:
    return part(window, "dream_picture", ArrayPicture).values()


def grid(window: MainWindow) -> DreamGrid:
    return part(window, "dream_grid", DreamGrid)


def click_cell(window: MainWindow, row: int, column: int) -> None:
    at = grid(window).cell_rect((row, column)).center()
    QTest.mouseClick(grid(window), Qt.MouseButton.LeftButton, pos=QPoint(int(at.x()), int(at.y())))


@pytest.fixture
def dreaming(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """The window with the view in front, as a person gets there, and its first dream."""
    tabs = tabs_of(window)
    bar = tabs.tabBar()
    titles = [tabs.tabText(index) for index in range(bar.count())]
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(titles.index("Network")).center())
    for buttons in tabs.findChildren(SegmentedButtons):
        if buttons.isVisible() and buttons.accessibleName() == "Which of these views":
            QTest.mouseClick(buttons.button("dream_view"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(part(window, "dream_view", QWidget).isVisible)
    qtbot.waitUntil(lambda: "sure" in words(window, "dream_words"), timeout=WAIT)
    return window


def choose_three(qtbot: QtBot, window: MainWindow) -> None:
    box = part(window, "dream_class", QComboBox)
    box.setFocus()
    QTest.keyClicks(box, "3")
    qtbot.waitUntil(lambda: words(window, "dream_title") == "What it believes a 3 looks like", timeout=WAIT)


def test_a_three_grows_out_of_noise_and_is_read_as_one(qtbot: QtBot, dreaming: MainWindow) -> None:
    window = dreaming
    choose_three(qtbot, window)
    assert words(window, "dream_words").endswith("99\u202f% sure that this is a 3.")
    assert words(window, "dream_reading").startswith("Reading it now: 3, ")
    slider = part(window, "dream_slider", QSlider)
    assert slider.value() == slider.maximum() > 20
    finished = picture(window).copy()
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert words(window, "dream_step") == f"step 0 of {slider.maximum()}"
    assert "99" not in words(window, "dream_words")
    assert not np.array_equal(picture(window), finished)
    click(window, "dream_play")
    qtbot.waitUntil(lambda: 0 < slider.value() < slider.maximum(), timeout=WAIT)
    qtbot.waitUntil(lambda: slider.value() == slider.maximum(), timeout=WAIT)
    np.testing.assert_array_equal(picture(window), finished)
    click(window, "dream_read")
    assert words(window, "predicted_digit") == "3"
    read = session_of(window).reader.prediction
    assert read is not None
    np.testing.assert_array_equal(read.normalised.counts, finished)
    # Every other view explains it, as it does a drawing, until something is drawn.
    tabs_of(window).show_view("network_view")
    qtbot.waitUntil(lambda: words(window, "network_caption").startswith("Lit by your digit, read as 3"))
    draw(window)
    assert words(window, "predicted_digit") == "7"


def test_a_dream_can_begin_with_ones_own_digit(qtbot: QtBot, dreaming: MainWindow) -> None:
    window = dreaming
    starts = part(window, "dream_start", SegmentedButtons)
    assert not starts.button("drawing").isEnabled()
    draw(window)
    qtbot.waitUntil(starts.button("drawing").isEnabled)
    choose_three(qtbot, window)
    QTest.mouseClick(starts.button("drawing"), Qt.MouseButton.LeftButton)
    read = session_of(window).reader.prediction
    assert read is not None
    mine = read.normalised.counts
    slider = part(window, "dream_slider", QSlider)

    def begins_with_mine() -> bool:
        slider.setValue(0)
        return np.array_equal(picture(window), mine)

    qtbot.waitUntil(begins_with_mine, timeout=WAIT)
    assert words(window, "dream_reading").startswith("Reading it now: 7")
    slider.setValue(slider.maximum())
    assert words(window, "dream_reading").startswith("Reading it now: 3")
    # What was made of it is read now; that does not make it one's own.
    click(window, "dream_read")
    assert words(window, "predicted_digit") == "3"
    qtbot.wait(300)
    slider.setValue(0)
    np.testing.assert_array_equal(picture(window), mine)


def test_the_dreams_of_all_classes_by_the_epoch(qtbot: QtBot, dreaming: MainWindow) -> None:
    window = dreaming
    assert "Train, and a row appears here" in words(window, "dream_caption")
    part(window, "training_panel", QWidget).set_config(SHORT)  # type: ignore[attr-defined]
    timeline = session_of(window).timeline
    for epoch in (1, 2, 3):
        qtbot.waitUntil(part(window, "step_button", QAbstractButton).isEnabled, timeout=WAIT)
        click(window, "step_button")
        qtbot.waitUntil(lambda epoch=epoch: timeline.epochs[-1] == epoch, timeout=WAIT)

    def are_dreamt() -> bool:
        rows = grid(window)._rows
        is_whole = all(row.dreams and not row.is_stale for row in rows)
        return is_whole and [row.label for row in rows] == ["start", "epoch 1", "epoch 2", "epoch 3"]

    qtbot.waitUntil(are_dreamt, timeout=WAIT)
    click_cell(window, 2, 3)
    assert words(window, "dream_title") == "What it believed a 3 to look like at epoch 2"
    assert words(window, "dream_words").startswith("It was ")
    row = grid(window)._rows[2]
    assert row.dreams is not None
    np.testing.assert_array_equal(picture(window), row.dreams.counts[-1, 3])
    QTest.keyClick(grid(window), Qt.Key.Key_Up)
    QTest.keyClick(grid(window), Qt.Key.Key_Up)
    assert words(window, "dream_title") == "What it believed a 3 to look like before epoch 1"
    QTest.keyClick(grid(window), Qt.Key.Key_Right)
    assert words(window, "dream_title") == "What it believed a 4 to look like before epoch 1"
    assert part(window, "dream_class", QComboBox).currentText() == "4"
    # Esc lets go: back to what it believes now.
    QTest.keyClick(grid(window), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: words(window, "dream_title") == "What it believes a 4 looks like")
    # The slider back through the run is followed, and what was dreamt then is not called "now".
    timeline.look_back(2)
    qtbot.waitUntil(lambda: words(window, "dream_title") == "What it believed a 4 to look like at epoch 2")


def test_a_hidden_view_dreams_of_nothing(qtbot: QtBot, dreaming: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    window = dreaming
    wanted: list[object] = []
    monkeypatch.setattr(Dreaming, "_go_on", lambda self: wanted.append(self))
    tabs_of(window).show_view("learning_view")
    session = session_of(window)
    draw(window)
    session.reset(replace(SHORT, seed=5))
    qtbot.wait(300)
    assert wanted == []
    tabs_of(window).show_view("dream_view")
    qtbot.waitUntil(lambda: bool(wanted))


@pytest.mark.parametrize(
    "names", [("α", "heart"), tuple(f"sign {number}" for number in range(100))], ids=["two", "a hundred"]
)
def test_an_alphabet_of_ones_own(qtbot: QtBot, dreaming: MainWindow, names: tuple[str, ...]) -> None:
    window = dreaming
    classes = Classes(names, has_none=True)
    rng = np.random.default_rng(0)
    network = Network.initialise((64, 8, classes.outputs), "relu", "cross-entropy", rng, classes=classes)
    session_of(window).show_model(replace(session_of(window).shelf.present, network=network.frozen()))
    box = part(window, "dream_class", QComboBox)
    qtbot.waitUntil(lambda: box.count() == len(names) + 1)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: words(window, "dream_title") == f"What it believes “{names[1]}” looks like", timeout=WAIT)
    QTest.keyClick(box, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: words(window, "dream_title") == "What it takes for none of them", timeout=WAIT)
    qtbot.waitUntil(lambda: grid(window)._rows[-1].dreams is not None, timeout=WAIT)
    dreams = grid(window)._rows[-1].dreams
    assert dreams is not None
    assert len(dreams.outputs) == len(names) + 1
