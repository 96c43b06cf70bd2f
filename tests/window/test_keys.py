"""Whose a key is, in the whole window: real keys and wheels on real widgets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.lab.neuron_state import NeuronLabState
from handwriting_app.lab.points import TABLES
from handwriting_app.session.messages import RunState
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.race.race_view import RaceView
from handwriting_app.ui.widgets.disclosure import Disclosure
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from tests.whole_window import draw, session_of, tabs_of

WAIT = 60_000
ENDLESS = TrainingConfig(hidden=(8,), epochs=10**6, variation=0.0, non_digits=False, stop_when_converged=False)
PAGES = ("neuron_pages", "descent_pages", "inspector_tray")
"""Rows of buttons that bring a page of a view to the front."""

FIELDS = (QAbstractSpinBox, QComboBox, QAbstractSlider, QTabBar)
"""What the wheel could change."""
TYPED_IN = (QLineEdit, QAbstractSpinBox)
NOT_FOR_TRAINING = (*FIELDS[:3], QLineEdit, QAbstractItemView, QAbstractButton)
"""Where Space is not the window's."""


@pytest.fixture
def window(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """In front, with a drawing, so that no view is empty; whatever starts is endless and small."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    draw(window)
    window.findChild(QWidget, "training_panel").set_config(ENDLESS)
    for section in window.findChildren(Disclosure):
        section.set_open(True)
    return window


def part(window: MainWindow, name: str) -> QWidget:
    widget = window.findChild(QWidget, name)
    assert widget is not None, name
    return widget


def press(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key as the system does: it goes to whatever has the focus."""
    QTest.keyClick(window.windowHandle(), key, modifiers)


def give_focus(window: MainWindow, widget: QWidget) -> None:
    widget.setFocus()
    assert QApplication.focusWidget() is widget


def wheel_over(widget: QWidget, notches: int = -1) -> None:
    """Turn the wheel, with -1 by one notch towards the person."""
    centre = QPointF(widget.rect().center())
    turned = QWheelEvent(
        centre,
        QPointF(widget.mapToGlobal(widget.rect().center())),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, turned)


def value_of(field: QWidget) -> object:
    match field:
        case QAbstractSpinBox():
            return field.text()
        case QAbstractSlider():
            return field.value()
        case QComboBox() | QTabBar():
            return field.currentIndex()
    raise TypeError(field)


def every_page(qtbot: QtBot, window: MainWindow) -> Iterator[str]:
    """Bring every page of every view to the front, one after another."""
    for name in tabs_of(window).names():
        tabs_of(window).show_view(name)
        view = tabs_of(window).current_view()
        assert view is not None
        qtbot.waitUntil(view.isVisible)
        rows = [row for row in view.findChildren(SegmentedButtons) if row.objectName() in PAGES]
        if not rows:
            yield name
        for row in rows:
            for button in row.findChildren(QAbstractButton):
                button.click()
                yield f"{name}, {button.text()}"


def shown(window: MainWindow, *kinds: type[QWidget]) -> list[QWidget]:
    return [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, kinds) and not isinstance(widget, QScrollBar) and widget.isVisible()
    ]


def takes_focus(widget: QWidget) -> bool:
    return widget.isEnabled() and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus and widget.focusProxy() is None


def trained(window: MainWindow) -> list[str]:
    """What asks for training is told here instead."""
    asked: list[str] = []
    train = window.findChild(QAction, "action_train")
    train.triggered.disconnect()
    train.triggered.connect(lambda: asked.append("train"))
    return asked


def start(qtbot: QtBot, window: MainWindow) -> None:
    give_focus(window, part(window, "canvas"))
    with qtbot.waitSignal(session_of(window).training.reported, timeout=WAIT):
        press(window, Qt.Key.Key_Space)


# --- Esc ---------------------------------------------------------------------------------------------------------


def test_esc_lets_go_of_the_chosen_unit_before_it_stops_the_run(qtbot: QtBot, window: MainWindow) -> None:
    tabs_of(window).show_view("network_view")
    start(qtbot, window)
    graph = part(window, "network_graph")
    give_focus(window, graph)
    press(window, Qt.Key.Key_Down)
    assert graph.chosen == (1, 0)
    press(window, Qt.Key.Key_Escape)
    assert graph.chosen is None
    assert session_of(window).training.state is RunState.RUNNING
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT):
        press(window, Qt.Key.Key_Escape)


