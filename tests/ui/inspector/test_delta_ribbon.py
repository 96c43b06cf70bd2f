"""The ribbon of δ: seen without a click, told in words, and a way to each layer."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.explain.delta_ribbon import DeltaRibbon
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.key_policy import KeyPolicy
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.inspector.delta_ribbon import DeltaRibbonView
from handwriting_app.ui.widgets.live_view import LiveView
from tests.whole_window import draw, session_of

TEN = DeltaRibbon((4e-8, *(10.0 ** -(8 - 0.7 * layer) for layer in range(11))))


@pytest.fixture
def ribbon(qtbot: QtBot) -> DeltaRibbonView:
    view = DeltaRibbonView()
    qtbot.addWidget(view)
    view.resize(400, view.height())
    view.show()
    qtbot.waitExposed(view)
    return view


def picture(view: QWidget) -> QImage:
    return view.grab().toImage()


def test_the_smaller_the_lower_on_one_scale(ribbon: DeltaRibbonView) -> None:
    ribbon.show_ribbon(TEN, None)
    places = [ribbon.place_of(layer) for layer in range(1, 12)]
    assert [place.y() for place in places] == sorted((place.y() for place in places), reverse=True)
    assert [place.x() for place in places] == sorted(place.x() for place in places)
    assert 0 <= places[-1].x() <= ribbon.width()
    ends = ribbon.decades()
    assert len(ends) >= 3
    assert set(np.diff(ends)) == {ends[1] - ends[0]}


def test_in_a_high_window_it_is_higher(ribbon: DeltaRibbonView) -> None:
    ribbon.show_ribbon(TEN, None)
    low = ribbon.place_of(1).y() - ribbon.place_of(11).y()
    ribbon.set_high(True)
    assert ribbon.place_of(1).y() - ribbon.place_of(11).y() == pytest.approx(2 * low)
    assert ribbon.place_of(0).y() < ribbon.height()


def test_numbers_of_decades_never_touch(ribbon: DeltaRibbonView) -> None:
    for least in (1e-2, 1e-9, 1e-40, 1e-290):
        ribbon.show_ribbon(DeltaRibbon((least, least, 0.5)), None)
        low, high = ribbon.ribbon().powers
        assert 2 <= len(ribbon.decades()) <= 6
        assert low <= ribbon.decades()[0] < ribbon.decades()[-1] <= high


def test_it_says_in_words_what_it_shows(ribbon: DeltaRibbonView) -> None:
    ribbon.show_ribbon(DeltaRibbon((0.0, 2e-6, 0.5)), None)
    words = ribbon.accessibleDescription()
    assert ribbon.accessibleName()
    assert "δ of the output, root mean square of its units: 0.5" in words
    assert "δ of layer 1, root mean square of its units: 2·10⁻⁶" in words
    assert "∂C/∂x at the pixels, root mean square of its units: 0: nothing arrives" in words


def test_a_zero_is_painted_as_one_and_not_as_little(ribbon: DeltaRibbonView) -> None:
    ribbon.show_ribbon(DeltaRibbon((0.1, 0.0, 0.1)), None)
    assert ribbon.place_of(1).y() - ribbon.place_of(2).y() >= 0.7 * 52
    with_zero = picture(ribbon)
    ribbon.show_ribbon(DeltaRibbon((0.1, 1.1e-4, 0.1)), None)
    assert picture(ribbon) != with_zero


def test_a_click_and_the_arrow_keys_go_from_layer_to_layer(qtbot: QtBot, ribbon: DeltaRibbonView) -> None:
    ribbon.show_ribbon(TEN, None)
    chosen: list[int] = []
    ribbon.layer_chosen.connect(chosen.append)
    ribbon.layer_chosen.connect(lambda layer: ribbon.show_ribbon(TEN, layer))
    qtbot.mouseClick(ribbon, Qt.MouseButton.LeftButton, pos=ribbon.place_of(4).toPoint())
    qtbot.mouseClick(ribbon, Qt.MouseButton.LeftButton, pos=QPoint(3, 40))  # beside the scale
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(ribbon, key)
    assert chosen == [4, 3, 4, 5]
    ribbon.show_ribbon(TEN, 0)
    qtbot.keyClick(ribbon, Qt.Key.Key_Left)
    assert chosen[-1] == 0
    ribbon.show_ribbon(TEN, None)
    qtbot.keyClick(ribbon, Qt.Key.Key_Left)
    assert chosen[-1] == 11


def test_before_there_is_a_digit_it_is_empty(qtbot: QtBot, ribbon: DeltaRibbonView) -> None:
    assert ribbon.decades() == ()
    qtbot.mouseClick(ribbon, Qt.MouseButton.LeftButton)
    qtbot.keyClick(ribbon, Qt.Key.Key_Left)
    picture(ribbon)


@pytest.mark.parametrize("size", [(1024, 700), (1920, 1080)])
def test_ten_sigmoid_layers_are_seen_to_fade_without_one_click(
    qtbot: QtBot, make_window: Callable[..., MainWindow], size: tuple[int, int]
) -> None:
    window = make_window()
    window.resize(*size)
    session = session_of(window)
    session.reset(TrainingConfig(hidden=(16,) * 10, activation="sigmoid"))
    draw(window)
    desk = window.findChild(Desk)
    assert desk is not None
    desk.view_requested.emit("backprop_view")
    view = window.findChild(LiveView, "backprop_view")
    assert view is not None
    qtbot.waitUntil(view.isVisible)
    view.refresh_now()
    ribbon = view.findChild(DeltaRibbonView, "delta_ribbon")
    assert ribbon is not None
    shown = ribbon.ribbon()
    assert shown is not None
    assert shown.fade > 4
    # All of it, with nothing scrolled.
    qtbot.waitUntil(lambda: ribbon.visibleRegion().boundingRect() == ribbon.rect())
    assert "δ fades by" in ribbon.accessibleDescription()
    assert ribbon.place_of(1).y() - ribbon.place_of(11).y() > 30


def test_in_the_view_a_layer_of_the_ribbon_leads_to_its_step(qtbot: QtBot, window: MainWindow) -> None:
    draw(window)
    desk = window.findChild(Desk)
    assert desk is not None
    desk.view_requested.emit("backprop_view")
    view = window.findChild(LiveView, "backprop_view")
    assert view is not None
    qtbot.waitUntil(view.isVisible)
    view.refresh_now()
    ribbon = view.findChild(DeltaRibbonView, "delta_ribbon")
    title = view.findChild(QLabel, "inspector_title")
    assert ribbon is not None
    assert title is not None
    shown = ribbon.ribbon()
    assert shown is not None
    expected = {0: "Back at the pixels: ∂C/∂x", 1: "Back: blame δ, layer 1", shown.depth: "Back: blame δ, output layer"}
    for layer, words in expected.items():
        qtbot.mouseClick(ribbon, Qt.MouseButton.LeftButton, pos=ribbon.place_of(layer).toPoint())
        assert title.text() == words
    KeyPolicy(view, lambda: False, lambda: view, lambda: None)
    ribbon.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(ribbon, Qt.Key.Key_Left)
    assert title.text() == f"Back: blame δ, layer {shown.depth - 1}"
