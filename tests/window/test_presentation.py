"""One view or one plot fills the screen, and the last row reads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QFontMetricsF, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.run_state import RunState
from handwriting_app.lab.demonstrations import DEMONSTRATIONS
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.storage.settings_keys import SIZE
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.frame.shown_input import ShownInput
from handwriting_app.ui.sizes import scale
from handwriting_app.ui.theme import caption_font
from tests.whole_window import draw, session_of, tabs_of

HIGH = 24


def find(window: MainWindow, name: str) -> QWidget:
    widget = window.findChild(QWidget, name)
    assert widget is not None, name
    return widget


def press(window: MainWindow, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, keys)


def digits_high() -> float:
    """Pixels of the digits in the smallest type."""
    return QFontMetricsF(caption_font(QApplication.font())).tightBoundingRect("0").height()


def test_a_plot_in_use_fills_the_screen_and_all_comes_back(qtbot: QtBot, window: MainWindow) -> None:
    draw(window)
    plot = find(window, "gradient_plot")
    qtbot.waitUntil(plot.isVisible)
    plot.setFocus()
    window.resize(1024, 700)
    before = window.size()
    seen = {each for each in window.findChildren(QWidget) if each.isVisible()}
    press(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    assert plot.isVisible()
    for gone in ("canvas", "train_button", "cost_plot", "status"):
        assert not find(window, gone).isVisible(), gone
    assert not window.menuBar().isVisible()
    assert digits_high() >= HIGH - 1
    qtbot.waitUntil(lambda: plot.width() > 0.9 * window.width())
    press(window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    assert scale() == 1.0
    qtbot.waitUntil(lambda: window.width() <= before.width())  # no more is known: the screen here is smaller than that
    qtbot.waitUntil(lambda: {each for each in window.findChildren(QWidget) if each.isVisible()} >= seen)


def test_a_view_fills_the_screen_and_another_one_follows_it(qtbot: QtBot, window: MainWindow) -> None:
    draw(window)
    tabs_of(window).show_view("network_view")
    qtbot.waitUntil(lambda: find(window, "network_view").isVisible())
    find(window, "canvas").setFocus()
    press(window, Qt.Key.Key_F11)
    assert scale() > 1.0
    assert find(window, "network_graph").isVisible()
    assert not find(window, "canvas").isVisible()
    assert find(window, "epoch_slider").isVisible()  # the time line stays
    press(window, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    now = tabs_of(window).current_name()
    assert now != "network_view"
    qtbot.waitUntil(lambda: find(window, now).isVisible())
    assert not find(window, "canvas").isVisible()
    press(window, Qt.Key.Key_F11)
    assert find(window, "canvas").isVisible()
    assert find(window, now).isVisible()
    assert scale() == 1.0


def test_clicks_and_keys_are_shown_to_everybody(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: find(window, "cost_plot").isVisible())
    press(window, Qt.Key.Key_F11)
    shown = window.findChild(ShownInput)
    press(window, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert shown.words == "Ctrl+=   Show everything larger."
    handle = window.windowHandle()
    place = QPointF(200, 200)
    none = Qt.KeyboardModifier.NoModifier
    left = Qt.MouseButton.LeftButton
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        QApplication.sendEvent(handle, QMouseEvent(kind, place, place, left, left, none))
    assert shown.click == place
    picture = shown.grab().toImage()
    assert picture.pixelColor(QPoint(200, 200)) != picture.pixelColor(QPoint(200, 200 + round(14 * scale())))
    qtbot.waitUntil(lambda: not shown.words and shown.click is None)
    press(window, Qt.Key.Key_Escape)
    assert window.findChild(ShownInput) is None or not shown.isVisible()


@pytest.mark.parametrize("demonstration", DEMONSTRATIONS, ids=lambda each: each.name)
def test_three_clicks_show_what_is_to_be_shown(qtbot: QtBot, window: MainWindow, demonstration: object) -> None:
    action = window.findChild(QAction, f"action_show_{demonstration.name}")
    menus = [menu for menu in window.findChildren(QMenu) if action in menu.actions()]
    assert [menu.title() for menu in menus] == ["&Present"]
    assert menus[0].menuAction() in window.menus[4].actions()  # View ▸ Present ▸ it: three clicks
    session = session_of(window)
    model, config = session.shelf.present, find(window, "training_panel").config()
    qtbot.waitUntil(lambda: find(window, "cost_plot").isVisible())
    action.trigger()
    qtbot.waitUntil(lambda: tabs_of(window).current_view() is not None)
    assert find(window, "presentation_sentence").text() == demonstration.sentence
    if demonstration.alone:
        qtbot.waitUntil(lambda: find(window, demonstration.alone).isVisible())
        assert digits_high() >= HIGH - 1
    if demonstration.trains:
        qtbot.waitUntil(lambda: session.training.state is RunState.RUNNING)
        qtbot.waitUntil(lambda: session.timeline.history.last is not None, timeout=20_000)
        norms = session.timeline.history.last.gradient_norms
        assert norms[0] < norms[-2] / 100
    if demonstration.name == "one_digit":
        qtbot.waitUntil(lambda: session.reader.prediction is not None and session.reader.prediction.digit == 2)
        assert session.reader.prediction.probabilities[2] > 0.9
    press(window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    qtbot.waitUntil(lambda: session.shelf.present is model or session.shelf.present.network is model.network)
    qtbot.waitUntil(lambda: find(window, "training_panel").config() == config)
    assert session.training.state in (RunState.IDLE, RunState.STOPPING)


def test_the_size_of_a_presentation_is_not_kept(
    qtbot: QtBot, make_window: Callable[..., MainWindow], settings: SettingsFile
) -> None:
    window = make_window()
    qtbot.waitUntil(lambda: find(window, "cost_plot").isVisible())
    press(window, Qt.Key.Key_F11)
    assert scale() > 1.0
    window.close()
    kept = SettingsFile(settings.path)
    assert kept.get(SIZE) == 100
    assert scale() == 1.0
    assert window.findChild(QLabel, "notice").text() == ""
