"""One time line: the epoch that is looked at stands in every plot and view, is played, saved and gone on from."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QFileDialog,
    QLabel,
    QSlider,
    QSpinBox,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.explain.learning_signals import layer_signals
from handwriting_app.lab.views import TIMELESS, VIEWS
from handwriting_app.numerals import fraction, number
from handwriting_app.session.messages import RunState
from handwriting_app.session.reading import read_normalised
from handwriting_app.storage.model_file import load_model
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.learning.own_digit_plot import OwnDigitPlot
from handwriting_app.ui.plots.plot import Plot
from tests.whole_window import draw, session_of, tabs_of

LEFT = Qt.MouseButton.LeftButton
WAIT = 60_000
RUN = TrainingConfig(hidden=(12,), epochs=20, variation=0.0, non_digits=False, stop_when_converged=False)
PLOTS = ("cost_plot", "gradient_plot", "accuracy_plot", "own_digit_plot")
Part = TypeVar("Part", bound=QWidget)


def part(window: QWidget, name: str, kind: type[Part] = QWidget) -> Part:  # type: ignore[assignment]
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def words(window: QWidget, name: str) -> str:
    return part(window, name, QLabel).text()


def press(window: QWidget, name: str) -> None:
    button = part(window, name, QAbstractButton)
    assert button.isVisible(), name
    assert button.isEnabled(), button.toolTip()
    QTest.mouseClick(button, LEFT)


def plots(window: MainWindow) -> list[Plot]:
    return [part(window, name, Plot) for name in PLOTS]


def slide_to(window: MainWindow, epoch: int | None) -> None:
    """With the keys, as far as the run has kept every epoch."""
    slider = part(window, "epoch_slider", QSlider)
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_End if epoch is None else Qt.Key.Key_Home)
    for _ in range(epoch or 0):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    assert session_of(window).timeline.looked_at == epoch


def handle_of(slider: QSlider) -> QPoint:
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    parts = QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, slider
    return slider.style().subControlRect(*parts).center()


@pytest.fixture
def trained(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """After a run of twenty epochs, with a seven on the canvas."""
    window.resize(1280, 800)
    window.findChild(QWidget, "training_panel").set_config(RUN)
    draw(window)
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT):
        press(window, "train_button")
    qtbot.waitUntil(lambda: session_of(window).timeline.epochs == tuple(range(21)))
    slider = part(window, "epoch_slider", QSlider)
    qtbot.waitUntil(lambda: slider.value() == slider.maximum() == 20)
    own = part(window, "own_digit_plot", OwnDigitPlot)
    qtbot.waitUntil(lambda: own.curve is not None and len(own.curve.epochs) == 21, timeout=WAIT)
    return window


def test_the_badge_is_beside_the_reading_in_the_status_bar_and_in_every_view_that_shows_the_past(
    trained: MainWindow, qtbot: QtBot
) -> None:
    badges = ("looking_at", "looking_at_status", "looking_at_view")
    assert not any(part(trained, name).isVisible() for name in badges)
    slide_to(trained, 6)
    for view in VIEWS:
        tabs_of(trained).show_view(view.name)
        qtbot.waitUntil(part(trained, view.name).isVisible, timeout=WAIT)
        for name in badges:
            is_due = name != "looking_at_view" or view.name not in TIMELESS
            qtbot.waitUntil(lambda name=name, is_due=is_due: part(trained, name).isVisible() is is_due)  # type: ignore[misc]
            assert words(trained, name) == "looking at epoch 6"
            assert part(trained, name).accessibleName() == "Looking at epoch 6"
        above, shown = part(trained, "looking_at_view"), part(trained, view.name)
        if view.name not in TIMELESS:
            assert above.mapTo(trained, QPoint()).y() < shown.mapTo(trained, QPoint()).y()
    press(trained, "now_button") if part(trained, "now_button").isVisible() else slide_to(trained, None)
    assert not any(part(trained, name).isVisible() for name in badges)


def test_the_cursor_the_reading_and_the_rows_of_the_layers_go_together(trained: MainWindow, qtbot: QtBot) -> None:
    session, digit = session_of(trained), session_of(trained).reader.digit
    assert digit is not None
    press(trained, "layer_by_layer") if not part(trained, "layer_signals").isVisible() else None
    slider = part(trained, "epoch_slider", QSlider)
    QTest.mousePress(slider, LEFT, pos=handle_of(slider))
    seen = set()
    for x in range(slider.width() - 10, 0, -9):
        QTest.mouseMove(slider, QPoint(x, slider.height() // 2))
        epoch = session.timeline.looked_at
        if epoch is None:
            continue
        seen.add(epoch)
        # At once, in the same turn of the event loop.
        assert [plot.cursor_place for plot in plots(trained)] == [epoch] * 4
        assert words(trained, "looking_at") == f"looking at epoch {epoch}"
        weights = next(each for each in session.timeline.kept if each.epoch == epoch)
        shown = part(trained, "probability_bars").probabilities  # type: ignore[attr-defined]
        assert shown.tolist() == read_normalised(weights, digit).probabilities.tolist()
        rows = part(trained, "layer_signals").accessibleDescription()
        if epoch:
            signal = layer_signals(session.timeline.history.until(epoch))[0]
            assert f"gradient norm {number(signal.gradient_norm, 3)}" in rows
            assert fraction(signal.update_ratio) in rows
        else:
            assert rows == ""
    QTest.mouseRelease(slider, LEFT, pos=QPoint(1, slider.height() // 2))
    assert len(seen) > 10
    slide_to(trained, 3)
    assert part(trained, "layer_by_layer", QAbstractButton).text() == "Layer by layer, at epoch 3"
    slide_to(trained, None)
    assert [plot.cursor_place for plot in plots(trained)] == [None] * 4
    assert part(trained, "layer_by_layer", QAbstractButton).text() == "Layer by layer"


def test_a_click_in_a_plot_looks_at_that_epoch(trained: MainWindow, qtbot: QtBot) -> None:
    plot = part(trained, "accuracy_plot", Plot)
    place = plot.mapFromScene(plot.page.view.mapViewToScene(QPointF(7.2, 50)))
    QTest.mouseClick(plot.viewport(), LEFT, pos=place)
    assert session_of(trained).timeline.looked_at == 7
    assert words(trained, "looking_at") == "looking at epoch 7"


def test_the_mistakes_of_then_come_with_the_slider(trained: MainWindow, qtbot: QtBot) -> None:
    tabs_of(trained).show_view("mistakes_view")
    view = part(trained, "mistakes_view")
    qtbot.waitUntil(lambda: "read rightly" in words(trained, "mistakes_headline"), timeout=WAIT)
    now = words(trained, "mistakes_headline")
    slide_to(trained, 0)
    qtbot.waitUntil(lambda: words(trained, "mistakes_headline") != now)
    assert view._measured.epoch == 0  # type: ignore[attr-defined]


def test_playing_goes_from_the_start_to_the_present(trained: MainWindow, qtbot: QtBot) -> None:
    session, seen = session_of(trained), []
    session.timeline.kept_changed.connect(lambda: seen.append(session.timeline.looked_at))
    part(trained, "time_line_speed", QSpinBox).setValue(60)
    press(trained, "time_line_play")
    play = part(trained, "time_line_play", QAbstractButton)
    assert play.text() == "❚❚"
    assert part(trained, "looking_at").isVisible()
    qtbot.waitUntil(lambda: session.playback.direction is None, timeout=5000)
    assert play.text() == "▶"
    assert seen[0] == 0
    assert seen[-1] is None
    assert not part(trained, "looking_at").isVisible()
    del seen[:]
    press(trained, "time_line_play_back")
    qtbot.waitUntil(lambda: session.playback.direction is None, timeout=5000)
    assert seen[-1] == 0
    assert words(trained, "looking_at") == "looking at epoch 0"


def test_esc_a_hand_and_a_new_run_stop_the_playing(trained: MainWindow, qtbot: QtBot) -> None:
    session = session_of(trained)
    part(trained, "time_line_speed", QSpinBox).setValue(1)

    def play() -> None:
        press(trained, "time_line_play")
        assert session.playback.direction == 1

    play()
    QTest.keyClick(part(trained, "time_line_play"), Qt.Key.Key_Escape)
    assert session.playback.direction is None
    assert session.timeline.looked_at == 0  # where it had come to
    play()
    press(trained, "time_line_play")
    assert session.playback.direction is None
    play()
    slider = part(trained, "epoch_slider", QSlider)
    qtbot.waitUntil(lambda: slider.value() == 0)
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert session.playback.direction is None
    assert session.timeline.looked_at == 1
    play()
    QTest.mousePress(slider, LEFT, pos=handle_of(slider))
    assert session.playback.direction is None
    QTest.mouseRelease(slider, LEFT, pos=handle_of(slider))
    play()
    with qtbot.waitSignal(session.training.ended, timeout=WAIT):
        press(trained, "train_button")
    assert session.playback.direction is None


def test_esc_stops_the_playing_before_it_stops_a_run(trained: MainWindow, qtbot: QtBot) -> None:
    session = session_of(trained)
    session.start_training(TrainingConfig(hidden=(12,), epochs=10**6, variation=0.0, stop_when_converged=False))
    qtbot.waitUntil(
        lambda: len(session.timeline.epochs) > 5 and part(trained, "time_line_play").isEnabled(), timeout=WAIT
    )
    part(trained, "time_line_speed", QSpinBox).setValue(1)
    press(trained, "time_line_play")
    QTest.keyClick(trained, Qt.Key.Key_Escape)
    assert session.playback.direction is None
    assert session.training.state is RunState.RUNNING
    with qtbot.waitSignal(session.training.ended, timeout=WAIT):
        QTest.keyClick(trained, Qt.Key.Key_Escape)


def test_save_asks_which_epoch(
    trained: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, asked = session_of(trained), []

    def name(_window: QWidget, title: str, *_: object) -> tuple[str, str]:
        asked.append(title)
        return str(tmp_path / f"{len(asked)}.safetensors"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", name)
    slide_to(trained, 6)
    seen = session.timeline.weights.network.parameters
    save = part_action(trained, "action_save_model")
    save.trigger()
    box = part(trained, "epoch_dialog", QDialog)
    assert "looking at epoch 6" in box.text()  # type: ignore[attr-defined]
    texts = {part(trained, f"{which}_epoch_button", QAbstractButton).text() for which in ("seen", "newest")}
    assert texts == {"Epoch 6", "The newest, epoch 20"}
    QTest.keyClick(box, Qt.Key.Key_Escape)  # Cancel
    qtbot.waitUntil(lambda: trained.findChild(QDialog, "epoch_dialog") is None)
    assert asked == []
    for which, parameters, epochs in (("seen", seen, 6), ("newest", session.shelf.present.network.parameters, 20)):
        save.trigger()
        with qtbot.waitSignal(session.saving.saved, timeout=WAIT):
            press(trained, f"{which}_epoch_button")
        saved = load_model(tmp_path / f"{len(asked)}.safetensors")
        assert np.array_equal(saved.network.parameters, parameters)
        assert saved.reports[-1].epoch == epochs
        qtbot.waitUntil(lambda: trained.findChild(QDialog, "epoch_dialog") is None)


def part_action(window: QWidget, name: str) -> QAction:
    action = window.findChild(QAction, name)
    assert action is not None
    return action


def test_go_on_from_the_epoch_that_is_seen_begins_with_its_weights(trained: MainWindow, qtbot: QtBot) -> None:
    session = session_of(trained)
    trunk = session.shelf.present
    slide_to(trained, 6)
    weights = session.timeline.weights.network
    begun = []
    session.training.begun.connect(begun.append)
    part_action(trained, "action_go_on").trigger()
    with qtbot.waitSignal(session.training.ended, timeout=WAIT):
        press(trained, "seen_epoch_button")
    assert np.array_equal(begun[0].parameters, weights.parameters)
    epochs = session.timeline.history.epochs.tolist()
    assert epochs == list(range(1, 27))  # six of the run before, and twenty more
    assert session.timeline.history.training_cost[:6].tolist() == trunk.history.training_cost[:6].tolist()
    assert session.shelf.previous_history is trunk.history  # faintly behind it
    assert session.timeline.epochs[:7] == tuple(range(7))
    assert not part(trained, "looking_at").isVisible()
    session.show_model(trunk)  # the other one is as it was
    assert session.timeline.epochs == tuple(range(21))


def test_go_on_from_the_newest_is_the_same_run(trained: MainWindow, qtbot: QtBot) -> None:
    session = session_of(trained)
    history = session.timeline.history
    slide_to(trained, 6)
    part_action(trained, "action_go_on").trigger()
    with qtbot.waitSignal(session.training.ended, timeout=WAIT):
        press(trained, "newest_epoch_button")
    assert session.timeline.history is history
    assert history.epochs[-1] == 40


def test_the_curve_of_ones_own_digit_is_what_the_reading_says_at_every_epoch(trained: MainWindow, qtbot: QtBot) -> None:
    session = session_of(trained)
    plot = part(trained, "own_digit_plot", OwnDigitPlot)
    curve = plot.curve
    assert curve is not None
    assert "(as it is read now)" in plot.page.header.entries[0].name
    for epoch in (0, 1, 6, 13, None):
        slide_to(trained, epoch)
        at = -1 if epoch is None else int(np.searchsorted(curve.epochs, epoch))
        shown = part(trained, "probability_bars").probabilities  # type: ignore[attr-defined]
        assert shown[int(curve.name)] == curve.shares[at]
    assert plot.lines[0].values.tolist() == (100 * curve.shares).tolist()
    # What it is said to be is what is followed.
    with qtbot.waitSignal(session.handwriting.said_changed, timeout=WAIT):
        press(trained, "true_label_4")
    qtbot.waitUntil(lambda: plot.page.header.entries[0].name == "“4” (as you say)", timeout=WAIT)
    assert plot.curve is not None
    slide_to(trained, 6)
    assert part(trained, "probability_bars").probabilities[4] == plot.curve.shares[6]  # type: ignore[attr-defined]
    # Another drawing is read again; none leaves an empty plot that says what to do.
    part_action(trained, "action_clear").trigger()
    qtbot.waitUntil(part(trained, "own_digit_plot_empty").isVisible, timeout=WAIT)
    assert words(trained, "own_digit_plot_empty").startswith("Draw a digit")
    draw(trained, ((0.5, 0.1), (0.5, 0.9)))
    qtbot.waitUntil(lambda: plot.curve is not None, timeout=WAIT)


def test_in_views_that_do_not_show_it_the_digit_is_not_read_again(
    trained: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    tabs_of(trained).show_view("network_view")
    read = []
    monkeypatch.setattr("handwriting_app.session.rereading.reread", lambda *_: read.append(1))
    draw(trained, ((0.5, 0.1), (0.5, 0.9)))
    qtbot.wait(300)
    assert read == []