def test_esc_stops_a_paused_run_too(qtbot: QtBot, window: MainWindow) -> None:
    start(qtbot, window)
    with qtbot.waitSignal(session_of(window).training.state_changed, timeout=WAIT):
        press(window, Qt.Key.Key_Space)
    assert session_of(window).training.state is RunState.PAUSED
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT):
        press(window, Qt.Key.Key_Escape)


def test_esc_held_down_lets_go_and_does_not_stop(qtbot: QtBot, window: MainWindow) -> None:
    tabs_of(window).show_view("network_view")
    start(qtbot, window)
    graph = part(window, "network_graph")
    give_focus(window, graph)
    qtbot.waitUntil(lambda: graph.places() is not None)  # what is not laid out yet chooses nothing
    press(window, Qt.Key.Key_Down)
    assert graph.chosen is not None
    hold(window, Qt.Key.Key_Escape, "")
    assert graph.chosen is None
    assert session_of(window).training.state is RunState.RUNNING


def test_stop_can_be_chosen_only_while_something_runs(qtbot: QtBot, window: MainWindow) -> None:
    stop = window.findChild(QAction, "action_stop")
    assert not stop.isEnabled()
    assert stop.text() == "&Stop\tEsc"
    press(window, Qt.Key.Key_Escape)
    assert session_of(window).training.state is RunState.IDLE
    start(qtbot, window)
    assert stop.isEnabled()
    assert "Esc" in part(window, "stop_button").toolTip()
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT):
        press(window, Qt.Key.Key_Escape)
    assert not stop.isEnabled()


def test_esc_stops_a_race(qtbot: QtBot, window: MainWindow) -> None:
    stop = window.findChild(QAction, "action_stop")
    tabs_of(window).show_view("race_view")
    length = part(window, "race_length")
    length.set_value(1000.0)
    QTest.mouseClick(part(window, "race_start"), Qt.MouseButton.LeftButton)
    assert stop.isEnabled()
    tabs_of(window).show_view("learning_view")
    press(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not stop.isEnabled(), timeout=WAIT)
    race = window.findChild(RaceView)
    qtbot.waitUntil(lambda: not race.is_running, timeout=WAIT)


