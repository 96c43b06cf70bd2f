"""Everything larger or smaller, at once: by keys, wheel and setting, in every view and on every screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

import pytest
import pytestqt.exceptions
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QFontMetrics, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QTabBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.numerals import percent
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.storage.settings_keys import SIZE, SIZES
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.inspector.signs import FittingLabel
from handwriting_app.ui.sizes import scale
from handwriting_app.ui.widgets.elided_label import ElidedLabel
from handwriting_app.ui.widgets.fields import ComboBox
from handwriting_app.ui.widgets.number_field import DecimalField, WholeNumberField
from tests.whole_window import draw, tabs_of
from tests.window.test_small_windows import is_reachable

SCREENS = ((1024, 700), (1366, 768), (1920, 1080), (2560, 1440))
AT = (100, 150, 200)
FITS = {100: SCREENS, 150: SCREENS[2:], 200: SCREENS[2:]}
"""Where all three columns are seen at once, and so no words may be cut."""
STILL = 20
"""Looks in a row that show the same once everything has been painted."""
MAY_BE_CUT = {"status", "notice", "greeting_words"}
"""Lines that say all of it in their tooltips and elsewhere, as the button beside the greeting does."""


@pytest.fixture(autouse=True)
def _usual_size(window: MainWindow) -> Iterator[None]:
    """Other tests begin at 100 %."""
    yield
    window.findChild(QAction, "action_usual_size").trigger()


def set_size(window: MainWindow, percent: int) -> None:
    steps = SIZES.index(percent) - SIZES.index(round(100 * scale()))
    for _ in range(abs(steps)):
        key = Qt.Key.Key_Plus if steps > 0 else Qt.Key.Key_Minus
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    assert round(100 * scale()) == percent


def turn_wheel(window: MainWindow, over: QWidget, notches: int, keys: Qt.KeyboardModifier) -> None:
    place = QPointF(over.mapTo(window, over.rect().center()))
    handle = window.windowHandle()
    assert handle is not None
    none = QPoint()
    turn = QPoint(0, 120 * notches)
    event = QWheelEvent(place, place, none, turn, Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(handle, event)


def controls(window: MainWindow) -> list[QWidget]:
    kinds = (QAbstractButton, ComboBox, DecimalField, WholeNumberField)
    found = [each for kind in kinds for each in window.findChildren(kind)]
    return [each for each in found if each.isVisible() and not isinstance(each.parentWidget(), QTabBar)]


def cut_words(window: MainWindow) -> list[str]:
    """Names and words of what is seen, and has not the room for its words."""
    labels = [each for each in window.findChildren(QLabel) if each.isVisible() and _is_told_here(each)]
    buttons = [each for each in window.findChildren(QAbstractButton) if each.isVisible() and _has_words(each)]
    return [f"{each.objectName()}: {each.text()}" for each in (*labels, *buttons) if each.text() and _is_cut(each)]


def _is_told_here(label: QLabel) -> bool:
    """A `FittingLabel` is rather not shown than cut, and rich text wraps."""
    is_rich = label.textFormat() is Qt.TextFormat.RichText
    return not (is_rich or isinstance(label, FittingLabel) or label.objectName() in MAY_BE_CUT)


def _has_words(button: QAbstractButton) -> bool:
    is_icon = isinstance(button, QToolButton) and (
        button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly and not button.icon().isNull()
    )
    return not is_icon and not isinstance(button.parentWidget(), QTabBar)


def _is_cut(widget: QLabel | QAbstractButton) -> bool:
    if isinstance(widget, ElidedLabel):
        return QLabel.text(widget) != widget.text()
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.height() < widget.heightForWidth(widget.width())
    words = widget.text().replace("&", "").split("\n")[0]
    return widget.width() < QFontMetrics(widget.font()).horizontalAdvance(words)


@pytest.mark.parametrize("percent", AT)
@pytest.mark.parametrize("screen", SCREENS, ids=lambda size: f"{size[0]}x{size[1]}")
def test_nothing_is_cut_or_out_of_reach_in_any_view(
    qtbot: QtBot, window: MainWindow, screen: tuple[int, int], percent: int
) -> None:
    window.resize(*screen)
    draw(window)
    set_size(window, percent)
    for name in tabs_of(window).names():
        tabs_of(window).show_view(name)
        view = tabs_of(window).current_view()
        assert view is not None
        qtbot.waitUntil(view.isVisible)
        window.resize(*screen)
        assert (window.width(), window.height()) == screen, name
        shown = controls(window)
        assert len(shown) > 20
        for control in shown:
            qtbot.waitUntil(partial(is_reachable, control, window), timeout=2000)
        if screen in FITS[percent]:
            with suppress(pytestqt.exceptions.TimeoutError):  # the list says more
                qtbot.waitUntil(lambda: not cut_words(window), timeout=2000)
            assert cut_words(window) == [], name


def test_the_wheel_with_ctrl_makes_everything_larger_and_the_wheel_alone_does_not(
    qtbot: QtBot, window: MainWindow
) -> None:
    plot = window.findChild(QWidget, "cost_plot")
    qtbot.waitUntil(plot.isVisible)
    before = window.findChild(QWidget, "train_button").height()
    turn_wheel(window, plot, 1, Qt.KeyboardModifier.ControlModifier)
    assert scale() == 1.1
    turn_wheel(window, plot, 2, Qt.KeyboardModifier.ControlModifier)
    assert scale() == 1.5
    qtbot.waitUntil(lambda: window.findChild(QWidget, "train_button").height() > 1.3 * before)
    assert window.findChild(QLabel, "notice").text() == f"Everything is shown at {percent(1.5)}."
    turn_wheel(window, plot, 1, Qt.KeyboardModifier.NoModifier)
    assert scale() == 1.5
    turn_wheel(window, plot, -20, Qt.KeyboardModifier.ControlModifier)
    assert scale() == 0.8


def test_back_at_100_percent_everything_is_as_it_was(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1440, 900)
    seen: list[QImage] = []

    def look() -> QImage:
        # So large a letter is painted as an outline, which Qt makes a hair's breadth differently each time.
        for words in ("notice", "predicted_digit"):
            window.findChild(QLabel, words).setText("")
        seen.append(window.grab().toImage())
        return seen[-1]

    qtbot.waitUntil(window.findChild(QWidget, "cost_plot").isVisible)

    def is_still() -> bool:
        look()
        return len(seen) > STILL and seen[-1] == seen[-STILL]

    qtbot.waitUntil(is_still)
    before = look()
    QTest.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert look() != before
    QTest.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: look() == before)


def test_the_size_is_kept(make_window: Callable[..., MainWindow], settings: SettingsFile) -> None:
    window = make_window()
    set_size(window, 125)
    height = window.findChild(QWidget, "train_button").sizeHint().height()
    window.close()
    kept = SettingsFile(settings.path)
    assert kept.get(SIZE) == 125
    again = make_window(settings=kept)
    assert again.findChild(QWidget, "train_button").sizeHint().height() == height
    again.findChild(QAction, "action_usual_size").trigger()


def test_the_ends_are_80_and_250_percent(window: MainWindow) -> None:
    larger, smaller = (window.findChild(QAction, f"action_{name}") for name in ("larger", "smaller"))
    for _ in SIZES:
        larger.trigger()
    assert scale() == 2.5
    assert not larger.isEnabled()
    for _ in SIZES:
        smaller.trigger()
    assert scale() == 0.8
    assert not smaller.isEnabled()