@pytest.mark.parametrize(
    ("lab", "page", "run"),
    [
        ("neuron_lab", "Plane", "plane_run"),
        ("neuron_lab", "Two layers", "layers_run"),
        ("descent_lab", "Valley", "valley_run"),
    ],
)
def test_esc_stops_what_runs_in_a_lab_before_the_training(
    qtbot: QtBot, window: MainWindow, lab: str, page: str, run: str
) -> None:
    start(qtbot, window)
    tabs_of(window).show_view(lab)
    view = tabs_of(window).current_view()
    assert view is not None
    next(button for button in view.findChildren(QAbstractButton) if button.text() == page).click()
    button = part(window, run)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.text() == "Pause"
    press(window, Qt.Key.Key_Escape)
    assert button.text() == "Run"
    assert session_of(window).training.state is RunState.RUNNING
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT):
        press(window, Qt.Key.Key_Escape)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_esc_closes_a_list_of_choices_and_the_run_goes_on(qtbot: QtBot, window: MainWindow) -> None:
    tabs_of(window).show_view("race_view")
    start(qtbot, window)
    choice = part(window, "lane_1_descent")
    give_focus(window, choice)
    press(window, Qt.Key.Key_Space)
    assert QApplication.activePopupWidget() is not None
    press(window, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert session_of(window).training.state is RunState.RUNNING


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_esc_closes_a_menu_and_the_run_goes_on(qtbot: QtBot, window: MainWindow) -> None:
    start(qtbot, window)
    menu: QMenu = window.menus[2]
    menu.popup(window.mapToGlobal(QPoint(100, 20)))
    press(window, Qt.Key.Key_Escape)
    assert not menu.isVisible()
    assert session_of(window).training.state is RunState.RUNNING


def test_esc_lets_go_of_the_chosen_point_of_the_plane(window: MainWindow) -> None:
    tabs_of(window).show_view("neuron_lab")
    lab = tabs_of(window).current_view()
    assert lab is not None
    lab.set_lab_state(NeuronLabState(page="plane", points=TABLES["AND"]))
    plane = part(window, "plane")
    give_focus(window, plane)
    press(window, Qt.Key.Key_Tab)
    before = plane.grab().toImage()
    press(window, Qt.Key.Key_Escape)
    assert plane.grab().toImage() != before
    points = lab.state.points
    press(window, Qt.Key.Key_Delete)
    assert lab.state.points == points


# --- Space -------------------------------------------------------------------------------------------------------


def hold(window: MainWindow, key: Qt.Key, text: str) -> None:
    """Hold a key down long enough for the system to repeat it."""
    for is_repeat in (False, True, True, True):
        QTest.simulateEvent(window.windowHandle(), True, key, Qt.KeyboardModifier.NoModifier, text, is_repeat)
    QTest.simulateEvent(window.windowHandle(), False, key, Qt.KeyboardModifier.NoModifier, text, False)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_space_never_trains_from_a_field_a_list_or_a_button(qtbot: QtBot, window: MainWindow) -> None:
    asked = trained(window)
    tried: set[type] = set()
    for page in every_page(qtbot, window):
        for widget in filter(takes_focus, shown(window, *NOT_FOR_TRAINING)):
            if not isinstance(widget, QAbstractButton):  # pressing all of them would do all sorts of things
                give_focus(window, widget)
                press(window, Qt.Key.Key_Space)
                if popup := QApplication.activePopupWidget():
                    popup.close()
                assert not asked, (page, widget)
                tried.add(next(kind for kind in NOT_FOR_TRAINING if isinstance(widget, kind)))
    assert tried == set(NOT_FOR_TRAINING) - {QAbstractButton}


def test_space_changes_a_point_of_the_plane(window: MainWindow) -> None:
    asked = trained(window)
    tabs_of(window).show_view("neuron_lab")
    lab = tabs_of(window).current_view()
    assert lab is not None
    lab.set_lab_state(NeuronLabState(page="plane", points=TABLES["AND"]))
    give_focus(window, part(window, "plane"))
    press(window, Qt.Key.Key_Space)  # no point is chosen yet
    press(window, Qt.Key.Key_Tab)
    before = lab.state.points
    press(window, Qt.Key.Key_Space)
    assert lab.state.points != before
    assert not asked


def test_space_on_a_button_presses_that_and_nothing_else(window: MainWindow) -> None:
    asked = trained(window)
    eraser = part(window, "eraser_button")
    give_focus(window, eraser)
    press(window, Qt.Key.Key_Space)
    assert window.findChild(QAction, "action_eraser").isChecked()
    assert not asked


@pytest.mark.parametrize("name", ["canvas", "views"])
def test_space_trains_from_the_canvas_and_from_the_tabs(window: MainWindow, name: str) -> None:
    asked = trained(window)
    widget = tabs_of(window).tabBar() if name == "views" else part(window, name)
    give_focus(window, widget)
    press(window, Qt.Key.Key_Space)
    assert asked == ["train"]


def test_space_held_down_trains_once(window: MainWindow) -> None:
    asked = trained(window)
    give_focus(window, part(window, "canvas"))
    hold(window, Qt.Key.Key_Space, " ")
    assert asked == ["train"]


def test_space_held_down_on_a_button_presses_it_once(qtbot: QtBot, window: MainWindow) -> None:
    train = part(window, "train_button")
    give_focus(window, train)
    with qtbot.waitSignal(session_of(window).training.reported, timeout=WAIT):
        hold(window, Qt.Key.Key_Space, " ")
    assert session_of(window).training.state is RunState.RUNNING


# --- keys of the canvas and the views ----------------------------------------------------------------------------


def test_nothing_that_is_typed_reaches_the_drawing_or_a_view(qtbot: QtBot, window: MainWindow) -> None:
    asked = trained(window)
    canvas, eraser = part(window, "canvas"), window.findChild(QAction, "action_eraser")
    drawing = canvas.drawing
    tried = 0
    for page in every_page(qtbot, window):
        step = part(window, "inspector_count").text() if page.startswith("backprop_view") else ""
        for field in filter(takes_focus, shown(window, *TYPED_IN)):
            give_focus(window, field)
            for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Delete, Qt.Key.Key_E, Qt.Key.Key_A, Qt.Key.Key_4):
                press(window, key)
            for key in (Qt.Key.Key_Z, Qt.Key.Key_Y):
                press(window, key, Qt.KeyboardModifier.ControlModifier)
            tried += 1
            assert canvas.drawing is drawing, (page, field)
            assert not eraser.isChecked(), (page, field)
            assert not asked, (page, field)
        if step:
            assert part(window, "inspector_count").text() == step
    assert tried > 20


def test_the_eraser_and_delete_belong_to_the_drawing_column(window: MainWindow) -> None:
    canvas, eraser = part(window, "canvas"), window.findChild(QAction, "action_eraser")
    tabs_of(window).show_view("network_view")
    give_focus(window, part(window, "network_graph"))
    press(window, Qt.Key.Key_E)
    press(window, Qt.Key.Key_Delete)
    assert not eraser.isChecked()
    assert not canvas.drawing.is_empty
    give_focus(window, canvas)
    press(window, Qt.Key.Key_E)
    assert eraser.isChecked()
    press(window, Qt.Key.Key_Delete)
    assert canvas.drawing.is_empty


def test_a_stroke_is_taken_back_from_anywhere_but_a_text(window: MainWindow) -> None:
    canvas = part(window, "canvas")
    give_focus(window, part(window, "hidden_layers"))
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not canvas.drawing.is_empty
    give_focus(window, part(window, "train_button"))
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert canvas.drawing.is_empty


def test_the_arrows_of_a_focused_row_of_buttons_are_its_own(qtbot: QtBot, window: MainWindow) -> None:
    tabs_of(window).show_view("backprop_view")
    qtbot.waitUntil(tabs_of(window).current_view().isVisible)
    labels = part(window, "true_digit")
    give_focus(window, labels.focusProxy())
    before, step = labels.value(), part(window, "inspector_count").text()
    press(window, Qt.Key.Key_Left)
    assert labels.value() == before - 1
    assert part(window, "inspector_count").text() == step


# --- the wheel ---------------------------------------------------------------------------------------------------


def test_the_wheel_changes_no_field_without_the_focus(qtbot: QtBot, window: MainWindow) -> None:
    for _page in every_page(qtbot, window):
        pass
    give_focus(window, part(window, "canvas"))
    fields = [each for each in window.findChildren(QWidget) if isinstance(each, FIELDS)]
    fields = [each for each in fields if not isinstance(each, QScrollBar)]
    tried: set[type] = set()
    for field in fields:
        before = value_of(field)
        for notches in (-1, 1):
            wheel_over(field, notches)
            assert value_of(field) == before, field.objectName()
        assert not field.focusPolicy().value & 0x4, (field.objectName(), "takes the focus by the wheel")
        tried.add(next(kind for kind in FIELDS if isinstance(field, kind)))
    assert tried == set(FIELDS)


@pytest.mark.parametrize(
    ("view", "name", "notches"),
    [("learning_view", "batch_size", 1), ("learning_view", "variation", 1), ("race_view", "lane_1_rule", -1)],
)
def test_the_wheel_changes_the_field_that_has_the_focus(window: MainWindow, view: str, name: str, notches: int) -> None:
    tabs_of(window).show_view(view)
    field = part(window, name)
    give_focus(window, field)
    before = value_of(field)
    wheel_over(field, notches)
    assert value_of(field) != before


def test_the_wheel_changes_the_tab_only_of_focused_tabs(window: MainWindow) -> None:
    bar = tabs_of(window).tabBar()
    give_focus(window, bar)
    wheel_over(bar)
    assert bar.currentIndex() == 1


@pytest.mark.parametrize("name", ["learning_rate", "variation", "epochs"])
def test_the_wheel_over_a_field_scrolls_the_panel(window: MainWindow, name: str) -> None:
    window.resize(window.minimumSize())
    panel = part(window, "training_panel")
    bar = panel.findChild(QScrollArea).verticalScrollBar()
    assert bar.maximum() > 0
    field = part(window, name)
    place = field.mapTo(window, field.rect().center())
    give_focus(window, part(window, "canvas"))
    QTest.wheelEvent(window.windowHandle(), QPointF(place), QPoint(0, -120))
    assert bar.value() > 0
    assert part(window, "canvas").hasFocus()
